"""Writes down an inspection of the demonstration: its fields, its judgments, and what else was found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from inspections.models import (
    Area,
    Finding,
    FindingStatus,
    Framework,
    Inspection,
    InspectionDocument,
    Judgment,
    Organisation,
    Practice,
    Statistic,
)
from publishing.models import Document, Part

from . import specs
from .reading import DataError, When

_COPIED = (
    *("title", "summary", "deferred_reason", "monitoring_note", "declared_areas", "declared_graded", "declared_tally"),
    *("change_note", "regrade_reason", "regrade_source", "regrade_source_url"),
)


def start(spec: specs.Inspection, *, by: User, now: dt.datetime, **more: Any) -> Inspection:
    """A first draft of `spec` with its fields, as yet without rows."""
    return Inspection.start(
        by=by,
        now=now,
        slug=spec.slug,
        kind=spec.kind,
        body=organisation(spec.body, spec.slug),
        framework=_framework(spec),
        **changes_of(spec.editions[0]) | more,
    )


def add_rows(draft: Inspection, said: specs.InspectionEdition) -> None:
    """Add what the edition says to what the draft has: figures, findings, what became of them, practices, documents."""
    for figure in said.statistics:
        _add(Statistic(inspection=draft, decimals=_decimals(figure.value), **asdict(figure)))
    for finding in said.findings:
        named = {"area": _area(draft, finding.area), "parent": _finding(draft, finding.parent)}
        _add(Finding(inspection=draft, **asdict(finding) | named))
    for step in said.progress:
        _add(FindingStatus(**asdict(step) | {"finding": _finding(draft, step.finding)}))
    for practice in said.practices:
        _add(Practice(inspection=draft, **asdict(practice) | {"area": _area(draft, practice.area)}))
    for source in said.documents:
        _add(InspectionDocument(inspection=draft, **asdict(source)))


def changes_of(said: specs.InspectionEdition) -> dict[str, Any]:
    """The fields of an edition that the data gives; what it leaves out stays as it is."""
    fields = {name: value for name in _COPIED if (value := getattr(said, name)) not in ("", None)}
    if said.reported:
        fields |= {"reported_on": said.reported.last, "reported_precision": said.reported.precision}
    return (
        fields
        | _period("fieldwork", said.fieldwork_from, said.fieldwork_to)
        | _period("evidence", said.evidence_from, said.evidence_to)
    )


def judge(draft: Inspection, said: specs.InspectionEdition, *, by: User, document: Callable[[str], Document]) -> None:
    """Set each judgment: by a grade on the area's scale, or by an outcome. `document` finds where one comes from."""
    outcomes = set(Judgment.Outcome.values) - {Judgment.Outcome.GRADED}
    found, notes, carried = said.found or {}, said.notes or {}, said.carried or {}
    for area, word in said.judgments.items():
        decision: dict[str, Any] = (
            {"outcome": word} if word in outcomes else {"outcome": Judgment.Outcome.GRADED, "grade": word}
        )
        if area in found:
            decision["summary"] = found[area]
        if area in notes:
            decision["note"] = notes[area]
        if origin := carried.get(area):
            decision |= _origin(origin, document(origin.inspection))
        draft.judge(by=by, area=area, **decision)


def _origin(carried: specs.Carried, document: Document) -> dict[str, Any]:
    row = Judgment.objects.filter(inspection__document=document, area__code=carried.area).first()
    if row is None:
        raise DataError(f"{carried.inspection}: there is no judgment of an area “{carried.area}”.")
    return {"grade": carried.grade, "carried_from": document, "carried_area": row.area}


def organisation(slug: str, place: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise DataError(f"{place}: there is no organisation “{slug}”.")
    return found


def _add(row: Part) -> None:
    row.full_clean()
    row.save()


def _area(draft: Inspection, code: str) -> Area | None:
    return _row(draft, draft.framework.areas.filter(code=code), "area", code)


def _finding(draft: Inspection, ref: str) -> Finding | None:
    return _row(draft, draft.findings.filter(ref=ref), "finding", ref)


def _row(draft: Inspection, rows: QuerySet, noun: str, name: str) -> Any:
    """The row called `name`, or None without a name."""
    if name and (found := rows.first()):
        return found
    if name:
        raise DataError(f"{draft.slug}: there is no {noun} “{name}”.")
    return None


def _framework(spec: specs.Inspection) -> Framework:
    found = Framework.objects.filter(slug=spec.framework).first()
    if found is None:
        raise DataError(f"{spec.slug}: there is no framework “{spec.framework}”.")
    return found


def _period(name: str, start: When | None, end: When | None) -> dict[str, Any]:
    if start is None or end is None:
        return {}
    if start.precision != end.precision:
        raise DataError(f"The {name} begins and ends with different precision; write both alike.")
    return {f"{name}_from": start.first, f"{name}_to": end.last, f"{name}_precision": start.precision}


def _decimals(value: Decimal) -> int:
    """How many places are printed: those that the data writes, so that 92.0 stays 92.0."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
