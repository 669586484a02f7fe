"""Writing rows as CSV and as JSON, piece by piece."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from .columns import Column, Dataset, Kind

LINES_AT_ONCE = 500
# A spreadsheet runs a cell that begins like this, in full-width signs too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


class _Line:
    """A file for csv.writer that hands back what it is given."""

    def write(self, text: str) -> str:
        return text


def csv_lines(dataset: Dataset, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """RFC 4180: a header line, then a line for each row."""
    writer = csv.writer(_Line())
    yield writer.writerow(dataset.names)  # type: ignore[misc]
    rows = iter(rows)
    while batch := list(islice(rows, LINES_AT_ONCE)):
        yield "".join(
            writer.writerow([csv_cell(column, row[column.name]) for column in dataset.columns]) for row in batch
        )  # type: ignore[misc]


def csv_cell(column: Column, value: Any) -> Any:
    """`value` as its cell. Text that a spreadsheet would take for a formula is made text by an apostrophe in front;
    numbers, negative ones too, stay numbers.
    """
    if value is None:
        return ""
    if column.kind is Kind.YES_NO:
        return "true" if value else "false"
    if column.kind is Kind.WHOLE_NUMBER:
        return value
    return as_text(value)


def as_text(value: Any) -> str:
    """`value` as text that no spreadsheet runs."""
    text = str(value).replace("\0", "")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def json_pieces(dataset: Dataset, about: dict[str, Any], rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """One object: what the data are, then a list under the dataset's name with one object for each row."""
    head = json.dumps(about, ensure_ascii=False)
    yield f'{head[:-1]}, "{dataset.name}": ['
    rows, before = iter(rows), "\n"
    while batch := list(islice(rows, LINES_AT_ONCE)):
        lines = ({name: row[name] for name in dataset.names} for row in batch)
        yield before + ",\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        before = ",\n"
    yield "\n]}\n"
