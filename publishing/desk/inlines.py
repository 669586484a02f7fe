"""Blocks and other rows of an edition, edited on the edition's own form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from content_editor.admin import ContentEditorInline
from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import InlineAdminForm, InlineAdminFormSet
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from accounts.permissions import VerbPermissions


class KeepingFormSet(BaseInlineFormSet):
    """Rows that keep what was typed into them, even when somebody else has removed the row in the meantime.

    Such a row is a new one from then on. Django's own formset refuses it, and the admin does not even show it again.
    """

    def _is_orphan(self, form: forms.ModelForm, index: int | None) -> bool:
        return self.is_bound and index is not None and index < self.initial_form_count() and form.instance.pk is None

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        if self._is_orphan(form, index):
            form.fields[self._pk_field.name] = forms.CharField(required=False, widget=forms.HiddenInput)  # type: ignore[attr-defined]

    def save_existing_objects(self, commit: bool = True) -> list[Any]:
        saved = super().save_existing_objects(commit=commit)
        for index, form in enumerate(self.initial_forms):
            is_deleted = self.can_delete and self._should_delete_form(form)  # type: ignore[attr-defined]
            if self._is_orphan(form, index) and not is_deleted:
                saved.append(self.save_new(form, commit=commit))
        return saved


class KeepingInlineAdminFormSet(InlineAdminFormSet):
    """Shows each form beside the row that it was made from. Django pairs forms and rows by their position, which
    leaves the last forms out when rows have gone."""

    def __iter__(self) -> Iterator[InlineAdminForm]:
        rows = [(form, form.instance if form.instance.pk else None) for form in self.formset.initial_forms]
        rows += [(form, None) for form in self.formset.extra_forms]
        if self.has_add_permission:
            rows.append((self.formset.empty_form, None))
        for form, original in rows:
            yield InlineAdminForm(
                self.formset,
                form,
                self.fieldsets,
                self.prepopulated_fields,
                original,
                self.readonly_fields,
                model_admin=self.opts,
            )


def without_links(field: Any, keep: tuple[str, ...] = ()) -> Any:
    """A form field without the signs beside it to add, change, delete or view what it points to, but for those in
    `keep`: what other documents share is not changed in passing."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        for link in {"add", "change", "delete", "view"} - set(keep):
            setattr(field.widget, f"can_{link}_related", False)
    return field


class PartInline(VerbPermissions, admin.StackedInline):
    """Rows of an edition that are no blocks, such as the judgments of an inspection: who may edit it may edit them."""

    delete_verb = "edit"
    formset = KeepingFormSet
    extra = 0

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> Any:
        return without_links(super().formfield_for_dbfield(db_field, request, **kwargs))


class BlockAutocomplete(AutocompleteSelect):
    """Says which type of block is asking, where Django would name the table: a picture's box offers pictures alone."""

    block: Any

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-model-name": self.block._meta.model_name}


class BlockInline(VerbPermissions, ContentEditorInline):
    """One type of block."""

    delete_verb = "edit"
    formset = KeepingFormSet

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if request is not None and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = BlockAutocomplete(db_field, self.admin_site)
            kwargs["widget"].block = self.model
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> Any:
        # A file may be added while writing, and looked at.
        return without_links(super().formfield_for_dbfield(db_field, request, **kwargs), keep=("add", "view"))


def block_inlines(table: type[Any], **options: dict[str, Any]) -> list[type[BlockInline]]:
    """An inline for each type of block that `table` has, in the order in which they are declared.

    `options` holds attributes of a type's inline: `block_inlines(PageBlock, image={"icon": "photo"})`.
    """
    return [
        BlockInline.create(
            proxy,
            **{
                "fields": (*proxy.block_fields, "region", "ordering"),
                "autocomplete_fields": [name for name in ("file",) if name in proxy.block_fields],
                "icon": ICONS.get(proxy.block_type, "article"),
                "color": "inherit",
            }
            | options.get(proxy.block_type, {}),
        )
        for proxy in table.__subclasses__()
        if proxy._meta.proxy
    ]


# Names in Google's Material icons, the font that the block editor brings along.
ICONS = {
    "richtext": "notes",
    "quote": "format_quote",
    "image": "image",
    "download": "download",
    "key_figure": "123",
    "notes": "sticky_note_2",
    "contact": "contact_mail",
    "grades": "table_rows",
}
