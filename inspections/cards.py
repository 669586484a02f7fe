"""An inspection's grades as readers see them at a moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import dateformat
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from design.templatetags.design import date_text
from publishing.models import Availability, still_readable

from .models import GradeChange, Inspection, Judgment, Tally, changes_between
from .models.standing import standing
from .models.tally import declared_sentence
from .taken_down import age_of


@dataclass
class GradeCard:
    """One inspection's grades as readers see them at a moment, with every change since the first publication."""

    edition: Inspection
    judgments: list[Judgment]
    changes: list[GradeChange]
    # By document, the inspections that grades were carried forward from, as far as readers find them.
    origins: dict[int, Inspection] = field(default_factory=dict)

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(self.judgments)

    @property
    def is_withdrawn(self) -> bool:
        return self.edition.availability == Availability.WITHDRAWN

    @property
    def age(self) -> tuple[dt.date, int]:
        """What tells which of two inspections is the later one."""
        return age_of(self.edition)

    @property
    def report(self) -> str:
        """“Report of 3 May 2021”, for a grade that stands beside those of a later inspection."""
        return _("Report of %s") % date_text(self.edition.reported_on, self.edition.reported_precision)

    @property
    def declared(self) -> str:
        """The inspectorate's own count in a sentence, when it says something that ours does not."""
        edition = self.edition
        if not edition.declared_tally and edition.declared_graded is None:
            return ""
        if not self.tally.not_held and self.tally.agrees_with(edition):
            # How many it graded, which alone may be known, is no count of its grades.
            return _("The inspectorate's own count is the same.") if edition.declared_tally else ""
        scale = edition.framework.default_scale
        return declared_sentence(edition, scale.grades.all() if scale else [])

    @property
    def caption(self) -> str:
        return _("Grades: %(title)s") % {"title": self.edition.title}

    @property
    def wording(self) -> str:
        """Which area names are not the inspectorate's own words, as far as we know."""
        names = [row.area.name for row in self.judgments if not row.area.is_name_verified]
        if not names:
            return ""
        if len(names) == len(self.judgments):
            return _("The names of the areas are our wording: they were not checked with the inspectorate.")
        said = _("The wording of these names was not checked with the inspectorate: %(names)s.")
        return said % {"names": "; ".join(names)}

    @cached_property
    def last_changes(self) -> dict[tuple[str, int], GradeChange]:
        """The change that gave a judgment what it says now, by its key; none for those that never changed."""
        return {change.after.key: change for change in self.changes}

    def regraded(self, judgment: Judgment | None) -> str:
        """What a judgment said before and until when, in words; empty if it never changed."""
        change = self.last_changes.get(judgment.key) if judgment else None
        if change is None:
            return ""
        said = {"grade": change.before.in_sentence, "when": change.when}
        return _("Was %(grade)s until it was changed %(when)s") % said

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Rows of components/grade_table.html, ungraded areas included."""
        return [self.row(judgment) for judgment in self.judgments]

    def row(self, judgment: Judgment) -> dict[str, Any]:
        return _row(judgment, self.last_changes.get(judgment.key), self.origin(judgment))

    def origin(self, judgment: Judgment | None) -> dict[str, str] | None:
        """Where a carried grade can be looked up, for components/carried_from.html; None when that is not known."""
        origin = self.origins.get(judgment.carried_from_id) if judgment and judgment.carried_from_id else None
        if origin is None:
            return None
        published = date_text(origin.reported_on, origin.reported_precision)
        return {"title": origin.title, "url": origin.get_absolute_url(), "published": published}


def _row(judgment: Judgment, change: GradeChange | None, origin: dict[str, str] | None) -> dict[str, Any]:
    area, grade = judgment.area, judgment.grade
    name = area.name
    if judgment.sequence > 1:
        name = _("%(area)s (judgment %(number)s)") % {"area": name, "number": judgment.sequence}
    changed = change.change if change else ""
    return {
        "area": name,
        "short_name": area.short_name,
        "url": area.get_absolute_url(),
        "grade_label": grade.label if grade else "",
        "tone": grade.tone if grade else "none",
        "symbol": grade.symbol if grade else "",
        "outcome_text": judgment.get_outcome_display(),
        "note": " ".join(_notes(judgment, origin)),
        "carried_from": origin,
        "summary": judgment.summary,
        "changed_text": changed[:1].upper() + changed[1:],
    }


def _notes(judgment: Judgment, origin: dict[str, str] | None) -> list[str]:
    notes = [judgment.note] if judgment.note else []
    if judgment.is_carried_forward and origin is None:
        notes.append(_("Carried forward from an earlier inspection."))
    if judgment.reported_on:
        notes.append(_("Reported on %s.") % dateformat.format(judgment.reported_on, "j F Y"))
    return notes


def card_with_editions(edition: Inspection, at: dt.datetime) -> tuple[GradeCard, list[Inspection]]:
    """The card of `edition`, released or not, and the editions readers saw up to it, oldest first. One query.

    An inspection that grades nothing has no judgments to know its editions by: then it takes a second query.
    """
    judgments = list(Judgment.objects.of_document(edition, at))
    seen = {row.inspection_id: row.inspection for row in judgments} or {row.pk: row for row in edition.history(at)}
    before = [other for other in seen.values() if other.pk != edition.pk and _is_before(other, edition)]
    editions = [*sorted(before, key=lambda other: other.live_from), edition]  # type: ignore[arg-type, return-value]
    known = {other.pk for other in editions}
    rows = [row for row in judgments if row.inspection_id in known]
    own = [row for row in rows if row.inspection_id == edition.pk]
    return GradeCard(edition, own, changes_between(editions, rows)), editions


def origins_of(judgments: Iterable[Judgment], at: dt.datetime) -> dict[int, Inspection]:
    """By document, the inspections these grades were carried forward from that readers find at `at`: one query, or
    none when no grade was."""
    documents = {row.carried_from_id for row in judgments if row.carried_from_id}
    rows = Inspection.objects.readable(at).filter(document__in=documents) if documents else ()
    return {row.document_id: row for row in rows}


def _is_before(other: Inspection, edition: Inspection) -> bool:
    return edition.live_from is None or other.live_from < edition.live_from  # type: ignore[operator]


def cards_of(seen: Iterable[Inspection]) -> dict[int, GradeCard]:
    """The cards of the last of these released editions of each document, oldest first; none for what is gone.

    One query besides that of the editions.
    """
    by_document: dict[int, list[Inspection]] = {}
    for edition in seen:
        by_document.setdefault(edition.document_id, []).append(edition)
    shown = {pk: readable for pk, editions in by_document.items() if (readable := still_readable(editions))}
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


def standing_judgments(newest_first: Iterable[GradeCard]) -> dict[int, tuple[GradeCard, Judgment]]:
    """By area, the judgment that stands among these inspections of one body under one framework, and whose it is."""
    return standing(
        (card, [(judgment.area_id, judgment.outcome, judgment) for judgment in card.judgments]) for card in newest_first
    )


def grade_cards(documents: Iterable[int | None], at: dt.datetime) -> dict[int, GradeCard]:
    """The cards of those of these documents that readers may see at `at`, by document. Two queries."""
    wanted = {pk for pk in documents if pk}
    return cards_of(Inspection.objects.filter(document__in=wanted).seen_by(at).with_names())
