"""Grades that an earlier inspection gave and that still stand."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspections.models.area_links import AreaLink
from publishing.models import Availability, Issue, State

if TYPE_CHECKING:
    from inspections.models import Inspection, Judgment
    from inspections.models.inspection_queries import InspectionQuerySet
    from publishing.models import Document


def carried_faults(judgment: Judgment, inspection: Inspection) -> list[tuple[str, str]]:
    """Why a grade cannot be carried forward from there: the field to look at, and a sentence."""
    origin = judgment.carried_from.editions.heads().filter(state__in=[State.DRAFT, State.SUBMITTED, State.RELEASED])  # type: ignore[union-attr]
    origin = origin.first() or judgment.carried_from.editions.released().order_by("-live_from").first()  # type: ignore[union-attr]
    name, carried = judgment.area.name, judgment.carried_area
    if origin is None or origin.body_id != inspection.body_id:
        return [
            ("carried_from", _("“%s”: a grade is carried forward from an inspection of the same body only.") % name)
        ]
    if origin.reported_on and inspection.reported_on and origin.reported_on >= inspection.reported_on:
        return [("carried_from", _("“%s”: a grade is carried forward from an earlier report only.") % name)]
    linked = (
        carried == judgment.area or AreaLink.objects.current().filter(from_area=carried, to_area=judgment.area).exists()
    )
    if carried.framework_id != origin.framework_id or not linked:  # type: ignore[union-attr]
        return [("carried_area", _("“%s”: the area it is carried forward from is not linked to this one.") % name)]
    return []


def carried_issues(judgments: list[Judgment], at: dt.datetime) -> list[Issue]:
    """Readers can see where a grade comes from, and that it is the grade given there. As many queries for many rows."""
    carried: dict[int, list[Judgment]] = {}
    for row in judgments:
        if row.carried_from_id is not None:
            carried.setdefault(row.carried_from_id, []).append(row)
    if not carried:
        return []
    editions = _editions().released().filter(document__in=carried)
    shown = {origin.document_id: origin for origin in editions.readable(at).prefetch_related("judgments")}
    waiting = {origin.document_id: origin for origin in editions.scheduled(at).order_by("-live_from")}
    issues = []
    for document, rows in carried.items():
        if origin := shown.get(document):
            issues += _unlike_origin(origin, rows)
        else:
            issues.append(Issue("stop", _not_shown(rows, waiting.get(document)), "judgments"))
    return issues


def _editions() -> InspectionQuerySet:
    from inspections.models import Inspection

    return Inspection.objects.all()


def _unlike_origin(origin: Inspection, rows: list[Judgment]) -> list[Issue]:
    """What became of the grades at their origin since they were carried forward."""
    if origin.availability == Availability.WITHDRAWN:
        said = _("“%(origin)s” was withdrawn. Make sure that its grade still stands: %(areas)s.")
        return [Issue("warn", said % {"origin": origin.title, "areas": _areas(rows)}, "judgments")]
    last = {row.area_id: row for row in sorted(origin.judgments.all(), key=lambda row: row.sequence)}
    changed = _("“%s”: the grade it was carried forward from has changed since.")
    return [
        Issue("warn", changed % row.area.name, "judgments")
        for row in rows
        if (now := last.get(row.carried_area_id)) is None or now.grade_id != row.grade_id  # type: ignore[arg-type]
    ]


def _not_shown(rows: list[Judgment], waiting: Inspection | None) -> str:
    """Why readers could not look up the grade, and what would let them."""
    origin: Document = rows[0].carried_from  # type: ignore[assignment]
    said = {"origin": waiting.title if waiting else origin, "areas": _areas(rows)}
    if waiting is not None:
        said["when"] = _moment(waiting.live_from)  # type: ignore[arg-type]
        sentence = _(
            "“%(origin)s”, whose grade is carried forward (%(areas)s), goes live on %(when)s only. Release this one at "
            "that minute or later, or that one earlier."
        )
    elif origin.editions.released().exists():
        sentence = _(
            "“%(origin)s”, whose grade is carried forward (%(areas)s), was taken away from readers. Choose an "
            "inspection that they can see, or another outcome."
        )
    else:
        sentence = _(
            "“%(origin)s”, whose grade is carried forward (%(areas)s), has not been released. Release that one first."
        )
    return sentence % said


def _areas(rows: list[Judgment]) -> str:
    return "; ".join(row.area.name for row in rows)


def left_behind_issues(inspection: Inspection, at: dt.datetime) -> list[Issue]:
    """What carries its grades forward must not go live before it when its scheduled edition is moved or replaced."""
    if inspection.state != State.RELEASED and inspection.replaces_id is None:
        return []
    carrying = _editions().released().filter(judgments__carried_from=inspection.document_id, live_from__lt=at)
    first = carrying.order_by("live_from").first()
    others = inspection.siblings().released().exclude(pk__in=[inspection.pk, inspection.replaces_id])
    if first is None or others.filter(live_from__lte=first.live_from).exists():
        return []
    said = _("“%(title)s” carries a grade of this inspection forward and goes live on %(when)s. Move that one first.")
    return [Issue("stop", said % {"title": first.title, "when": _moment(first.live_from)}, "schedule")]  # type: ignore[arg-type]


def _moment(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at, timezone.get_default_timezone()), "j F Y, H:i")
