"""Sentences that count grades: “one outstanding, one good, six adequate”, “good in 3 areas”, “of the nine areas”."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from inspections.models.names import normalise

from .lines import DASHES

_NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_AREAS = frozenset({"area", "areas"})
# What may stand between a number and its grade, and after a grade that was counted. Any other word there and the
# number counts something else: “one outstanding recommendation”, “two good reasons”.
_BETWEEN = _AREAS | {"as", "was", "were", "is", "are", "graded", "rated", "judged"}
_AFTER = _AREAS | {"grade", "grades", "judgment", "judgments", "judgement", "judgements", "rating", "ratings"}
_MOST_BETWEEN = 4
# Words before a number or a grade that make it no plain count: “at least two”, “from adequate to good in two areas”.
_NO_COUNT_AFTER = frozenset(
    {"about", "around", "over", "nearly", "almost", "than", "least", "most", "up", "to", "from", "or", "nor", "be"}
    | {"another", "longer", "not", "never", "become", "became", "remained", "remains", "stayed", "still"}
    | {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred"}
)
_CONJUNCTIONS = frozenset({"and", "but", "while", "whereas", "with", "plus"})
# No wording of a grade has more words.
LONGEST_GRADE = 4
_MARKS = frozenset(",;:()" + DASHES)


@dataclass(frozen=True)
class Counts:
    """What a sentence counts: pairs (wording of a grade, number) in their order, and of how many areas it says so.

    `areas` holds every number of areas that it names, whatever it says of them.
    """

    grades: tuple[tuple[str, int], ...] = ()
    totals: tuple[int, ...] = ()
    areas: frozenset[int] = frozenset()
    names_areas: bool = False
    steps: int = 0


def read_counts(sentence: str, grades: Container[str]) -> Counts:
    """The counts in `sentence`, of these normalised wordings of grades. What can be read in two ways is not read."""
    reader = _Counting(grades)
    for clause in _clauses(sentence):
        reader.read(clause)
    return Counts(tuple(reader.found), tuple(reader.totals), frozenset(reader.areas), reader.names_areas, reader.steps)


def _clauses(sentence: str) -> list[list[str]]:
    """The words of each clause: commas, brackets, dashes and conjunctions end one."""
    # “6.5”, “1,200” and “6%” are no counts of areas; what they become is no number.
    text = re.sub(r"(?<=\d)[.,:/](?=\d)", "x", sentence).replace("%", " percent ")
    for mark in _MARKS:
        text = text.replace(mark, "\n")
    clauses: list[list[str]] = [[]]
    for part in text.replace(" - ", "\n").split("\n"):
        clauses.append([])
        for word in normalise(part).split():
            if word in _CONJUNCTIONS:
                clauses.append([])
            else:
                clauses[-1].append(word)
    return [clause for clause in clauses if clause]


class _Counting:
    """One sentence, clause by clause. Each place of a clause is looked at a fixed number of times."""

    def __init__(self, grades: Container[str]) -> None:
        self.grades = grades
        self.found: list[tuple[str, int]] = []
        self.totals: list[int] = []
        self.areas: set[int] = set()
        self.names_areas = False
        self.steps = 0

    def read(self, clause: list[str]) -> None:
        self.words = clause
        self.names_areas = self.names_areas or not _AREAS.isdisjoint(clause)
        place = 0
        while place < len(clause):
            self.steps += 1
            place = self._number_first(place) or self._grade_first(place) or self._total(place) or place + 1

    def _number_first(self, place: int) -> int | None:
        """“six adequate”, “four of the 10 areas were graded adequate”: the place after it."""
        number = _number(self._word(place))
        if number is None or self._word(place - 1) in _NO_COUNT_AFTER | {"of", "the"}:
            return None
        after, total = self._of_how_many(place + 1)
        start = after
        while after < start + _MOST_BETWEEN and self._word(after) in _BETWEEN:
            after += 1
        grade, end = self._grade(after)
        if grade and total is None:
            end, total = self._of_how_many(end)
        if not grade or (total is None and end < len(self.words) and self._word(end) not in _AFTER):
            return None
        return self._take(grade, number, total, end)

    def _grade_first(self, place: int) -> int | None:
        """“good in 3 areas”, “adequate in six”: the place after it."""
        grade, after = self._grade(place)
        if not grade or self._word(after) not in ("in", "across") or self._word(place - 1) in _NO_COUNT_AFTER:
            return None
        number = _number(self._word(after + 1))
        if number is None:
            return None
        end, total = self._of_how_many(after + 2)
        is_whole = end >= len(self.words) or self._word(end) in _AREAS or total is not None
        return self._take(grade, number, total, end) if is_whole else None

    def _total(self, place: int) -> int | None:
        """“of the nine areas”, “graded nine areas”; any other number of areas is noted and says nothing."""
        number = _number(self._word(place))
        if number is None:
            return None
        noun = place + 2 if self._word(place + 1) in ("graded", "inspected") else place + 1
        if self._word(noun) not in _AREAS:
            return None
        self.areas.add(number)
        before = self._word(place - 1)
        of_them = before == "of" or (before in ("the", "all") and self._word(place - 2) == "of")
        graded = before == "graded" and self._word(noun + 1) in ("", "of")
        if of_them or graded:
            self.totals.append(number)
        return noun + 1

    def _of_how_many(self, place: int) -> tuple[int, int | None]:
        """After “of the 10 areas” or “of them”: the place behind it and the number, if it stands there."""
        after = place + 1 if self._word(place) == "out" else place
        if self._word(after) != "of":
            return place, None
        after += 1
        while self._word(after) in ("the", "all", "these", "those"):
            after += 1
        number = _number(self._word(after))
        if number is None:
            return (after + 1, None) if self._word(after) in _AREAS | {"them"} else (place, None)
        after += 1
        if self._word(after) in ("graded", "inspected") and self._word(after + 1) in _AREAS:
            after += 1
        return (after + 1 if self._word(after) in _AREAS else after), number

    def _take(self, grade: str, number: int, total: int | None, end: int) -> int:
        self.found.append((grade, number))
        if total is not None:
            self.totals.append(total)
            self.areas.add(total)
        return end

    def _grade(self, place: int) -> tuple[str, int]:
        """The longest grade that begins at `place`, and the place after it."""
        for length in range(LONGEST_GRADE, 0, -1):
            self.steps += length
            wording = " ".join(self.words[place : place + length])
            if wording in self.grades:
                return wording, min(place + length, len(self.words))
        return "", place

    def _word(self, place: int) -> str:
        return self.words[place] if 0 <= place < len(self.words) else ""


def _number(word: str) -> int | None:
    if word.isdecimal() and len(word) <= 2:
        return int(word)
    return _NUMBERS.index(word) + 1 if word in _NUMBERS else None
