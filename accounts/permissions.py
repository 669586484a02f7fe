"""The admin's questions about permission, answered by the table of verbs."""

from typing import Any

from django.http import HttpRequest


class VerbPermissions:
    """Base of an admin class or inline: who may see, add, change or delete is said in verbs; None is nobody.

    Stands before ModelAdmin or InlineModelAdmin in the list of bases: their answers come from Django's permission rows.
    """

    view_verb: str | None = "view"
    add_verb: str | None = "edit"
    change_verb: str | None = "edit"
    delete_verb: str | None = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request, self.view_verb)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request, self.add_verb)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request, self.change_verb)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _may(request, self.delete_verb)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _may(request, self.view_verb)


def _may(request: HttpRequest, verb: str | None) -> bool:
    user = request.user
    return verb is not None and user.is_authenticated and user.may(verb)


def may_manage_site(user: Any) -> bool:
    """Whether this person looks after the site itself, such as its register of cookies."""
    return user.is_authenticated and user.may("manage_site")
