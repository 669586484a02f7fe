"""Narrowing the list of news by topic and year, and to what is about an inspection or a body."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from inspections.models import Inspection

from .models import Article, ArticleQuerySet, Topic


@dataclass(frozen=True)
class Subject:
    """An inspection or a body that articles are about: its name and value in the address, what readers call it, and
    the inspections that articles would point to."""

    field: str
    value: str
    name: str
    inspections: tuple[str, ...]


@dataclass(frozen=True)
class ArticleFilter:
    """What the list of news can be narrowed by, and what this reader has chosen."""

    topics: list[Topic]
    years: list[int]
    topic: Topic | None = None
    year: int | None = None
    subjects: tuple[Subject, ...] = ()

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
            subjects=tuple(_subjects(asked, at)),
        )

    def narrow(self, articles: ArticleQuerySet) -> ArticleQuerySet:
        if self.topic:
            articles = articles.about(self.topic)
        for subject in self.subjects:
            articles = articles.about_inspections(subject.inspections)
        return articles.of_year(self.year) if self.year else articles

    @property
    def all_url(self) -> str:
        return reverse("news:list")

    def url(self, **changes: str | None) -> str:
        """The list's address with these filters; a change that is None leaves that one out."""
        chosen = {"topic": self.topic and self.topic.slug, "year": self.year} | dict(self.kept) | changes
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"{self.all_url}?{query}" if query else self.all_url

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form sends along: it is chosen on another page."""
        return [(subject.field, subject.value) for subject in self.subjects]

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
        found += [{"text": subject.name, "url": self.url(**{subject.field: None})} for subject in self.subjects]
        return found


def _subjects(asked: QueryDict, at: dt.datetime) -> Iterator[Subject]:
    """The inspection and the body asked for. One that readers find nothing about is a 404."""
    readable = Inspection.objects.readable(at).select_related("document", "body")
    if value := asked.get("inspection"):
        inspection = readable.filter(document__uuid=_uuid(value)).first()
        if inspection is None:
            raise Http404
        uuid = str(inspection.document.uuid)
        yield Subject("inspection", uuid, inspection.title, (uuid,))
    if value := asked.get("body"):
        inspections = list(readable.filter(body__slug=value[:200]))
        if not inspections:
            raise Http404
        uuids = tuple(str(inspection.document.uuid) for inspection in inspections)
        yield Subject("body", value, inspections[0].body.name, uuids)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _one_of(offered: dict, asked: str):
    if asked and asked not in offered:
        raise Http404
    return offered.get(asked)
