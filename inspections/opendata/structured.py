"""What pages say of themselves to search engines, in the words of schema.org."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from design.templatetags.design import date_machine
from inspections.cards import GradeCard
from inspections.models import Inspection, Organisation

from .columns import Dataset
from .rows import moment_text

Thing = dict[str, Any]
_CONTEXT: Thing = {"@context": "https://schema.org"}


def inspection_thing(card: GradeCard) -> Thing:
    """A Report whose parts are Reviews: a grade is one inspectorate's judgment of one aspect, never an average.

    Nothing for what was withdrawn. No query: the rows of a card know the best rank of their scale.
    """
    edition = card.edition
    if card.is_withdrawn:
        return {}
    body, author = _body(edition.body, edition.body_name), _inspectorate(edition)
    thing = _CONTEXT | _report(edition) | {"about": body, "publisher": author, "author": author}
    thing["hasPart"] = [
        _review(row, body, author) for row in card.judgments if row.grade and not row.is_carried_forward
    ]
    if corrections := [_correction(change) for change in card.changes]:
        thing["correction"] = corrections
    return thing


def body_thing(body: Organisation, name: str, cards: Iterable[GradeCard]) -> Thing:
    """The body as a GovernmentOrganization (it is no place), with the reports about it."""
    reports = [_report(card.edition) for card in cards if not card.is_withdrawn]
    thing = _CONTEXT | _body(body, name)
    if body.url:
        thing["sameAs"] = body.url
    if reports:
        thing["subjectOf"] = reports
    return thing


def dataset_thing(dataset: Dataset, licence_url: str, changed_at: dt.datetime | None) -> Thing:
    changed = {"dateModified": moment_text(changed_at)} if changed_at else {}
    return (
        _CONTEXT
        | changed
        | {
            "@type": "Dataset",
            "name": str(dataset.title),
            "description": str(dataset.about),
            "url": f"{settings.SITE_URL}/data/#{dataset.name}",
            "license": licence_url,
            "isAccessibleForFree": True,
            "creator": {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"},
            "variableMeasured": dataset.names,
            "distribution": [
                {"@type": "DataDownload", "encodingFormat": form, "contentUrl": settings.SITE_URL + path}
                for form, path in (("text/csv", dataset.csv_path), ("application/json", dataset.json_path))
            ],
        }
    )


def _report(edition: Inspection) -> Thing:
    return {
        "@type": "Report",
        "@id": settings.SITE_URL + edition.get_absolute_url(),
        "url": settings.SITE_URL + edition.get_absolute_url(),
        "identifier": edition.document.uuid.urn,
        "name": edition.title,
        "description": edition.summary,
        "datePublished": date_machine(edition.reported_on, edition.reported_precision),
        "inLanguage": edition.document.language,
    }


def _body(body: Organisation, name: str) -> Thing:
    url = settings.SITE_URL + body.get_absolute_url()
    return {"@type": "GovernmentOrganization", "@id": url, "name": name, "url": url}


def _inspectorate(edition: Inspection) -> Thing:
    inspectorate = edition.framework.programme.inspectorate
    thing = {"@type": "GovernmentOrganization", "name": edition.inspectorate_name}
    return thing | ({"url": inspectorate.url} if inspectorate.url else {})


def _review(judgment: Any, body: Thing, author: Thing) -> Thing:
    grade = judgment.grade
    return {
        "@type": "Review",
        "itemReviewed": {"@id": body["@id"], "@type": body["@type"], "name": body["name"]},
        "author": author,
        "reviewAspect": judgment.area.name,
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": grade.rank,
            "worstRating": 1,
            "bestRating": judgment.best_rank,
            "alternateName": grade.label,
        },
    }


def _correction(change: Any) -> Thing:
    day = date_machine(change.at, change.precision)
    return {"@type": "CorrectionComment", "text": change.sentence} | ({"datePublished": day} if day else {})
