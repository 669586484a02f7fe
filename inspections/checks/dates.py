"""What the dates of an inspection say, and whether they can be."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from inspections.models.periods import DatePrecision, first_day, last_day, london_day
from publishing.models import Issue

if TYPE_CHECKING:
    from inspections.models import Inspection


def date_issues(inspection: Inspection) -> list[Issue]:
    """Dates that cannot be, or that claim to know more than their precision says."""
    issues = []
    for name in ("fieldwork", "evidence"):
        start, end = getattr(inspection, f"{name}_from"), getattr(inspection, f"{name}_to")
        precision = getattr(inspection, f"{name}_precision")
        if start and end and end < start:
            issues.append(Issue("stop", _("It cannot end before it begins."), f"{name}_to"))
        if start and start != first_day(start, precision):
            issues.append(_coarse(f"{name}_from", first_day(start, precision)))
        if end and end != last_day(end, precision):
            issues.append(_coarse(f"{name}_to", last_day(end, precision)))
    reported, precision = inspection.reported_on, inspection.reported_precision
    if reported and reported != last_day(reported, precision):
        issues.append(_coarse("reported_on", last_day(reported, precision)))
    if reported and (before := _before_end_of_fieldwork(inspection)):
        issues.append(Issue("stop", before, "reported_on"))
    return issues


def _coarse(place: str, day: dt.date) -> Issue:
    return Issue(
        "stop",
        _("A date that is not known to the day is stored by the edge of its period: here %(day)s.")
        % {"day": date_format(day, "j F Y")},
        place,
    )


def _before_end_of_fieldwork(inspection: Inspection) -> str:
    """The report cannot be older than the fieldwork, at the coarser of the two precisions."""
    order = list(DatePrecision.values)
    coarser = max(inspection.reported_precision, inspection.fieldwork_precision, key=order.index)
    end = inspection.fieldwork_to or inspection.fieldwork_from
    if end and first_day(inspection.reported_on, coarser) < first_day(end, coarser):  # type: ignore[arg-type]
        return _("The report cannot be older than the fieldwork.")
    return ""


def report_day_issues(inspection: Inspection, at: dt.datetime) -> list[Issue]:
    if inspection.reported_on is None:
        return [Issue("stop", _("Say when the report was published, as exactly as is known."), "reported_on")]
    # Not a database check: which day a moment belongs to depends on the time zone.
    if first_day(inspection.reported_on, inspection.reported_precision) > london_day(at):
        return [Issue("stop", _("The report is dated later than the release."), "reported_on")]
    return []
