"""Reports that were taken down: readers are told that there was a later one, and nothing of what it said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from design.templatetags.design import date_text
from publishing.models import TAKES_AWAY, Availability, still_readable

from .models import Inspection


def age_of(edition: Inspection) -> tuple[dt.date, int]:
    """What tells which of two inspections is the later one."""
    return edition.reported_on or dt.date.min, edition.document_id


def taken_down(seen: Iterable[Inspection], at: dt.datetime) -> list[Inspection]:
    """Of each document that readers had found by `at` and find no more, the edition that has its notice.

    `seen` are all released editions up to today, oldest first. One that sends readers elsewhere takes nothing down.
    """
    by_document: dict[int, list[Inspection]] = {}
    for edition in seen:
        by_document.setdefault(edition.document_id, []).append(edition)
    found = []
    for editions in by_document.values():
        begun, readable = (
            any(row.live_from <= at for row in rows)  # type: ignore[operator]
            for rows in (editions, still_readable(editions))
        )
        last = next((row for row in reversed(editions) if row.availability in TAKES_AWAY), None)
        if begun and not readable and last is not None and last.availability == Availability.GONE:
            found.append(last)
    return found


def later_than(newest: Inspection | None, gone: Iterable[Inspection]) -> Inspection | None:
    """The last taken down of those that reported after `newest`; of any if there is no `newest`."""
    later = [row for row in gone if newest is None or age_of(row) > age_of(newest)]
    return max(later, key=lambda row: row.live_from, default=None)  # type: ignore[arg-type, return-value]


def later_in_programme(newest: Inspection, gone: Iterable[Inspection]) -> Inspection | None:
    """As `later_than`, of one body's inspections among those of the same programme."""
    programme = newest.framework.programme_id
    return later_than(newest, (row for row in gone if row.framework.programme_id == programme))


def sentence_on(gone: Inspection | None, *, is_later: bool = True) -> str:
    """That a report, later than the one shown or the only one, was taken down; its day is that of its notice."""
    if gone is None:
        return ""
    day = {"day": date_text(gone.live_from, "day")}
    if is_later:
        return _("A later report was taken down on %(day)s.") % day
    return _("A report was taken down on %(day)s.") % day
