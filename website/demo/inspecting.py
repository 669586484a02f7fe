"""Writes down an inspection of the demonstration: its fields, judgments, figures and documents."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from accounts.models import User
from inspections.models import (
    Finding,
    Framework,
    Inspection,
    InspectionDocument,
    Judgment,
    Organisation,
    Statistic,
)
from publishing.models import Part

from . import specs
from .reading import DataError, When

_COPIED = (
    *("title", "summary", "deferred_reason", "monitoring_note", "declared_areas", "declared_graded", "declared_tally"),
    *("change_note", "regrade_reason", "regrade_source", "regrade_source_url"),
)


def say(spec: specs.Inspection, *, by: User, now: dt.datetime) -> Inspection:
    """A first draft of `spec`, without its judgments."""
    said = spec.editions[0]
    draft = Inspection.start(
        by=by,
        now=now,
        slug=spec.slug,
        kind=spec.kind,
        body=organisation(spec.body, spec.slug),
        framework=_framework(spec),
        **changes_of(said),
    )
    for figure in said.statistics:
        _add(Statistic(inspection=draft, decimals=_decimals(figure.value), **asdict(figure)))
    for finding in said.findings:
        _add(Finding(inspection=draft, **asdict(finding)))
    for source in said.documents:
        _add(InspectionDocument(inspection=draft, **asdict(source)))
    return draft


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


def judge(draft: Inspection, said: specs.InspectionEdition, *, by: User) -> None:
    """Set each judgment: by a grade on the area's scale, or by an outcome without one."""
    outcomes = set(Judgment.Outcome.values) - {Judgment.Outcome.GRADED}
    found = said.found or {}
    for area, word in said.judgments.items():
        decision: dict[str, Any] = (
            {"outcome": word} if word in outcomes else {"outcome": Judgment.Outcome.GRADED, "grade": word}
        )
        if area in found:
            decision["summary"] = found[area]
        draft.judge(by=by, area=area, **decision)


def organisation(slug: str, place: str) -> Organisation:
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise DataError(f"{place}: there is no organisation “{slug}”.")
    return found


def _add(row: Part) -> None:
    row.full_clean()
    row.save()


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
