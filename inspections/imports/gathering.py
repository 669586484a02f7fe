"""The rows of one inspection brought together, wherever they stand in a file of any size."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager
from itertools import groupby
from typing import Any

from .tables import Row

Key = tuple[int, dt.date]


class Gathering(AbstractContextManager["Gathering"]):
    """Holds rows outside memory, and gives them back an inspection at a time: the one that begins first comes first,
    and the rows of each are in the order of the file.

    A cell comes back as text, a number or nothing.
    """

    def __init__(self) -> None:
        # Without a name SQLite makes a temporary file, which goes with the connection.
        self.database = sqlite3.connect("")
        self.database.execute("CREATE TABLE rows (body INTEGER, day TEXT, number INTEGER, cells TEXT)")

    def __exit__(self, *_error: object) -> None:
        self.database.close()

    def add(self, key: Key, row: Row) -> None:
        (body, day), (number, cells) = key, row
        said = (body, day.isoformat(), number, json.dumps(cells, default=str))
        self.database.execute("INSERT INTO rows VALUES (?, ?, ?, ?)", said)

    def __iter__(self) -> Iterator[tuple[Key, Iterator[Row]]]:
        found = self.database.execute(
            "SELECT min(number) OVER (PARTITION BY body, day) AS first, body, day, number, cells FROM rows "
            "ORDER BY first, number"
        )
        for (_first, body, day), rows in groupby(found, key=lambda row: row[:3]):
            yield (body, dt.date.fromisoformat(day)), map(_row, rows)


def _row(found: tuple[Any, ...]) -> Row:
    *_key, number, cells = found
    return number, json.loads(cells)
