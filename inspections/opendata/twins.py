"""Inspections and bodies as JSON, beside their pages and with the ids of the tables."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from design.templatetags.design import date_machine
from inspections.models import Finding, Inspection, InspectionDocument, Organisation, Statistic
from inspections.models.periods import london_day
from inspections.taken_down import sentence_on
from publishing.history import Moment, PastEdition, every_edition
from publishing.models import TAKES_AWAY, Precision

from .questions import Question
from .results import Result, results
from .rows import changes_of, data_as_it_was, moment_text, page_link, rows_of, source_link, withdrawal

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


def inspection_twin(edition: Inspection, question: Question) -> dict[str, Any]:
    """Everything the page of `edition` says, for programs: of a withdrawn inspection too, with its notice."""
    asked = Question(question.now, question.at, body=edition.body.slug, programme=edition.framework.programme.slug)
    result = next(row for row in results(asked) if row.edition.document_id == edition.document_id)
    return {
        **_summary(result),
        "as_of": moment_text(question.as_of()),
        "revisits": _revisited(edition, question),
        "lead_inspector": {"name": edition.lead_name, "title": edition.lead_title} if edition.lead_name else None,
        "fieldwork": _period(edition, "fieldwork"),
        "evidence": _period(edition, "evidence"),
        **_judged(result),
        "findings": [_finding(row) for row in edition.findings.with_statuses()],
        "practices": [
            {"kind": row.kind, "area_code": row.area.code if row.area else None, "title": row.title, "text": row.text}
            for row in edition.practices.select_related("area")
        ],
        "statistics": [_statistic(row) for row in edition.statistics.all()],
        "documents": [_document(row) for row in edition.documents.select_related("file")],
        "history": [_past(past) for past in every_edition(edition.history(question.at))],
    }


def body_twin(body: Organisation, question: Question) -> dict[str, Any]:
    """The body and every inspection of it that readers may see, oldest first."""
    asked = Question(question.now, question.at, body=body.slug)
    before = body.predecessor_at(question.at)
    return {
        "code": body.slug,
        "name": body.name_on(london_day(question.at)),
        "url": settings.SITE_URL + body.get_absolute_url(),
        "sector": body.sector or None,
        "region": body.region or None,
        "codes": body.codes,
        "website": body.url or None,
        "opened_on": _day(body.opened_on),
        "closed_on": _day(body.closed_on),
        "predecessor": before.slug if before else None,
        "as_of": moment_text(question.as_of()),
        "inspections": [_listed(result) for result in results(asked)],
    }


def _listed(result: Result) -> dict[str, Any]:
    """An inspection beside others: of a withdrawn one its notice, and nothing of what it says."""
    said = _summary(result) | {"later_report": _taken_down(result.later_gone)}
    if result.is_open:
        return {**said, **_judged(result)}
    return {**said, "summary": "", "judgments": [], "changes": []}


def _taken_down(gone: Inspection | None) -> dict[str, str] | None:
    if gone is None:
        return None
    return {"taken_down_on": date_machine(gone.live_from, Precision.DAY), "text": sentence_on(gone)}


def _summary(result: Result) -> dict[str, Any]:
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
        "availability": edition.availability,
        **withdrawal(edition),
        "body": {"code": edition.body.slug, "name": edition.body_name},
        "inspectorate": {"code": programme.inspectorate.slug, "name": edition.inspectorate_name},
        "programme": {"code": programme.slug, "name": programme.name},
        "framework": {"code": framework.slug, "version": framework.version, "title": framework.title},
        "reported_on": date_machine(edition.reported_on, edition.reported_precision) or None,
        "source_url": source_link(result.source),
        "licence": result.source.licence if result.source else None,
    }


def _judged(result: Result) -> dict[str, Any]:
    """The rows of the tables, without what the inspection says above them."""
    return {
        name: [{key: value for key, value in row.items() if key not in SAID_ABOVE} for row in rows]
        for name, rows in (("judgments", rows_of(result, "")), ("changes", _told(result)))
    }


def _told(result: Result) -> list[dict[str, Any]]:
    # Here the source is that of the change, not of the report: it goes by another name, so that it is kept.
    return [row | {"stated_at": row["source_url"]} for row in changes_of(result, "")]


def _past(past: PastEdition) -> dict[str, Any]:
    edition = past.edition
    return {
        "edition": past.number,
        "on": _known(past.moment),
        "here_since": moment_text(edition.live_from),
        "is_minor": past.is_minor,
        "note": past.moment.note,
        "data_url": None if edition.availability in TAKES_AWAY else settings.SITE_URL + data_as_it_was(edition),
    }


def _known(change: Moment) -> str | None:
    """When, to the day at most."""
    precision = Precision.DAY if change.precision == Precision.MINUTE else change.precision
    return date_machine(change.at, precision) or None


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _revisited(edition: Inspection, question: Question) -> str | None:
    """The uuid of the inspection that it looked at again, if readers found that one then and may still read it."""
    found = Inspection.objects.live(question.at).still_readable(question.now).filter(document=edition.revisits_id)
    uuid = found.values_list("document__uuid", flat=True).first() if edition.revisits_id else None
    return str(uuid) if uuid else None


def _period(edition: Inspection, name: str) -> dict[str, Any] | None:
    precision = getattr(edition, f"{name}_precision")
    ends = {end: date_machine(getattr(edition, f"{name}_{end}"), precision) or None for end in ("from", "to")}
    return ends if any(ends.values()) else None


def _finding(finding: Finding) -> dict[str, Any]:
    statuses = [
        {
            "on": _day(row["on"]),
            "status": str(row["status"]),
            "code": row["code"],
            "note": row["note"],
            "source": row["source"] or None,
        }
        for row in finding.history  # type: ignore[attr-defined]
    ]
    return {
        "ref": finding.ref,
        "parent_ref": finding.parent_ref,  # type: ignore[attr-defined]
        "kind": finding.kind,
        "accelerated": finding.accelerated,
        "area_code": finding.area.code if finding.area else None,
        "text": finding.text,
        "addressee": finding.addressee or None,
        "due_on": _day(finding.due_on),
        "statuses": statuses,
    }


def _statistic(row: Statistic) -> dict[str, Any]:
    return {
        "label": row.label,
        "value": float(row.value),
        "unit": row.unit,
        "qualifier": row.qualifier,
        "plus_minus": float(row.plus_minus) if row.plus_minus is not None else None,
        "period": row.period or None,
        "comparator": row.comparator or None,
        "rank_of": row.rank_of,
    }


def _document(row: InspectionDocument) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "title": row.title,
        "url": source_link(row),
        "publisher": row.publisher or None,
        "published_on": _day(row.published_on),
        "licence": row.licence or None,
    }
