"""Reference data at the desk: what released inspections rest on can be read there, and no longer changed."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.permissions import VerbPermissions
from inspections.models import (
    Area,
    AreaAlias,
    AreaLink,
    Framework,
    Grade,
    GradeScale,
    Organisation,
    OrganisationAlias,
    OrganisationName,
    Programme,
    normalise,
)
from publishing.desk import ShownToReaders
from publishing.desk.refusals import RefusalForm, TellsRefusals

from .fields import LinesField, WordingsField

VERB = "manage_reference_data"


class ReferenceVerbs(VerbPermissions):
    """Everyone may read reference data; a chief editor may change it."""

    add_verb = change_verb = delete_verb = VERB


class ReferenceAdmin(ReferenceVerbs, TellsRefusals, ShownToReaders, admin.ModelAdmin):
    """Rows that freeze with the first inspection released on them: their frozen fields are shown, not offered.

    An inspection may be released between the form and its save. What was typed into a field or a row that froze in the
    meantime is refused beside it, never passed over.
    """

    form = RefusalForm
    list_per_page = 50
    show_full_result_count = False
    actions = None
    view_on_site = False

    class Media:
        js = ("js/admin/names.js",)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        for field in form.base_fields.values():
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
        return form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        stays = getattr(obj, "fields_that_stay", ())
        typed = {name for name in stays if name in request.POST}
        if obj is not None and typed.intersection(obj.frozen_fields):  # a box without a tick is not sent
            typed |= set(obj.frozen_fields)
        return (*super().get_readonly_fields(request, obj), *(name for name in stays if name not in typed))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(super().get_prepopulated_fields(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not getattr(obj, "is_frozen", False) and super().has_delete_permission(request, obj)


class RowInline(ReferenceVerbs, admin.TabularInline):
    """Rows of a reference row. Those that freeze with it are shown, not offered, once it is frozen."""

    extra = 0
    view_on_site = False
    freezes: ClassVar[bool] = False
    prefix: ClassVar[str] = ""

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if not self._is_frozen(obj):
            return ()
        frozen = tuple(name for name in self.model.frozen_fields if name in (self.fields or ()))
        return () if any(self._was_sent(request, name) for name in frozen) else frozen

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = not self._is_frozen(obj) or any(self._was_sent(request, name) for name in self.model.frozen_fields)
        return may and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = not self._is_frozen(obj) or self._was_sent(request, "DELETE")
        return may and super().has_delete_permission(request, obj)

    def _is_frozen(self, obj: Any) -> bool:
        return self.freezes and obj is not None and obj.is_frozen

    def _was_sent(self, request: HttpRequest, name: str) -> bool:
        """Whether the form that was sent offered this of one of the rows: it was made before they froze then."""
        sent = re.compile(rf"{self.prefix}-\d+-{name}")
        return any(sent.fullmatch(key) for key in request.POST)


class DistinctFormSet(BaseInlineFormSet):
    """Rows that the database would refuse beside each other."""

    distinct: ClassVar[str]
    said: ClassVar[Any]

    def clean(self) -> None:
        super().clean()
        seen = set()
        for form in self.forms:
            told = getattr(form, "cleaned_data", {})
            if self.distinct not in told or told.get("DELETE"):
                continue
            if (key := self.key(told[self.distinct])) in seen:
                form.add_error(self.distinct, self.said)
            seen.add(key)

    def key(self, value: Any) -> Any:
        return value


class NameFormSet(DistinctFormSet):
    distinct = "valid_from"
    said = _("Another name begins on the same day, or neither says when it began.")


class AliasFormSet(DistinctFormSet):
    distinct = "text"
    said = _("This alias stands here twice.")

    def key(self, value: str) -> str:
        return normalise(value)


class NameInline(RowInline):
    """Names come and end; none is taken away once readers may have seen it."""

    model = OrganisationName
    formset = NameFormSet
    prefix = "names"
    fields = ("name", "short_name", "valid_from", "valid_to", "source")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may = not getattr(obj, "is_frozen", False) or self._was_sent(request, "DELETE")
        return may and super().has_delete_permission(request, obj)


class OrganisationAliasInline(RowInline):
    model = OrganisationAlias
    formset = AliasFormSet
    fields = ("text",)


class OrganisationForm(RefusalForm):
    codes = LinesField(required=False, help_text=_("Codes in public registers, a line each, such as “gss: E20000017”."))


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    """Inspected bodies and inspectorates."""

    form = OrganisationForm
    fields = (
        *("kind", "name", "slug", "short_name", "sector", "region", "url", "codes"),
        *("opened_on", "closed_on", "predecessor"),
    )
    prepopulated_fields: ClassVar[dict[str, tuple[str, ...]]] = {"slug": ("name",)}
    list_display = ("name", "kind", "sector", "region", "frozen_at")
    list_filter = ("kind",)
    search_fields = ("name", "normalised", "aliases__text", "names__name")
    autocomplete_fields = ("predecessor",)
    inlines = (NameInline, OrganisationAliasInline)


@admin.register(Programme)
class ProgrammeAdmin(ReferenceAdmin):
    fields = ("inspectorate", "name", "slug", "short_name", "description")
    prepopulated_fields: ClassVar[dict[str, tuple[str, ...]]] = {"slug": ("name",)}
    list_display = ("name", "inspectorate", "frozen_at")
    list_select_related = ("inspectorate",)
    autocomplete_fields = ("inspectorate",)
    search_fields = ("name",)


class GradeForm(forms.ModelForm):
    aliases = WordingsField(
        required=False,
        help_text=_("Other wordings in press releases and files, a line each. They may be changed later."),
    )


class GradeInline(RowInline):
    model = Grade
    form = GradeForm
    prefix = "grades"
    fields = ("rank", "label", "code", "short_label", "aliases", "definition", "tone", "symbol")
    freezes = True


@admin.register(GradeScale)
class GradeScaleAdmin(ReferenceAdmin):
    fields = ("name", "code")
    prepopulated_fields: ClassVar[dict[str, tuple[str, ...]]] = {"code": ("name",)}
    list_display = ("name", "code", "frozen_at")
    inlines = (GradeInline,)


class AreaInline(RowInline):
    """The areas in order; aliases stand on the page of each area, links on pages of their own."""

    model = Area
    prefix = "areas"
    fields = ("order", "code", "slug", "name", "short_name", "level", "graded_by_default", "is_recorded")
    freezes = True
    show_change_link = True


@admin.register(Framework)
class FrameworkAdmin(ReferenceAdmin):
    fields = (
        *("programme", "title", "slug", "version", "order", "default_scale", "overall_kind"),
        *("in_force_from", "in_force_to"),
        *("supersedes", "compare_note", "scope_note", "source", "source_url"),
    )
    prepopulated_fields: ClassVar[dict[str, tuple[str, ...]]] = {"slug": ("title",)}
    list_display = ("title", "programme", "version", "default_scale", "overall_kind", "frozen_at")
    list_filter = ("programme",)
    list_select_related = ("programme", "default_scale")
    search_fields = ("title",)
    inlines = (AreaInline,)


class AreaAliasInline(RowInline):
    model = AreaAlias
    formset = AliasFormSet
    fields = ("text",)


@admin.register(Area)
class AreaAdmin(ReferenceAdmin):
    fields = (
        *("framework", "order", "code", "slug", "name", "short_name", "is_name_verified", "question", "level"),
        *("parent", "graded_by_default", "is_recorded", "scale"),
    )
    list_display = ("name", "framework", "order", "level", "graded_by_default", "frozen_at")
    list_filter = ("framework",)
    list_select_related = ("framework",)
    search_fields = ("name", "short_name", "aliases__text")
    autocomplete_fields = ("framework", "parent")
    inlines = (AreaAliasInline,)


class AreaLinkForm(RefusalForm):
    """A new link, or what is put in the place of an old one and why."""

    why = forms.CharField(
        label=_("Why it is replaced"),
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The link as it was stays on record, with this reason."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["why"]


@admin.register(AreaLink)
class AreaLinkAdmin(ReferenceAdmin):
    """Links between areas of frameworks. They are never edited: saving an old one puts a new one in its place."""

    form = AreaLinkForm
    delete_verb = None
    list_display = ("from_area", "to_area", "into", "kind", "comparable", "is_current")
    list_filter = ("is_current", "comparable", "into")
    list_select_related = ("from_area__framework", "to_area__framework", "into")
    autocomplete_fields = ("from_area", "to_area", "into")
    changed = ("kind", "comparable", "reason", "source", "source_url")

    def get_fields(self, request: HttpRequest, obj: AreaLink | None = None) -> tuple[str, ...]:
        asked = ("why",) if obj is not None and self.has_change_permission(request, obj) else ()
        return ("from_area", "to_area", "into", *self.changed, *asked)

    def get_readonly_fields(self, request: HttpRequest, obj: AreaLink | None = None) -> tuple[str, ...]:
        return ("from_area", "to_area", "into") if obj else ()

    def has_change_permission(self, request: HttpRequest, obj: AreaLink | None = None) -> bool:
        # One that a colleague has replaced since the form was opened is refused with what was typed.
        may = obj is None or obj.is_current or request.method == "POST"
        return may and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: AreaLink, form: Any, change: bool) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        said = {name: form.cleaned_data[name] for name in self.changed}
        stored = AreaLink.objects.get(pk=obj.pk)
        obj.pk = stored.replace(by=request.user, why=form.cleaned_data["why"], **said).pk  # type: ignore[arg-type]
