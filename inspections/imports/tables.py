"""Rows of a CSV or XLSX file, one at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from .mapping import Mapping
from .refusals import BadTable
from .workbooks import LAST_COLUMN, PIECE, count_rows, workbook_rows

Row = tuple[int, dict[str, Any]]
Lines = Iterator[tuple[int, list[Any]]]

ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Limits:
    """How much of a file is read when nobody waits for long: rows with something in them, columns, bytes unpacked."""

    rows: int
    columns: int
    unpacked: int

    @property
    def cells(self) -> int:
        return self.rows * self.columns


def read_table(source: Path | bytes, mapping: Mapping, limits: Limits | None = None) -> Iterator[Row]:
    """The rows of the file at `source`, or of its bytes, with the number a spreadsheet shows for each.

    The first row that is not empty is the header. Nothing but the present row is held in memory. Raises BadTable.
    """
    with closing(source.open("rb") if isinstance(source, Path) else io.BytesIO(source)) as file:
        lines = _lines(file, mapping.encoding, mapping.delimiter, limits)
        names = _header(lines)
        _require_columns(names, mapping)
        filled = 0
        for number, cells in lines:
            if not _is_filled(cells):
                continue
            filled += 1
            if limits and filled > limits.rows:
                raise BadTable(_too_long(limits))
            yield number, dict(zip(names, cells, strict=False))


def about_how_many_rows(path: Path) -> int | None:
    """For a progress bar: the lines of a text, or the rows of a workbook's first sheet; None if that cannot be told."""
    with path.open("rb") as file:
        if is_zip(file.read(4)):
            return count_rows(file)
        file.seek(0)
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(PIECE), b""))


def headings(data: bytes, encoding: str, delimiter: str, limits: Limits) -> list[str]:
    """The names of the columns of the file with these bytes. Raises BadTable."""
    return _header(_lines(io.BytesIO(data), encoding, delimiter, limits))


def is_zip(start: bytes) -> bool:
    """Whether a file that begins like this is a workbook, if it is anything."""
    return start.startswith(ZIP)


def _lines(file: BinaryIO, encoding: str, delimiter: str, limits: Limits | None) -> Lines:
    start = file.read(4)
    file.seek(0)
    if start == OLD_EXCEL:
        raise BadTable(
            _("This is an Excel file of the old kind, or one with a password. Save it as .xlsx without one.")
        )
    if is_zip(start):
        lines = (
            workbook_rows(file, columns=limits.columns, cells=limits.cells, unpacked=limits.unpacked)
            if limits
            else workbook_rows(file)
        )
    else:
        lines = _csv(file, encoding, delimiter, limits.columns if limits else LAST_COLUMN)
    for number, cells in lines:
        if limits and number > 10 * limits.rows:
            raise BadTable(_too_long(limits))
        yield number, cells


def _csv(file: BinaryIO, encoding: str, delimiter: str, columns: int) -> Lines:
    number = 0
    try:
        text = io.TextIOWrapper(file, encoding=encoding, newline="")
        reader = csv.reader(_without_nul(text), delimiter=delimiter, strict=True)
        for number, cells in enumerate(reader, start=1):
            if len(cells) > columns:
                raise BadTable(_("The file has more than %s columns. Leave only those that are needed.") % columns)
            yield number, cells
    except LookupError as error:
        raise BadTable(_("There is no encoding “%s”.") % encoding) from error
    except UnicodeError as error:
        raise BadTable(
            _("The file is not in %s. Name its encoding in the column map, such as encoding = “cp1252”.") % encoding
        ) from error
    except csv.Error as error:
        where = {"row": number + 1, "error": error}
        raise BadTable(_("The file is no well-formed CSV: row %(row)s cannot be read (%(error)s).") % where) from error


def _without_nul(text: Iterator[str]) -> Iterator[str]:
    for line in text:
        if "\0" in line:
            raise BadTable(_("The file holds signs that are no text. Save it as CSV in UTF-8."))
        yield line


def _header(lines: Lines) -> list[str]:
    for _number, cells in lines:
        # Excel tells itself the delimiter in a line of its own: “sep=;”.
        if _is_filled(cells) and not str(cells[0] or "").lower().startswith("sep="):
            return [str(name if name is not None else "").strip() for name in cells]
    return []


def _is_filled(cells: list[Any]) -> bool:
    return any(cell is not None and str(cell).strip() for cell in cells)


def _too_long(limits: Limits) -> str:
    return _(
        "The file has more than %(rows)s rows, the most that an upload takes. Split it, or ask the people who run this "
        "site to load it whole with “manage.py import_grades”."
    ) % {"rows": f"{limits.rows:,}"}


def _require_columns(names: list[str], mapping: Mapping) -> None:
    wanted = [*mapping.columns.values(), *(mapping.areas if mapping.is_wide else ())]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise BadTable(
            _("The file has no column %(missing)s. It has: %(found)s.")
            % {
                "missing": ", ".join(f"“{name}”" for name in missing),
                "found": ", ".join(name for name in names if name) or _("none"),
            }
        )
    twice = sorted({name for name in names if name and names.count(name) > 1} & set(wanted))
    if twice:
        raise BadTable(_("The column %s stands in the file twice.") % ", ".join(f"“{name}”" for name in twice))
