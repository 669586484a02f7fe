"""A body's grades drawn: a panel for the inspections under one framework, with an axis of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .breaks import Break
from .cards import GradeCard
from .models import Grade, Judgment

# The units of the drawing, 16 to a rem: static/css/components/grade_chart.css counts on WIDTH, AXIS and MOST_COLUMNS.
AXIS, MARK, PER_LINE, GAP = 160, 20, 5, 12
HEAD, PAD = 44, 8
BETWEEN = 20  # the words of one scale and those of another never follow each other
WIDTH = AXIS + PER_LINE * MARK + GAP  # of one inspection, so narrow that it fits a phone
MOST_COLUMNS = 4  # of one panel: so many fit side by side where inspections no longer stand one below the other


@dataclass
class Mark:
    """One area's grade."""

    x: int
    y: int
    grade: Grade
    label: str
    is_carried_forward: bool = False


@dataclass
class Level:
    """One word of a scale, the best on top, and the height of its row."""

    grade: Grade
    y: int
    height: int


@dataclass
class Column:
    """One inspection, a drawing of its own: its marks stand beside the words of their grades."""

    card: GradeCard
    marks: list[Mark]


@dataclass
class Panel:
    """Inspections under one framework, the oldest first, on the same axis; `apart` parts them from those before."""

    levels: list[Level]
    columns: list[Column]
    apart: Break | None
    width = WIDTH
    axis = AXIS

    @property
    def has_carried(self) -> bool:
        return any(mark.is_carried_forward for column in self.columns for mark in column.marks)

    @property
    def height(self) -> int:
        last = self.levels[-1]
        return last.y + last.height


def grades_by_scale(cards: Iterable[GradeCard]) -> dict[int, list[Grade]]:
    """The grades, the best first, of every scale these inspections use. A query only for scales of single areas."""
    scales: dict[int, list[Grade]] = {}
    used: set[int] = set()
    for card in cards:
        if scale := card.edition.framework.default_scale:
            scales[scale.pk] = list(scale.grades.all())
        used |= _scales(card)
    for grade in Grade.objects.filter(scale__in=missing) if (missing := used - scales.keys()) else ():
        scales.setdefault(grade.scale_id, []).append(grade)
    return scales


def panels(cards: Sequence[GradeCard], scales: dict[int, list[Grade]], apart: Break | None) -> list[Panel]:
    """The panels of `cards`, the oldest first, all under one framework."""
    parts = [cards[first : first + MOST_COLUMNS] for first in range(0, len(cards), MOST_COLUMNS)]
    return [_panel(part, scales, None if number else apart) for number, part in enumerate(parts)]


def has_grades(card: GradeCard) -> bool:
    """Whether there is anything to draw; what is withdrawn has nothing to show."""
    return not card.is_withdrawn and any(judgment.is_graded for judgment in card.judgments)


def _scales(card: GradeCard) -> frozenset[int]:
    return frozenset(row.grade.scale_id for row in card.judgments if row.grade)


def _panel(cards: Sequence[GradeCard], scales: dict[int, list[Grade]], apart: Break | None) -> Panel:
    grouped = [_by_grade(card.judgments) for card in cards]
    used = frozenset().union(*map(_scales, cards))
    levels: list[Level] = []
    y = HEAD
    for scale in sorted(used, key=lambda pk: (pk != cards[0].edition.framework.default_scale_id, pk)):
        y += BETWEEN if levels else 0
        for grade in scales[scale]:
            most = max(len(marks.get(grade.pk, ())) for marks in grouped)
            height = PAD + MARK * max(1, -(-most // PER_LINE))
            levels.append(Level(grade, y, height))
            y += height
    columns = [Column(card, _marks(marks, levels)) for card, marks in zip(cards, grouped, strict=True)]
    return Panel(levels, columns, apart)


def _by_grade(judgments: Iterable[Judgment]) -> dict[int, list[Judgment]]:
    grouped: dict[int, list[Judgment]] = {}
    for row in judgments:
        if row.grade_id:
            grouped.setdefault(row.grade_id, []).append(row)
    return grouped


def _marks(grouped: dict[int, list[Judgment]], levels: list[Level]) -> list[Mark]:
    marks = []
    for level in levels:
        for number, row in enumerate(grouped.get(level.grade.pk, ())):
            line, place = divmod(number, PER_LINE)
            label = f"{row.area.name}: {level.grade.label}"
            if row.is_carried_forward:
                label = _("%(label)s, carried forward") % {"label": label}
            at = (AXIS + place * MARK, level.y + PAD // 2 + line * MARK)
            marks.append(Mark(*at, level.grade, label, row.is_carried_forward))
    return marks
