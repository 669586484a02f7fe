"""Contradictions between a text and the inspections it cites, as issues before a release."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _

from inspections.grade_list import TooMuch
from inspections.grade_list.vocabulary import vocabularies_of
from publishing.models import Issue, Passage

from .holding import Contradiction, hold_against
from .reports import reports_of

# What these issues are about.
GRADES = "grades"


def prose_issues(passages: Iterable[Passage], inspections: Iterable[int], at: dt.datetime) -> list[Issue]:
    """Where `passages` contradict these inspections as live at `at`: a fixed number of queries, whatever they cite."""
    reports = reports_of(inspections, at)
    if not reports:
        return []
    vocabularies = vocabularies_of({report.edition.framework for report in reports})
    try:
        held = hold_against(reports, vocabularies, passages)
    except TooMuch as too_much:
        said = _("The text was not held against the inspections it cites. %s") % too_much
        return [Issue("warn", said, about=GRADES)]
    return [_issue(found) for found in held.contradictions]


def _issue(found: Contradiction) -> Issue:
    said = _("%(where)s says “%(words)s”.") % {"where": found.passage.name, "words": found.words.strip().rstrip(".")}
    return Issue(found.level, f"{said} {found.answer}", found.passage.place, GRADES)
