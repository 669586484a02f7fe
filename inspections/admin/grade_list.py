"""Pasting a grade list into a draft: read it, show it, and save nothing before somebody has confirmed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.actions import take_readings
from inspections.grade_list import Reading, Result, TooMuch, read_grade_list
from inspections.grade_list.vocabulary import vocabulary_of
from inspections.models import Grade, Inspection, Judgment
from inspections.models.tally import in_words, joined
from publishing.desk import pages
from publishing.models import Refused

if TYPE_CHECKING:
    from .inspection import InspectionAdmin


class GradeListForm(forms.Form):
    """The text as it was pasted. Its limits are the reader's, which names them."""

    text = forms.CharField(
        label=gettext_lazy("The list, as it stands in the press release"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 90, "spellcheck": "false"}),
        help_text=gettext_lazy("The whole release may be pasted: what is no grade is left alone, and named."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


def grade_list_view(admin: InspectionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Read a pasted list (first POST), then save what was ticked (second POST, with “save”)."""
    inspection: Any = pages.find(admin, request, pk)
    if not admin.has_change_permission(request, inspection):
        raise PermissionDenied
    if not inspection.is_editable:
        messages.warning(request, _("Only a draft can take grades. Start a new draft first."))
        return HttpResponseRedirect(admin.edition_url(inspection))
    form = GradeListForm(request.POST or None, initial={"seen": inspection.lock_version})
    result, refusal = None, ""
    confirmed: set[str] = set()
    if form.is_valid():
        confirmed = set(request.POST.getlist("confirm"))
        try:
            result = read_grade_list(form.cleaned_data["text"], vocabulary_of(inspection.framework))
            if "save" in request.POST:
                return _save(admin, request, inspection, form, result, confirmed)
        except TooMuch as error:
            form.add_error("text", str(error))
        except Refused as error:
            refusal = str(error)
    return _page(admin, request, inspection, form, result, confirmed, refusal)


def _save(
    admin: InspectionAdmin,
    request: HttpRequest,
    inspection: Inspection,
    form: GradeListForm,
    result: Result,
    confirmed: set[str],
) -> HttpResponse:
    if result.conflicts:
        raise Refused(" ".join(result.conflicts))
    readings = [*result.exact, *(reading for reading in result.to_confirm if _key(reading) in confirmed)]
    if not readings:
        raise Refused(_("Nothing is ticked and nothing was read exactly, so there is nothing to save."))
    take_readings(
        inspection=inspection,
        readings=readings,
        tally=result.declared if "tally" in request.POST else None,
        by=request.user,  # type: ignore[arg-type]
        now=request.now,  # type: ignore[attr-defined]
        seen=form.cleaned_data["seen"],
    )
    admin.log_change(request, inspection, _("Took %(count)s grades from a pasted list.") % {"count": len(readings)})
    messages.success(request, _("%(count)s areas have their judgment now.") % {"count": len(readings)})
    return HttpResponseRedirect(admin.edit_url(inspection))


def _page(
    admin: InspectionAdmin,
    request: HttpRequest,
    inspection: Inspection,
    form: GradeListForm,
    result: Result | None,
    confirmed: set[str],
    refusal: str,
) -> HttpResponse:
    context: dict[str, Any] = {
        **pages._about(admin, request, inspection),
        "title": _("Paste a grade list: %s") % inspection.title,
        "subtitle": None,
        "form": form,
        "refusal": refusal,
        "result": result,
    }
    if result is not None:
        rows = list(inspection.framework.areas.recorded().with_scale())
        areas = {area.code: area.name for area in rows}
        grades = Grade.objects.filter(scale__in={area.grading_scale_id for area in rows}).order_by("-rank")
        labels = dict(grades.values_list("code", "label"))
        context |= {
            "exact": [_row(reading, areas, labels) for reading in result.exact],
            "to_confirm": [
                _row(reading, areas, labels) | {"key": _key(reading), "is_ticked": _key(reading) in confirmed}
                for reading in result.to_confirm
            ],
            "missing": [areas[code] for code in result.missing],
            "not_mentioned": [areas[code] for code in result.not_mentioned],
            "counted": _sentence(result.counted, labels),
            "declared": _sentence(result.declared, labels),
            "agrees": result.counted == result.declared,
            "tally_lines_in_doubt": result.tally_lines_in_doubt,
        }
    return TemplateResponse(request, "admin/inspections/grade_list.html", context)


def _row(reading: Reading, areas: dict[str, str], labels: dict[str, str]) -> dict[str, Any]:
    said = labels.get(reading.grade or "") or Judgment.Outcome(reading.outcome).label
    return {"reading": reading, "area": areas[reading.area], "said": said}


def _key(reading: Reading) -> str:
    """What a tick stands for: this line read as this area with this grade, and nothing else."""
    return f"{reading.line}:{reading.area}:{reading.grade or reading.outcome}"


def _sentence(counts: dict[str, int], labels: dict[str, str]) -> str:
    order = list(labels)
    parts = [f"{in_words(counts[code])} {labels.get(code, code).lower()}" for code in sorted(counts, key=order.index)]
    return joined(parts)
