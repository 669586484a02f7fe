"""What may be said of a body's grades before and after a change of framework."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .cards import GradeCard, standing_judgments
from .models import AreaLink, Framework, Judgment


@dataclass
class Cell:
    """A judgment in a table, for inspections/grade_cell.html.

    `changed` is one word on what became of the area since, if it may be said; `regraded` is what the inspectorate
    itself changed after it had published the grade; `report` is of which day it is, when not of the table's inspection.
    """

    card: GradeCard
    judgment: Judgment | None
    changed: str = ""
    regraded: str = ""
    report: str = ""


@dataclass
class Linked:
    """The judgments of two areas that a link joins, and what its source lets be said of them."""

    link: AreaLink
    after: Cell
    before: Cell

    @property
    def is_on_other_scale(self) -> bool:
        after, before = (cell.judgment.grade if cell.judgment else None for cell in (self.after, self.before))
        return bool(after and before and after.scale_id != before.scale_id)


@dataclass
class Break:
    """Why inspections under two frameworks are not to be compared, but for the areas in `linked`."""

    later: GradeCard
    earlier: GradeCard
    reason: str
    linked: list[Linked] = field(default_factory=list)
    is_break = True


def change_word(before: Judgment | None, after: Judgment | None) -> str:
    """Improved, declined or the same, of two grades that may be compared; nothing unless both are on one scale.

    Of a grade carried forward nothing is said: nobody looked.
    """
    if not (before and after and before.grade and after.grade) or after.is_carried_forward:
        return ""
    if before.grade.scale_id != after.grade.scale_id:
        return ""
    difference = after.grade.rank - before.grade.rank
    return _("Improved") if difference > 0 else _("Declined") if difference < 0 else _("The same")


class Links:
    """The current links between the areas of these frameworks, asked for once."""

    def __init__(self, frameworks: Iterable[int]) -> None:
        wanted = set(frameworks)
        rows = AreaLink.objects.current().filter(into__in=wanted, from_area__framework__in=wanted)
        self._between: dict[tuple[int, int], list[AreaLink]] = {}
        for link in rows.select_related("from_area", "to_area").order_by("to_area__order", "from_area__order", "pk"):
            self._between.setdefault((link.from_area.framework_id, link.into_id), []).append(link)  # type: ignore[union-attr]

    def break_between(self, later: Sequence[GradeCard], earlier: Sequence[GradeCard]) -> Break:
        """Between two runs of inspections, the newest first, each under a framework of its own."""
        after, before = later[-1], earlier[0]
        frameworks = before.edition.framework, after.edition.framework
        linked = self._linked(after, earlier)
        return Break(after, before, self._reason(*frameworks, areas_stand_out=bool(linked)), linked)

    def _linked(self, after: GradeCard, earlier: Sequence[GradeCard]) -> list[Linked]:
        """The areas that links join and that were judged on both sides; none unless one may be compared."""
        pair = earlier[0].edition.framework_id, after.edition.framework_id
        links = [link for link in self._between.get(pair, []) if link.to_area]
        became = Counter(link.to_area_id for link in links)
        judged = {judgment.area_id: judgment for judgment in after.judgments}
        stood = standing_judgments(earlier)
        rows = []
        for link in links:
            if (now := judged.get(link.to_area_id)) and link.from_area_id in stood:  # type: ignore[arg-type]
                card, then = stood[link.from_area_id]  # type: ignore[index]
                report = "" if card is earlier[0] else card.report
                # An area that several became is none of them: its grade is neither better nor worse than theirs.
                is_one = link.comparable == AreaLink.Comparable.YES and became[link.to_area_id] == 1
                changed = change_word(then, now) if is_one else ""
                rows.append(Linked(link, Cell(after, now, changed), Cell(card, then, report=report)))
        return rows if any(row.link.comparable != AreaLink.Comparable.NO for row in rows) else []

    def _reason(self, earlier: Framework, later: Framework, *, areas_stand_out: bool) -> str:
        """Why the two are not comparable, as far as anybody has said."""
        if later.supersedes_id == earlier.pk and later.compare_note:
            return later.compare_note
        names = {"earlier": earlier.title, "later": later.title}
        if areas_stand_out:
            return _("No source says that %(earlier)s and %(later)s can be compared as a whole.") % names
        links = self._between.get((earlier.pk, later.pk), [])
        if refused := [link for link in links if link.to_area and link.comparable == AreaLink.Comparable.NO]:
            return " ".join(dict.fromkeys(link.reason for link in refused))
        return _("No source says that the grades of %(earlier)s and %(later)s can be compared.") % names
