"""An inspection as JSON, beside its page."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from design.templatetags.design import date_machine
from inspections.models import Inspection
from inspections.opendata.questions import Question
from inspections.opendata.results import results
from inspections.opendata.rows import data_as_it_was, moment_text, page_link
from inspections.pages import around_revisits
from publishing.history import Moment, PastEdition, every_edition
from publishing.models import TAKES_AWAY, Precision

from . import evidence
from .summary import Notes, Said, card_of, news, summary


def inspection_twin(edition: Inspection, question: Question) -> dict[str, Any]:
    """Everything the page of `edition` says, for programs: of a withdrawn inspection too, with its notice."""
    asked = Question(question.now, question.at, body=edition.body.slug, programme=edition.framework.programme.slug)
    result = next(row for row in results(asked) if row.edition.document_id == edition.document_id)
    findings = edition.findings.with_statuses()
    related = _related(edition, question)
    return {
        **summary(result),
        "as_of": moment_text(question.as_of()),
        "revisits": next((row["document_uuid"] for row in related if row["relation"] == "revisit_of"), None),
        "related": related,
        "lead_inspector": {"name": edition.lead_name, "title": edition.lead_title} if edition.lead_name else None,
        "fieldwork": _period(edition, "fieldwork"),
        "evidence": _period(edition, "evidence"),
        "deferred_reason": edition.deferred_reason or None,
        "follow_up_status": edition.follow_up_status or None,
        "monitoring_note": edition.monitoring_note or None,
        **Notes([result], question).judged(result),
        "tally_explanation": edition.tally_explanation or None,
        "area_names_note": card_of(result).wording or None,
        "blocks": evidence.blocks(edition, question.at),
        "findings": evidence.findings(findings),
        "findings_tally": evidence.tracker(findings),
        "practices": evidence.practices(edition),
        "statistics": [evidence.statistic(row) for row in edition.statistics.all()],
        "documents": [evidence.document(row) for row in edition.documents.select_related("file")],
        "news": news([edition], question),
        "history": [_past(past) for past in every_edition(edition.history(question.at))],
    }


def _related(edition: Inspection, question: Question) -> list[Said]:
    """The inspection that it looked at again, and those that did so with it, as far as readers may still read them."""
    rows = Inspection.objects.live(question.at).still_readable(question.now).filter(around_revisits(edition))
    return [
        {
            "relation": "revisit_of" if row.document_id == edition.revisits_id else "revisited_by",
            "document_uuid": str(row.document.uuid),
            "title": row.title,
            "url": page_link(row),
            "availability": row.availability,
        }
        for row in rows.select_related("document").order_by("reported_on", "pk")
    ]


def _past(past: PastEdition) -> Said:
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


def _period(edition: Inspection, name: str) -> Said | None:
    precision = getattr(edition, f"{name}_precision")
    ends = {end: date_machine(getattr(edition, f"{name}_{end}"), precision) or None for end in ("from", "to")}
    return ends if any(ends.values()) else None
