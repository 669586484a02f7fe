"""Which judgment of each area stands when a body was inspected more than once under one framework."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from .judgments import Judgment

Whose = TypeVar("Whose")
Said = TypeVar("Said")

NO_NEW_JUDGMENT = (Judgment.Outcome.NOT_INSPECTED, Judgment.Outcome.PENDING)


def standing(
    newest_first: Iterable[tuple[Whose, Iterable[tuple[int, str, Said]]]],
) -> dict[int, tuple[Whose, Said]]:
    """By area, the judgment that stands and the inspection it is of.

    Each inspection comes with its judgments as (area, outcome, judgment), by their sequence. One that did not look at
    an area leaves the judgment before it. A withdrawn inspection counts like any other: an older grade never silently
    becomes the present one again, so whoever shows what stands has to hide what was withdrawn.
    """
    judged: dict[int, tuple[Whose, Said]] = {}
    silent: dict[int, tuple[Whose, Said]] = {}
    for inspection, judgments in newest_first:
        for area, outcome, judgment in reversed(list(judgments)):
            found = silent if outcome in NO_NEW_JUDGMENT else judged
            found.setdefault(area, (inspection, judgment))
    return silent | judged
