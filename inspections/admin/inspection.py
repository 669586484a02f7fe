"""The desk of inspections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from inspections.models import (
    Area,
    Finding,
    Grade,
    Inspection,
    InspectionBlock,
    InspectionDocument,
    Judgment,
    Practice,
    Statistic,
)
from inspections.views import inspection_page
from publishing.desk import EditionAdmin, PartInline, block_inlines
from publishing.desk.admin import ABOUT, CHANGE
from publishing.desk.forms import EditionForm
from publishing.models import Document, Issue

from . import edition_page
from .fields import TallyField
from .findings import findings_view
from .grade_list import grade_list_view
from .upload import RoundUpload


class RowForm(forms.ModelForm):
    """A row of an inspection. There are many on the page, so its boxes are small."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 2


def _areas(inspection: Inspection) -> QuerySet:
    return inspection.framework.areas.order_by("order")


def _recorded_areas(inspection: Inspection) -> QuerySet:
    return inspection.framework.areas.recorded().order_by("order")


def _grades(inspection: Inspection) -> QuerySet:
    scales = {area.grading_scale_id for area in _recorded_areas(inspection).with_scale()}  # type: ignore[attr-defined]
    return Grade.objects.filter(scale__in=scales).order_by("scale", "-rank")


def _others(inspection: Inspection) -> QuerySet:
    return Inspection.objects.filter(body=inspection.body_id).exclude(document=inspection.document_id)


def _carried_areas(inspection: Inspection) -> QuerySet:
    areas = Area.objects.recorded().filter(framework__in=_others(inspection).values("framework"))
    return areas.select_related("framework").order_by("framework__title", "order")


def _with_framework(area: Area) -> str:
    return f"{area.framework.title}: {area.name}"


_CHOICES: dict[str, Callable[[Inspection], QuerySet]] = {
    "area": _areas,
    "grade": _grades,
    "carried_from": lambda inspection: Document.objects.filter(pk__in=_others(inspection).values("document")),
    "carried_area": _carried_areas,
    "parent": lambda inspection: inspection.findings.filter(kind=Finding.Kind.CAUSE_OF_CONCERN),
}


class InspectionInline(PartInline):
    """Rows of an inspection, whose areas, grades and inspections to carry from are those of its framework and body."""

    form = RowForm
    choices_by_field = _CHOICES

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        for field in formset.form.base_fields.values():
            if isinstance(field.widget, RelatedFieldWidgetWrapper):
                # Reference data is not made in passing, and the rows stay short.
                field.widget.can_add_related = field.widget.can_change_related = False
                field.widget.can_delete_related = field.widget.can_view_related = False
        for name, rows in self.choices_by_field.items():
            if obj is not None and (field := formset.form.base_fields.get(name)):
                field.queryset = rows(obj)  # type: ignore[attr-defined]
                if name == "carried_area":
                    field.label_from_instance = _with_framework  # type: ignore[attr-defined]
                # Fetched once for all rows, not once for each.
                field.choices = list(field.choices)  # type: ignore[attr-defined]
        return formset


class JudgmentInline(InspectionInline):
    """A row for each area; all of them are there from the start."""

    model = Judgment
    choices_by_field = _CHOICES | {"area": _recorded_areas}
    fieldsets = (
        (None, {"fields": (("area", "outcome", "grade"),)}),
        (
            _("Summary, note, carried forward"),
            {
                "fields": ("summary", "note", ("sequence", "reported_on"), ("carried_from", "carried_area")),
                "classes": ("collapse",),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("area", "grade").order_by("area__order", "sequence")


class FindingForm(RowForm):
    """A finding that was published keeps its reference: the box is shown, and takes no other."""

    published: frozenset[str] = frozenset()

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.ref in self.published:
            self.fields["ref"].disabled = True


class FindingInline(InspectionInline):
    model = Finding
    form = FindingForm
    fields = (("ref", "kind", "area"), "text", ("addressee", "due_on", "accelerated", "parent"))

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        if obj is not None:  # asked once for all rows
            published = Finding.objects.published_beside(obj).values_list("ref", flat=True)
            formset.form.published = frozenset(published)
        return formset


class PracticeInline(InspectionInline):
    model = Practice
    fields = (("kind", "area"), "title", "text")


class StatisticInline(InspectionInline):
    model = Statistic
    fields = (
        "label",
        ("qualifier", "value", "decimals", "unit", "plus_minus", "rank_of"),
        ("period_from", "period_to", "period_text"),
        ("comparator", "footnote"),
    )


class DocumentInline(InspectionInline):
    model = InspectionDocument
    autocomplete_fields = ("file",)
    fields = (("kind", "title"), ("url", "file"), ("publisher", "published_on", "language", "licence"))


class InspectionForm(EditionForm):
    declared_tally = TallyField(
        label=_("The inspectorate's own tally"),
        required=False,
        help_text=_("How often it says it gave each grade, a line each, such as “Requires improvement: 2”."),
    )

    take_suggestion = forms.BooleanField(label=_("Take the summary from the grades"), required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
        if self.instance.pk and "take_suggestion" in self.fields:
            said = _("Tick to put it in the place of the summary above when you save. Now it would be: “%s”")
            self.fields["take_suggestion"].help_text = said % self.instance.suggested_summary


@admin.register(Inspection)
class InspectionAdmin(RoundUpload, EditionAdmin):
    """Inspections: the result area by area, and what it rests on."""

    page = staticmethod(inspection_page)
    form = InspectionForm
    change_form_template = "admin/inspections/inspection/change_form.html"
    edition_template = "admin/inspections/inspection/edition.html"
    autocomplete_fields = ("body", "framework")
    inlines = (
        *(JudgmentInline, DocumentInline, StatisticInline, FindingInline, PracticeInline),
        *block_inlines(InspectionBlock),
    )
    fieldsets = (
        ABOUT,
        (
            _("Who was inspected against what"),
            {"fields": ("body", "framework", "kind", "revisits", "lead_name", "lead_title")},
        ),
        (
            _("When"),
            {
                "fields": (
                    ("reported_on", "reported_precision"),
                    ("fieldwork_from", "fieldwork_to", "fieldwork_precision"),
                    ("evidence_from", "evidence_to", "evidence_precision"),
                    "deferred_reason",
                )
            },
        ),
        (
            _("What the inspectorate counts"),
            {"fields": (("declared_areas", "declared_graded"), "declared_tally", "tally_explanation")},
        ),
        (_("What follows"), {"fields": ("follow_up_status", "monitoring_note"), "classes": ("collapse",)}),
        (
            _("If a published grade was changed"),
            {"fields": ("regrade_reason", ("regrade_source", "regrade_source_url")), "classes": ("collapse",)},
        ),
        CHANGE,
    )

    def get_inlines(self, request: HttpRequest, obj: Inspection | None = None) -> Any:
        """A new inspection gets its rows when it is saved: which areas there are depends on the framework."""
        return super().get_inlines(request, obj) if obj else block_inlines(InspectionBlock)

    def get_fieldsets(self, request: HttpRequest, obj: Inspection | None = None) -> Any:
        """A summary can be taken from the grades as soon as there are rows for them."""
        (title, about), *others = super().get_fieldsets(request, obj)
        if obj is not None:
            about = about | {"fields": (*about["fields"], "take_suggestion")}
        return ((title, about), *others)

    def get_readonly_fields(self, request: HttpRequest, obj: Inspection | None = None) -> Any:
        """Once readers have seen it, it stays the inspection of this body against this framework."""
        was_seen = obj is not None and obj.siblings().released().exists()
        return (*super().get_readonly_fields(request, obj), *(("body", "framework") if was_seen else ()))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs) -> Any:
        if db_field.name == "revisits":
            kwargs["queryset"] = Document.objects.filter(kind="inspections.inspection").order_by("working_title")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Inspection, form: Any, change: bool) -> None:
        if change and "summary" in form.changed_data and obj.summary == obj.suggested_summary:
            obj.summary_suggestion = obj.summary  # copied by hand
        super().save_model(request, obj, form, change)
        if not change:
            obj.add_missing_areas(by=request.user)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Only then are the grades those that were typed."""
        super().save_related(request, form, formsets, change)
        if form.cleaned_data.get("take_suggestion"):
            form.instance.take_suggested_summary(by=request.user, now=request.now)  # type: ignore[attr-defined]

    def about_edition(self, request: HttpRequest, edition: Inspection, issues: list[Issue]) -> dict[str, Any]:
        return edition_page.about(self, request, edition, issues)

    def get_urls(self) -> list[Any]:
        views = (
            ("grade-list", self.grade_list_view),
            ("findings", self.findings_view),
            ("take-summary", self.take_summary_view),
        )
        own = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(view),
                name=f"inspections_inspection_{name.replace('-', '_')}",
            )
            for name, view in views
        ]
        return [*own, *super().get_urls()]

    def findings_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return findings_view(self, request, pk)

    def take_summary_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return edition_page.take_summary(self, request, pk)

    def grade_list_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return grade_list_view(self, request, pk)
