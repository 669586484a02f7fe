"""Pasting a grade list into a draft: read it, show it, and save nothing before somebody has confirmed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.actions import take_readings
from inspections.grade_list import Reading, Result, TooMuch, read_grade_list
from inspections.grade_list.vocabulary import vocabulary_of
from inspections.models import Area, Grade, Inspection, Judgment
from inspections.models.tally import in_words, joined
from publishing.desk import pages
from publishing.models import Refused

if TYPE_CHECKING:
    from .inspection import InspectionAdmin

# Of a list that contradicts itself, or of which little can be read, so many lines are shown at once, and named at all.
MOST_SHOWN, MOST_NAMED = 20, 500


class GradeListForm(forms.Form):
    """The text as it was pasted. Its limits are the reader's, which names them."""

    text = forms.CharField(
        label=gettext_lazy("The list, as it stands in the press release"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 90, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "The whole release may be pasted: lines that say nothing of grades are left alone, and named."
        ),
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
        raise Refused(" ".join([*result.conflicts[:MOST_SHOWN], _more(len(result.conflicts))]).strip())
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
    count = {"count": len(readings)}
    taken = ngettext(
        "Took %(count)s grade from a pasted list.", "Took %(count)s grades from a pasted list.", len(readings)
    )
    admin.log_change(request, inspection, taken % count)
    said = ngettext("%(count)s area has its judgment now.", "%(count)s areas have their judgment now.", len(readings))
    messages.success(request, said % count)
    _name_what_was_left_out(request, inspection, [one for one in result.to_confirm if one not in readings])
    return HttpResponseRedirect(admin.edit_url(inspection))


def _name_what_was_left_out(request: HttpRequest, inspection: Inspection, readings: list[Reading]) -> None:
    if readings:
        names = dict(inspection.framework.areas.values_list("code", "name"))
        lines = [_("%(area)s (line %(line)s)") % {"area": names[one.area], "line": one.line} for one in readings]
        left_out = _("Left out, because it was not ticked: %s.") % "; ".join(lines[:MOST_SHOWN])
        messages.warning(request, f"{left_out} {_more(len(lines))}".strip())


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
        context |= _shown(inspection, result, confirmed) | {"is_tally_ticked": "tally" in request.POST}
    return TemplateResponse(request, "admin/inspections/grade_list.html", context)


def _shown(inspection: Inspection, result: Result, confirmed: set[str]) -> dict[str, Any]:
    """What the page says of a result: rows in words, and counts as sentences."""
    rows = list(inspection.framework.areas.recorded().with_scale())
    areas = {area.code: area.name for area in rows}
    grades = Grade.objects.filter(scale__in={area.grading_scale_id for area in rows}).order_by("-rank")
    words = _Words(inspection, rows, dict(grades.values_list("code", "label")))
    not_taken = [
        *((unread.line, unread.text, unread.reason) for unread in result.unread),
        *((reading.line, reading.text, _("said before, the same")) for reading in result.repeated),
    ]
    return {
        "exact": [words.row(reading) for reading in result.exact],
        "to_confirm": [
            words.row(reading) | {"key": _key(reading), "is_ticked": _key(reading) in confirmed}
            for reading in result.to_confirm
        ],
        "conflicts": result.conflicts[:MOST_SHOWN],
        "more_conflicts": _more(len(result.conflicts)),
        "not_taken": not_taken[:MOST_SHOWN],
        "not_taken_below": not_taken[MOST_SHOWN:MOST_NAMED],
        "not_taken_count": len(not_taken),
        "more_not_taken": _more(len(not_taken), MOST_NAMED),
        "missing": [areas[code] for code in result.missing],
        "not_mentioned": [areas[code] for code in result.not_mentioned],
        "counted": words.sentence(result.counted),
        "declared": words.sentence(result.declared),
        "agrees": result.counted == result.declared,
        "tally_lines_in_doubt": result.tally_lines_in_doubt,
    }


class _Words:
    """Says in words what was read, and what becomes of the rows of the draft."""

    def __init__(self, inspection: Inspection, areas: list[Area], labels: dict[str, str]) -> None:
        self.areas = {area.code: area.name for area in areas}
        self.labels = labels
        rows = inspection.judgments.filter(sequence=1).select_related("area", "grade")
        self.judgments: dict[str, Judgment] = {row.area.code: row for row in rows}

    def row(self, reading: Reading) -> dict[str, Any]:
        said = self.labels.get(reading.grade or "") or Judgment.Outcome(reading.outcome).label
        now = self.judgments.get(reading.area)
        return {
            "reading": reading,
            "area": self.areas[reading.area],
            "said": said,
            "now": now.words if now else _("No row"),
            "goes": _what_goes(now, reading) if now else [],
        }

    def sentence(self, counts: dict[str, int]) -> str:
        order = list(self.labels)
        parts = [
            f"{in_words(counts[code])} {self.labels.get(code, code).lower()}"
            for code in sorted(counts, key=order.index)
        ]
        return joined(parts)


def _what_goes(judgment: Judgment, reading: Reading) -> list[str]:
    """What of the row in the draft spoke of its judgment as it is, and goes when this reading is taken."""
    overtaken = judgment.overtaken_by(reading.outcome, reading.grade)
    found = []
    if "carried_from" in overtaken:
        found.append(_("It will no longer be carried forward from an earlier inspection."))
    if "note" in overtaken:
        found.append(_("Its note goes: “%s”") % judgment.note)
    return found


def _more(count: int, shown: int = MOST_SHOWN) -> str:
    """How many more there are than are shown, in a sentence; nothing if all are."""
    more = count - shown
    return ngettext("And %(count)s more.", "And %(count)s more.", more) % {"count": f"{more:,}"} if more > 0 else ""


def _key(reading: Reading) -> str:
    """What a tick stands for: this line read as this area with this grade, and nothing else."""
    return f"{reading.line}:{reading.area}:{reading.grade or reading.outcome}"
