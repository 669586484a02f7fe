"""Leafing through inspections by the day of their reports: by position, so that no row is counted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, QueryDict

from .models import Inspection
from .models.inspection import InspectionQuerySet


@dataclass(frozen=True)
class Leaf:
    """The rows of one page, the newest report first, and where the pages beside it begin."""

    rows: list[Inspection]
    newer: str = ""
    older: str = ""


def leaf(inspections: InspectionQuerySet, asked: QueryDict, size: int) -> Leaf:
    """The page that `asked` names by `older` or `newer`, else the first. One query; an impossible position is a 404."""
    if newer := asked.get("newer"):
        nearest = list(inspections.reported_after(_position(newer))[: size + 1])
        rows = nearest[:size][::-1]
        if not rows:
            raise Http404
        return Leaf(rows, newer=_cursor(rows[0]) if len(nearest) > size else "", older=_cursor(rows[-1]))
    older = asked.get("older")
    if older:
        inspections = inspections.reported_before(_position(older))
    rows = list(inspections.newest_report_first()[: size + 1])
    if older and not rows:
        raise Http404
    more = _cursor(rows[size - 1]) if len(rows) > size else ""
    return Leaf(rows[:size], newer=_cursor(rows[0]) if older else "", older=more)


def _cursor(inspection: Inspection) -> str:
    return f"{inspection.reported_on}.{inspection.document_id}"


def _position(cursor: str) -> tuple[dt.date, int]:
    day, _dot, document = cursor.partition(".")
    try:
        if len(document) > 18:
            raise ValueError(document)
        return dt.date.fromisoformat(day), int(document)
    except ValueError as error:
        raise Http404 from error
