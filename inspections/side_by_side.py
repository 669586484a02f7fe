"""Bodies side by side: a row for each, with the judgment that stands in each area."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from .cards import GradeCard, cards_of, standing_judgments
from .coverage import graded_sentence
from .models import Area, Framework, Inspection, Judgment, Organisation
from .models.periods import london_day
from .taken_down import later_than, sentence_on, taken_down


@dataclass
class Cell:
    """One body's judgment of one area, as words, and the inspection it is of.

    `changed` says when it was regraded, `report` of which day it is when the body's last inspection did not look there.
    Without an inspection, `was_reported` says that there was one, which was taken down.
    """

    area: Area
    name: str
    card: GradeCard | None
    judgment: Judgment | None
    changed: str = ""
    report: str = ""
    was_reported: bool = False


@dataclass
class BodyRow:
    """One body with its last inspection under a framework, or without one; and that a later one was taken down."""

    body: Organisation
    name: str
    card: GradeCard | None
    cells: list[Cell]
    taken_down: str = ""


def rows_of(bodies: Iterable[Organisation], framework: Framework, areas: list[Area], at: dt.datetime) -> list[BodyRow]:
    """Each body's judgments that stand under `framework`, in the order given. Two queries."""
    bodies = list(bodies)
    own = Inspection.objects.filter(body__in=[body.pk for body in bodies], framework=framework)
    seen = list(own.seen_by(at).with_names())
    cards: dict[int, list[GradeCard]] = {}
    for card in sorted(cards_of(seen).values(), key=lambda card: card.age, reverse=True):
        cards.setdefault(card.edition.body_id, []).append(card)
    gone: dict[int, list[Inspection]] = {}
    for edition in taken_down(seen, at):
        gone.setdefault(edition.body_id, []).append(edition)
    return [_row(body, cards.get(body.pk, []), gone.get(body.pk, []), areas, at) for body in bodies]


def _row(
    body: Organisation, newest_first: list[GradeCard], gone: list[Inspection], areas: list[Area], at: dt.datetime
) -> BodyRow:
    name = body.name_on(london_day(at))
    last = newest_first[0] if newest_first else None
    stands = standing_judgments(newest_first)
    cells = [_cell(area, name, last, *stands.get(area.pk, (last, None)), was_reported=bool(gone)) for area in areas]
    later = later_than(last.edition if last else None, gone)
    return BodyRow(body, name, last, cells, sentence_on(later, is_later=last is not None))


def _cell(
    area: Area,
    name: str,
    last: GradeCard | None,
    card: GradeCard | None,
    judgment: Judgment | None,
    *,
    was_reported: bool,
) -> Cell:
    if card is None:
        return Cell(area, name, None, None, was_reported=was_reported)
    report = card.report if card is not last else ""
    # A withdrawn judgment is never replaced by an older grade: its cell has none.
    if card.is_withdrawn:
        return Cell(area, name, card, None, report=report)
    return Cell(area, name, card, judgment, card.regraded(judgment), report)


def graded_among(rows: Iterable[BodyRow]) -> str:
    return graded_sentence(cell.judgment for row in rows for cell in row.cells)


def withdrawn_among(rows: Iterable[BodyRow]) -> list[GradeCard]:
    """The inspections whose grades these rows do not show because they were withdrawn, each once."""
    cards = [card for row in rows for card in (row.card, *(cell.card for cell in row.cells))]
    return list({card.edition.pk: card for card in cards if card and card.is_withdrawn}.values())
