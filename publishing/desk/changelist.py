"""The newsroom's list of documents: one row each, however many there are."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from publishing.models import Availability, Edition, State

from .words import state_in_words

COUNT_STOPS_AT = 1_000
OLDER, NEWER = "older", "newer"


class EditionChangeList(ChangeList):
    """Pages follow a cursor (edited_at, id): no page counts or skips the rows before it."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        # A search or a filter chosen on a later page starts at the first one.
        for name in (OLDER, NEWER):
            self.params.pop(name, None), self.filter_params.pop(name, None)
        rows: Any = super().get_queryset(request, exclude_parameters).filter(is_head=True)
        now = request.now  # type: ignore[attr-defined]
        same: Any = self.model._default_manager.filter(document=OuterRef("document"))
        return rows.annotate(
            desk_live_since=Subquery(same.live(now).values("live_from")[:1]),
            desk_scheduled_for=Subquery(same.scheduled(now).order_by("live_from").values("live_from")[:1]),
        )

    def get_results(self, request: HttpRequest) -> None:
        size = self.list_per_page
        counted = self.queryset.order_by().values("pk")[: COUNT_STOPS_AT + 1].count()
        self.is_more_than_counted = counted > COUNT_STOPS_AT
        self.result_count = self.full_result_count = min(counted, COUNT_STOPS_AT)
        self.show_full_result_count, self.can_show_all, self.multi_page = True, False, counted > size
        self.paginator = None

        backwards = NEWER in request.GET
        rows = list(self._page(request.GET.get(NEWER) or request.GET.get(OLDER), backwards)[: size + 1])
        has_more, rows = len(rows) > size, rows[:size]
        if backwards:
            rows.reverse()
        for row in rows:
            row.desk_state = state_in_words(row, request.now)  # type: ignore[attr-defined]
        self.result_list = rows
        self.older_url = self._url(OLDER, rows[-1]) if rows and (backwards or has_more) else ""
        has_newer = has_more if backwards else OLDER in request.GET
        self.newer_url = self._url(NEWER, rows[0]) if rows and has_newer else ""

    def _page(self, cursor: str | None, backwards: bool) -> QuerySet:
        if not cursor:
            return self.queryset
        try:
            moment, key = cursor.rsplit(",", 1)
            at, pk = dt.datetime.fromisoformat(moment), int(key)
        except ValueError as error:
            raise IncorrectLookupParameters(cursor) from error
        if backwards:
            rows = self.queryset.filter(Q(edited_at__gt=at) | Q(edited_at=at, pk__gt=pk), edited_at__gte=at)
            return rows.order_by("edited_at", "pk")
        return self.queryset.filter(Q(edited_at__lt=at) | Q(edited_at=at, pk__lt=pk), edited_at__lte=at)

    def _url(self, direction: str, row: Edition) -> str:
        cursor = f"{row.edited_at.astimezone(dt.UTC).isoformat()},{row.pk}"
        return self.get_query_string({direction: cursor}, remove=[OLDER, NEWER])


class StateFilter(SimpleListFilter):
    """Where the document's newest edition stands."""

    title = _("state")
    parameter_name = "stands"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("Draft")),
            ("submitted", _("Submitted for review")),
            ("scheduled", _("Scheduled")),
            ("live", _("Live, nothing waiting")),
            ("discarded", _("Discarded")),
            ("cancelled", _("Cancelled before it went live")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        now = request.now  # type: ignore[attr-defined]
        released = Q(state=State.RELEASED)
        conditions = {
            "draft": Q(state=State.DRAFT),
            "submitted": Q(state=State.SUBMITTED),
            "scheduled": released & Q(live_from__gt=now),
            "live": released & Q(live_from__lte=now, availability=Availability.OPEN),
            "discarded": Q(state=State.DISCARDED),
            "cancelled": Q(state=State.CANCELLED),
        }
        chosen = conditions.get(self.value() or "")
        return None if chosen is None else queryset.filter(chosen)


class AvailabilityFilter(SimpleListFilter):
    """What readers find at the document's address now."""

    title = _("what readers find")
    parameter_name = "readers"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*Availability.choices, ("nothing", _("Nothing yet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet | None:
        if not self.value():
            return None
        same = queryset.model._default_manager.filter(document=OuterRef("document"))
        live = same.live(request.now)  # type: ignore[attr-defined]
        if self.value() == "nothing":
            return queryset.filter(~Exists(live))
        return queryset.filter(Exists(live.filter(availability=self.value())))
