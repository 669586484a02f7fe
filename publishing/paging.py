"""Leafing through a newest-first list by position, not by number: no row is counted and none is skipped over."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, QueryDict

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Order:
    """A list by the column `by`, its highest value first, and by the column `tie` where values are the same.

    A position in it is the two values of a row, which `write` and `read` turn into text and back.
    """

    by: str
    tie: str
    write: Callable[[Any], str]
    read: Callable[[str], Any]

    def sort(self, rows: QuerySet) -> QuerySet:
        return rows.order_by(f"-{self.by}", f"-{self.tie}")

    def after(self, rows: QuerySet, position: tuple[Any, int]) -> QuerySet:
        """Those of `rows` that stand after `position`. The bound, said once more alone, is where an index begins."""
        value, tie = position
        same = Q(**{self.by: value, f"{self.tie}__lt": tie})
        return self.sort(rows.filter(Q(**{f"{self.by}__lt": value}) | same, **{f"{self.by}__lte": value}))

    def before(self, rows: QuerySet, position: tuple[Any, int]) -> QuerySet:
        """Those of `rows` that stand before `position`, the nearest first."""
        value, tie = position
        same = Q(**{self.by: value, f"{self.tie}__gt": tie})
        newer = rows.filter(Q(**{f"{self.by}__gt": value}) | same, **{f"{self.by}__gte": value})
        return newer.order_by(self.by, self.tie)

    def cursor(self, row: Any) -> str:
        return f"{self.write(getattr(row, self.by))}.{getattr(row, self.tie)}"

    def position(self, cursor: str) -> tuple[Any, int]:
        """What `cursor` says; a 404 when that is no position. No database ever meets an absurd number."""
        match = re.fullmatch(r"([0-9-]{1,17})\.([0-9]{1,18})", cursor)
        try:
            if match is None or self.write(value := self.read(match[1])) != match[1]:
                raise ValueError(cursor)
            return value, int(match[2])
        except (ValueError, OverflowError) as error:
            raise Http404 from error


def _microseconds(moment: dt.datetime) -> str:
    return str((moment - _EPOCH) // dt.timedelta(microseconds=1))


def _moment(microseconds: str) -> dt.datetime:
    return _EPOCH + dt.timedelta(microseconds=int(microseconds))


def by_moment(by: str, tie: str) -> Order:
    return Order(by, tie, _microseconds, _moment)


def by_day(by: str, tie: str) -> Order:
    return Order(by, tie, dt.date.isoformat, dt.date.fromisoformat)


NEWEST_FIRST = by_moment("public_timestamp", "id")


@dataclass(frozen=True)
class Leaf:
    """The rows of one page, and where the pages beside it begin; empty when there is none."""

    rows: list[Any]
    newer: str = ""
    older: str = ""


def leaf(rows: QuerySet, size: int, asked: QueryDict, order: Order = NEWEST_FIRST) -> Leaf | None:
    """The page of `rows` that `asked` names by `older` or `newer`, else the first one; one query.

    None when what is newer than `newer` fits on the first page: send the reader there, so that the first page has one
    address and is never short. A position that cannot be one, or that nothing is older than, is a 404.
    """
    older, newer = asked.get("older", ""), asked.get("newer", "")
    if newer and not older:
        nearest = list(order.before(rows, order.position(newer))[: size + 1])
        if len(nearest) <= size:
            return None
        found = nearest[size - 1 :: -1]
        return Leaf(found, newer=order.cursor(found[0]), older=order.cursor(found[-1]))
    if not older:
        found = list(order.sort(rows)[: size + 1])
        return Leaf(found[:size], older=order.cursor(found[size - 1]) if len(found) > size else "")
    found = list(order.after(rows, order.position(older))[: size + 1])
    if newer or not found:
        raise Http404
    more = order.cursor(found[size - 1]) if len(found) > size else ""
    return Leaf(found[:size], newer=order.cursor(found[0]), older=more)
