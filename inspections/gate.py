"""What must hold before an inspection is released, as a list that can be gone through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from design.templatetags.design import date_text
from publishing.models import Issue

from .models import Inspection, Tally


@dataclass
class Condition:
    """Something that must hold, and what of it does not; `fact` says why it holds when nothing was found."""

    title: str | Promise
    place: str
    fact: str = ""
    issues: list[Issue] = field(default_factory=list)

    @property
    def level(self) -> str:
        """“stop”, “warn”, or “good”."""
        levels = {issue.level for issue in self.issues}
        return "stop" if "stop" in levels else "warn" if levels else "good"


def _areas(inspection: Inspection) -> str:
    areas = inspection.framework.areas.recorded().count()
    if not areas:
        return _("The framework has no areas that need one.")
    said = ngettext("%(areas)s area, and it has a row.", "%(areas)s areas, and each has a row.", areas)
    return said % {"areas": areas}


def _judgments(inspection: Inspection) -> str:
    return Tally.of(inspection.judgments.in_order()).sentence


def _tally(inspection: Inspection) -> str:
    if not inspection.declared_tally and inspection.declared_graded is None and inspection.declared_areas is None:
        return _("The inspectorate's own count was not entered, so there is nothing to compare.")
    if Tally.of(inspection.judgments.in_order()).not_held:
        return _("The grades that are not held here make up the difference.")
    return _("The inspectorate's own count is the same.")


def _sources(inspection: Inspection) -> str:
    sources = [document for document in inspection.documents.all() if document.is_source]
    return "; ".join(f"{document.title} ({document.get_licence_display()})" for document in sources)


def _dates(inspection: Inspection) -> str:
    if inspection.reported_on is None:
        return ""
    return _("Report of %s.") % date_text(inspection.reported_on, inspection.reported_precision)


def _changes(inspection: Inspection) -> str:
    if not inspection.siblings().released().exclude(pk=inspection.pk).exists():
        return _("This is the first edition.")
    return _("A minor change.") if inspection.minor_change else inspection.change_note


def _nothing(inspection: Inspection) -> str:
    return ""


# Title, the places of the issues that belong to it (the first is where to mend it), and what is said when it holds.
_CONDITIONS: tuple[tuple[Promise, tuple[str, ...], Callable[[Inspection], str]], ...] = (
    (gettext_lazy("Each area of the framework has a row"), ("areas",), _areas),
    (gettext_lazy("Each row says what was decided"), ("judgments",), _judgments),
    (
        gettext_lazy("The inspectorate's own count is the same, or the difference is explained"),
        ("declared_tally",),
        _tally,
    ),
    (gettext_lazy("The source is linked, and its licence is known"), ("documents",), _sources),
    (
        gettext_lazy("The dates are known and possible"),
        ("reported_on", "fieldwork_from", "fieldwork_to", "evidence_from", "evidence_to"),
        _dates,
    ),
    (gettext_lazy("Title, address and summary are written"), ("summary", "title", "slug"), _nothing),
    (
        gettext_lazy("Readers are told what changed, and why a grade did"),
        ("change_note", "minor_change", "regrade_reason", "regrade_source"),
        _changes,
    ),
    (gettext_lazy("Findings and figures are complete"), ("findings", "practices", "statistics"), _nothing),
)


def conditions(inspection: Inspection, issues: list[Issue]) -> list[Condition]:
    """All conditions with the `issues` of this draft, each of which stands under exactly one of them."""
    left = list(issues)
    found = []
    for title, places, says in _CONDITIONS:
        own = [issue for issue in left if issue.place in places]
        left = [issue for issue in left if issue not in own]
        found.append(Condition(title, places[0], "" if own else says(inspection), own))
    return [*found, Condition(gettext_lazy("Nothing else contradicts or undoes it"), "", "", left)]
