"""Reads tables of TOML into typed rows; an error names the file, the key and what was expected."""

from __future__ import annotations

import calendar
import dataclasses
import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import MISSING
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}

Row = TypeVar("Row")
Reader = Callable[[Any, str], Any]


class DataError(Exception):
    """Something in the data files that cannot be loaded. Its text says where, and what is expected there."""


@dataclasses.dataclass(frozen=True)
class When:
    """A date as far as it is known: its first and last day, and how exact that is."""

    first: dt.date
    last: dt.date
    precision: str
    time: dt.time = dt.time()

    @property
    def start(self) -> dt.datetime:
        """The first moment, in London: a day begins at midnight there."""
        return dt.datetime.combine(self.first, self.time, LONDON)


def read_file(path: Path, kind: type[Row]) -> Row:
    """The one row that the file at `path` holds."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path.name}: {error}") from error
    return row(kind)(table, path.name)


def row(kind: type[Row]) -> Callable[[Any, str], Row]:
    """A reader of one table into the dataclass `kind`, whose fields are its keys, each annotated with its reader.

    A key without a default must be there; what nobody knows is left out.
    """

    def read(value: Any, place: str) -> Row:
        if not isinstance(value, dict):
            raise DataError(f"{place}: expected a table.")
        fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
        readers = get_type_hints(kind, include_extras=True)
        if unknown := value.keys() - fields.keys():
            raise DataError(f"{place}: unknown key “{min(unknown)}”. Known: {', '.join(fields)}.")
        if missing := [key for key, field in fields.items() if field.default is MISSING and key not in value]:
            raise DataError(f"{place}: “{missing[0]}” is missing.")
        return kind(**{key: _reader(readers[key])(value[key], f"{place}, {key}") for key in value})

    return read


def _reader(annotation: Any) -> Reader:
    """The reader that an annotation names, or the part of it that is not None."""
    if hasattr(annotation, "__metadata__"):
        return annotation.__metadata__[0]
    return next(part.__metadata__[0] for part in get_args(annotation) if hasattr(part, "__metadata__"))


def rows(kind: type[Row]) -> Callable[[Any, str], tuple[Row, ...]]:
    return listed(row(kind))


def listed(read: Reader) -> Callable[[Any, str], tuple[Any, ...]]:
    def read_all(value: Any, place: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise DataError(f"{place}: expected a list.")
        return tuple(read(item, f"{place} {number}") for number, item in enumerate(value, 1))

    return read_all


def named(read: Reader) -> Callable[[Any, str], dict[str, Any]]:
    """A reader of a table whose keys are names of our own choosing, such as the codes of areas."""

    def read_all(value: Any, place: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise DataError(f"{place}: expected a table.")
        return {key: read(item, f"{place}, {key}") for key, item in value.items()}

    return read_all


def one_of(words: Iterable[str]) -> Reader:
    allowed = tuple(words)

    def read(value: Any, place: str) -> str:
        if value not in allowed:
            raise DataError(f"{place}: “{value}” is none of {', '.join(allowed)}.")
        return value

    return read


def text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise DataError(f"{place}: expected text in quotation marks.")
    return value.strip()


def whole_number(value: Any, place: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise DataError(f"{place}: expected a whole number.")
    return value


def decimal(value: Any, place: str) -> Decimal:
    """Written in quotation marks, so that 92.0 stays 92.0."""
    try:
        return Decimal(text(value, place))
    except InvalidOperation as error:
        raise DataError(f"{place}: “{value}” is no number.") from error


def day(value: Any, place: str) -> dt.date:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise DataError(f"{place}: expected a day, such as 2024-02-16.")
    return value


def moment(value: Any, place: str) -> dt.datetime:
    """A minute on London's clock."""
    if not isinstance(value, dt.datetime) or value.tzinfo is not None:
        raise DataError(f"{place}: expected a minute on London’s clock, such as 2024-02-16T09:30:00.")
    return value.replace(tzinfo=LONDON)


def when(value: Any, place: str) -> When:
    """How a date is written says how exactly it is known: 2024-02-20T09:26:00, 2024-02-20, "2024-02", "summer 2023",
    "2024". What has no date at all is "unknown".
    """
    if isinstance(value, dt.datetime):
        minute = moment(value, place)
        return When(minute.date(), minute.date(), "minute", minute.time())
    if isinstance(value, dt.date):
        return When(value, value, "day")
    if value == "unknown":
        return When(dt.date.min, dt.date.max, "unknown")
    if isinstance(value, str):
        if match := re.fullmatch(r"(\d{4})", value):
            return When(dt.date(int(value), 1, 1), dt.date(int(value), 12, 31), "year")
        if match := re.fullmatch(r"(\d{4})-(\d{2})", value):
            return _months(int(match[1]), int(match[2]), 1, "month", place)
        if match := re.fullmatch(rf"({'|'.join(SEASONS)}) (\d{{4}})", value):
            return _months(int(match[2]), SEASONS[match[1]], 3, "season", place)
    raise DataError(f"{place}: “{value}” is no date. Write a minute, a day, a month, a season, a year or “unknown”.")


def _months(year: int, month: int, count: int, precision: str, place: str) -> When:
    if not 1 <= month <= 12:
        raise DataError(f"{place}: there is no month {month}.")
    last_year, last_month = divmod(year * 12 + month - 1 + count - 1, 12)
    last_day = calendar.monthrange(last_year, last_month + 1)[1]
    return When(dt.date(year, month, 1), dt.date(last_year, last_month + 1, last_day), precision)
