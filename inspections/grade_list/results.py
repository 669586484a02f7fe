"""What a grade list is read with, and what is found in it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


class TooMuch(ValueError):
    """The text is longer than a list of grades can be. Its message says which limit, and by how much."""


@dataclass(frozen=True)
class AreaWords:
    """An area and everything it goes by. `grades` maps each wording of a grade on its scale to the grade's code.

    An area that is not recorded is known by name alone, so that its grade goes to no other.
    """

    code: str
    name: str
    keys: frozenset[str]
    grades: dict[str, str]
    is_graded: bool = True
    is_recorded: bool = True


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
    ignored: int = 0
    declared: dict[str, int] = field(default_factory=dict)
    declared_line: int | None = None
    guesses: int = 0
    # How much was looked at, in characters and comparisons: grows in step with the text (asserted in tests).
    steps: int = 0

    @property
    def readings(self) -> list[Reading]:
        return [*self.exact, *self.to_confirm]

    @property
    def counted(self) -> dict[str, int]:
        """How often each grade was read, by its code, unconfirmed lines included."""
        return dict(Counter(reading.grade for reading in self.readings if reading.grade))
