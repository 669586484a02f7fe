"""A body's inspections over time: those under one framework stand together, others are visibly apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from .breaks import Break, Cell, Links, change_word
from .cards import GradeCard
from .charts import Panel, grades_by_scale, has_grades, panels
from .models import Area, Grade, Inspection, Programme
from .taken_down import later_in_programme, sentence_on


@dataclass
class Row:
    area: Area
    cells: list[Cell]


@dataclass
class Run:
    """Inspections under one framework, the newest first; `before` is what parts them from those under an earlier one.

    A withdrawn inspection is a run of its own: nothing is compared with what was taken back.
    """

    cards: list[GradeCard]
    rows: list[Row] = field(default_factory=list)
    before: Break | None = None
    is_break = False

    @property
    def is_trend(self) -> bool:
        return len(self.cards) > 1

    @property
    def is_wide(self) -> bool:
        """Whether its table scrolls: three inspections fit, but for windows in which links in the heads lead on."""
        return len(self.cards) > 3

    @property
    def judged(self) -> list[GradeCard]:
        """Those of its inspections that can be compared with others at all."""
        return [card for card in self.cards if card.judgments and not card.is_withdrawn]

    def takes(self, card: GradeCard) -> bool:
        newer = self.cards[-1]
        is_same = newer.edition.framework_id == card.edition.framework_id
        return is_same and not (newer.is_withdrawn or card.is_withdrawn)


@dataclass
class ProgrammeHistory:
    """One programme's inspections of a body."""

    programme: Programme
    items: list[Run | Break]
    chart: list[Panel]
    taken_down: str = ""  # that there was a later inspection than these

    @property
    def has_breaks(self) -> bool:
        """Whether the chart draws a line between inspections."""
        return any(panel.apart for panel in self.chart)

    @property
    def has_carried(self) -> bool:
        """Whether the chart draws grades that were carried forward."""
        return any(panel.has_carried for panel in self.chart)

    @property
    def undrawn(self) -> list[GradeCard]:
        """The inspections that the chart leaves out, because there is no grade to draw; the oldest first."""
        cards = [card for item in reversed(self.items) if isinstance(item, Run) for card in reversed(item.cards)]
        return [card for card in cards if not has_grades(card)]


def histories(cards: Iterable[GradeCard], gone: Iterable[Inspection] = ()) -> list[ProgrammeHistory]:
    """The inspections of one body by programme, the newest first; `gone` are those that were taken down.

    One query, or two with scales of single areas.
    """
    newest_first = sorted(cards, key=lambda card: card.age, reverse=True)
    by_programme: dict[int, list[GradeCard]] = {}
    for card in newest_first:
        by_programme.setdefault(card.edition.framework.programme_id, []).append(card)
    links = Links(card.edition.framework_id for card in newest_first)
    scales = grades_by_scale(newest_first)
    found = []
    for group in by_programme.values():
        runs = _runs(group)
        items = _with_breaks(runs, links)
        newest = group[0].edition
        said = sentence_on(later_in_programme(newest, gone))
        found.append(ProgrammeHistory(newest.framework.programme, items, _chart(runs, scales), said))
    return found


def _runs(cards: Iterable[GradeCard]) -> list[Run]:
    runs: list[Run] = []
    for card in cards:
        if runs and runs[-1].takes(card):
            runs[-1].cards.append(card)
        else:
            runs.append(Run([card]))
    for run in runs:
        if run.is_trend:
            run.rows = _rows(run.cards)
    return runs


def _with_breaks(runs: Iterable[Run], links: Links) -> list[Run | Break]:
    """`runs`, and before each that is under another framework than the last one, why the two are apart."""
    items: list[Run | Break] = []
    later: Run | None = None
    for run in runs:
        if run.judged:
            if later and later.cards[0].edition.framework_id != run.cards[0].edition.framework_id:
                later.before = links.break_between(later.judged, run.judged)
                items.append(later.before)
            later = run
        items.append(run)
    return items


def _chart(runs: list[Run], scales: dict[int, list[Grade]]) -> list[Panel]:
    """The grades of each inspection as shapes, the oldest first; nothing when there is nothing to set beside it."""
    drawn: list[Panel] = []
    for run in reversed(runs):
        cards = [card for card in reversed(run.cards) if has_grades(card)]
        drawn += panels(cards, scales, run.before if drawn else None)
    return drawn if sum(len(panel.columns) for panel in drawn) > 1 else []


def _rows(cards: list[GradeCard]) -> list[Row]:
    """A row for each area that any of `cards`, which are under one framework, judged."""
    areas = {judgment.area_id: judgment.area for card in cards for judgment in card.judgments}
    rows = []
    for area in sorted(areas.values(), key=lambda area: area.order):
        cells = [_cell(card, area) for card in cards]
        for later, earlier in pairwise(cells):
            later.changed = change_word(earlier.judgment, later.judgment)
        rows.append(Row(area, cells))
    return rows


def _cell(card: GradeCard, area: Area) -> Cell:
    """What `card` says of `area`; of two judgments the last."""
    found = next((row for row in reversed(card.judgments) if row.area_id == area.pk), None)
    return Cell(card, found, regraded=card.regraded(found))
