"""What readers see of an inspection: its rows in words, its tally, and what became of its grades."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import dateformat
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from publishing.models import Availability

from .models import GradeChange, Inspection, Judgment, Tally, changes_between


@dataclass
class GradeCard:
    """One inspection's grades as readers see them at a moment, with every change since the first publication."""

    edition: Inspection
    judgments: list[Judgment]
    changes: list[GradeChange]

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(self.judgments)

    @property
    def is_withdrawn(self) -> bool:
        return self.edition.availability == Availability.WITHDRAWN

    @property
    def caption(self) -> str:
        return _("Grades: %(title)s") % {"title": self.edition.title}

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Rows of components/grade_table.html, ungraded areas included."""
        last = {change.after.key: change for change in self.changes}
        return [_row(judgment, last.get(judgment.key)) for judgment in self.judgments]


def _row(judgment: Judgment, change: GradeChange | None) -> dict[str, Any]:
    area, grade = judgment.area, judgment.grade
    name = area.name
    if judgment.sequence > 1:
        name = _("%(area)s (judgment %(number)s)") % {"area": name, "number": judgment.sequence}
    changed = change.change if change else ""
    return {
        "area": name,
        "short_name": area.short_name,
        "grade_label": grade.label if grade else "",
        "tone": grade.tone if grade else "none",
        "symbol": grade.symbol if grade else "",
        "outcome_text": judgment.get_outcome_display(),
        "note": " ".join(_notes(judgment)),
        "summary": judgment.summary,
        "changed_text": changed[:1].upper() + changed[1:],
    }


def _notes(judgment: Judgment) -> list[str]:
    notes = [judgment.note] if judgment.note else []
    if judgment.outcome == Judgment.Outcome.CARRIED_FORWARD:
        notes.append(_("Carried forward from an earlier inspection."))
    if judgment.reported_on:
        notes.append(_("Reported on %s.") % dateformat.format(judgment.reported_on, "j F Y"))
    if not judgment.area.is_name_verified:
        notes.append(_("Our wording: the area's official name was not checked."))
    return notes


def seen_by_readers(edition: Inspection, at: dt.datetime) -> list[Inspection]:
    """The editions readers have seen up to this one, oldest first, and itself, released or not. One query."""
    released = [other for other in edition.history(at) if other.pk != edition.pk]
    if edition.live_from is not None:
        released = [other for other in released if other.live_from < edition.live_from]  # type: ignore[operator]
    return [*released, edition]


def grade_card(edition: Inspection, editions: list[Inspection]) -> GradeCard:
    """The card of `edition`, the last of `editions`. One query."""
    judgments = list(Judgment.objects.of_editions(editions))
    own = [judgment for judgment in judgments if judgment.inspection_id == edition.pk]
    return GradeCard(edition, own, changes_between(editions, judgments))


def grade_cards(documents: Iterable[int | None], at: dt.datetime) -> dict[int, GradeCard]:
    """The cards of those of these documents that readers may see at `at`, by document. Two queries."""
    wanted = {pk for pk in documents if pk}
    seen = Inspection.objects.filter(document__in=wanted, live_from__lte=at).released().with_names()
    by_document: dict[int, list[Inspection]] = {}
    for edition in seen.order_by("live_from"):
        by_document.setdefault(edition.document_id, []).append(edition)
    shown = {
        pk: editions
        for pk, editions in by_document.items()
        if editions[-1].availability in (Availability.OPEN, Availability.WITHDRAWN)
    }
    judgments: dict[int, list[Judgment]] = {}
    for judgment in Judgment.objects.of_editions(edition for editions in shown.values() for edition in editions):
        judgments.setdefault(judgment.inspection_id, []).append(judgment)
    return {
        pk: GradeCard(
            editions[-1],
            judgments.get(editions[-1].pk, []),
            changes_between(editions, [row for edition in editions for row in judgments.get(edition.pk, [])]),
        )
        for pk, editions in shown.items()
    }
