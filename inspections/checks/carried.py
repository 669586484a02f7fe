"""Grades that an earlier inspection gave and that still stand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections.models.frameworks import AreaLink
from publishing.models import Issue, State

if TYPE_CHECKING:
    from inspections.models import Inspection, Judgment


def carried_faults(judgment: Judgment, inspection: Inspection) -> list[str]:
    origin = judgment.carried_from.editions.heads().filter(state__in=[State.DRAFT, State.SUBMITTED, State.RELEASED])  # type: ignore[union-attr]
    origin = origin.first() or judgment.carried_from.editions.released().order_by("-live_from").first()  # type: ignore[union-attr]
    name, carried = judgment.area.name, judgment.carried_area
    if origin is None or origin.body_id != inspection.body_id:
        return [_("“%s”: a grade is carried forward from an inspection of the same body only.") % name]
    if origin.reported_on and inspection.reported_on and origin.reported_on >= inspection.reported_on:
        return [_("“%s”: a grade is carried forward from an earlier report only.") % name]
    linked = (
        carried == judgment.area or AreaLink.objects.current().filter(from_area=carried, to_area=judgment.area).exists()
    )
    if carried.framework_id != origin.framework_id or not linked:  # type: ignore[union-attr]
        return [_("“%s”: the area it is carried forward from is not linked to this one.") % name]
    return []


def carried_issues(judgments: list[Judgment], at: dt.datetime) -> list[Issue]:
    """A grade may have been changed at its origin since it was carried forward."""
    issues = []
    for row in judgments:
        if row.carried_from_id is None:
            continue
        origin = row.carried_from.editions.public(at).first()  # type: ignore[union-attr]
        now = origin and origin.judgments.filter(area=row.carried_area_id).order_by("-sequence").first()
        if now is None or now.grade_id != row.grade_id:
            issues.append(
                Issue("warn", _("“%s”: the grade it was carried forward from has changed since.") % row.area.name)
            )
    return issues
