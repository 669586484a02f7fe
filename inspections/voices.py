"""How inspectors and the body begin what they say of an inspection: side by side, never as one text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Cast

from publishing import richtext
from publishing.models import Listing

from .models import Inspection, InspectionBlock, InspectionDocument

MOST = 400  # characters of each side: enough to tell what it says, and no more than both fit on a screen


@dataclass
class Voice:
    """One side: who speaks, how it begins, and where the rest stands."""

    speaker: str
    words: str
    url: str
    title: str = ""  # of the article or document it says this in
    by: str = ""  # the person whose own words these are
    is_summary: bool = False  # the site's own, for want of the inspectorate's words


@dataclass
class Exchange:
    """An inspection that its body has answered, with both sides."""

    edition: Inspection
    inspectorate: Voice
    body: Voice


class Said(NamedTuple):
    """A row of what one side said: `what` is the region of a block, or “document” or “article”.

    `about` is the edition it belongs to, or the uuid of the document an article cites. Of a block `title` and `who` are
    the speaker and their role, of a document its title and publisher, of an article its title and publisher's slug.
    """

    what: str
    about: str
    since: dt.datetime
    text: str
    title: str
    who: str
    url: str


def exchanges(editions: Sequence[Inspection], at: dt.datetime, now: dt.datetime | None = None) -> list[Exchange]:
    """Those of `editions` that their body has answered, in the order given. One query.

    With a `now` later than `at`, without the articles that were taken away in between.
    """
    said: dict[tuple[str, str], Said] = {}
    for row in sorted(map(Said._make, _rows(editions, at, now)), key=lambda row: row.since):
        # Of several articles of one side the first: what it said when the report came.
        said.setdefault((f"{row.what} {row.who}" if row.what == "article" else row.what, row.about), row)
    found = []
    for edition in editions:
        if body := _body(edition, said):
            found.append(Exchange(edition, _inspectorate(edition, said), body))
    return found


def _body(edition: Inspection, said: dict[tuple[str, str], Said]) -> Voice | None:
    url = f"{edition.get_absolute_url()}#response"
    if block := said.get(("response", str(edition.pk))):
        return _own_words(edition.body_name, block, url)
    if paper := said.get(("document", str(edition.pk))):
        return Voice(paper.who or edition.body_name, "", url, title=paper.title)
    return _article(edition.body_name, said.get((f"article {edition.body.slug}", str(edition.document.uuid))))


def _inspectorate(edition: Inspection, said: dict[tuple[str, str], Said]) -> Voice:
    inspectorate, name = edition.framework.programme.inspectorate, edition.inspectorate_name
    if (block := said.get(("main", str(edition.pk)))) and block.text:
        return _own_words(name, block, edition.get_absolute_url())
    article = _article(name, said.get((f"article {inspectorate.slug}", str(edition.document.uuid))))
    return article or Voice(name, edition.summary, edition.get_absolute_url(), is_summary=True)


def _own_words(speaker: str, block: Said, url: str) -> Voice:
    by = ", ".join(filter(None, [block.title, block.who]))
    return Voice(speaker, richtext.opening(block.text, MOST), url, by=by)


def _article(speaker: str, article: Said | None) -> Voice | None:
    return Voice(speaker, richtext.opening(article.text, MOST), article.url, title=article.title) if article else None


def _rows(editions: Sequence[Inspection], at: dt.datetime, now: dt.datetime | None = None) -> models.QuerySet:
    """The first block of each region, the first document in which the body answers, and every article that the body or
    the inspectorate publishes about one of `editions`, with the fields of Said."""
    pks, uuids = [edition.pk for edition in editions], [str(edition.document.uuid) for edition in editions]
    speakers = {edition.body.slug for edition in editions}
    speakers |= {edition.framework.programme.inspectorate.slug for edition in editions}
    empty, then = Value("", output_field=models.TextField()), Value(at, output_field=models.DateTimeField())

    # Words before pictures and figures: those say nothing by themselves.
    wordless = models.Case(models.When(text="", then=1), default=0)
    blocks = InspectionBlock.objects.filter(parent=OuterRef("parent"), region=OuterRef("region"))
    first = InspectionBlock.objects.filter(
        parent__in=pks, pk=Subquery(blocks.order_by(wordless, "ordering", "pk").values("pk")[:1])
    )
    answers = InspectionDocument.objects.filter(
        inspection=OuterRef("inspection"), kind=InspectionDocument.Kind.RESPONSE
    )
    papers = InspectionDocument.objects.filter(inspection__in=pks, pk=Subquery(answers.order_by("pk").values("pk")[:1]))
    # By value, which an index leads to: a subquery by listing would read the publisher of every article there is.
    articles = (
        Listing.objects.public(at)
        .alias(cited=_facet("inspection"), publisher=_facet("publisher"))
        .filter(cited__value__in=uuids, publisher__value__in=speakers)
    )
    if now and now > at:
        articles = articles.still_readable(now)
    rows = first.order_by().values_list(
        "region", Cast("parent_id", models.CharField()), then, "text", "speaker", "role", empty
    )
    return rows.union(
        papers.order_by().values_list(
            *(Value("document"), Cast("inspection_id", models.CharField()), then, empty, "title", "publisher", empty)
        ),
        articles.order_by().values_list(
            *(Value("article"), "cited__value", "first_public_at", "summary", "title", "publisher__value", "url")
        ),
        all=True,
    )


def _facet(name: str) -> models.FilteredRelation:
    return models.FilteredRelation("facets", condition=models.Q(facets__facet=name))
