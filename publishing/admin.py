"""The desk's lists that belong to no feature: releases to look at later."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.permissions import VerbPermissions

from . import media_admin  # noqa: F401  registers the library
from .models import Document, LookLater


class OpenFilter(admin.SimpleListFilter):
    title = _("settled")
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Still to look at")), ("yes", _("Settled"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() is None else queryset.filter(settled_at__isnull=self.value() == "no")


class LookLaterForm(forms.ModelForm):
    is_settled = forms.BooleanField(label=_("I have looked at it"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_settled") and not data.get("note", "").strip():
            self.add_error("note", gettext("Say what you found, and what was done."))
        return data


@admin.register(LookLater)
class LookLaterAdmin(VerbPermissions, admin.ModelAdmin):
    """What was released without a second pair of eyes, until another person has looked at it."""

    add_verb, change_verb = None, "release"
    form = LookLaterForm
    fields = ("document", "reason", "raised_by", "raised_at", "note", "is_settled", "settled_by", "settled_at")
    readonly_fields = ("document", "reason", "raised_by", "raised_at", "settled_by", "settled_at")
    list_display = ("document", "reason", "raised_by", "raised_at", "settled_by")
    list_filter = (OpenFilter,)
    list_select_related = ("document", "raised_by", "settled_by")
    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: LookLater | None = None) -> bool:
        """Settled once is settled; and nobody settles what they raised."""
        open_to = obj is None or (obj.settled_at is None and obj.raised_by_id != request.user.pk)  # type: ignore[attr-defined]
        return open_to and super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: LookLater, form: Any, change: bool) -> None:
        if form.cleaned_data.get("is_settled"):
            obj.settled_by, obj.settled_at = request.user, request.now  # type: ignore[assignment, attr-defined]
        super().save_model(request, obj, form, change)


@admin.register(Document)
class DocumentAdmin(VerbPermissions, admin.ModelAdmin):
    """Found from the box of an edition that leads to others; what is said about it is edited in its own list."""

    add_verb = change_verb = None
    list_display = ("working_title", "kind")
    search_fields = ("working_title",)
    ordering = ("-id",)
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False
