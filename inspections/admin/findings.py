"""What became of an inspection's findings: their statuses, day by day, on a page of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from inspections.models import Finding, FindingStatus, Inspection
from publishing.desk import pages
from publishing.desk.forms import DayInput
from publishing.models import Refused

if TYPE_CHECKING:
    from .inspection import InspectionAdmin


class StatusForm(forms.ModelForm):
    class Meta:
        model = FindingStatus
        fields = ("on", "status", "note", "source")
        labels = {"on": gettext_lazy("Day")}
        widgets = {
            "on": DayInput(),
            "note": forms.Textarea(attrs={"rows": 2}),
        }


# One empty row for each finding; saving brings another.
StatusFormSet = forms.inlineformset_factory(Finding, FindingStatus, form=StatusForm, extra=1)


class SeenForm(forms.Form):
    """The version of the draft that the page was made from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def findings_view(admin: InspectionAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """A row for each day on which something was said of a finding, and one to add."""
    inspection: Any = pages.find(admin, request, pk)
    if not admin.has_change_permission(request, inspection):
        raise PermissionDenied
    if not inspection.is_editable:
        messages.warning(request, _("Only a draft can say what became of a finding. Start a new draft first."))
        return HttpResponseRedirect(admin.edition_url(inspection))
    told = request.POST if request.method == "POST" else None
    seen = SeenForm(told, initial={"seen": inspection.lock_version})
    findings = inspection.findings.select_related("area").prefetch_related("statuses")
    rows = [(finding, StatusFormSet(told, instance=finding, prefix=f"finding-{finding.ref}")) for finding in findings]
    refusal = ""
    if told is not None and all([seen.is_valid(), *(formset.is_valid() for _finding, formset in rows)]):
        try:
            return _save(admin, request, inspection, rows, seen.cleaned_data["seen"])
        except Refused as error:
            refusal = str(error)
    context = {
        **pages._about(admin, request, inspection),
        "title": _("What became of the findings: %s") % inspection.title,
        "subtitle": None,
        "seen": seen,
        "rows": rows,
        "refusal": refusal,
        "has_errors": any(not formset.is_valid() for _finding, formset in rows) if told is not None else False,
    }
    return TemplateResponse(request, "admin/inspections/findings.html", context, status=409 if refusal else 200)


@transaction.atomic
def _save(
    admin: InspectionAdmin, request: HttpRequest, inspection: Inspection, rows: list[tuple[Finding, Any]], seen: int
) -> HttpResponse:
    changed = [(finding, formset) for finding, formset in rows if formset.has_changed()]
    if changed:
        inspection.edit(by=request.user, now=request.now, seen=seen)  # type: ignore[arg-type, attr-defined]
        for _finding, formset in changed:
            formset.save()
        refs = ", ".join(finding.ref for finding, _formset in changed)
        admin.log_change(request, inspection, _("Changed what became of: %s.") % refs)
    said = ngettext("Saved, for %(count)s finding.", "Saved, for %(count)s findings.", len(changed))
    messages.success(request, said % {"count": len(changed)})
    return HttpResponseRedirect(request.path if "_continue" in request.POST else admin.edition_url(inspection))
