"""Years of inspections loaded in bulk: the rows that the newsroom's verbs leave, without running a verb for each.

Fingerprints are left out, so verify_editions would rightly complain. What a release costs, import_round measures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from bench.fictional import Country, grades
from inspections.models import (
    Framework,
    Grade,
    Inspection,
    InspectionDocument,
    Judgment,
    Organisation,
    OverviewEntry,
    Programme,
    Tally,
)
from inspections.models.frameworks import Area, GradeScale
from inspections.models.overview_entries import entries_from
from publishing.models import FOREVER, Availability, Document, Listing, ListingFacet, Precision, SlugClaim, State

CHUNK = 500
KIND = "inspections.inspection"
REGRADED_ONE_IN = 100  # in the last round
WAITING, OF = 2, 5  # bodies that the last round has not come to: more than a page of them, in the smallest country too


def load_round(country: Country, framework: Framework, by: User) -> int:
    """Store what one round found, as released on the day of each report. Returns the number of judgments."""
    place = country.frameworks.index(framework)
    after = country.frameworks[place + 1 : place + 2]
    taken_over = {body.pk: _nine(day) for later in after for body, day, _found in _reports(country, later)}
    reports, count = _reports(country, framework), 0
    while chunk := list(islice(reports, CHUNK)):
        with transaction.atomic():
            count += _load(chunk, country, framework, by, taken_over)
    return count


def _reports(country: Country, framework: Framework) -> Iterator[Any]:
    """Some bodies miss the last of several rounds."""
    is_last = len(country.frameworks) > 1 and framework == country.frameworks[-1]
    for number, report in enumerate(grades(country, framework)):
        if not is_last or number % OF >= WAITING:
            yield report


def _nine(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def freeze(now: dt.datetime) -> None:
    """As the first release does."""
    for model in (Organisation, Programme, Framework, Area, Grade, GradeScale):
        model.objects.filter(frozen_at=None).update(frozen_at=now)


def _load(chunk: list[Any], country: Country, framework: Framework, by: User, taken_over: dict[int, Any]) -> int:
    areas, scale = country.areas[framework.pk], country.grades
    documents = Document.objects.bulk_create(
        Document(kind=KIND, working_title=f"{framework.title}: {body.name}") for body, _day, _found in chunk
    )
    editions, judged = [], []
    for document, (body, day, found) in zip(documents, chunk, strict=True):
        given = [found]
        if framework == country.frameworks[-1] and document.pk % REGRADED_ONE_IN == 0:
            given.append([scale[found[0].rank % len(scale)], *found[1:]])  # another grade for the first area
        for number, row in enumerate(given, start=1):
            own = [Judgment(area=area, grade=grade, outcome="graded") for area, grade in zip(areas, row, strict=True)]
            edition = _edition(document, number, body, day, framework, by, is_now=number == len(given))
            edition.summary = Tally.of(own).sentence
            editions.append(edition)
            judged.append(own)
    Inspection.objects.bulk_create(editions)
    for edition, own in zip(editions, judged, strict=True):
        for judgment in own:
            judgment.inspection = edition
    rows = Judgment.objects.bulk_create([judgment for own in judged for judgment in own])
    InspectionDocument.objects.bulk_create(
        InspectionDocument(inspection=edition, title="The report", url="https://examiners.example/", licence="ogl-3")
        for edition in editions
    )
    _list(editions, framework)
    _enter(editions, judged, areas, taken_over)
    return len(rows)


def _enter(
    editions: list[Inspection], judged: list[list[Judgment]], areas: list[Area], taken_over: dict[int, Any]
) -> None:
    """Their entries in overviews."""
    entries = []
    both = zip(editions, judged, strict=True)
    for _document, group in groupby(both, key=lambda pair: pair[0].document_id):
        own = list(group)
        edition = own[0][0]
        rows = [
            (row.inspection_id, row.area_id, row.outcome, row.grade_id, row.grade.rank)
            for _one, given in own
            for row in given
        ]
        for said in entries_from([one for one, _given in own], rows, [area.pk for area in areas]):
            whose = {"framework": edition.framework, "body": edition.body, "sorts_as": edition.body.sorts_as}
            entries.append(OverviewEntry(**whose, **said, last_until=taken_over.get(edition.body_id, FOREVER)))
    OverviewEntry.objects.bulk_create(entries)


def _edition(
    document: Document, number: int, body: Organisation, day: dt.date, framework: Framework, by: User, *, is_now: bool
) -> Inspection:
    said = _nine(day)
    starts = [said, said + dt.timedelta(days=100)]
    return Inspection(
        document=document,
        number=number,
        is_head=is_now,
        state=State.RELEASED,
        live_from=starts[number - 1],
        live_until=FOREVER if is_now else starts[number],
        public_timestamp=starts[number - 1],
        public_precision=Precision.DAY,
        title=document.working_title,
        slug=f"{body.slug}-{framework.slug}",
        change_note="" if number == 1 else "A grade was changed.",
        regrade_reason="" if number == 1 else "It rested on wrong data.",
        regrade_source="" if number == 1 else "The examiners' own page",
        framework=framework,
        body=body,
        reported_on=day,
        **{f"{verb}_by": by for verb in ("created", "edited", "submitted", "released")},
        **{f"{verb}_at": said for verb in ("created", "edited", "submitted", "released")},
    )


def _list(editions: Iterable[Inspection], framework: Framework) -> None:
    """Their addresses, listings and facets."""
    editions = list(editions)
    SlugClaim.objects.bulk_create(
        SlugClaim(kind=KIND, slug=edition.slug, document=edition.document)
        for edition in editions
        if edition.number == 1
    )
    listings = Listing.objects.bulk_create(
        Listing(
            document=edition.document,
            kind=KIND,
            edition_id=edition.pk,
            language="en",
            title=edition.title,
            summary=edition.summary,
            url=edition.get_absolute_url(),
            availability=Availability.OPEN,
            live_from=edition.live_from,
            live_until=edition.live_until,
            public_timestamp=edition.public_timestamp,
            public_precision=edition.public_precision,
            first_public_at=edition.public_timestamp,
            search_text=edition.title,
        )
        for edition in editions
    )
    facets = {"programme": framework.programme.slug, "framework": framework.slug}
    ListingFacet.objects.bulk_create(
        ListingFacet(listing=listing, facet=facet, value=value)
        for listing, edition in zip(listings, editions, strict=True)
        for facet, value in ({"body": edition.body.slug} | facets).items()
    )
