"""Rows of a CSV or XLSX file, one at a time."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from .mapping import Mapping

Row = tuple[int, dict[str, Any]]


class BadTable(ValueError):
    """The file cannot be read as the map says: not the format, not the encoding, or columns are missing."""


def read_table(path: Path, mapping: Mapping) -> Iterator[Row]:
    """The rows of the file at `path` with the number a spreadsheet shows for each; the header is row 1.

    Nothing but the present row is held in memory. Raises BadTable.
    """
    lines = _xlsx(path) if path.suffix.lower() == ".xlsx" else _csv(path, mapping)
    number, header = next(lines, (0, []))
    names = [str(name or "").strip() for name in header]
    _require_columns(names, mapping)
    for number, cells in lines:
        if any(cell not in (None, "") for cell in cells):
            yield number, dict(zip(names, cells, strict=False))


def _csv(path: Path, mapping: Mapping) -> Iterator[tuple[int, list[Any]]]:
    try:
        with path.open(encoding=mapping.encoding, newline="") as file:
            reader = csv.reader(file, delimiter=mapping.delimiter, strict=True)
            for cells in reader:
                yield reader.line_num, cells
    except LookupError as error:
        raise BadTable(_("There is no encoding “%s”.") % mapping.encoding) from error
    except UnicodeDecodeError as error:
        raise BadTable(
            _("The file is not in %(encoding)s (byte %(place)s). Name its encoding in the map, such as cp1252.")
            % {"encoding": mapping.encoding, "place": error.start}
        ) from error
    except csv.Error as error:
        raise BadTable(_("The file is no well-formed CSV: %s") % error) from error


def _xlsx(path: Path) -> Iterator[tuple[int, list[Any]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, OSError, KeyError, ValueError) as error:
        raise BadTable(_("The file is no Excel workbook that can be read: %s") % error) from error
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, [cell.date() if isinstance(cell, dt.datetime) else cell for cell in cells]
    finally:
        book.close()


def _require_columns(names: list[str], mapping: Mapping) -> None:
    wanted = [*mapping.columns.values(), *(mapping.areas if mapping.is_wide else ())]
    missing = [name for name in wanted if name not in names]
    if missing:
        raise BadTable(
            _("The file has no column %(missing)s. It has: %(found)s.")
            % {"missing": ", ".join(f"“{name}”" for name in missing), "found": ", ".join(names) or _("none")}
        )
    twice = sorted({name for name in names if name and names.count(name) > 1} & set(wanted))
    if twice:
        raise BadTable(_("The column %s stands in the file twice.") % ", ".join(f"“{name}”" for name in twice))
