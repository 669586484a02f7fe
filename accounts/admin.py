"""People of the newsroom, for those who may manage them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.forms import BaseUserCreationForm
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import VERBS_BY_ROLE, User
from .permissions import VerbPermissions

# Roles are what the table of verbs says; there is nothing to edit in a group.
admin.site.unregister(Group)


class _WithRoles(forms.ModelForm):
    """The roles as boxes to tick."""

    groups = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Group.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("A Publisher may do all that a Writer may, a Chief editor all that a Publisher may."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:
            self.fields["groups"].queryset = Group.objects.filter(name__in=VERBS_BY_ROLE).order_by("id")  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].strip().lower()


class PersonForm(_WithRoles):
    class Meta:
        model = User
        fields = ("email", "name", "groups", "is_staff", "is_active", "is_superuser")


class NewPersonForm(_WithRoles, BaseUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name", "groups")
        field_classes = {"email": forms.EmailField}


@admin.register(User)
class PersonAdmin(VerbPermissions, StockUserAdmin):
    """Accounts are switched off, never deleted: history goes on naming the person."""

    view_verb = add_verb = change_verb = "manage_people"

    form = PersonForm
    add_form = NewPersonForm
    fieldsets = (
        (None, {"fields": ("email", "name")}),
        (_("What this person may do"), {"fields": ("groups", "is_staff", "is_active")}),
        (_("History"), {"fields": ("created_at", "last_login")}),
    )
    add_fieldsets = ((None, {"classes": ("wide",), "fields": ("email", "name", "groups", "password1", "password2")}),)
    superuser_fieldset = (_("Only for those who run the site"), {"fields": ("is_superuser",)})
    readonly_fields = ("created_at", "last_login")
    list_display = ("name", "email", "roles", "is_staff", "is_active")
    list_display_links = ("name", "email")
    list_filter = ("groups", "is_active")
    search_fields = ("name", "email")
    ordering = ("name", "email")
    filter_horizontal = ()
    change_form_template = "admin/accounts/person.html"
    actions = None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever could set a superuser's password would be one."""
        may_reach = obj is None or not obj.is_superuser or request.user.is_superuser
        return may_reach and super().has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return (*fieldsets, self.superuser_fieldset) if obj and request.user.is_superuser else fieldsets

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change and form.instance.groups.exists():
            User.objects.filter(pk=form.instance.pk).update(is_staff=True)
