"""The words that grades, and what stands in their place, go by: one vocabulary for pasted lists, files and prose."""

from __future__ import annotations

from collections.abc import Iterable

from .models import Grade, Judgment, normalise

_Outcome = Judgment.Outcome
# How press releases and files put it, besides our own name and code for each outcome.
_SPOKEN = {
    "ungraded": _Outcome.UNGRADED,
    "not graded": _Outcome.UNGRADED,
    "no grade": _Outcome.UNGRADED,
    "n/a": _Outcome.NOT_RATED,
    "not inspected": _Outcome.NOT_INSPECTED,
    "carried forward": _Outcome.CARRIED_FORWARD,
}


def outcomes_by_wording() -> dict[str, str]:
    """What there is instead of a grade, by each wording, normalised. A grade itself has the words of its scale."""
    own = {
        str(text): outcome
        for outcome in _Outcome
        for text in (outcome.value, outcome.label)
        if outcome != _Outcome.GRADED
    }
    return {normalise(text): outcome.value for text, outcome in (_SPOKEN | own).items()}


def grades_by_wording(grades: Iterable[Grade]) -> dict[str, Grade]:
    """The one of `grades`, those of a scale, that each wording means. A wording of two of them means neither."""
    meant: dict[str, list[Grade]] = {}
    for grade in grades:
        for wording in grade.wordings:
            meant.setdefault(wording, []).append(grade)
    return {wording: found[0] for wording, found in meant.items() if len(found) == 1}
