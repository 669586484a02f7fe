"""A body's inspections over time: what may be compared stands together, what may not is visibly apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from .cards import GradeCard
from .charts import Group, Panel, grades_by_scale, has_grades, panels
from .models import Area, AreaLink, Framework, Grade, Inspection, Judgment, Programme
from .taken_down import later_in_programme, sentence_on


@dataclass
class Cell:
    """A grade in a trend; `change` is one word on what became of it since the inspection before, if it may be said.

    `regraded` is what the inspectorate itself changed after it had published the grade.
    """

    card: GradeCard
    judgment: Judgment | None
    regraded: str = ""
    change: str = ""
    note: str = ""


@dataclass
class Row:
    area: Area
    cells: list[Cell]


@dataclass
class Run:
    """Inspections, the newest first, whose grades may stand in one table."""

    cards: list[GradeCard]
    rows: list[Row] = field(default_factory=list)
    is_break = False

    @property
    def is_trend(self) -> bool:
        return len(self.cards) > 1


@dataclass
class Break:
    """Why the inspections above and below it are not to be compared."""

    later: GradeCard
    earlier: GradeCard
    reason: str
    is_break = True


@dataclass
class ProgrammeHistory:
    """One programme's inspections of a body."""

    programme: Programme
    items: list[Run | Break]
    chart: list[Panel]
    taken_down: str = ""  # that there was a later inspection than these

    @property
    def has_carried(self) -> bool:
        """Whether the chart draws grades that were carried forward."""
        return any(panel.has_carried for panel in self.chart)

    @property
    def undrawn(self) -> list[GradeCard]:
        """The inspections that the chart leaves out, because there is no grade to draw; the oldest first."""
        cards = [card for item in reversed(self.items) if isinstance(item, Run) for card in reversed(item.cards)]
        return [card for card in cards if not has_grades(card)]


class Links:
    """The current links between areas, asked for once."""

    def __init__(self, frameworks: Iterable[int]) -> None:
        wanted = set(frameworks)
        rows = AreaLink.objects.current().filter(into__in=wanted).select_related("from_area", "to_area")
        self.back: dict[int, list[AreaLink]] = {}
        self.between: dict[tuple[int, int], list[AreaLink]] = {}
        for link in rows:
            if link.from_area and link.from_area.framework_id in wanted:
                self.between.setdefault((link.from_area.framework_id, link.into_id), []).append(link)
                if link.to_area:
                    self.back.setdefault(link.to_area_id, []).append(link)  # type: ignore[arg-type]

    def comparable(self, earlier: Framework, later: Framework) -> bool:
        """Whether any area of the two may be set beside each other."""
        if earlier.pk == later.pk:
            return True
        links = self.between.get((earlier.pk, later.pk), [])
        return any(link.comparable != AreaLink.Comparable.NO for link in links)

    def step_back(self, area: Area, earlier: Framework) -> tuple[Area | None, str]:
        """The one area of `earlier` that became `area`, and why their grades are not simply compared.

        No area when there was none, or when there were several: those keep rows of their own.
        """
        links = [link for link in self.back.get(area.pk, []) if link.from_area.framework_id == earlier.pk]  # type: ignore[union-attr]
        if not links:
            return None, ""
        only = links[0] if len(links) == 1 else None
        if only and only.comparable == AreaLink.Comparable.YES:
            return only.from_area, ""
        reason = " ".join(dict.fromkeys(link.reason for link in links))
        if only and only.comparable == AreaLink.Comparable.CAUTION:
            return only.from_area, reason
        return only.from_area if only else None, _("Not comparable: %(reason)s") % {"reason": reason}

    def reason(self, earlier: Framework, later: Framework) -> str:
        """Why the two are not comparable, as far as anybody has said."""
        if later.supersedes_id == earlier.pk and later.compare_note:
            return later.compare_note
        reasons = dict.fromkeys(link.reason for link in self.between.get((earlier.pk, later.pk), []) if link.to_area)
        if reasons:
            return " ".join(reasons)
        return _("No source says that the grades of %(earlier)s and %(later)s can be compared.") % {
            "earlier": earlier.title,
            "later": later.title,
        }


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
        items = _items(group, links)
        newest = group[0].edition
        said = sentence_on(later_in_programme(newest, gone))
        found.append(ProgrammeHistory(newest.framework.programme, items, _chart(items, scales), said))
    return found


def _chart(items: Iterable[Run | Break], scales: dict[int, list[Grade]]) -> list[Panel]:
    """The grades of each inspection as shapes, the oldest first; nothing when there is nothing to set beside it."""
    groups: list[Group] = []
    is_after_break = False
    for item in reversed(list(items)):
        if isinstance(item, Break):
            is_after_break = bool(groups)
        elif cards := [card for card in reversed(item.cards) if has_grades(card)]:
            groups.append(Group(is_after_break, cards))
            is_after_break = False
    return panels(groups, scales) if sum(len(group.cards) for group in groups) > 1 else []


def _items(cards: Sequence[GradeCard], links: Links) -> list[Run | Break]:
    items: list[Run | Break] = []
    run = Run([cards[0]])
    for card in cards[1:]:
        later, earlier = run.cards[-1].edition, card.edition
        # A withdrawn inspection stands alone: nothing is compared with what was taken back.
        is_open = not (card.is_withdrawn or run.cards[-1].is_withdrawn)
        if is_open and links.comparable(earlier.framework, later.framework):
            run.cards.append(card)
            continue
        items.append(run)
        if is_open and card.judgments and run.cards[-1].judgments:
            items.append(Break(run.cards[-1], card, links.reason(earlier.framework, later.framework)))
        run = Run([card])
    items.append(run)
    for item in items:
        if isinstance(item, Run) and item.is_trend:
            item.rows = _rows(item.cards, links)
    return items


def _rows(cards: list[GradeCard], links: Links) -> list[Row]:
    """A row for each area of the newest framework, followed back through the links as far as they go.

    Earlier areas that no row leads to have rows of their own: every judgment stands in the table once, as in the chart.
    """
    rows: list[Row] = []
    placed: set[tuple[int, int]] = set()
    for column, card in enumerate(cards):
        for area in {judgment.area_id: judgment.area for judgment in card.judgments}.values():
            if (column, area.pk) not in placed:
                cells = [Cell(newer, None) for newer in cards[:column]]
                cells += _followed(area, cards[column:], column, links, placed)
                _say_changes(cells)
                rows.append(Row(area, cells))
    return rows


def _followed(area: Area, cards: list[GradeCard], first: int, links: Links, placed: set[tuple[int, int]]) -> list[Cell]:
    """What became of `area` in each of `cards`, the newest first; a link that forbids comparing is said, with why."""
    cells: list[Cell] = []
    at: Area | None = area
    for column, card in enumerate(cards, first):
        note = ""
        framework = card.edition.framework
        if at is not None and at.framework_id != framework.pk:
            at, note = links.step_back(at, framework)
        found = next((row for row in reversed(card.judgments) if at and row.area_id == at.pk), None)
        if at is not None:
            placed.add((column, at.pk))
        cells.append(Cell(card, found, card.regraded(found), note=note))
    return cells


def _say_changes(cells: list[Cell]) -> None:
    """Improved, declined or the same: only between grades of one scale that may be compared without caution."""
    for later, earlier in pairwise(cells):
        after, before = later.judgment, earlier.judgment
        if not (after and before and after.grade and before.grade) or earlier.note:
            continue
        if after.grade.scale_id != before.grade.scale_id or after.is_carried_forward:
            continue
        difference = after.grade.rank - before.grade.rank
        later.change = _("Improved") if difference > 0 else _("Declined") if difference < 0 else _("The same")
