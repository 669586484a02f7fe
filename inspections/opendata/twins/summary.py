"""What the JSON says of an inspection, on its own and in the list of a body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings

from design.templatetags.design import date_machine
from inspections.cards import GradeCard
from inspections.models import Inspection, Judgment
from inspections.opendata.questions import Question
from inspections.opendata.results import Result
from inspections.opendata.rows import changes_of, page_link, rows_of, source_link, withdrawal
from inspections.pages import NEWS_SHOWN, newest_news
from publishing.models import Precision

Said = dict[str, Any]

# What an inspection says once, above its rows.
SAID_ABOVE = {
    *(
        "document_uuid",
        "body_code",
        "body",
        "programme",
        "framework",
        "version",
        "url",
        "source_url",
        "licence",
        "as_of",
    ),
    *("withdrawn_on", "notice"),
}


def card_of(result: Result) -> GradeCard:
    """What the page shows the grades of `result` by."""
    return GradeCard(result.edition, result.judgments, result.changes)


def summary(result: Result) -> Said:
    edition, framework = result.edition, result.edition.framework
    programme = framework.programme
    url = page_link(edition)
    return {
        "document_uuid": str(edition.document.uuid),
        "edition": edition.public_number,
        "url": url,
        "data_url": f"{url}data.json",
        "title": edition.title,
        "summary": edition.summary,
        "kind": edition.kind,
        "language": edition.document.language,
        "availability": edition.availability,
        **withdrawal(edition),
        "body": {"code": edition.body.slug, "name": edition.body_name},
        "inspectorate": {"code": programme.inspectorate.slug, "name": edition.inspectorate_name},
        "programme": {"code": programme.slug, "name": programme.name},
        "framework": {
            "code": framework.slug,
            "version": framework.version,
            "title": framework.title,
            "scope_note": framework.scope_note or None,
        },
        "reported_on": date_machine(edition.reported_on, edition.reported_precision) or None,
        "source_url": source_link(result.source),
        "licence": result.source.licence if result.source else None,
    }


class Notes:
    """What inspectors wrote beside the grades of some inspections, and where carried ones came from: read at once.

    Two queries, or one when no grade was carried forward; the tables, which have neither, read none of it.
    """

    def __init__(self, results: Sequence[Result], question: Question) -> None:
        judgments = [judgment for result in results for judgment in result.judgments]
        words = Judgment.objects.filter(inspection__in=[result.edition.pk for result in results])
        self._words = {pk: said for pk, *said in words.values_list("pk", "summary", "note")}
        carried = {judgment.carried_from_id for judgment in judgments if judgment.carried_from_id}
        origins = Inspection.objects.live(question.at).still_readable(question.now).filter(document__in=carried)
        self._origins = {origin.document_id: origin for origin in (origins if carried else ())}

    def judged(self, result: Result) -> Said:
        """How often each grade was given, and the rows of the tables without what the inspection says above them."""
        card = card_of(result)
        judgments = [
            _below(row) | self._beside(judgment)
            for row, judgment in zip(rows_of(result, ""), result.judgments, strict=True)
        ]
        changes = [
            # Here the source is that of the change, not of the report: it goes by another name, so that it is kept.
            _below(row | {"stated_at": row["source_url"]}) | {"sentence": change.sentence}
            for row, change in zip(changes_of(result, ""), result.changes, strict=True)
        ]
        return {"tally": _tally(card), "declared": _declared(card), "judgments": judgments, "changes": changes}

    def _beside(self, judgment: Judgment) -> Said:
        summary, note = self._words[judgment.pk]
        origin = self._origins.get(judgment.carried_from_id)  # type: ignore[arg-type]
        return {
            "area_short_name": judgment.area.short_name or None,
            "area_name_is_verified": judgment.area.is_name_verified,
            "summary": summary or None,
            "note": note or None,
            "carried_from_title": origin.title if origin else None,
            "carried_from_reported_on": date_machine(origin.reported_on, origin.reported_precision) if origin else None,
        }


def _below(row: Said) -> Said:
    return {name: value for name, value in row.items() if name not in SAID_ABOVE}


def _tally(card: GradeCard) -> Said:
    tally = card.tally
    numbers = ("areas", "graded", "ungraded", "pending", "not_held", "carried")
    return {
        "sentence": tally.sentence,
        **{name: getattr(tally, name) for name in numbers},
        "grades": [{"code": grade.code, "grade": grade.label, "number": number} for grade, number in tally.counts],
    }


def _declared(card: GradeCard) -> Said | None:
    """The inspectorate's own count, if it gives one."""
    edition = card.edition
    if not edition.declared_tally and edition.declared_graded is None and edition.declared_areas is None:
        return None
    return {
        "sentence": card.declared or None,
        "areas": edition.declared_areas,
        "graded": edition.declared_graded,
        "grades": edition.declared_tally,
    }


def news(editions: Iterable[Inspection], question: Question) -> list[Said]:
    """The newest articles about these inspections, as their page shows them; none that was taken away since."""
    rows = newest_news(editions, question.at).still_readable(question.now)[:NEWS_SHOWN]
    return [
        {
            "title": row.title,
            "url": settings.SITE_URL + row.url,
            "summary": row.summary,
            "published_on": date_machine(row.public_timestamp, _to_the_day(row.public_precision)) or None,
        }
        for row in rows
    ]


def _to_the_day(precision: str) -> str:
    return Precision.DAY if precision == Precision.MINUTE else precision


def day_text(day: Any) -> str | None:
    return day.isoformat() if day else None
