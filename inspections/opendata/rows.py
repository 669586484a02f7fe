"""The rows of the tables, with the values of each cell as Python has them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from design.templatetags.design import date_machine
from inspections.models import Inspection, InspectionDocument
from publishing.models import Availability, Precision

from . import columns
from .questions import Question
from .results import Result, results

Row = dict[str, Any]

# What a table says of each judgment of a withdrawn inspection, in the place of what was decided.
WITHDRAWN: Row = {"outcome": columns.WITHDRAWN} | dict.fromkeys(
    ("scale", "grade", "grade_rank", "changed_on", "previous_grade", "carried_from", "carried_from_url")
)


def judgment_rows(question: Question) -> Iterator[Row]:
    as_of = moment_text(question.as_of())
    for result in results(question):
        for row in rows_of(result, as_of):
            yield row if result.is_open else row | WITHDRAWN


def rows_of(result: Result, as_of: str) -> Iterator[Row]:
    """One inspection's rows of the table of judgments, with the grades of one that was withdrawn too."""
    edition = result.edition
    shared = _whose(edition) | {"url": page_link(edition), **withdrawal(edition)}
    source_url, licence = source_link(result.source), result.source.licence if result.source else None
    changes = result.last_change
    for judgment in result.judgments:
        grade, change = judgment.grade, changes.get(judgment.key)
        origin, address = result.carried_from.get(judgment.carried_from_id, (None, None))  # type: ignore[arg-type]
        said_on = judgment.reported_on and judgment.reported_on.isoformat()
        yield {
            **shared,
            "edition": edition.public_number,
            "reported_on": said_on or date_machine(edition.reported_on, edition.reported_precision),
            "area_code": judgment.area.code,
            "area": judgment.area.name,
            "area_order": judgment.area.order,
            "sequence": judgment.sequence,
            "outcome": judgment.outcome,
            "scale": grade.scale.code if grade else None,
            "grade": grade.label if grade else None,
            "grade_rank": grade.rank if grade else None,
            "is_current": judgment.key in result.current,
            "changed_on": (date_machine(change.at, change.precision) or None) if change else None,
            "previous_grade": change.before.grade.label if change and change.before.grade else None,
            "carried_from": str(origin) if origin else None,
            "source_url": source_url,
            "licence": licence,
            "as_of": as_of,
            "carried_from_url": settings.SITE_URL + reverse("inspections:inspection", args=[address])
            if address
            else None,
        }


def change_rows(question: Question) -> Iterator[Row]:
    as_of = moment_text(question.as_of())
    for result in results(question, only_regraded=True):
        if result.is_open:
            yield from changes_of(result, as_of)


def changes_of(result: Result, as_of: str) -> Iterator[Row]:
    """One inspection's rows of the table of changes, oldest first."""
    shared = _whose(result.edition)
    for change in result.changes:
        before, after, edition = change.before, change.after, change.edition
        yield {
            **shared,
            "edition": edition.public_number,
            "area_code": after.area.code,
            "area": after.area.name,
            "sequence": after.sequence,
            "changed_on": date_machine(change.at, change.precision) or None,
            "outcome": after.outcome,
            "grade": after.grade.label if after.grade else None,
            "previous_outcome": before.outcome,
            "previous_grade": before.grade.label if before.grade else None,
            "reason": edition.regrade_reason or None,
            "source": edition.regrade_source or None,
            "source_url": edition.regrade_source_url or None,
            "as_of": as_of,
        }


def _whose(edition: Inspection) -> Row:
    return {
        "document_uuid": str(edition.document.uuid),
        "body_code": edition.body.slug,
        "body": edition.body_name,
        "programme": edition.framework.programme.slug,
        "framework": edition.framework.slug,
        "version": edition.framework.version,
    }


def withdrawal(edition: Inspection) -> dict[str, str | None]:
    """When and why it was withdrawn, if it was."""
    is_withdrawn = edition.availability == Availability.WITHDRAWN
    return {
        "withdrawn_on": date_machine(edition.live_from, Precision.DAY) if is_withdrawn else None,
        "notice": edition.notice if is_withdrawn else None,
    }


def page_link(edition: Inspection) -> str:
    return settings.SITE_URL + edition.get_absolute_url()


def data_as_it_was(edition: Inspection) -> str:
    """The path of what `edition` said, for programs, also when another has taken its place."""
    return f"{edition.get_absolute_url()}data.json?as_of={moment_text(edition.live_from)}"  # type: ignore[arg-type]


def source_link(source: InspectionDocument | None) -> str | None:
    if source is None:
        return None
    return settings.SITE_URL + source.file.get_absolute_url() if source.file else source.url


def moment_text(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


ROWS: dict[str, Callable[[Question], Iterator[Row]]] = {"judgments": judgment_rows, "changes": change_rows}
