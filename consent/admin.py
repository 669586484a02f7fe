"""The register, its proof and its figures, in place of the library's own admin."""

import csv
from datetime import timedelta
from itertools import groupby
from typing import Any

import cookie_consent.admin  # noqa: F401  (registers what is taken out below)
from cookie_consent.models import Cookie, CookieGroup, LogItem
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import actions, conf
from .forms import CookieDetailForm, CookieForm, GroupDetailForm, GroupForm
from .models import ConsentEvent, CookieDetail, GroupDetail, PolicySnapshot

for _model in (Cookie, CookieGroup, LogItem):
    if admin.site.is_registered(_model):
        admin.site.unregister(_model)

CHART_DAYS = 30


class _Managed:
    """Who may manage the register is one question, put to the project."""

    def _may(self, request: HttpRequest, obj: Any = None) -> bool:
        return conf.may_manage(request.user)

    has_view_permission = has_add_permission = has_change_permission = has_delete_permission = _may
    has_module_permission = _may


class _ReadOnly(_Managed):
    """Proof is read; it is never added, changed or deleted by hand."""

    def _never(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never


class _OneDetail(_Managed, admin.StackedInline):
    extra = 0
    min_num = max_num = 1
    can_delete = False


class GroupDetailInline(_OneDetail):
    model = GroupDetail
    form = GroupDetailForm


class CookieDetailInline(_OneDetail):
    model = CookieDetail
    form = CookieDetailForm


class _RegisterAdmin(_Managed, admin.ModelAdmin):
    """Whatever is saved or deleted here is one change of the register."""

    asks_again_for: tuple[str, ...] = ()

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with actions.change_register(by=request.user):
            super().save_related(request, form, formsets, change)
        filled = [form, *(row for formset in formsets for row in formset)]
        changed = {name for one in filled for name in one.changed_data}
        if change and changed & set(self.asks_again_for):
            self._offer_to_ask_again(request, self._group_of(form.instance))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with actions.change_register(by=request.user):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with actions.change_register(by=request.user):
            super().delete_queryset(request, queryset)

    def _group_of(self, obj: Any) -> CookieGroup:
        return obj

    def _offer_to_ask_again(self, request: HttpRequest, group: CookieGroup) -> None:
        if group.is_required or not group.cookie_set.exists():
            return
        address = f"{reverse('admin:consent_ask_again')}?group={group.pk}"
        sentence = gettext("What visitors agreed to has changed. If it matters to them:")
        link = gettext("ask everyone again about “%(group)s”") % {"group": group.name}
        messages.warning(request, format_html('{} <a href="{}">{}</a>.', sentence, address, link))


@admin.register(CookieGroup)
class CookieGroupAdmin(_RegisterAdmin):
    form = GroupForm
    inlines = (GroupDetailInline,)
    list_display = ("name", "varname", "basis", "number_of_cookies", "asked_again_at")
    actions = ("ask_again",)
    asks_again_for = ("description", "basis")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("detail").annotate(cookies=Count("cookie"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("varname",) if obj else ()

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.ask_again_view)
        return [path("ask-again/", view, name="consent_ask_again"), *super().get_urls()]

    @admin.display(description=_("legal basis"))
    def basis(self, group: CookieGroup) -> str:
        return group.detail.get_basis_display() if hasattr(group, "detail") else ""

    @admin.display(description=_("cookies"), ordering="cookies")
    def number_of_cookies(self, group: Any) -> str:
        return str(group.cookies) if group.cookies else gettext("none: visitors are not asked")

    @admin.display(description=_("everyone asked again"))
    def asked_again_at(self, group: CookieGroup) -> Any:
        return group.detail.asked_again_at if hasattr(group, "detail") else None

    @admin.action(description=_("Ask everyone again"))
    def ask_again(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        chosen = "&".join(f"group={pk}" for pk in queryset.values_list("pk", flat=True))
        return HttpResponseRedirect(f"{reverse('admin:consent_ask_again')}?{chosen}")

    def ask_again_view(self, request: HttpRequest) -> HttpResponse:
        """What asking again will do, and on POST doing it."""
        if not conf.may_manage(request.user):
            raise PermissionDenied
        chosen = [pk for pk in request.GET.getlist("group") if pk.isascii() and pk.isdigit() and len(pk) < 10]
        groups = CookieGroup.objects.filter(pk__in=chosen, is_required=False, cookie__isnull=False).distinct()
        if request.method == "POST" and groups:
            actions.ask_again(groups=list(groups), by=request.user)
            messages.success(request, gettext("Every visitor is asked again from now on."))
            return HttpResponseRedirect(reverse("admin:cookie_consent_cookiegroup_changelist"))
        since = timezone.now() - timedelta(seconds=conf.choice_lasts())
        context = {
            **self.admin_site.each_context(request),
            "title": gettext("Ask everyone again"),
            "groups": [(group, *ConsentEvent.objects.since(since).answers(group.varname)) for group in groups],
        }
        return TemplateResponse(request, "admin/consent/ask_again.html", context)


@admin.register(Cookie)
class CookieAdmin(_RegisterAdmin):
    form = CookieForm
    inlines = (CookieDetailInline,)
    list_display = ("name", "description", "cookiegroup", "expiry")
    list_filter = ("cookiegroup",)
    list_select_related = ("cookiegroup", "detail")
    search_fields = ("name", "description")
    asks_again_for = ("description", "provider", "party")

    def _group_of(self, obj: Cookie) -> CookieGroup:
        return obj.cookiegroup

    @admin.display(description=_("expires"))
    def expiry(self, cookie: Cookie) -> str:
        return cookie.detail.expiry if hasattr(cookie, "detail") else ""


@admin.register(PolicySnapshot)
class PolicySnapshotAdmin(_ReadOnly, admin.ModelAdmin):
    list_display = ("valid_from", "language", "sha256", "changed_by")
    list_filter = ("language",)
    search_fields = ("sha256",)


@admin.register(ConsentEvent)
class ConsentEventAdmin(_ReadOnly, admin.ModelAdmin):
    list_display = ("hour", "outcome", "source", "is_scripted", "snapshot")
    list_filter = ("outcome", "source", "is_scripted")
    list_select_related = ("snapshot",)
    change_list_template = "admin/consent/consentevent/change_list.html"
    show_full_result_count = False

    class Media:
        css = {"all": ("consent/admin.css",)}

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="consent_export"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {**(extra_context or {}), "days": _days()})

    def export_view(self, request: HttpRequest) -> StreamingHttpResponse:
        """Every event as CSV, for the data protection officer."""
        if not conf.may_manage(request.user):
            raise PermissionDenied
        rows = ConsentEvent.objects.order_by("pk").values_list(*_EXPORTED)
        lines = csv.writer(_Echo())
        content = (lines.writerow(row) for row in (_EXPORTED, *rows.iterator(chunk_size=2_000)))
        response = StreamingHttpResponse(content, content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="consent-events.csv"'
        response["Cache-Control"] = "private, no-store"
        return response


_EXPORTED = ("hour", "outcome", "choices", "source", "is_scripted", "snapshot__sha256", "snapshot__language")


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _days() -> list[dict]:
    """The last days with a choice, newest first: how many of each kind, and their share of the busiest day."""
    since = timezone.now() - timedelta(days=CHART_DAYS)
    rows = [
        {"day": day, "counts": {row["outcome"]: row["number"] for row in counted}}
        for day, counted in groupby(ConsentEvent.objects.since(since).per_day(), key=lambda row: row["day"])
    ]
    most = max((sum(row["counts"].values()) for row in rows), default=1)
    for row in rows:
        row["bars"], start = [], 0.0
        for outcome in ConsentEvent.Outcome.values:
            width = row["counts"].get(outcome, 0) * 100 / most
            row["bars"].append({"outcome": outcome, "start": f"{start:.2f}", "width": f"{width:.2f}"})
            start += width
    return rows
