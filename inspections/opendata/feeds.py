"""Feeds of inspections: of one body, of one programme, of one area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from inspections.cards import GradeCard, cards_of
from inspections.models import Area, GradeChange, Inspection, Judgment, Organisation, Programme
from inspections.models.inspection import InspectionQuerySet
from inspections.models.periods import london_day
from publishing.feeds import MOST_ENTRIES, Feed, FeedEntry, feed_answer

from .limits import for_programs


def inspection_entries(documents: Iterable[int], at: dt.datetime) -> list[FeedEntry]:
    """An entry for each of these inspections that readers may see at `at`, in their order. Two queries."""
    wanted = list(documents)
    return [_entry(card, first) for card, first in _cards(wanted, at)]


def _cards(documents: list[int], at: dt.datetime) -> list[tuple[GradeCard, dt.datetime]]:
    """Each with the moment it was first public."""
    seen = list(Inspection.objects.filter(document__in=documents).seen_by(at).with_names())
    first: dict[int, dt.datetime] = {}
    for edition in seen:
        first.setdefault(edition.document_id, edition.public_timestamp)  # type: ignore[arg-type]
    cards = cards_of(seen)
    return [(cards[pk], first[pk]) for pk in documents if pk in cards and not cards[pk].is_withdrawn]


def _entry(card: GradeCard, first: dt.datetime) -> FeedEntry:
    edition = card.edition
    grades = format_html_join(
        "", "<li>{}: {}</li>", ((judgment.area.name, judgment.words) for judgment in card.judgments)
    )
    return FeedEntry(
        id=edition.document.uuid.urn,
        title=edition.title,
        path=edition.get_absolute_url(),
        html=format_html("{}<p>{}</p><ul>{}</ul>", _changes(card.changes), edition.summary, grades),
        published=first,
        updated=edition.public_timestamp,  # type: ignore[arg-type]
    )


def _changes(changes: list[GradeChange]) -> SafeString:
    """What was changed, the newest first, and why."""
    told = ((change.sentence, change.edition.regrade_reason) for change in reversed(changes))
    return format_html_join("", "<p><strong>{}.</strong> {}</p>", told)


def _area_entry(card: GradeCard, area: Area, first: dt.datetime) -> FeedEntry | None:
    """The area's judgment in one inspection; updated when that judgment was."""
    own = [judgment for judgment in card.judgments if judgment.area_id == area.pk]
    if not own:
        return None
    changes = [change for change in card.changes if change.after.area_id == area.pk]
    judgment: Judgment = own[-1]
    return FeedEntry(
        id=f"{card.edition.document.uuid.urn}#{area.code}",
        title=f"{card.edition.body_name}: {judgment.words}",
        path=card.edition.get_absolute_url(),
        html=format_html(
            "{}<p>{}</p><p>{}: {}</p>", _changes(changes), card.edition.title, judgment.area.name, judgment.words
        ),
        published=first,
        updated=changes[-1].at if changes and changes[-1].at else first,
    )


def _newest(inspections: InspectionQuerySet) -> list[int]:
    return list(inspections.newest_first().values_list("document_id", flat=True)[:MOST_ENTRIES])


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
        entries=inspection_entries(_newest(Inspection.objects.public(at).filter(body=body)), at),
    )
    return feed_answer(feed, kind)


@for_programs
def programme_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    programme = get_object_or_404(Programme.objects.public(at), slug=slug)
    own = Inspection.objects.public(at).filter(framework__programme=programme)
    feed = Feed(
        title=_("Inspections: %(programme)s") % {"programme": programme.name},
        about=_("Every inspection of the programme, and what was changed since."),
        page=programme.get_absolute_url(),
        path=f"/programmes/{slug}/feed",
        entries=inspection_entries(_newest(own), at),
    )
    return feed_answer(feed, kind)


@for_programs
def area_feed(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    area = get_object_or_404(Area.objects.public(at).select_related("framework"), slug=slug)
    cards = _cards(_newest(Inspection.objects.public(at).filter(framework=area.framework)), at)
    found = [entry for card, first in cards if (entry := _area_entry(card, area, first))]
    feed = Feed(
        title=f"{area.name} ({area.framework.title})",
        about=_("What inspectors decided in this area, body by body, and what was changed since."),
        page=area.get_absolute_url(),
        path=f"/areas/{slug}/feed",
        entries=sorted(found, key=lambda entry: entry.updated, reverse=True),
    )
    return feed_answer(feed, kind)
