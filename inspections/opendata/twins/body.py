"""A body with all its inspections as JSON, beside its page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from design.templatetags.design import date_machine
from inspections.breaks import Break, Cell, Linked
from inspections.models import Inspection, Organisation
from inspections.models.periods import london_day
from inspections.opendata.questions import Question
from inspections.opendata.results import Result, results
from inspections.opendata.rows import moment_text
from inspections.pages import newest_first, open_findings
from inspections.taken_down import sentence_on
from inspections.trends import ProgrammeHistory, Run, histories
from inspections.voices import Voice, exchanges
from publishing.models import Precision

from . import evidence
from .summary import Notes, Said, card_of, day_text, news, summary


def body_twin(body: Organisation, question: Question) -> dict[str, Any]:
    """The body and every inspection of it that readers may see, oldest first; how their grades compare, what each side
    said, and what is left to do."""
    found = list(results(Question(question.now, question.at, body=body.slug)))
    editions = [result.edition for result in found]
    prefetch_related_objects(editions, "framework__default_scale__grades")
    standing = newest_first(result.edition for result in found if result.is_open)
    notes = Notes(found, question)
    before = body.predecessor_at(question.at)
    return {
        "code": body.slug,
        "name": body.name_on(london_day(question.at)),
        "url": settings.SITE_URL + body.get_absolute_url(),
        "sector": body.sector or None,
        "region": body.region or None,
        "codes": body.codes,
        "website": body.url or None,
        "opened_on": day_text(body.opened_on),
        "closed_on": day_text(body.closed_on),
        "predecessor": before.slug if before else None,
        "predecessor_name": before.name_on(london_day(question.at)) if before else None,
        "as_of": moment_text(question.as_of()),
        "inspections": [_listed(result, notes) for result in found],
        "programmes": [_programme(history) for history in histories(map(card_of, found))],
        "answers": [
            {
                "document_uuid": _uuid(exchange.edition),
                "inspectorate": _voice(exchange.inspectorate),
                "body": _voice(exchange.body),
            }
            for exchange in exchanges(standing, question.at, question.now)
        ],
        "open_findings": [
            {"document_uuid": _uuid(edition)} | evidence.open_finding(finding)
            for edition, findings in open_findings(standing)
            for finding in findings
        ],
        "news": news(editions, question),
    }


def _uuid(edition: Inspection) -> str:
    return str(edition.document.uuid)


def _listed(result: Result, notes: Notes) -> Said:
    """An inspection beside others: of a withdrawn one its notice, and nothing of what it says."""
    said = summary(result) | {"later_report": _taken_down(result.later_gone)}
    if result.is_open:
        return {**said, **notes.judged(result)}
    return {**said, "summary": "", "tally": None, "declared": None, "judgments": [], "changes": []}


def _taken_down(gone: Inspection | None) -> dict[str, str] | None:
    if gone is None:
        return None
    return {"taken_down_on": date_machine(gone.live_from, Precision.DAY), "text": sentence_on(gone)}


def _programme(history: ProgrammeHistory) -> Said:
    """Which inspections may be compared with each other, and what parts the others; the newest first."""
    runs = [item for item in history.items if isinstance(item, Run)]
    breaks = [item for item in history.items if isinstance(item, Break)]
    return {
        "code": history.programme.slug,
        "name": history.programme.name,
        "runs": [_run(run) for run in runs],
        "breaks": [_break(item) for item in breaks],
    }


def _run(run: Run) -> Said:
    areas = [
        {
            "area_code": row.area.code,
            "area": row.area.name,
            "judgments": [_cell(cell) for cell in row.cells if cell.judgment],
        }
        for row in run.rows
    ]
    return {
        "framework": run.cards[0].edition.framework.slug,
        "inspections": [_uuid(card.edition) for card in run.cards],
        "areas": areas,
    }


def _cell(cell: Cell) -> Said:
    """A judgment, and in a word how it differs from the one before it, if that may be said."""
    return {
        "document_uuid": _uuid(cell.card.edition),
        "outcome": cell.judgment.outcome if cell.judgment else None,
        "grade": cell.judgment.grade.label if cell.judgment and cell.judgment.grade else None,
        "changed": cell.changed or None,
        "regraded": cell.regraded or None,
    }


def _break(item: Break) -> Said:
    return {
        "later": _uuid(item.later.edition),
        "later_framework": item.later.edition.framework.slug,
        "earlier": _uuid(item.earlier.edition),
        "earlier_framework": item.earlier.edition.framework.slug,
        "reason": item.reason,
        "areas": [_linked(row) for row in item.linked],
    }


def _linked(row: Linked) -> Said:
    """Two areas that a source speaks of, and whether their grades may be compared."""
    link: Any = row.link
    return {
        "area_code": link.to_area.code,
        "area": link.to_area.name,
        "earlier_area_code": link.from_area.code,
        "earlier_area": link.from_area.name,
        "comparable": link.comparable,
        "kind": link.kind,
        "reason": link.reason,
        "source": link.source or None,
        "source_url": link.source_url or None,
        "is_on_other_scale": row.is_on_other_scale,
        "later": _cell(row.after),
        "earlier": _cell(row.before),
    }


def _voice(voice: Voice) -> Said:
    """What one side said, or how it begins."""
    return {
        "name": voice.speaker,
        "words": voice.words or None,
        "person": voice.by or None,
        "is_summary": voice.is_summary,
        "title": voice.title or None,
        "url": settings.SITE_URL + voice.url,
    }
