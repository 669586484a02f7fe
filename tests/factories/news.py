"""Articles and topics, made by the verbs that the newsroom uses; plainly fictional."""

from __future__ import annotations

import datetime as dt
import itertools

import factory
from django.utils import timezone

from inspections.models import Organisation
from news.models import Article, ArticleText, Topic

_numbers = itertools.count(1)


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda number: f"Topic {number}")
    slug = factory.Sequence(lambda number: f"topic-{number}")


class PublisherFactory(factory.django.DjangoModelFactory):
    """The body or inspectorate that says something."""

    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)

    kind = Organisation.Kind.BODY
    name = "Exampleshire Police"
    slug = "exampleshire-police"


def draft_article(by, *, now: dt.datetime | None = None, text: str = "<p>Words.</p>", **fields) -> Article:
    """A draft with one block of text, ready to be submitted; `topics`, `related` and `inspections` are lists."""
    number = next(_numbers)
    several = {name: fields.pop(name) for name in ("topics", "related", "inspections") if name in fields}
    fields = {"title": f"Article {number}", "slug": f"article-{number}", "summary": "What it is about."} | fields
    fields.setdefault("publisher", PublisherFactory())
    article = Article.start(by=by, now=now, **fields)
    for name, values in several.items():
        getattr(article, name).set(values)
    ArticleText.objects.create(parent=article, text=text, ordering=10)
    return article


def released_article(
    by,
    releaser,
    *,
    now: dt.datetime | None = None,
    at: dt.datetime | None = None,
    release: dict | None = None,
    **fields,
) -> Article:
    """An article that `by` wrote and `releaser` released, live from `at` (else from `now`)."""
    now = now or timezone.now()
    article = draft_article(by, now=now, **fields)
    article.submit(by=by, now=now)
    article.release(by=releaser, now=now, at=at, **(release or {}))
    return article


def next_edition(article: Article, by, releaser, *, now: dt.datetime | None = None, at=None, **fields) -> Article:
    """Another released edition of `article`, with a change note."""
    now = now or timezone.now()
    draft = article.new_draft(by=by, now=now)
    for name, value in ({"change_note": "Something changed."} | fields).items():
        setattr(draft, name, value)
    draft.edit(by=by, now=now)
    draft.submit(by=by, now=now)
    draft.release(by=releaser, now=now, at=at)
    return draft
