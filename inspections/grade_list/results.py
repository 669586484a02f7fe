"""What a grade list is read with, and what is found in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.utils.translation import gettext as _


class TooMuch(ValueError):
    """The text is longer than a list of grades can be. Its message says which limit, and by how much."""


@dataclass(frozen=True)
class AreaWords:
    """An area and everything it goes by. `grades` maps each wording of a grade on its scale to the grade's code.

    An area that is not recorded is known by name alone, so that its grade goes to no other; `refusal` says why it takes
    none.
    """

    code: str
    name: str
    keys: frozenset[str]
    grades: dict[str, str]
    is_graded: bool = True
    is_recorded: bool = True
    shared_by: tuple[str, ...] = ()

    @classmethod
    def either(cls, areas: Sequence[AreaWords]) -> AreaWords:
        """What a name that several areas bear stands for: none of them."""
        names = tuple(area.name for area in areas)
        return cls("", _(" or ").join(names), frozenset(), {}, is_recorded=False, shared_by=names)

    @property
    def refusal(self) -> str:
        if self.shared_by:
            names = _(" or ").join(f"“{name}”" for name in self.shared_by)
            return _("this may be %s: write a name that one of them alone has") % names
        return _("this site records no grades for this area")


@dataclass(frozen=True)
class Vocabulary:
    """The words of one framework, and those by which others are recognised.

    Keys are normalised. `outcomes` maps wordings such as “not inspected” to an outcome; `all_grades` holds every
    wording of a grade on any scale, so that a word of another scale is told from no grade at all; `elsewhere` maps
    names of areas of other frameworks to the title of theirs.
    """

    areas: tuple[AreaWords, ...]
    outcomes: dict[str, str]
    all_grades: frozenset[str]
    elsewhere: dict[str, str] = field(default_factory=dict)

    def is_grade_or_outcome(self, words: str) -> bool:
        return words in self.all_grades or words in self.outcomes

    def holds_grade(self, words: str) -> bool:
        """Whether a grade, or what there is instead of one, stands anywhere in `words`."""
        padded = f" {words} "
        return any(wording in padded for wording in self._padded)

    @cached_property
    def _padded(self) -> tuple[str, ...]:
        return tuple(f" {wording} " for wording in (*self.all_grades, *self.outcomes))


@dataclass(frozen=True)
class Reading:
    """A judgment read from a line. `doubt` says why a person has to confirm the area; empty when it is exact.

    `entry` is the part of the line that says it; `is_like` tells that the name there is only like the area's.
    """

    line: int
    text: str
    area: str
    outcome: str
    grade: str | None
    doubt: str = ""
    entry: str = ""
    is_like: bool = False


@dataclass(frozen=True)
class Unread:
    """A line that looks as if it should say something and of which nothing is taken.

    `area` is known when `entry`, a part of the line, gives it a word that is not on its scale.
    """

    line: int
    text: str
    reason: str
    has_grade: bool = False
    entry: str = ""
    area: str = ""


@dataclass
class Result:
    """What was read. Nothing of it counts until a person has confirmed it; conflicts forbid that."""

    exact: list[Reading] = field(default_factory=list)
    to_confirm: list[Reading] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    repeated: list[Reading] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    not_mentioned: list[str] = field(default_factory=list)
    # Lines of which nothing is expected, by number, as far as nothing is read from them.
    left_alone: dict[int, str] = field(default_factory=dict)
    # Lines that count grades, with their counts by the grade's code; empty where a sentence says more than one tally.
    tallies: list[tuple[int, dict[str, int]]] = field(default_factory=list)
    guesses: int = 0
    # How much was looked at, in characters and comparisons: grows in step with the text (asserted in tests).
    steps: int = 0

    def leave_alone(self, line: int, text: str) -> None:
        self.left_alone[line] = f"{self.left_alone[line]} • {text}" if line in self.left_alone else text

    @property
    def declared(self) -> dict[str, int]:
        """The inspectorate's own count. Of several that differ it is the one that fits what was read, else none."""
        return self._declaring[1]

    @property
    def declared_line(self) -> int | None:
        return self._declaring[0]

    @property
    def tally_lines_in_doubt(self) -> list[int]:
        """Lines that count grades, when it cannot be told which count is the inspectorate's of this list."""
        return [] if self.declared else list(dict.fromkeys(line for line, _tally in self.tallies))

    @property
    def _declaring(self) -> tuple[int | None, dict[str, int]]:
        counted = self.counted
        said = [tally for tally in self.tallies if tally[1] == counted] or self.tallies
        is_one = bool(said and said[0][1]) and all(tally == said[0][1] for _line, tally in said)
        return said[0] if is_one else (None, {})

    @property
    def readings(self) -> list[Reading]:
        return [*self.exact, *self.to_confirm]

    @property
    def counted(self) -> dict[str, int]:
        """How often each grade was read, by its code, unconfirmed lines included."""
        return dict(Counter(reading.grade for reading in self.readings if reading.grade))
