"""What the pages of inspections and bodies show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from design.templatetags.design import date_text
from publishing.history import every_edition
from publishing.models import TAKES_AWAY, Availability, Listing, ListingQuerySet, blocks_of

from .cards import GradeCard, card_with_editions, cards_of, origins_of
from .models import Area, Finding, GradeChange, Inspection, InspectionDocument, Judgment, Organisation, Practice
from .models.periods import london_day
from .opendata.embeds import body_snippet, snippet
from .opendata.rows import data_as_it_was
from .opendata.structured import body_thing, inspection_thing
from .taken_down import taken_down
from .tracker import tracker_of
from .trends import histories
from .voices import exchanges

NEWS_SHOWN = 5

OPEN_SHOWN = 10  # of each inspection, on the page of the body

MOST_BODIES = 100  # on one page of the list of bodies


@dataclass
class Chapter:
    """What the inspectors wrote about one area, or about the whole when `area` is None.

    An area may have findings and no judgment, as one that its framework does not record.
    """

    area: Area | None
    judgment: Judgment | None
    findings: list[Finding]
    practices: list[Practice]
    origin: dict[str, str] | None = None


def inspection_context(edition: Inspection, at: dt.datetime) -> dict[str, Any]:
    """Everything on the page of `edition` at `at`."""
    card, editions = card_with_editions(edition, at)
    card.origins = origins_of(card.judgments, at)
    blocks = blocks_of(edition, at)
    findings = edition.findings.with_statuses()
    return {
        "inspection": edition,
        "card": card,
        "regrades": regrades(card),
        "facts": facts(edition) + revisit_facts(edition, at),
        "statistics": list(edition.statistics.all()),
        "chapters": chapters(edition, card, findings),
        "tracker": tracker_of(findings),
        "blocks": [block for block in blocks if block.region != "response"],
        "response": [block for block in blocks if block.region == "response"],
        **papers(edition),
        "news": news_about([edition], at, f"inspection={edition.document.uuid}"),
        "changes": history(editions),
        "structured": inspection_thing(card),
        "embed": {} if card.is_withdrawn else snippet(edition, len(card.judgments)),
        "breadcrumbs": [(_("Home"), "/"), (_("Inspections"), "/inspections/"), (edition.title, "")],
    }


def news_about(inspections: Iterable[Inspection], at: dt.datetime, query: str) -> dict[str, Any]:
    """What else on the site is about these inspections, for news/news_about.html: the newest, read from lists alone.

    `query` is what the list of news is narrowed to them by. One query.
    """
    rows = list(newest_news(inspections, at)[: NEWS_SHOWN + 1])
    return {"rows": rows[:NEWS_SHOWN], "has_more": len(rows) > NEWS_SHOWN, "query": query}


def newest_news(inspections: Iterable[Inspection], at: dt.datetime) -> ListingQuerySet:
    """What else on the site is about these inspections, the newest first."""
    uuids = [str(edition.document.uuid) for edition in inspections]
    return Listing.objects.public(at).having("inspection", uuids).newest_first()


def papers(edition: Inspection) -> dict[str, list[InspectionDocument]]:
    """The documents of `edition`: those in which the body answers stand with what else it says. One query."""
    rows = list(edition.documents.select_related("file"))
    answers = [row for row in rows if row.kind == InspectionDocument.Kind.RESPONSE]
    return {"documents": [row for row in rows if row not in answers], "answers": answers}


def history(editions: list[Inspection]) -> list[dict[str, Any]]:
    """Every edition for components/change_history.html, each but the last with a link to its data as it was."""
    rows = []
    for past in every_edition(editions):
        row = {"at": past.moment.at, "precision": past.moment.precision, "note": past.moment.note}
        if past.edition is not editions[-1] and past.edition.availability not in TAKES_AWAY:
            row |= {"url": data_as_it_was(past.edition), "link": _("Data of edition %s") % past.number}
        rows.append(row | {"more": past.here_since})
    return rows


def regrades(card: GradeCard) -> list[dict[str, Any]]:
    """Changes of grades, the newest first, grouped by the edition that made them, with its reason and source."""
    grouped: dict[int, list[GradeChange]] = {}
    for change in card.changes:
        grouped.setdefault(change.edition.pk, []).append(change)
    return [{"edition": steps[0].edition, "changes": steps} for steps in reversed(grouped.values())]


def facts(edition: Inspection) -> list[dict[str, Any]]:
    """Who inspected whom, against what and when, as precisely as is known."""
    rows: list[dict[str, Any]] = [
        {"term": _("Inspected body"), "text": edition.body_name, "url": edition.body.get_absolute_url()},
        {"term": _("Inspectorate"), "text": edition.inspectorate_name},
        {"term": _("Framework"), "text": edition.framework.title, "url": _programme_url(edition)},
    ]
    for term, name in ((_("Fieldwork"), "fieldwork"), (_("Evidence from"), "evidence")):
        if text := period_text(edition, name):
            rows.append({"term": term, "text": text})
    if edition.reported_on:
        precision = edition.reported_precision
        rows.append({"term": _("Report published"), "at": edition.reported_on, "precision": precision})
    if edition.lead_name:
        lead = ", ".join(filter(None, [edition.lead_name, edition.lead_title]))
        rows.append({"term": _("Lead inspector"), "text": lead})
    if edition.follow_up_status:
        rows.append({"term": _("Follow-up"), "text": edition.follow_up_status})
    return rows


def revisit_facts(edition: Inspection, at: dt.datetime) -> list[dict[str, Any]]:
    """The inspection that `edition` looked at again, and those that did so with it, as readers find them. One query."""
    rows = Inspection.objects.readable(at).filter(around_revisits(edition)).order_by("reported_on", "pk")
    return [
        {
            "term": _("Revisit of") if row.document_id == edition.revisits_id else _("Revisited"),
            "text": row.title if row.availability == Availability.OPEN else _("%s (withdrawn)") % row.title,
            "url": row.get_absolute_url(),
        }
        for row in rows
    ]


def around_revisits(edition: Inspection) -> Q:
    """Of which inspections `edition` is a revisit, and which are revisits of it."""
    of_it = Q(revisits=edition.document_id)
    # No question about NULL: for the sake of it SQLite would read every inspection.
    return of_it | Q(document=edition.revisits_id) if edition.revisits_id else of_it


def _programme_url(edition: Inspection) -> str:
    """Where all bodies inspected under the same framework stand side by side."""
    return f"{edition.framework.programme.get_absolute_url()}?version={edition.framework.slug}"


def period_text(edition: Inspection, name: str) -> str:
    """“summer 2023” or “February 2020 to March 2020”."""
    precision = getattr(edition, f"{name}_precision")
    ends = [date_text(getattr(edition, f"{name}_{end}"), precision) for end in ("from", "to")]
    known = list(dict.fromkeys(filter(None, ends)))
    return _("%(start)s to %(end)s") % {"start": known[0], "end": known[1]} if len(known) == 2 else "".join(known)


def chapters(edition: Inspection, card: GradeCard, findings: list[Finding]) -> list[Chapter]:
    """By area, in the framework's order, what was found; areas with nothing to read are left out. One query."""
    by_area = _by_area(nested(findings))
    practices = _by_area(edition.practices.select_related("area"))
    unjudged = {*by_area, *practices} - {None, *(judgment.area for judgment in card.judgments)}
    heads = [*((judgment.area, judgment) for judgment in card.judgments), *((area, None) for area in unjudged)]
    found = []
    for area, judgment in [*sorted(heads, key=lambda head: head[0].order), (None, None)]:
        # Of two judgments of an area, the first stands with what was found.
        own, good = by_area.pop(area, []), practices.pop(area, [])
        if own or good or (judgment and judgment.summary):
            found.append(Chapter(area, judgment, own, good, card.origin(judgment)))
    return found


def nested(findings: list[Finding]) -> list[Finding]:
    """Each finding with its `recommendations`, whatever area those name; what hangs on none of them remains."""
    known = {finding.pk: finding for finding in findings}
    for finding in findings:
        finding.recommendations = [row for row in findings if row.parent_id == finding.pk]  # type: ignore[attr-defined]
    return [finding for finding in findings if finding.parent_id not in known]


def _by_area(rows: Iterable[Any]) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(row.area, []).append(row)
    return found


def bodies_context(wanted: str, after: str, at: dt.datetime) -> dict[str, Any]:
    """A page of the bodies with something to read about them, narrowed by a part of their name."""
    everyone = Organisation.objects.inspected(at)
    bodies = everyone.named_like(wanted).by_name().prefetch_related("names")
    if after:
        bodies = bodies.behind(get_object_or_404(everyone, slug=after))
    rows = list(bodies[: MOST_BODIES + 1])
    return {
        "bodies": [(body, body.name_on(london_day(at))) for body in rows[:MOST_BODIES]],
        "more": rows[MOST_BODIES - 1].slug if len(rows) > MOST_BODIES else "",
        "wanted": wanted,
        "breadcrumbs": [(_("Home"), "/"), (_("Inspections"), "/inspections/"), (_("Inspected bodies"), "")],
    }


def body_context(body: Organisation, at: dt.datetime) -> dict[str, Any]:
    """Everything on the page of a body at `at`: its inspections by programme, the newest first."""
    seen = Inspection.objects.filter(body=body).seen_by(at).with_names()
    editions = list(seen.prefetch_related("framework__default_scale__grades"))
    cards = cards_of(editions)
    standing = newest_first(card.edition for card in cards.values() if not card.is_withdrawn)
    return {
        "body": body,
        "name": body.name_on(london_day(at)),
        "embed": body_snippet(body, body.name_on(london_day(at)), cards.values()),
        "histories": histories(cards.values(), taken_down(editions, at)),
        "exchanges": exchanges(standing, at),
        "unfinished": unfinished(standing),
        "structured": body_thing(body, body.name_on(london_day(at)), cards.values()),
        "facts": _body_facts(body, at),
        "news": news_about((card.edition for card in cards.values()), at, f"body={body.slug}"),
        "breadcrumbs": [
            *[(_("Home"), "/"), (_("Inspections"), "/inspections/"), (_("Inspected bodies"), "/bodies/")],
            (body.name_on(london_day(at)), ""),
        ],
    }


def newest_first(editions: Iterable[Inspection]) -> list[Inspection]:
    return sorted(editions, key=lambda edition: (edition.reported_on, edition.document_id), reverse=True)


def unfinished(editions: list[Inspection]) -> list[dict[str, Any]]:
    """Each of these inspections that left something to do, with the first of its open findings. One query."""
    return [
        {"edition": edition, "findings": rows[:OPEN_SHOWN], "more": len(rows[OPEN_SHOWN:])}
        for edition, rows in open_findings(editions)
    ]


def open_findings(editions: list[Inspection]) -> list[tuple[Inspection, list[Finding]]]:
    """Each of these inspections that left something to do, with all its open findings. One query."""
    found: dict[int, list[Finding]] = {}
    for finding in Finding.objects.filter(inspection__in=[edition.pk for edition in editions]).still_open():
        found.setdefault(finding.inspection_id, []).append(finding)
    return [(edition, found[edition.pk]) for edition in editions if edition.pk in found]


def _body_facts(body: Organisation, at: dt.datetime) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    if body.region:
        rows.append({"term": _("Region"), "text": body.region})
    if body.opened_on:
        rows.append({"term": _("Opened"), "at": body.opened_on, "precision": "day"})
    if body.closed_on:
        rows.append({"term": _("Closed"), "at": body.closed_on, "precision": "day"})
    if before := body.predecessor_at(at):
        rows.append(
            {"term": _("Before that"), "text": before.name_on(london_day(at)), "url": before.get_absolute_url()}
        )
    if body.url:
        rows.append({"term": _("Website"), "text": body.url, "url": body.url})
    return rows
