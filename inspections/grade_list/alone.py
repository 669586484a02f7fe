"""Areas and grades that stand on lines of their own: which belong together, and where that cannot be told."""

from __future__ import annotations

from dataclasses import dataclass, field

from .results import AreaWords


@dataclass(frozen=True)
class Alone:
    """An area or a grade that has an entry to itself; the grade of a heading such as “It is good at:” is one too.

    `gap` is how many lines further down it stands than what came before; `is_end` tells that a full stop ends it.
    """

    line: int
    text: str
    area: AreaWords | None = None
    grade: str = ""
    is_heading: bool = False
    entry: str = ""
    gap: int = 0
    is_end: bool = False


@dataclass
class Block:
    """Entries that stand alone, one after another; prose or a line with both area and grade ends it."""

    entries: list[Alone] = field(default_factory=list)

    @property
    def is_stray_grade(self) -> bool:
        """A single grade, which may have been parted from its area by the text around it."""
        return self._shape == "G" and not self.entries[0].is_heading

    @property
    def is_headed(self) -> bool:
        """Whether a heading says that the areas below it have its grade, and no other grade is near."""
        return self._shape.count("G") == 1 and self.entries[0].is_heading

    @property
    def is_clear(self) -> bool:
        """Whether there is one way only to read it.

        Clear are a grade after each area, areas under one grade, and areas under several grades of which one has two
        areas or more. A grade over each single area may as well be a list of areas and grades read one line off.
        """
        shape = self._shape
        heads, areas = shape.count("G"), shape.count("A")
        if not heads or shape == "AG" * heads:
            return True
        is_headed = shape.startswith("G") and shape.endswith("A") and "GG" not in shape
        return is_headed and (heads == 1 or heads < areas)

    def pairs(self) -> list[tuple[Alone, Alone]]:
        """Each area with the grade that is most likely its own. Beside two grades in a row, none is."""
        if self._starts_with_heading:
            return self._under_headings()
        return [] if "AA" in self._shape else self._grade_after_area()

    def parted(self) -> set[int]:
        """The areas below a heading, by identity, that may be no part of its list: a wider gap is above them than
        above those before, or the full stop that ended the list. Titles of chapters follow a list like that."""
        found: set[int] = set()
        areas: list[Alone] = []
        is_parted, least = False, 0
        for entry in self.entries if self._starts_with_heading else ():
            if entry.area is None:
                areas, is_parted = [], False
                continue
            if areas:
                is_over = areas[-1].is_end and not (areas[0].is_end and entry.is_end)
                is_parted = is_parted or is_over or entry.gap > least
            least = min(least, entry.gap) if areas else entry.gap
            areas.append(entry)
            if is_parted:
                found.add(id(entry))
        return found

    @property
    def _shape(self) -> str:
        return "".join("A" if entry.area else "G" for entry in self.entries)

    @property
    def _starts_with_heading(self) -> bool:
        shape = self._shape
        return shape.startswith("G") and (shape.endswith("A") or "AA" in shape)

    def _under_headings(self) -> list[tuple[Alone, Alone]]:
        found: list[tuple[Alone, Alone]] = []
        heads: list[Alone] = []
        was_area = False
        for entry in self.entries:
            if entry.area is None:
                heads = [entry] if was_area else [*heads[:1], entry]
            elif len(heads) == 1:
                found.append((entry, heads[0]))
            was_area = entry.area is not None
        return found

    def _grade_after_area(self) -> list[tuple[Alone, Alone]]:
        shape = self._shape
        return [
            (self.entries[place], self.entries[place + 1])
            for place in range(len(shape))
            if shape.startswith("AG", place) and not shape.startswith("AGG", place)
        ]
