"""Grades that stand before their areas: “Good at:”, “The force is outstanding in:”, “Good: this, that and another”."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from inspections.models.names import normalise

from .results import AreaWords, Vocabulary
from .tallies import LONGEST_GRADE

_LEADING_ON = frozenset({"at", "in", "for"})
_VERBS = frozenset({"is", "are", "was", "were"})
# Grades that are verbs themselves: “The force requires improvement in:”.
_VERBS_OF_GRADES = frozenset({"requires", "require", "required", "needs"})
# Words by which a sentence says that it is not so, or was so another time, or is so of others, or that others say so.
_NOT_HERE_AND_NOW = frozenset(
    {"not", "no", "none", "never", "neither", "nor", "longer", "nearly", "almost", "hardly", "rarely", "seldom", "than"}
    | {"previously", "previous", "earlier", "formerly", "once", "last", "ago", "before", "since", "until", "had", "yet"}
    | {"if", "whether", "unless", "could", "should", "would", "may", "might", "cannot", "without", "be", "been"}
    | {"few", "only", "less", "some", "many", "most", "other", "others", "another", "forces", "both", "any"}
    | {"say", "says", "said", "think", "thinks", "thought", "believe", "believes", "told", "claims", "claimed", "feel"}
    | {"feels", "felt", "hopes", "hoped", "that", "what", "which", "who", "where", "when", "how"}
)
# “At night it is good at:” says it of a part.
_QUALIFYING = _LEADING_ON | {"on", "by", "with", "from", "of", "to", "under", "among", "as", "during", "after"}
MOST_WORDS_BEFORE = 6


@dataclass(frozen=True)
class Listed:
    """The areas of a line that lists nothing else. `is_doubtful` when it can be parted in two ways."""

    areas: tuple[AreaWords, ...] = ()
    is_doubtful: bool = False
    steps: int = 0


def heading_of(text: str, vocabulary: Vocabulary) -> str | None:
    """The grade that `text`, the line before a colon, gives to the areas after it: never one of prose that goes on."""
    tokens = normalise(text).split()
    leads_on = bool(tokens) and tokens[-1] in _LEADING_ON
    if leads_on:
        tokens.pop()
    words = " ".join(tokens)
    if vocabulary.is_grade_or_outcome(words):
        return words
    if not leads_on or not tokens or tokens[0] in _QUALIFYING:
        return None
    if any(token in _NOT_HERE_AND_NOW or token[0].isdigit() for token in tokens):
        return None
    for length in range(min(LONGEST_GRADE, len(tokens) - 1), 0, -1):
        before, grade = tokens[:-length], " ".join(tokens[-length:])
        is_said = before[-1] in _VERBS or tokens[-length] in _VERBS_OF_GRADES
        if is_said and grade in vocabulary.all_grades:
            # “Good at much and outstanding in:” says too much for a heading, and so does what goes before at length.
            is_plain = len(before) <= MOST_WORDS_BEFORE and not vocabulary.holds_grade(" ".join(before))
            return grade if is_plain else None
    return None


def areas_listed(text: str, by_key: Mapping[str, AreaWords], longest: int) -> Listed:
    """The areas that `text` lists with commas, semicolons and “and”, none if any part of it is not wholly an area.

    Names hold commas and “and” themselves, so each place where a name may end is followed up: as many looks at each as
    the longest name has words.
    """
    words: list[str] = []
    commas: set[int] = set()
    for part in text.replace(";", ",").split(","):
        words += normalise(part).split()
        commas.add(len(words))
    came: dict[int, tuple[int, AreaWords] | None] = {0: None}
    doubtful: set[int] = set()
    steps = 0
    for place in range(len(words)):
        if place not in came:
            continue
        for end in range(place + 1, min(place + longest, len(words)) + 1):
            steps += end - place
            area = by_key.get(" ".join(words[place:end]))
            after = end + 1 if words[end : end + 1] == ["and"] else end
            if area is None or not (after > end or end in commas):
                continue
            if after in came:
                doubtful.add(after)
            came[after] = (place, area)
    found: list[AreaWords] = []
    at = len(words)
    is_doubtful = False
    while step := came.get(at):
        is_doubtful = is_doubtful or at in doubtful
        found.append(step[1])
        at = step[0]
    return Listed(tuple(reversed(found)), is_doubtful, steps)
