"""Leafing through a newest-first list by position, not by number: no row is counted and none is skipped over."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.http import Http404, QueryDict

from .models import EditionQuerySet

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# Microseconds since 1970 and a row's id: as long as a sane one can be, so that no database ever meets an absurd one.
_CURSOR = re.compile(r"(-?[0-9]{1,16})-([0-9]{1,18})")


@dataclass(frozen=True)
class Leaf:
    """The rows of one page, newest first, and where the pages beside it begin; empty when there is none."""

    rows: list[Any]
    newer: str = ""
    older: str = ""


def leaf(editions: EditionQuerySet, size: int, asked: QueryDict) -> Leaf | None:
    """The page of `editions` that `asked` names by `older` or `newer`, else the first one; one query.

    None when what is newer than `newer` fits on the first page: send the reader there. A position that cannot be one,
    or that nothing is older than, is a 404.
    """
    older, newer = asked.get("older", ""), asked.get("newer", "")
    if newer and not older:
        nearest = list(editions.before(_position(newer))[: size + 1])
        if len(nearest) <= size:
            return None
        rows = nearest[size - 1 :: -1]
        return Leaf(rows, newer=_cursor(rows[0]), older=_cursor(rows[-1]))
    if not older:
        rows = list(editions.newest_first()[: size + 1])
        return Leaf(rows[:size], older=_cursor(rows[size - 1]) if len(rows) > size else "")
    rows = list(editions.after(_position(older)).newest_first()[: size + 1])
    if newer or not rows:
        raise Http404
    return Leaf(rows[:size], newer=_cursor(rows[0]), older=_cursor(rows[size - 1]) if len(rows) > size else "")


def _cursor(row: Any) -> str:
    return f"{(row.public_timestamp - _EPOCH) // dt.timedelta(microseconds=1)}-{row.pk}"


def _position(cursor: str) -> tuple[dt.datetime, int]:
    match = _CURSOR.fullmatch(cursor)
    if match is None:
        raise Http404
    return _EPOCH + dt.timedelta(microseconds=int(match[1])), int(match[2])
