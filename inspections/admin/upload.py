"""Uploading a round of grades: what it would do is shown first, and what is confirmed becomes submitted drafts."""

from __future__ import annotations

import csv
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.models import ADDITION, LogEntry
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from import_export.admin import ImportMixin

from inspections.imports.rounds import GradeFile, Round, RoundResource
from inspections.imports.templates import TEMPLATE_FORMATS, template_file
from inspections.models import Framework
from inspections.opendata.formats import as_text

from .upload_forms import ConfirmRoundForm, RoundForm
from .upload_storage import Gone, UploadStorage, claim, claimed, discard

# Of each kind of row a page shows so many; the rest is counted, and refused cells can all be downloaded.
MOST_SHOWN = 200


class Stale(Exception):
    """Something changed here since the preview, so that what was confirmed is not what would happen."""

    def __init__(self, result: Round) -> None:
        self.result = result
        super().__init__()


class RoundUpload(ImportMixin):
    """An admin of inspections that takes a round from a file.

    import-export gives the pages their course: form, preview, confirmation, and the file between them. What a file
    means, what is refused and how it is stored is the importer's, as for `manage.py import_grades`.
    """

    import_export_change_list_template = "admin/inspections/inspection/change_list.html"
    import_template_name = "admin/inspections/upload.html"
    import_form_class = RoundForm
    confirm_form_class = ConfirmRoundForm
    import_formats: ClassVar = [GradeFile]
    resource_classes: ClassVar = [RoundResource]
    tmp_storage_class = UploadStorage

    def has_import_permission(self, request: HttpRequest) -> bool:
        return all(request.user.may(verb) for verb in ("start", "edit", "submit"))  # type: ignore[union-attr]

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.template_view)
        return [path("import/template/", view, name="inspections_inspection_import_template"), *super().get_urls()]

    # --- What import-export asks ---------------------------------------------------------------------------------

    def get_import_form_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        kwargs = super().get_import_form_kwargs(request) | {"by": request.user}
        if "edit" in request.POST:
            kwargs |= {"data": None, "files": None, "initial": _as_initial(request, RoundForm)}
        return kwargs

    def get_confirm_form_kwargs(self, request: HttpRequest, import_form: Any = None) -> dict[str, Any]:
        return super().get_confirm_form_kwargs(request, import_form) | {"by": request.user}

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        initial = super().get_confirm_form_initial(request, import_form)
        if import_form is None:
            return initial
        file = import_form.cleaned_data["import_file"]
        said = {name: import_form[name].value() for name in ConfirmRoundForm.base_fields if name in import_form.fields}
        return said | initial | {"import_file_name": claim(file.tmp_storage_name, file.name, request.user)}  # type: ignore[arg-type]

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        form = kwargs["form"]
        said = {"by": request.user, "now": request.now}  # type: ignore[attr-defined]
        return said | ({"framework": form.cleaned_data["framework"], "facts": form.facts} if form.is_valid() else {})

    def write_to_tmp_storage(self, import_file: Any, input_format: Any) -> UploadStorage:
        if stored_as := getattr(import_file, "tmp_storage_name", ""):
            return UploadStorage(name=stored_as)
        return super().write_to_tmp_storage(import_file, input_format)

    def process_dataset(self, dataset: bytes, form: Any, request: HttpRequest, **kwargs: Any) -> Round:
        looked = self._look(dataset, form, request)
        if looked.digest != form.cleaned_data["digest"]:
            raise Stale(looked)
        return super().process_dataset(dataset, form, request, **kwargs)

    def process_result(self, result: Round, request: HttpRequest) -> HttpResponse:
        by: Any = request.user
        if drafts := [entry.effect.inspection for entry in result.stored if entry.effect.inspection]:
            LogEntry.objects.log_actions(by.pk, drafts, ADDITION, _("Uploaded with a round of grades."))
        title = _("The round is stored") if drafts else _("Nothing was stored")
        context = self._about(request, title) | self._of(result)
        return TemplateResponse(request, "admin/inspections/upload_done.html", context)

    # --- The pages ---------------------------------------------------------------------------------------------------

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form, and the preview that follows a file that could be read."""
        UploadStorage.clear_out(request.now)  # type: ignore[attr-defined]
        response = super().import_action(request, **kwargs)
        context = response.context_data
        form, confirm, result = context["form"], context.get("confirm_form"), context.get("result")
        if confirm is not None:
            confirm.initial["digest"] = result.digest
            context |= self._about(request, _("What the upload would do")) | self._of(result)
            return response
        return self._form_page(request, response, kept=self._kept(request, form))

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The answer to a preview: store the round, give it up, or take the refused cells home."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_import_permission(request):
            raise PermissionDenied
        try:
            if "discard" in request.POST:
                return self._given_up(request)
            if "refused" in request.POST:
                return self._refused_cells(request)
            if self.create_confirm_form(request).is_valid():
                return super().process_import(request, **kwargs)
        except Stale as stale:
            return self._preview_again(request, stale.result)
        except Gone:
            pass
        messages.warning(request, _("That upload was stored or given up already, or waited too long. Begin again."))
        return HttpResponseRedirect(self._address("import"))

    def template_view(self, request: HttpRequest) -> HttpResponse:
        """A file to fill in, with every area of a framework and the grades it allows."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        framework = get_object_or_404(Framework, slug=request.GET.get("framework", ""))
        kind = TEMPLATE_FORMATS.get(request.GET.get("format", ""), TEMPLATE_FORMATS["xlsx"])
        response = HttpResponse(template_file(framework, kind), content_type=kind.CONTENT_TYPE)
        name = f"{framework.slug}-template.{kind().get_extension()}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    # --- Parts of them -------------------------------------------------------------------------------------------

    def _form_page(self, request: HttpRequest, response: Any, *, kept: dict[str, Any]) -> HttpResponse:
        context = response.context_data
        result = context.get("result")
        context |= self._about(request, _("Upload a round of grades"))
        context |= {
            "kept": kept,
            "not_read": [line for error in result.base_errors for line in str(error.error).split("\n")]
            if result
            else [],
            "template_url": self._address("import_template"),
            "frameworks": context["form"].fields["framework"].queryset,
        }
        return response

    def _kept(self, request: HttpRequest, form: RoundForm) -> dict[str, Any]:
        """The file that was sent with a form that is shown once more: the claim to it, its name, how long it stays."""
        by: Any = request.user
        try:
            if form.is_bound:
                file = form.cleaned_data.get("import_file")
                if file is None:
                    return {}
                stored_as, name = self.write_to_tmp_storage(file, GradeFile()).name, file.name
            else:
                stored_as, name = claimed(request.POST.get("import_file_name", ""), by)
            return {"claim": claim(stored_as, name, by), "name": name, "until": UploadStorage(name=stored_as).until}
        except Gone:
            return {}

    def _look(self, data: bytes, form: Any, request: HttpRequest) -> Round:
        return RoundResource(**self.get_import_resource_kwargs(request, form=form)).import_data(data, dry_run=True)

    def _preview_again(self, request: HttpRequest, result: Round) -> HttpResponse:
        by: Any = request.user
        initial = _as_initial(request, ConfirmRoundForm) | {"digest": result.digest}
        context = self._about(request, _("What the upload would do")) | self._of(result)
        context |= {"confirm_form": ConfirmRoundForm(initial=initial, by=by), "is_stale": True}
        return TemplateResponse(request, self.import_template_name, context, status=409)

    def _given_up(self, request: HttpRequest) -> HttpResponse:
        discard(request.POST.get("import_file_name", ""), request.user)  # type: ignore[arg-type]
        messages.success(request, _("Given up. Nothing was stored, and the file is deleted."))
        return HttpResponseRedirect(self._address("changelist"))

    def _refused_cells(self, request: HttpRequest) -> HttpResponse:
        form = self.create_confirm_form(request)
        if not form.is_valid():
            raise Gone
        result = self._look(UploadStorage(name=form.cleaned_data["import_file_name"]).read(), form, request)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="refused-cells.csv"'
        response.write("\ufeff")  # so that a spreadsheet program takes it for UTF-8
        lines = csv.writer(response)
        lines.writerow([_("row"), _("column"), _("value"), _("reason")])
        for fault in result.faults:
            lines.writerow([fault.row, *map(as_text, (fault.column, fault.value, fault.reason))])
        return response

    def _of(self, result: Round) -> dict[str, Any]:
        """A round as a page shows it."""
        return {
            "result": result,
            "faults": result.faults[:MOST_SHOWN],
            "created": result.created[:MOST_SHOWN],
            "corrected": result.corrected[:MOST_SHOWN],
            "unchanged": result.unchanged[:MOST_SHOWN],
            "most_shown": MOST_SHOWN,
            "not_read": _not_read(result),
            "list_url": self._address("changelist"),
        }

    def _about(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "opts": self.opts, "title": title, "subtitle": None}  # type: ignore[attr-defined]

    def _address(self, name: str) -> str:
        return reverse(f"admin:inspections_inspection_{name}")


def _not_read(result: Round) -> list[str]:
    """Why a file could not be read at all, a sentence each."""
    return [line for error in result.base_errors for line in str(error.error).split("\n")]


def _as_initial(request: HttpRequest, form: type[forms.Form]) -> dict[str, Any]:
    """What was sent, to be shown in another form without being looked at."""
    return {name: field.widget.value_from_datadict(request.POST, {}, name) for name, field in form.base_fields.items()}
