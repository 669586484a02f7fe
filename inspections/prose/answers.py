"""What is said to an editor whose text contradicts a report."""

from __future__ import annotations

import datetime as dt

from django.utils import dateformat
from django.utils.translation import gettext as _

from inspections.models.tally import in_words, joined

from .reports import Report


def of_area(report: Report, code: str) -> str:
    """“PEEL 2023” says “requires improvement” for Responding to the public since 8 August 2024."""
    rows = report.of_area(code)
    words = joined([f"“{row.in_sentence}”" for row in rows])
    since = report.unchanged_since(lambda one: [row.decision for row in one.of_area(code)])
    return _told(report, _("%(grade)s for %(area)s") % {"grade": words, "area": rows[0].area.name}, since)


def of_counts(report: Report) -> str:
    """“PEEL 2023” says one outstanding, one good, five adequate and two requires improvement since 8 August 2024."""
    counted = report.counts[-1] if report.counts else {}
    scale = report.edition.framework.default_scale
    grades = {grade.code: grade for grade in (scale.grades.all() if scale else [])}
    grades |= {grade.code: grade for grade, _count in report.tally.counts}
    best_first = sorted((grades[code] for code in counted if code in grades), key=lambda grade: -grade.rank)
    said = joined([f"{in_words(counted[grade.code])} {grade.in_sentence}" for grade in best_first])
    return _told(report, said or _("no count that is held here"), report.unchanged_since(lambda one: one.counts))


def of_how_many(report: Report) -> str:
    numbers = {"report": report.title, "graded": report.graded, "areas": report.tally.areas}
    return _("“%(report)s” graded %(graded)s of %(areas)s areas.") % numbers


def _told(report: Report, said: str, since: dt.date) -> str:
    told = {"report": report.title, "said": said, "since": _day(since)}
    if report.until is None:
        return _("“%(report)s” says %(said)s since %(since)s.") % told
    return _("“%(report)s” said %(said)s from %(since)s until %(until)s.") % {**told, "until": _day(report.until)}


def _day(day: dt.date) -> str:
    return dateformat.format(day, "j F Y")
