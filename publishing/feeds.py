"""Feeds in the three formats readers' programs know: Atom, RSS and JSON Feed."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import feedgenerator
from django.utils.html import strip_tags

CONTENT_TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "rss": "application/rss+xml; charset=utf-8",
    "json": "application/feed+json; charset=utf-8",
}
MOST_ENTRIES = 50
# What XML 1.0 cannot say at all, not even escaped.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class FeedEntry:
    """Something published. `id` never changes; `updated` does with every change that is not minor.

    `html` is safe markup; `path` is the address of its page on this site.
    """

    id: str
    title: str
    path: str
    html: str
    published: dt.datetime
    updated: dt.datetime

    def cleaned(self) -> FeedEntry:
        return replace(self, title=_ILLEGAL.sub("", self.title), html=_ILLEGAL.sub("", self.html))


@dataclass(frozen=True)
class Feed:
    """A feed at `path` without its ending, about what `page` shows; the newest entry first."""

    title: str
    about: str
    page: str
    path: str
    entries: list[FeedEntry]

    @property
    def updated(self) -> dt.datetime:
        """Of an empty feed nothing is known, so it never seems to change."""
        return max((entry.updated for entry in self.entries), default=_EPOCH)

    def address(self, kind: str) -> str:
        return f"{settings.SITE_URL}{self.path}.{kind}"


def feed_answer(feed: Feed, kind: str) -> HttpResponse:
    """`feed` as atom, rss or json."""
    cleaned = replace(
        feed,
        title=_ILLEGAL.sub("", feed.title),
        about=_ILLEGAL.sub("", feed.about),
        entries=[entry.cleaned() for entry in feed.entries],
    )
    text = _json(cleaned) if kind == "json" else _xml(cleaned, kind)
    return HttpResponse(text, content_type=CONTENT_TYPES[kind])


def _xml(feed: Feed, kind: str) -> str:
    # Django dates an empty feed by the clock; then its bytes would never be the same twice.
    base: Any = feedgenerator.Atom1Feed if kind == "atom" else feedgenerator.Rss201rev2Feed
    generator = type("Dated", (base,), {"latest_post_date": lambda self: feed.updated})(
        title=feed.title,
        link=settings.SITE_URL + feed.page,
        description=feed.about,
        subtitle=feed.about,
        language=settings.LANGUAGE_CODE,
        feed_url=feed.address(kind),
        feed_guid=settings.SITE_URL + feed.path,
        author_name=settings.SITE_NAME,  # Atom asks for one
    )
    for entry in feed.entries:
        generator.add_item(
            title=entry.title,
            link=settings.SITE_URL + entry.path,
            description=entry.html,
            unique_id=entry.id,
            unique_id_is_permalink=False,
            # RSS has one date for an item: that of its last change.
            pubdate=entry.published if kind == "atom" else entry.updated,
            updateddate=entry.updated,
        )
    return generator.writeString("utf-8")


def _json(feed: Feed) -> str:
    said = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.about,
        "home_page_url": settings.SITE_URL + feed.page,
        "feed_url": feed.address("json"),
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"}],
        "items": [
            {
                "id": entry.id,
                "url": settings.SITE_URL + entry.path,
                "title": entry.title,
                "content_html": entry.html,
                "content_text": strip_tags(entry.html.replace("><", "> <")),
                "date_published": entry.published.isoformat(),
                "date_modified": entry.updated.isoformat(),
            }
            for entry in feed.entries
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"
