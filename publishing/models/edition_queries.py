"""Questions about what is live when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import models

from .document import SlugClaim
from .states import READABLE, TAKES_AWAY, Availability, State


def still_readable(editions: Iterable[Any]) -> list[Any]:
    """Of the editions of one document that have begun, oldest first, those that readers may still read today: the one
    they find now, and earlier ones. Once it was gone or sent readers elsewhere, no edition before that comes back.

    IntervalQuerySet.still_readable asks the database the same. Media, open data as of a moment, and what is told of
    changes all follow this rule; that something was taken away, when and why, stays in the public history.
    """
    kept: list[Any] = []
    for edition in editions:
        if edition.availability in TAKES_AWAY:
            kept.clear()
        else:
            kept.append(edition)
    return kept


class IntervalQuerySet(models.QuerySet):
    """Rows that are live from one moment until another: editions, and the listings made of them."""

    def live(self, at: dt.datetime) -> Self:
        """What stands at `at`, in whatever availability: readers may see it, its notice or its redirect."""
        return self.filter(live_from__lte=at, live_until__gt=at)

    def public(self, at: dt.datetime) -> Self:
        """What lists show readers at `at`.

        That public_timestamp is not later is implied by live_from; said aloud, it lets the index on the timestamp
        serve lists as of a past moment as fast as today's.
        """
        return self.live(at).filter(availability=Availability.OPEN, public_timestamp__lte=at)

    def readable(self, at: dt.datetime) -> Self:
        """What readers find at `at`, under a notice or not: withdrawn ones included, gone and redirected ones not."""
        return self.live(at).filter(availability__in=READABLE)

    def still_readable(self, now: dt.datetime) -> Self:
        """Rows of editions that have begun by `now` and may be read then, as the present or as an earlier edition."""
        taken_away_since = self.model._base_manager.filter(
            document=models.OuterRef("document"),
            availability__in=TAKES_AWAY,
            live_from__gt=models.OuterRef("live_from"),
            live_from__lte=now,
        )
        return self.filter(~models.Exists(taken_away_since), availability__in=READABLE, live_from__lte=now)

    def scheduled(self, at: dt.datetime) -> Self:
        return self.filter(live_from__gt=at)

    def next_boundary(self, at: dt.datetime) -> dt.datetime | None:
        """The next moment after `at` when something goes live. Every end is another's start, or never."""
        return self.filter(live_from__gt=at).aggregate(models.Min("live_from"))["live_from__min"]


class EditionQuerySet(IntervalQuerySet):
    """Questions about editions. None of them asks the clock: every moment is an argument."""

    def released(self) -> Self:
        return self.filter(state=State.RELEASED)

    def live(self, at: dt.datetime) -> Self:
        return super().live(at).filter(state=State.RELEASED)

    def scheduled(self, at: dt.datetime) -> Self:
        return super().scheduled(at).filter(state=State.RELEASED)

    def heads(self) -> Self:
        """One edition for each document: its open draft, else its last released edition, else its last."""
        return self.filter(is_head=True)

    def open_drafts(self) -> Self:
        return self.filter(state__in=[State.DRAFT, State.SUBMITTED])

    def newest_first(self) -> Self:
        return self.order_by("-public_timestamp", "-id")

    def at_address(self, slug: str, at: dt.datetime, language: str = "en") -> Self:
        """The edition live at `at` of the document that owns this address.

        Its present slug may be a newer one. A slug of an edition that is still to come answers nothing.
        """
        # A scalar subquery, not EXISTS: the owner is found once, then its editions by their index.
        owner = SlugClaim.objects.filter(kind=self.model._meta.label_lower, language=language, slug=slug)
        has_been_live = self.model._default_manager.filter(
            document=models.OuterRef("document"), state=State.RELEASED, slug=slug, live_from__lte=at
        )
        return self.live(at).filter(models.Exists(has_been_live), document=models.Subquery(owner.values("document")))
