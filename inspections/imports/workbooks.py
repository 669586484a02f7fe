"""Excel workbooks: looked through before they are opened, since a small file can unpack to any size."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from .refusals import BadTable

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384  # of any sheet in Excel
PIECE = 1_000_000
CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")


def workbook_rows(
    file: BinaryIO, *, columns: int = LAST_COLUMN, cells: int = 0, unpacked: int = 0
) -> Iterator[tuple[int, list[Any]]]:
    """The rows of the first sheet with their numbers, from the one that stands first to the last.

    A formula counts by the result that was saved with it; one without a result is given as its own text, “=A1”. More
    than `columns` columns is refused, and so is more than `cells` cells or `unpacked` bytes, unless these are 0.
    Raises BadTable.
    """
    try:
        has_formulas = _look_through(file, cells, unpacked)
        yield from _rows(file, columns, has_formulas=has_formulas)
    except BadTable:
        raise
    except Exception as error:  # a parser of hostile input raises whatever the input leads it to
        raise BadTable(_("The file is no Excel workbook that can be read: %s") % error) from error


def count_rows(file: BinaryIO) -> int | None:
    """How many rows the first sheet has, in the place where every program puts it; None if it is elsewhere."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open("xl/worksheets/sheet1.xml") as sheet:
            return sum(piece.count(b"<row ") for piece in iter(lambda: sheet.read(PIECE), b""))
    except Exception:  # as above; the reading itself will say what is wrong
        return None


def _look_through(file: BinaryIO, cells: int, unpacked: int) -> bool:
    """Whether a sheet has formulas. Refuses what unpacks to too much, and entities, which grow as they like."""
    size, counted, has_formulas = 0, 0, False
    with zipfile.ZipFile(file) as archive:
        for part in archive.infolist():
            before = b""
            with archive.open(part) as stream:
                while piece := stream.read(PIECE):
                    size += len(piece)
                    if unpacked and size > unpacked:
                        megabytes = unpacked // 1_000_000
                        raise BadTable(_("The workbook unpacks to more than %s MB. Save it as CSV.") % megabytes)
                    if b"<!DOCTYPE" in before + piece:
                        raise BadTable(_("The workbook holds entities, which none needs. Save it as CSV."))
                    if part.filename.startswith("xl/worksheets/"):
                        has_formulas = has_formulas or bool(FORMULA.search(before + piece))
                        counted += sum(1 for _match in CELL.finditer(piece))
                        if cells and counted > cells:
                            raise BadTable(_("The workbook has more than %s cells.") % f"{cells:,}")
                    before = piece[-16:]
    file.seek(0)
    return has_formulas


def _rows(file: BinaryIO, columns: int, *, has_formulas: bool) -> Iterator[tuple[int, list[Any]]]:
    from openpyxl import load_workbook

    with closing(load_workbook(file, read_only=True, data_only=True)) as book:
        rows = _sheet(book, columns)
        if not has_formulas:
            yield from rows
            return
        with closing(load_workbook(file, read_only=True, data_only=False)) as as_written:
            for (number, values), (_number, formulas) in zip(rows, _sheet(as_written, columns), strict=True):
                yield (
                    number,
                    [
                        _formula(formula) if value is None and formula is not None else value
                        for value, formula in zip(values, formulas, strict=True)
                    ],
                )


def _sheet(book: Any, columns: int) -> Iterator[tuple[int, list[Any]]]:
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # what the file says of its size may be wrong; then every row would be filled up to it
    widest = columns + 1 if columns < LAST_COLUMN else None
    for number, cells in enumerate(sheet.iter_rows(max_col=widest, values_only=True), start=1):
        if number > LAST_ROW:
            raise BadTable(_("The sheet has rows that no sheet can have."))
        if len(cells) > columns and cells[columns] is not None:
            raise BadTable(_("The sheet has more than %s columns. Leave only those that are needed.") % columns)
        yield number, [_plain(cell) for cell in cells[:columns]]


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value


def _formula(written: Any) -> str:
    """A formula of a range or a table of data is an object; its text is what matters."""
    text = getattr(written, "text", written)
    return text if isinstance(text, str) and text.startswith("=") else "="
