"""Narrowing the list of news by topic and year."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Article, ArticleQuerySet, Topic


@dataclass(frozen=True)
class ArticleFilter:
    """What the list of news can be narrowed by, and what this reader has chosen."""

    topics: list[Topic]
    years: list[int]
    topic: Topic | None = None
    year: int | None = None

    @classmethod
    def read(cls, asked: QueryDict, at: dt.datetime) -> ArticleFilter:
        """What an address asks for. A topic or a year that the list does not offer is a 404; nothing chosen is all."""
        topics = list(Topic.objects.in_use(at))
        first, last = Article.objects.public(at).first_year(), timezone.localtime(at).year
        years = list(range(last, first - 1, -1)) if first else []
        return cls(
            topics,
            years,
            topic=_one_of({topic.slug: topic for topic in topics}, asked.get("topic", "")),
            year=_one_of({str(year): year for year in years}, asked.get("year", "")),
        )

    def narrow(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        if self.topic:
            articles = articles.about(self.topic)
        return articles.of_year(self.year) if self.year else articles

    @property
    def all_url(self) -> str:
        return reverse("news:list")

    def url(self, **changes: str | None) -> str:
        """The list's address with these filters; a change that is None leaves that one out."""
        chosen = {"topic": self.topic and self.topic.slug, "year": self.year} | changes
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{self.all_url}?{query}" if query else self.all_url

    def fields(self) -> list[dict]:
        """The choices of the form, for components/filters.html."""
        topics = [(topic.slug, topic.name, topic == self.topic) for topic in self.topics]
        years = [(str(year), str(year), year == self.year) for year in self.years]
        return [
            {"name": "topic", "label": _("Topic"), "all": _("All topics"), "options": topics},
            {"name": "year", "label": _("Year"), "all": _("All years"), "options": years},
        ]

    def chosen(self) -> list[dict]:
        """Each filter in force, in words, with the address of the list without it."""
        found = []
        if self.topic:
            found.append({"text": self.topic.name, "url": self.url(topic=None)})
        if self.year:
            found.append({"text": str(self.year), "url": self.url(year=None)})
        return found


def _one_of(offered: dict, asked: str):
    if asked and asked not in offered:
        raise Http404
    return offered.get(asked)
