"""Areas that a wording is only like: cut at its start or end, or misspelt. Each is a question, never an answer."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from math import prod

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .results import AreaWords

# Of a wording longer than the name of an area may be, no likeness is looked for.
MAX_NAME_LENGTH = 200
LEAST_LEFT, MOST_MISSING = 8, 3
CLOSE_ENOUGH, CLEARLY_CLOSER = 0.90, 0.05

_CLOSING = " \t'\"“”‘’«»()[]*_,;|"

Guess = tuple[AreaWords, str]


class Likeness:
    """Finds the one area that a name is a form of, with the reason to doubt it. Counts the characters it compares."""

    def __init__(self, by_key: Mapping[str, AreaWords]) -> None:
        self.by_key = by_key
        self.steps = 0

    def find(self, text: str, name: str) -> Guess | None:
        """`name` is `text`, normalised."""
        return self._cut_at_the_start(name) or self._cut_at_the_end(text, name) or self._nearly_the_same(name)

    def _cut_at_the_start(self, name: str) -> Guess | None:
        self.steps += len(self.by_key) * len(name)
        whole = [key for key in self.by_key if key.endswith(name) and 1 <= len(key) - len(name) <= MOST_MISSING]
        if len(whole) != 1 or len(name) < LEAST_LEFT:
            return None
        missing = len(whole[0]) - len(name)
        area = self.by_key[whole[0]]
        doubt = ngettext(
            "%(count)s letter is missing at its start: is it “%(name)s”?",
            "%(count)s letters are missing at its start: is it “%(name)s”?",
            missing,
        )
        return area, doubt % {"count": missing, "name": area.name}

    def _cut_at_the_end(self, text: str, name: str) -> Guess | None:
        if len(name) < LEAST_LEFT or not text.rstrip(_CLOSING).endswith(("…", "...")):
            return None
        self.steps += len(self.by_key) * len(name)
        areas = {area.name: area for key, area in self.by_key.items() if key.startswith(name)}
        if len(areas) != 1:
            return None
        area = next(iter(areas.values()))
        return area, _("it is cut short: is it “%(name)s”?") % {"name": area.name}

    def _nearly_the_same(self, name: str) -> Guess | None:
        best: dict[str, tuple[float, AreaWords]] = {}
        matcher = difflib.SequenceMatcher(b=name, autojunk=False)
        for key, area in self.by_key.items():
            matcher.set_seq1(key)
            ratio = self._ratio(matcher, len(key), len(name))
            if ratio > best.get(area.name, (0.0, area))[0]:
                best[area.name] = ratio, area
        ranked = sorted(best.values(), key=lambda found: -found[0])
        if not ranked or ranked[0][0] < CLOSE_ENOUGH:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < CLEARLY_CLOSER:
            return None
        area = ranked[0][1]
        return area, _("it is spelt almost like “%(name)s”: is it that?") % {"name": area.name}

    def _ratio(self, matcher: difflib.SequenceMatcher[str], *sizes: int) -> float:
        """How much of its two sides, of these sizes, is the same, from 0 to 1; 0 when it cannot be enough."""
        self.steps += 1
        if matcher.real_quick_ratio() < CLOSE_ENOUGH:
            return 0.0
        self.steps += sum(sizes)
        if matcher.quick_ratio() < CLOSE_ENOUGH:
            return 0.0
        self.steps += prod(sizes)
        return matcher.ratio()
