"""Feeds of inspections: of one body, of one programme, of one area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from inspections.cards import GradeCard, cards_of
from inspections.models import Area, GradeChange, Inspection, Judgment, Organisation, Programme
from inspections.models.periods import london_day
from publishing.feeds import MOST_ENTRIES, Feed, FeedEntry, feed_answer
from publishing.models import Availability

from .limits import for_programs


@dataclass
class _Published:
    """An inspection that readers may see; `since` is when it was published, or came back after it was taken away."""

    card: GradeCard
    first: dt.datetime
    since: dt.datetime

    def entry(self, id: str, title: str, html: SafeString, updated: dt.datetime) -> FeedEntry:
        """What is said of it, but of a withdrawn one why it was withdrawn."""
        edition = self.card.edition
        if self.card.is_withdrawn:
            title = _("Withdrawn: %(title)s") % {"title": edition.title}
            html, updated = format_html("<p>{}</p>", edition.notice), edition.public_timestamp  # type: ignore[assignment]
        return FeedEntry(id, title, edition.get_absolute_url(), html, self.first, updated)


def inspection_entries(documents: Iterable[int], at: dt.datetime) -> list[FeedEntry]:
    """An entry for each of these inspections that readers may see at `at`, in their order. Two queries."""
    return [_entry(published) for published in _published(list(documents), at)]


def _published(documents: list[int], at: dt.datetime) -> list[_Published]:
    seen = list(Inspection.objects.filter(document__in=documents).seen_by(at).with_names())
    editions: dict[int, list[Inspection]] = {}
    for edition in seen:
        editions.setdefault(edition.document_id, []).append(edition)
    cards = cards_of(seen)
    return [
        _Published(cards[pk], editions[pk][0].public_timestamp, _since(editions[pk]))  # type: ignore[arg-type]
        for pk in documents
        if pk in cards
    ]


def _since(editions: list[Inspection]) -> dt.datetime:
    began = editions[0]
    for before, after in pairwise(editions):
        if before.availability != Availability.OPEN:
            began = after
    return began.public_timestamp  # type: ignore[return-value]


def _entry(published: _Published) -> FeedEntry:
    card = published.card
    edition = card.edition
    grades = format_html_join(
        "", "<li>{}: {}</li>", ((judgment.area.name, judgment.words) for judgment in card.judgments)
    )
    html = format_html("{}<p>{}</p><ul>{}</ul>", _changes(card.changes), edition.summary, grades)
    updated: Any = edition.public_timestamp
    return published.entry(edition.document.uuid.urn, edition.title, html, updated)


def _changes(changes: list[GradeChange]) -> SafeString:
    """What was changed, the newest first, and why."""
    told = ((change.sentence, change.edition.regrade_reason) for change in reversed(changes))
    return format_html_join("", "<p><strong>{}.</strong> {}</p>", told)


def _area_entry(published: _Published, area: Area) -> FeedEntry | None:
    """The area's judgment in one inspection; updated when that judgment was."""
    card = published.card
    own = [judgment for judgment in card.judgments if judgment.area_id == area.pk]
    if not own:
        return None
    changes = [change for change in card.changes if change.after.area_id == area.pk]
    judgment: Judgment = own[-1]
    return published.entry(
        f"{card.edition.document.uuid.urn}#{area.code}",
        f"{card.edition.body_name}: {judgment.words}",
        format_html(
            "{}<p>{}</p><p>{}: {}</p>", _changes(changes), card.edition.title, judgment.area.name, judgment.words
        ),
        max(filter(None, [published.since, *(change.at for change in changes)])),
    )


def _newest(at: dt.datetime, **of: Any) -> list[int]:
    # What live_from implies, said aloud for the sake of the index on the timestamp.
    found = Inspection.objects.readable(at).filter(public_timestamp__lte=at, **of)
    return list(found.newest_first().values_list("document_id", flat=True)[:MOST_ENTRIES])


@for_programs
def body_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    body = get_object_or_404(Organisation.objects.bodies().public(at).prefetch_related("names"), slug=slug)
    name = body.name_on(london_day(at))
    feed = Feed(
        title=_("Inspections of %(body)s") % {"body": name},
        about=_("What inspectors decided about %(body)s, and what was changed since.") % {"body": name},
        page=body.get_absolute_url(),
        path=f"/bodies/{slug}/feed",
        entries=inspection_entries(_newest(at, body=body), at),
    )
    return feed_answer(feed, kind)


@for_programs
def programme_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    programme = get_object_or_404(Programme.objects.public(at), slug=slug)
    feed = Feed(
        title=_("Inspections: %(programme)s") % {"programme": programme.name},
        about=_("Every inspection of the programme, and what was changed since."),
        page=programme.get_absolute_url(),
        path=f"/programmes/{slug}/feed",
        entries=inspection_entries(_newest(at, framework__programme=programme), at),
    )
    return feed_answer(feed, kind)


@for_programs
def area_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    area = get_object_or_404(Area.objects.public(at).select_related("framework"), slug=slug)
    published = _published(_newest(at, framework=area.framework), at)
    found = [entry for one in published if (entry := _area_entry(one, area))]
    feed = Feed(
        title=f"{area.name} ({area.framework.title})",
        about=_("What inspectors decided in this area, body by body, and what was changed since."),
        page=area.get_absolute_url(),
        path=f"/areas/{slug}/feed",
        entries=sorted(found, key=lambda entry: entry.updated, reverse=True),
    )
    return feed_answer(feed, kind)
