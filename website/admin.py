"""The site around the content at the desk: standing pages, details, and what readers tell us."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.permissions import VerbPermissions
from publishing.desk import EditionAdmin, ShownToReaders, block_inlines

from . import views
from .models import Feedback, Page, PageBlock, SiteDetails


@admin.register(Page)
class PageAdmin(EditionAdmin):
    page = staticmethod(views.standing_page)
    inlines = block_inlines(PageBlock)


@admin.register(SiteDetails)
class SiteDetailsAdmin(VerbPermissions, ShownToReaders, admin.ModelAdmin):
    """One row, made by the first migration."""

    view_verb = change_verb = "manage_site"
    add_verb = None


class HandledFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "handled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("no", _("Still open")), ("yes", _("Dealt with"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        return queryset if self.value() is None else queryset.filter(handled_at__isnull=self.value() == "no")


@admin.register(Feedback)
class FeedbackAdmin(VerbPermissions, admin.ModelAdmin):
    """A reader's words stay as they were sent, and no address in them is a link."""

    add_verb = None
    list_display = ("wrong_in_short", "page", "created_at", "handled_by")
    list_filter = (HandledFilter,)
    list_select_related = ("handled_by",)
    list_per_page = 50
    search_fields = ("wrong", "doing", "page")
    show_full_result_count = False
    fields = ("page", "doing", "wrong", "email", "created_at", "note", "handled_by", "handled_at")
    readonly_fields = ("page", "doing", "wrong", "email", "created_at", "handled_by", "handled_at")
    actions = ("mark_as_dealt_with",)

    @admin.display(description=_("message"))
    def wrong_in_short(self, feedback: Feedback) -> str:
        return str(feedback)

    @admin.action(description=_("Mark as dealt with"), permissions=["change"])
    def mark_as_dealt_with(self, request: HttpRequest, queryset: QuerySet[Feedback]) -> None:
        for feedback in queryset:
            feedback.handle(by=request.user, now=request.now)  # type: ignore[arg-type, attr-defined]
