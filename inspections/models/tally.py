"""How often each grade was given, counted and as the inspectorate declares it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .standing import last_of_each_area

if TYPE_CHECKING:
    from .frameworks import Grade
    from .inspection import Inspection
    from .judgments import Judgment

_WORDS = (
    *(gettext_lazy("none"), gettext_lazy("one"), gettext_lazy("two"), gettext_lazy("three"), gettext_lazy("four")),
    *(gettext_lazy("five"), gettext_lazy("six"), gettext_lazy("seven"), gettext_lazy("eight"), gettext_lazy("nine")),
    *(gettext_lazy("ten"), gettext_lazy("eleven"), gettext_lazy("twelve")),
)


def in_words(number: int) -> str:
    """One to twelve as words, larger numbers in figures."""
    return str(_WORDS[number]) if number < len(_WORDS) else f"{number:,}"


def joined(parts: list[str]) -> str:
    """“one outstanding, one good and six adequate”."""
    if len(parts) < 2:
        return "".join(parts)
    return _("%(first)s and %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def count_grades(judgments: Iterable[Judgment]) -> list[tuple[Grade, int]]:
    """How many of these bear each grade: scale by scale, the best first."""
    borne = [row.grade for row in judgments if row.grade]
    grades = {grade.pk: grade for grade in borne}
    counted = Counter(grade.pk for grade in borne)
    ordered = sorted(grades.values(), key=lambda grade: (grade.scale_id, -grade.rank))
    return [(grade, counted[grade.pk]) for grade in ordered]


@dataclass(frozen=True)
class Tally:
    """The count of one inspection's grades. An area judged twice counts once, by its last judgment;
    a grade carried forward was not given this time, and is counted apart."""

    counts: list[tuple[Grade, int]]
    areas: int
    not_held: int
    pending: int
    ungraded: int
    carried: int

    @classmethod
    def of(cls, judgments: Iterable[Judgment]) -> Tally:
        last = last_of_each_area(judgments)
        outcomes = Counter(row.outcome for row in last.values())
        return cls(
            counts=count_grades(row for row in last.values() if not row.is_carried_forward),
            areas=len(last),
            not_held=outcomes["not_sourced"],
            pending=outcomes["pending"],
            ungraded=outcomes["ungraded"],
            carried=outcomes["carried_forward"],
        )

    @property
    def graded(self) -> int:
        return sum(count for _grade, count in self.counts)

    @property
    def by_code(self) -> dict[str, int]:
        return {grade.code: count for grade, count in self.counts}

    @property
    def items(self) -> list[dict[str, Any]]:
        return [
            {"count": count, "label": grade.label, "tone": grade.tone, "symbol": grade.symbol}
            for grade, count in self.counts
        ]

    @property
    def sentence(self) -> str:
        """“9 of 10 areas were graded: one outstanding, one good, six adequate and one requires improvement.”

        Without a grade it says no more than is known: that none is given only when each area says so itself.
        """
        if not self.areas:
            return _("No grades of this inspection are held here.")
        if self.ungraded == self.areas:
            return _("This inspection gives no grades.")
        if self.pending == self.areas:
            return _("The grades of this inspection have not been reported yet.")
        graded = self.graded + self.not_held
        said = ngettext("%(graded)s of %(areas)s areas was graded", "%(graded)s of %(areas)s areas were graded", graded)
        said %= {"graded": graded, "areas": self.areas}
        if self.counts:
            said = f"{said}: {joined([f'{in_words(count)} {grade.in_sentence}' for grade, count in self.counts])}"
        if self.not_held:
            missing = ngettext(
                "%(number)s grade is not held here", "%(number)s grades are not held here", self.not_held
            )
            said = f"{said}; {missing % {'number': in_words(self.not_held)}}"
        if self.carried:
            carried = ngettext(
                "%(number)s grade is carried forward from an earlier inspection",
                "%(number)s grades are carried forward from an earlier inspection",
                self.carried,
            )
            said = f"{said}; {carried % {'number': in_words(self.carried)}}"
        if self.pending:
            waiting = ngettext(
                "%(number)s area has not been reported on yet",
                "%(number)s areas have not been reported on yet",
                self.pending,
            )
            said = f"{said}; {waiting % {'number': in_words(self.pending)}}"
        return f"{said}."

    def gap(self, declared: dict[str, int]) -> dict[str, int]:
        """By grade code, how many more the inspectorate declares than are counted; negative when it declares fewer."""
        counted = self.by_code
        differences = {code: declared.get(code, 0) - counted.get(code, 0) for code in {*declared, *counted}}
        return {code: difference for code, difference in differences.items() if difference}

    def agrees_with(self, inspection: Inspection) -> bool:
        """Whether the declared numbers are those counted, or rows whose grade is not held make up the difference.

        Inspectorates differ in whether they count what they carry forward: both counts agree.
        """
        declared = inspection.declared_tally
        if declared:
            gap = self.gap(declared)
            if any(difference < 0 for difference in gap.values()) or sum(gap.values()) > self.not_held + self.carried:
                return False
        graded = self.graded + self.not_held
        if inspection.declared_graded not in (None, graded, graded + self.carried):
            return False
        return inspection.declared_areas is None or inspection.declared_areas == self.areas


def declared_sentence(inspection: Inspection, grades: Iterable[Grade]) -> str:
    """The inspectorate's own count as a sentence, or nothing when it declares none. `grades` are its scale's."""
    parts = [
        f"{in_words(inspection.declared_tally[grade.code])} {grade.in_sentence}"
        for grade in sorted(grades, key=lambda grade: -grade.rank)
        if inspection.declared_tally.get(grade.code)
    ]
    numbers = {"graded": inspection.declared_graded, "areas": inspection.declared_areas}
    if inspection.declared_areas is not None and inspection.declared_graded is not None:
        said = _("The inspectorate counts %(graded)s graded areas of %(areas)s") % numbers
    elif parts:
        said = _("The inspectorate counts")
    else:
        return ""
    glue = ": " if inspection.declared_graded is not None and parts else " "
    return f"{said}{glue if parts else ''}{joined(parts)}."
