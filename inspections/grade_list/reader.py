"""Reading a list of grades as it comes out of a press release: a pure function of a vocabulary and a text."""

from __future__ import annotations

import difflib
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models.names import normalise

from .alone import Alone, Block
from .lines import MAX_LINE_LENGTH, lines, pieces, splits
from .results import AreaWords, Reading, Result, Unread, Vocabulary
from .tallies import read_counts

MAX_GUESSES = 200
# No grade is longer, so what is read as one from the right of a line never is either.
MAX_GRADE_LENGTH = 60
LEAST_SUFFIX, MOST_MISSING = 8, 3
CLOSE_ENOUGH, CLEARLY_CLOSER = 0.90, 0.05

_WRAPPING = " \t'\"“”‘’«»()[]*_.,;|"


def read_grade_list(text: str, vocabulary: Vocabulary, guesses: int = MAX_GUESSES) -> Result:
    """Read every line of `text` that gives an area its grade.

    Grades are read only as whole words of a scale, never from prose and never by likeness; areas that are only like a
    known one are returned for confirmation, after `guesses` names at most that are not known. Raises TooMuch when the
    text is over a limit.
    """
    return _Reader(vocabulary, guesses).read(lines(text))


class _Reader:
    """One reading, from the first line to the last. The last of `blocks` is the one that the next line may add to."""

    def __init__(self, vocabulary: Vocabulary, guesses: int) -> None:
        self.vocabulary = vocabulary
        # Of two areas with one name, the one that has grades is meant.
        areas = sorted(vocabulary.areas, key=lambda area: area.is_recorded)
        self.by_key = {key: area for area in areas for key in area.keys}
        self.longest = max((len(key.split()) for key in self.by_key), default=0)
        self.result = Result()
        self.most_guesses = guesses
        self.blocks = [Block()]
        self.line = 0
        self.raw = ""
        self.entry = ""

    def read(self, text_lines: list[str]) -> Result:
        for self.line, self.raw in enumerate(text_lines, start=1):
            self.result.steps += len(self.raw) + 1
            if len(self.raw) > MAX_LINE_LENGTH:
                reason = _("longer than %(limit)s characters") % {"limit": MAX_LINE_LENGTH}
                self._end_block()
                self._unread(reason, text=self.raw[:80] + "…")
                continue
            for piece in pieces(self.raw):
                self.entry = piece
                self._read_piece(piece)
        self._read_blocks()
        self._settle()
        return self.result

    # --- One piece of a line ------------------------------------------------------------------------------

    def _read_piece(self, piece: str) -> None:
        self.result.steps += len(piece)
        words = normalise(piece)
        if not words:
            return
        if self._is_grade_or_outcome(words):
            self._stands_alone(grade=words)
        elif words in self.by_key:
            self._stands_alone(area=self.by_key[words])
        elif split := self._split(piece):
            self._end_block()
            self._read_pair(*split)
        elif heading := self._heading(piece):
            self._end_block()
            self._stands_alone(grade=heading, is_sentence=True)
        else:
            self._end_block()
            self._read_prose(piece, words)

    def _stands_alone(self, **said: Any) -> None:
        self.blocks[-1].entries.append(Alone(self.line, self.raw.strip(), **said))

    def _end_block(self) -> None:
        if self.blocks[-1].entries:
            self.blocks.append(Block())

    def _read_pair(self, left: str, grade: str) -> None:
        name = normalise(left)
        if name in self.by_key:
            self._take(self.by_key[name], grade)
        elif self._has_area_and_grade(left, name):
            self._unread(_("two grades on one line: say which of them holds"), has_grade=True)
        elif guess := self._guess(left, name):
            self._take(guess[0], grade, doubt=guess[1], is_like=True)
        elif name in self.vocabulary.elsewhere:
            where = {"framework": self.vocabulary.elsewhere[name]}
            self._unread(_("this framework has no such area; it looks like %(framework)s") % where, has_grade=True)
        else:
            self._unread(_("no area of this framework is called “%(name)s”") % {"name": left.strip()}, has_grade=True)

    def _read_prose(self, piece: str, words: str) -> None:
        """Nothing is graded by prose. A line that begins or ends like an entry of a list is shown with the reason."""
        tally = self._tally(piece)
        if len(tally) > 1:
            if not self.result.declared:
                self.result.declared, self.result.declared_line = tally, self.line
            self.result.ignored += 1
            return
        for left, right in splits(piece):
            self.result.steps += len(right)
            first, last = normalise(left), normalise(right)
            if first in self.by_key:
                reason = _("“%(word)s” is no grade") % {"word": right.strip(_WRAPPING)}
                self._unread(reason, has_grade=self._holds_grade(last))
                return
            if self._is_grade_or_outcome(first) and last in self.by_key:
                self._unread(_("the grade stands before the area: turn them round"), has_grade=True)
                return
        area, rest = self._area_at_the_start(words)
        if area is None or not self._holds_grade(rest):
            self.result.ignored += 1
        elif not area.is_recorded:
            self._unread(_("this site records no grades for this area"), has_grade=True)
        elif self._is_grade_or_outcome(rest):
            self._unread(_("nothing parts the area from the grade: put a dash between them"), has_grade=True)
        else:
            self._unread(_("it names an area and a grade, but no grade is read from a sentence"), has_grade=True)

    # --- Areas and grades on lines of their own ----------------------------------------------------------------

    def _read_blocks(self) -> None:
        """Blocks come last: a stray grade anywhere may mean that all the others are read one line off."""
        is_off = any(block.is_stray_grade for block in self.blocks)
        for block in self.blocks:
            self.result.steps += len(block.entries)
            self._read_block(block, is_certain=block.is_headed or (block.is_clear and not is_off))

    def _read_block(self, block: Block, *, is_certain: bool) -> None:
        pairs = block.pairs()
        for area, grade in pairs:
            doubt = (
                "" if is_certain else _("the lines here can be read in two ways: is line %s its grade?") % grade.line
            )
            self.line, self.raw = area.line, area.text
            self.entry = f"{area.text} – {grade.text}"
            self._take(area.area, grade.grade, doubt=doubt)  # type: ignore[arg-type]
        taken = {id(entry) for pair in pairs for entry in pair}
        for entry in block.entries:
            self.line, self.raw = entry.line, entry.text
            if id(entry) in taken:
                continue
            if entry.area is None:
                self._unread(_("no area can be told to which this grade belongs"), has_grade=True)
            elif not entry.area.is_recorded:
                self._unread(_("this site records no grades for this area"))
            elif not block.is_clear:
                self._unread(_("no grade can be told that belongs to this area"))

    # --- Grades --------------------------------------------------------------------------------------------

    def _is_grade_or_outcome(self, words: str) -> bool:
        return words in self.vocabulary.all_grades or words in self.vocabulary.outcomes

    def _holds_grade(self, words: str) -> bool:
        """Whether a grade, or what there is instead of one, stands anywhere in `words`."""
        known = (*self.vocabulary.all_grades, *self.vocabulary.outcomes)
        self.result.steps += len(words) + len(known)
        return any(f" {word} " in f" {words} " for word in known)

    def _area_at_the_start(self, words: str) -> tuple[AreaWords | None, str]:
        """The area whose name `words` begins with, the longest if there are several, and what comes after it."""
        tokens = words.split()
        for length in range(min(self.longest, len(tokens) - 1), 0, -1):
            self.result.steps += length
            if area := self.by_key.get(" ".join(tokens[:length])):
                return area, " ".join(tokens[length:])
        return None, ""

    def _has_area_and_grade(self, left: str, name: str) -> bool:
        """Whether the left side of a grade is an entry of its own already."""
        again, rest = self._split(left), self._area_at_the_start(name)[1]
        return self._is_grade_or_outcome(rest) or (again is not None and normalise(again[0]) in self.by_key)

    def _split(self, piece: str) -> tuple[str, str] | None:
        """The text before the rightmost separator whose right side is wholly a grade, and that grade."""
        for left, right in splits(piece):
            self.result.steps += len(right)
            words = normalise(right) if len(right) <= MAX_GRADE_LENGTH else ""
            if self._is_grade_or_outcome(words):
                return (left, words) if normalise(left) else None
        return None

    def _heading(self, piece: str) -> str | None:
        """The grade of “The force is good at:”, under which areas follow. Prose that goes on is no heading."""
        words = normalise(piece)
        for ending in (" at", " in", " for"):
            before = words.removesuffix(ending)
            if before == words:
                continue
            for verb in (" is ", " was "):
                grade = before.rpartition(verb)[2]
                if verb in before and grade in self.vocabulary.all_grades:
                    return grade
        return None

    def _tally(self, piece: str) -> dict[str, int]:
        """Counts such as “one outstanding, one good, six adequate”, by the code of the grade."""
        known = {key: code for area in self.vocabulary.areas for key, code in area.grades.items()}
        counts = read_counts(piece, known)
        self.result.steps += counts.steps
        found: dict[str, int] = {}
        for wording, number in counts.grades:
            found.setdefault(known[wording], number)
        return found

    # --- Areas that are only like a known one -----------------------------------------------------------------

    def _guess(self, left: str, name: str) -> tuple[AreaWords, str] | None:
        """The one area that `left` is a cut or misspelt form of, with the reason to doubt it."""
        if self.result.guesses == self.most_guesses or len(name) > 2 * MAX_GRADE_LENGTH + MAX_LINE_LENGTH // 4:
            return None
        self.result.guesses += 1
        return self._cut_at_the_start(name) or self._cut_at_the_end(left, name) or self._nearly_the_same(name)

    def _cut_at_the_start(self, name: str) -> tuple[AreaWords, str] | None:
        self.result.steps += len(self.by_key)
        whole = [
            key
            for key in self.by_key
            if key.endswith(name) and 1 <= len(key) - len(name) <= MOST_MISSING and len(name) >= LEAST_SUFFIX
        ]
        if len(whole) != 1:
            return None
        missing = len(whole[0]) - len(name)
        area = self.by_key[whole[0]]
        doubt = ngettext(
            "%(count)s letter is missing at its start: is it “%(name)s”?",
            "%(count)s letters are missing at its start: is it “%(name)s”?",
            missing,
        )
        return area, doubt % {"count": missing, "name": area.name}

    def _cut_at_the_end(self, left: str, name: str) -> tuple[AreaWords, str] | None:
        if not left.rstrip(_WRAPPING.replace(".", "")).endswith(("…", "...")):
            return None
        self.result.steps += len(self.by_key)
        areas = {self.by_key[key].code: self.by_key[key] for key in self.by_key if key.startswith(name)}
        if len(areas) != 1 or len(name) < LEAST_SUFFIX:
            return None
        area = next(iter(areas.values()))
        return area, _("it is cut short: is it “%(name)s”?") % {"name": area.name}

    def _nearly_the_same(self, name: str) -> tuple[AreaWords, str] | None:
        best: dict[str, float] = {}
        for key, area in self.by_key.items():
            self.result.steps += len(name)
            matcher = difflib.SequenceMatcher(a=key, b=name, autojunk=False)
            if matcher.real_quick_ratio() >= CLOSE_ENOUGH and matcher.quick_ratio() >= CLOSE_ENOUGH:
                best[area.code] = max(best.get(area.code, 0.0), matcher.ratio())
        ranked = sorted(best.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] < CLOSE_ENOUGH:
            return None
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < CLEARLY_CLOSER:
            return None
        area = next(area for area in self.vocabulary.areas if area.code == ranked[0][0])
        return area, _("it is spelt almost like “%(name)s”: is it that?") % {"name": area.name}

    # --- What was read -----------------------------------------------------------------------------------------

    def _take(self, area: AreaWords, words: str, *, doubt: str = "", is_like: bool = False) -> None:
        if not area.is_recorded:
            self._unread(_("this site records no grades for this area"), has_grade=True)
            return
        outcome, grade = self.vocabulary.outcomes.get(words), area.grades.get(words)
        if outcome is None and grade is None:
            known = sorted(set(area.grades.values()))
            reason = _("“%(word)s” is not on the scale of %(area)s (%(scale)s)") % {
                "word": words,
                "area": area.name,
                "scale": ", ".join(code.replace("-", " ") for code in known) or _("it has none"),
            }
            self._unread(reason, has_grade=True, area="" if doubt else area.code)
            return
        entry = self.entry.strip()
        reading = Reading(self.line, self.raw.strip(), area.code, outcome or "graded", grade, doubt, entry, is_like)
        (self.result.to_confirm if doubt else self.result.exact).append(reading)

    def _unread(self, reason: str, *, text: str | None = None, has_grade: bool = False, area: str = "") -> None:
        unread = Unread(self.line, text or self.raw.strip(), reason, has_grade, self.entry.strip(), area)
        self.result.unread.append(unread)

    def _settle(self) -> None:
        """Sort out areas that were named twice, and name those that were not."""
        seen: dict[str, Reading] = {}
        for readings in (self.result.exact, self.result.to_confirm):
            readings.sort(key=lambda reading: reading.line)
            readings[:] = [reading for reading in readings if not self._is_repeated(reading, seen)]
        for area in self.vocabulary.areas:
            if area.is_recorded and area.code not in seen:
                (self.result.missing if area.is_graded else self.result.not_mentioned).append(area.code)
        self.result.unread.sort(key=lambda unread: (not unread.has_grade, unread.line))

    def _is_repeated(self, reading: Reading, seen: dict[str, Reading]) -> bool:
        """Whether it was `seen` before, the same; if it was seen otherwise, that is a conflict."""
        self.result.steps += 1
        first = seen.setdefault(reading.area, reading)
        if first is reading:
            return False
        if (first.outcome, first.grade) == (reading.outcome, reading.grade):
            self.result.repeated.append(reading)
            return True
        self.result.conflicts.append(
            _("Lines %(first)s and %(second)s give “%(area)s” different grades.")
            % {
                "first": first.line,
                "second": reading.line,
                "area": next(area.name for area in self.vocabulary.areas if area.code == reading.area),
            }
        )
        return False
