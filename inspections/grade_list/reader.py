"""Reading a list of grades as it comes out of a press release: a pure function of a vocabulary and a text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from inspections.models.names import normalise

from .alone import Alone, Block
from .headings import areas_listed, heading_of
from .likeness import MAX_NAME_LENGTH, Guess, Likeness
from .lines import MAX_LINE_LENGTH, Entry, entries, lines, splits
from .results import AreaWords, Reading, Result, Unread, Vocabulary
from .tallies import LONGEST_GRADE, read_counts

MAX_GUESSES = 200
# No grade is longer, with the signs around it, so what is read as one from the right of a line never is either.
MAX_GRADE_LENGTH = 100

_WRAPPING = " \t'\"“”‘’«»()[]*_.,;|"


def read_grade_list(text: str, vocabulary: Vocabulary, guesses: int = MAX_GUESSES) -> Result:
    """Read every line of `text` that gives an area its grade.

    Grades are read only as whole words of a scale, never from prose and never by likeness; areas that are only like a
    known one are returned for confirmation, after `guesses` names at most that are not known. What has the word of a
    grade and the name of an area, and is not read, is returned with the reason. Raises TooMuch when the text is over a
    limit.
    """
    return _Reader(vocabulary, guesses).read(lines(text))


class _Reader:
    """One reading, from the first line to the last. The last of `blocks` is the one that the next line may add to."""

    def __init__(self, vocabulary: Vocabulary, guesses: int) -> None:
        self.vocabulary = vocabulary
        self.by_key = _by_key(vocabulary.areas)
        self.names = tuple(f" {key} " for key in self.by_key)
        self.longest = max((len(key.split()) for key in self.by_key), default=0)
        self.codes = {wording: code for area in vocabulary.areas for wording, code in area.grades.items()}
        self.likeness = Likeness(self.by_key)
        self.result = Result()
        self.most_guesses = guesses
        self.blocks = [Block()]
        self.line = 0
        self.raw = ""
        self.entry = ""
        self.gap = 0

    def read(self, text_lines: list[str]) -> Result:
        for self.line, self.raw in enumerate(text_lines, start=1):
            self.result.steps += len(self.raw) + 1
            if len(self.raw) > MAX_LINE_LENGTH:
                reason = _("longer than %(limit)s characters") % {"limit": MAX_LINE_LENGTH}
                self._end_block()
                self._unread(reason, text=self.raw[:80] + "…")
                continue
            self.gap += 1
            for entry in entries(self.raw):
                self.entry = entry.text
                self._read_entry(entry)
        self._read_blocks()
        self._settle()
        self.result.steps += self.likeness.steps
        return self.result

    # --- One entry of a line ------------------------------------------------------------------------------

    def _read_entry(self, entry: Entry) -> None:
        piece = entry.text
        self.result.steps += len(piece)
        words = normalise(piece)
        if not words:
            return
        area = self.by_key.get(words) or self.by_key.get(words.removesuffix(" and"))
        if area:
            self._stands_alone(area=area)
        elif self._read_heading(piece):
            pass
        elif self.vocabulary.is_grade_or_outcome(words):
            self._stands_alone(grade=words)
        elif split := self._split(piece):
            self._end_block()
            self._read_pair(*split)
        elif areas := self._areas_listed(piece):
            for area in areas:
                self._stands_alone(area=area)
        else:
            is_below_heading = self.blocks[-1].is_headed
            self._end_block()
            if entry.is_item and is_below_heading:
                self._unread(_unknown(piece), has_grade=True)
            else:
                self._read_prose(piece, words)
        self.gap = 0

    def _stands_alone(self, **said: Any) -> None:
        is_end = self.entry.endswith(".")
        alone = Alone(self.line, self.raw.strip(), entry=self.entry, gap=self.gap, is_end=is_end, **said)
        self.blocks[-1].entries.append(alone)
        self.gap = 0

    def _end_block(self) -> None:
        if self.blocks[-1].entries:
            self.blocks.append(Block())

    def _read_pair(self, left: str, grade: str) -> None:
        name = normalise(left)
        if name in self.by_key:
            self._take(self.by_key[name], grade)
        elif self._holds_grade(name) and self._holds_area(name):
            self._unread(_("two grades on one line: say which of them holds"), has_grade=True)
        elif guess := self._guess(left, name):
            self._take(guess[0], grade, doubt=guess[1], is_like=True)
        elif name in self.vocabulary.elsewhere:
            where = {"framework": self.vocabulary.elsewhere[name]}
            self._unread(_("this framework has no such area; it looks like %(framework)s") % where, has_grade=True)
        else:
            self._unread(_unknown(left), has_grade=True)

    def _read_heading(self, piece: str) -> bool:
        """Whether it is “Good at:”, for the lines below, or “Good: one area, another”, which is read if it is that."""
        before, colon, after = piece.rpartition(":")
        grade = heading_of(before, self.vocabulary) if colon else None
        if grade is None:
            return False
        self._end_block()
        if not normalise(after):
            self._stands_alone(grade=grade, is_heading=True)
            return True
        areas = self._areas_listed(after)
        if not areas:
            reason = _("after “%(heading)s:” not every part is the name of an area of this framework")
            self._unread(reason % {"heading": before.strip()}, has_grade=True)
        for area in areas:
            self.entry = f"{area.name} – {grade}"
            self._take(area, grade)
        return True

    def _areas_listed(self, text: str) -> tuple[AreaWords, ...]:
        listed = areas_listed(text, self.by_key, self.longest)
        self.result.steps += listed.steps
        return () if listed.is_doubtful else listed.areas

    def _read_prose(self, piece: str, words: str) -> None:
        """Nothing is graded by prose. What is not a part of a list is named, with the reason if it looks like one."""
        self._read_tally(piece)
        has_grade = self._holds_grade(words)
        for left, right in splits(piece):
            self.result.steps += len(right)
            first, last = normalise(left), normalise(right)
            if first in self.by_key:
                self._unread(_("“%(word)s” is no grade") % {"word": right.strip(_WRAPPING)}, has_grade=has_grade)
                return
            if self.vocabulary.is_grade_or_outcome(first) and last in self.by_key:
                self._unread(_("the grade stands before the area: turn them round"), has_grade=True)
                return
        if has_grade and self._holds_area(words):
            self._unread(self._why_not(words), has_grade=True)
        elif has_grade and piece.endswith(":"):
            self._unread(_("it cannot be told whether the lines below have this grade"), has_grade=True)
        else:
            self.result.leave_alone(self.line, piece)

    def _why_not(self, words: str) -> str:
        """Why nothing is read from `words`, in which an area and a grade stand."""
        area, rest = self._area_at_the_start(words)
        if area is not None and not area.is_recorded:
            return area.refusal
        if self.vocabulary.is_grade_or_outcome(rest):
            return _("nothing parts the area from the grade: put a dash between them")
        return _("it names an area and a grade, but no grade is read from a sentence")

    # --- Areas and grades on lines of their own ----------------------------------------------------------------

    def _read_blocks(self) -> None:
        """Blocks come last: a stray grade anywhere may mean that all the others are read one line off."""
        is_off = any(block.is_stray_grade for block in self.blocks)
        for block in self.blocks:
            self.result.steps += len(block.entries)
            self._read_block(block, is_certain=block.is_headed or (block.is_clear and not is_off))

    def _read_block(self, block: Block, *, is_certain: bool) -> None:
        pairs, parted = block.pairs(), block.parted()
        for area, grade in pairs:
            doubt = ""
            if not is_certain:
                doubt = _("the lines here can be read in two ways: is line %s its grade?") % grade.line
            elif id(area) in parted:
                doubt = _("it stands apart from the list above: is line %s its grade?") % grade.line
            self._go_back_to(area)
            self.entry = f"{area.entry} – {grade.entry}"
            self._take(area.area, grade.grade, doubt=doubt)  # type: ignore[arg-type]
        taken = {id(alone) for pair in pairs for alone in pair}
        has_grade = any(alone.area is None for alone in block.entries)
        for alone in block.entries:
            if id(alone) in taken:
                continue
            self._go_back_to(alone)
            if alone.area is None:
                self._unread(_("no area can be told to which this grade belongs"), has_grade=True)
            elif not alone.area.is_recorded:
                self._unread(alone.area.refusal)
            elif has_grade:
                self._unread(_("no grade can be told that belongs to this area"))
            else:
                self._unread(_("no grade stands beside this area"))

    def _go_back_to(self, alone: Alone) -> None:
        self.line, self.raw, self.entry = alone.line, alone.text, alone.entry

    # --- Words ---------------------------------------------------------------------------------------------

    def _holds_grade(self, words: str) -> bool:
        self.result.steps += len(words) * (len(self.vocabulary.all_grades) + len(self.vocabulary.outcomes))
        return self.vocabulary.holds_grade(words)

    def _holds_area(self, words: str) -> bool:
        self.result.steps += len(words) * len(self.by_key)
        padded = f" {words} "
        return any(name in padded for name in self.names)

    def _area_at_the_start(self, words: str) -> tuple[AreaWords | None, str]:
        """The area whose name `words` begins with, the longest if there are several, and what comes after it."""
        tokens = words.split()
        for length in range(min(self.longest, len(tokens) - 1), 0, -1):
            self.result.steps += length
            if area := self.by_key.get(" ".join(tokens[:length])):
                return area, " ".join(tokens[length:])
        return None, ""

    def _split(self, piece: str) -> tuple[str, str] | None:
        """The text before the rightmost separator whose right side is wholly a grade, and that grade."""
        for left, right in splits(piece):
            self.result.steps += len(right)
            words = normalise(right) if len(right) <= MAX_GRADE_LENGTH else ""
            if self.vocabulary.is_grade_or_outcome(words):
                return (left, words) if normalise(left) else None
        return None

    def _read_tally(self, piece: str) -> None:
        """Sentences such as “One was outstanding, one good, six adequate”. One grade alone is no tally.

        A grade that is counted twice, or stands there uncounted, belongs to a second tally, and which part belongs to
        which cannot be told: “two good in 2021, but one good and six adequate now”.
        """
        for sentence in piece.split(". "):
            counts = read_counts(sentence, self.codes)
            self.result.steps += counts.steps + len(sentence)
            if len(counts.grades) < 2:
                continue
            tally = {self.codes[wording]: number for wording, number in counts.grades}
            is_whole = len(tally) == len(counts.grades) == self._count_grades(normalise(sentence).split())
            self.result.tallies.append((self.line, tally if is_whole else {}))

    def _count_grades(self, tokens: list[str]) -> int:
        """How many wordings of grades stand in `tokens`, the longest first."""
        count = place = 0
        while place < len(tokens):
            lengths = range(min(LONGEST_GRADE, len(tokens) - place), 0, -1)
            self.result.steps += len(lengths)
            length = next((n for n in lengths if " ".join(tokens[place : place + n]) in self.codes), 0)
            count += bool(length)
            place += length or 1
        return count

    def _guess(self, left: str, name: str) -> Guess | None:
        if self.result.guesses == self.most_guesses or len(name) > MAX_NAME_LENGTH:
            return None
        self.result.guesses += 1
        return self.likeness.find(left, name)

    # --- What was read -----------------------------------------------------------------------------------------

    def _take(self, area: AreaWords, words: str, *, doubt: str = "", is_like: bool = False) -> None:
        if not area.is_recorded:
            self._unread(area.refusal, has_grade=True)
            return
        grade = area.grades.get(words)
        outcome = self.vocabulary.outcomes.get(words) if grade is None else "graded"
        if outcome == "carried_forward":
            reason = _("a grade that is carried forward has to say from where: enter it in the form of the draft")
            self._unread(reason, has_grade=True)
            return
        if outcome is None:
            known = sorted(set(area.grades.values()))
            reason = _("“%(word)s” is not on the scale of %(area)s (%(scale)s)") % {
                "word": words,
                "area": area.name,
                "scale": ", ".join(code.replace("-", " ") for code in known) or _("it has none"),
            }
            self._unread(reason, has_grade=True, area="" if doubt else area.code)
            return
        entry = self.entry.strip()
        reading = Reading(self.line, self.raw.strip(), area.code, outcome, grade, doubt, entry, is_like)
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


def _by_key(areas: Iterable[AreaWords]) -> dict[str, AreaWords]:
    """The area that each key stands for. A key of several stands for none of them, and says so when it is met."""
    meant: dict[str, list[AreaWords]] = {}
    for area in areas:
        for key in area.keys:
            meant.setdefault(key, []).append(area)
    return {key: found[0] if len(found) == 1 else AreaWords.either(found) for key, found in meant.items()}


def _unknown(name: str) -> str:
    return _("no area of this framework is called “%(name)s”") % {"name": name.strip(_WRAPPING)}
