"""Which judgment of each area stands when there is more than one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from .judgments import Judgment

Whose = TypeVar("Whose")
Said = TypeVar("Said")

NO_NEW_JUDGMENT = ("not_inspected", "pending")


def last_of_each_area(judgments: Iterable[Judgment]) -> dict[int, Judgment]:
    """By area, the last of one inspection's judgments: a revisit told in the same report stands."""
    return {row.area_id: row for row in sorted(judgments, key=lambda row: row.sequence)}


def standing(
    newest_first: Iterable[tuple[Whose, Iterable[tuple[int, str, Said]]]],
) -> dict[int, tuple[Whose, Said]]:
    """By area, the judgment that stands among several inspections of a body under one framework, and whose it is.

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
