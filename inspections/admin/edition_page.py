"""What the desk shows of an inspection besides the verbs: the gate, a summary to take, and what quotes it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.blocks import GradesColumns
from inspections.gate import conditions
from inspections.models import Inspection, Judgment, normalise
from publishing.desk import pages
from publishing.desk.words import live_interval, state_in_words
from publishing.models import Issue, Refused
from publishing.models.references import Citation, citations

if TYPE_CHECKING:
    from .inspection import InspectionAdmin

MOST_CITATIONS = 50
_ROWS = {
    "areas": "judgments-group",
    "judgments": "judgments-group",
    "documents": "documents-group",
    "findings": "findings-group",
    "practices": "practices-group",
    "statistics": "statistics-group",
}


def about(admin: InspectionAdmin, request: HttpRequest, inspection: Inspection, issues: list[Issue]) -> dict[str, Any]:
    """Context of admin/inspections/inspection/edition.html."""
    at = request.now  # type: ignore[attr-defined]
    may_edit = inspection.is_editable and admin.has_change_permission(request, inspection)
    form = admin.edit_url(inspection) if may_edit else ""
    cited = citations(inspection.document, at)
    judgments = list(inspection.judgments.in_order().prefetch_related("area__aliases"))
    return {
        "gate": _gate(inspection, issues, form) if inspection.is_open_draft else [],
        "suggestion": inspection.suggested_summary if inspection.is_open_draft else "",
        "may_take_suggestion": may_edit,
        "citations": [_citation(citation, inspection, judgments, at) for citation in cited[:MOST_CITATIONS]],
        "citations_left_out": max(0, len(cited) - MOST_CITATIONS),
    }


def _gate(inspection: Inspection, issues: list[Issue], form: str) -> list[dict[str, Any]]:
    return [
        {
            "condition": condition,
            "url": _place(form, inspection, condition.place),
            "issues": [{"issue": issue, "url": _place(form, inspection, issue.place)} for issue in condition.issues],
        }
        for condition in conditions(inspection, issues)
    ]


def _place(form: str, inspection: Inspection, place: str) -> str:
    """Where in the form something is mended."""
    if form and place in _ROWS:
        return f"{form}#{_ROWS[place]}"
    return pages.place_url(form, inspection, place)


# --- What quotes it --------------------------------------------------------------------------------------


def _citation(citation: Citation, inspection: Inspection, judgments: list[Judgment], at: dt.datetime) -> dict[str, Any]:
    edition, meta = citation.edition, citation.edition._meta
    return {
        "edition": edition,
        "kind": meta.verbose_name,
        "url": reverse(f"admin:{meta.app_label}_{meta.model_name}_edition", args=[edition.pk]),
        "state": state_in_words(edition, at),
        "interval": live_interval(edition, at),
        "how": list(dict.fromkeys(_how(citation, field, inspection) for field in citation.fields)),
        "named": _named(edition, judgments),
    }


def _how(citation: Citation, field: Any, inspection: Inspection) -> str:
    if issubclass(field.model, GradesColumns):
        return _("shows its grades in the text, as they stand when it is read")
    if field.model is Judgment:
        rows = citation.edition.judgments.filter(carried_from=inspection.document).in_order()
        return _("carries forward: %s") % "; ".join(map(str, rows))
    return _("points to it under “%s”") % field.verbose_name


def _named(edition: Any, judgments: list[Judgment]) -> list[Judgment]:
    """Those of the judgments whose area the text speaks of, by its name or another that it goes by."""
    text = f" {normalise(edition.search_text())} "
    return [row for row in judgments if any(f" {normalise(name)} " in text for name in _names_of(row))]


def _names_of(judgment: Judgment) -> list[str]:
    area = judgment.area
    names = [area.name, area.short_name, *(alias.text for alias in area.aliases.all())]
    return [name for name in names if name]


# --- Taking the suggested summary ---------------------------------------------------------------------------


def take_summary(admin: InspectionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Let the draft's summary be the suggested one; the page that asks shows both."""
    inspection: Any = pages.find(admin, request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not admin.has_change_permission(request, inspection):
        raise PermissionDenied
    seen = request.POST.get("seen", "")
    try:
        inspection.take_suggested_summary(
            by=request.user,
            now=request.now,  # type: ignore[attr-defined]
            seen=int(seen) if seen.isdecimal() else 0,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        admin.log_change(request, inspection, _("Took the summary from the grades."))
        messages.success(request, _("The summary says what the grades say."))
    return HttpResponseRedirect(admin.edition_url(inspection))
