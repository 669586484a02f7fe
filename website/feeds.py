"""Feeds of everything on the site, of its news and of its inspections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from inspections.opendata.feeds import inspection_entries
from inspections.opendata.limits import for_programs
from news.models import Article
from publishing.feeds import MOST_ENTRIES, Feed, FeedEntry, feed_answer
from publishing.models import Listing

ARTICLE, INSPECTION = "news.article", "inspections.inspection"


@dataclass(frozen=True)
class Choice:
    """A feed readers may subscribe to."""

    name: str
    title: str | Promise
    about: str | Promise
    page: str
    kinds: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"/feeds/{self.name}"


CHOICES = {
    choice.name: choice
    for choice in (
        Choice(
            "all",
            gettext_lazy("Everything new"),
            gettext_lazy("News and inspections, and what was changed in them."),
            "/",
            (ARTICLE, INSPECTION),
        ),
        Choice("news", gettext_lazy("News"), gettext_lazy("Every article."), "/news/", (ARTICLE,)),
        Choice(
            "inspections",
            gettext_lazy("Inspections"),
            gettext_lazy("Every inspection, and every grade that was changed since."),
            "/inspections/",
            (INSPECTION,),
        ),
    )
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What can be subscribed to."""
    breadcrumbs = [(_("Home"), "/"), (_("Feeds"), "")]
    return render(request, "website/feeds.html", {"choices": CHOICES.values(), "breadcrumbs": breadcrumbs})


@for_programs
def feed(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    choice = CHOICES[name]
    found = Feed(
        title=f"{choice.title} – {settings.SITE_NAME}",
        about=str(choice.about),
        page=choice.page,
        path=choice.path,
        entries=entries(choice.kinds, request.now),  # type: ignore[attr-defined]
    )
    return feed_answer(found, kind)


def entries(kinds: tuple[str, ...], at: dt.datetime) -> list[FeedEntry]:
    """The newest of these kinds that readers can see at `at`. At most five queries, whatever there is."""
    # Kind by kind: an index leads to the newest of one, but of several together all would be read.
    newest = [row for kind in kinds for row in _newest(kind, at)]
    listings = sorted(newest, key=lambda row: (row.public_timestamp, row.pk), reverse=True)[:MOST_ENTRIES]
    inspections = [row.document_id for row in listings if row.kind == INSPECTION]
    made = {entry.id: entry for entry in (inspection_entries(inspections, at) if inspections else [])}
    articles = [row.edition_id for row in listings if row.kind == ARTICLE]
    notes = dict(Article.objects.filter(pk__in=articles).values_list("pk", "change_note")) if articles else {}
    found = (made.get(row.document.uuid.urn) or _entry(row, notes.get(row.edition_id, "")) for row in listings)
    return list(found)


def _newest(kind: str, at: dt.datetime) -> QuerySet[Listing]:
    listings = Listing.objects.public(at)
    if kind == INSPECTION:  # a withdrawn one says so
        listings = Listing.objects.readable(at).filter(public_timestamp__lte=at)
    return listings.filter(kind=kind, language="en").select_related("document").newest_first()[:MOST_ENTRIES]


def _entry(listing: Listing, note: str) -> FeedEntry:
    """Something as lists show it, with the note on what was changed last."""
    changed: Any = format_html("<p><strong>{}</strong></p>", note) if note.strip() else ""
    return FeedEntry(
        id=listing.document.uuid.urn,
        title=listing.title,
        path=listing.url,
        html=format_html("{}<p>{}</p>", changed, listing.summary),
        published=listing.first_public_at,
        updated=listing.public_timestamp,
    )
