"""A body's grades drawn: a panel for each run of inspections that may be compared, with an axis of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .cards import GradeCard
from .models import Grade, Judgment

# The units of the drawing. Panels are so narrow that one inspection fits a phone without scrolling.
AXIS, MARK, PER_LINE, GAP = 160, 20, 5, 12
HEAD, PAD = 44, 8
BETWEEN = 20  # the words of one scale and those of another never follow each other
COLUMN = PER_LINE * MARK + GAP


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
    """One inspection: its marks stand beside the words of their grades and are joined to no other's."""

    x: int
    card: GradeCard
    marks: list[Mark]


@dataclass
class Panel:
    """Inspections side by side, the oldest first, that share their scales and may be compared."""

    levels: list[Level]
    columns: list[Column]
    is_after_break: bool

    @property
    def has_carried(self) -> bool:
        return any(mark.is_carried_forward for column in self.columns for mark in column.marks)

    @property
    def width(self) -> int:
        return AXIS + COLUMN * len(self.columns)

    @property
    def height(self) -> int:
        last = self.levels[-1]
        return last.y + last.height


@dataclass
class Group:
    """The inspections of a panel to be."""

    is_after_break: bool
    cards: list[GradeCard] = field(default_factory=list)


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


def panels(groups: Iterable[Group], scales: dict[int, list[Grade]]) -> list[Panel]:
    """The panels of `groups`, which come oldest first. Inspections on other scales never share an axis."""
    drawn = []
    for group in groups:
        is_after_break = group.is_after_break
        for cards in _by_scales(group.cards):
            drawn.append(_panel(cards, scales, is_after_break))
            is_after_break = False
    return drawn


def has_grades(card: GradeCard) -> bool:
    """Whether there is anything to draw; what is withdrawn has nothing to show."""
    return not card.is_withdrawn and any(judgment.is_graded for judgment in card.judgments)


def _scales(card: GradeCard) -> frozenset[int]:
    return frozenset(row.grade.scale_id for row in card.judgments if row.grade)


def _by_scales(cards: Sequence[GradeCard]) -> list[list[GradeCard]]:
    groups: list[list[GradeCard]] = []
    for card in cards:
        before = groups[-1][0] if groups else None
        if before and (before.edition.framework_id == card.edition.framework_id or _scales(before) == _scales(card)):
            groups[-1].append(card)
        else:
            groups.append([card])
    return groups


def _panel(cards: list[GradeCard], scales: dict[int, list[Grade]], is_after_break: bool) -> Panel:
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
    columns = [
        Column(x, card, _marks(marks, levels, x))
        for x, card, marks in zip(range(AXIS, AXIS + COLUMN * len(cards), COLUMN), cards, grouped, strict=True)
    ]
    return Panel(levels, columns, is_after_break)


def _by_grade(judgments: Iterable[Judgment]) -> dict[int, list[Judgment]]:
    grouped: dict[int, list[Judgment]] = {}
    for row in judgments:
        if row.grade_id:
            grouped.setdefault(row.grade_id, []).append(row)
    return grouped


def _marks(grouped: dict[int, list[Judgment]], levels: list[Level], x: int) -> list[Mark]:
    marks = []
    for level in levels:
        for number, row in enumerate(grouped.get(level.grade.pk, ())):
            line, place = divmod(number, PER_LINE)
            label = f"{row.area.name}: {level.grade.label}"
            if row.is_carried_forward:
                label = _("%(label)s, carried forward") % {"label": label}
            at = (x + place * MARK, level.y + PAD // 2 + line * MARK)
            marks.append(Mark(*at, level.grade, label, row.is_carried_forward))
    return marks
