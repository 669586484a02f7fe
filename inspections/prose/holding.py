"""Holding a text against reports, without asking for any row: which of its grades and counts contradict them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.grade_list import MAX_LINE_LENGTH, Reading, Unread, Vocabulary, read_grade_list
from inspections.grade_list.lines import lines
from inspections.grade_list.reader import MAX_GUESSES
from inspections.grade_list.tallies import Counts, read_counts
from inspections.models.names import normalise
from inspections.models.tally import joined
from publishing.dates_in_text import dates_in
from publishing.models import Passage, sentences

from . import answers
from .quotations import own_and_quoted
from .reports import Report

_QUOTED = gettext_lazy("It is a quotation: leave its words, and say beside it what holds.")
_OTHER_GRADE = gettext_lazy("Correct the grade.")
_CUT_NAME = gettext_lazy("Write the name of the area in full.")
_OTHER_COUNT = gettext_lazy(
    "Correct the count, or say in the same sentence on which day it held. If it counts some of the areas only, name "
    "them; if it is about another inspection, add that one under “inspections”."
)
# Words by which a sentence sets what was beside what is.
_OF_ANOTHER_TIME = frozenset(
    {"now", "then", "today", "since", "before", "earlier", "previously", "from", "against", "than", "compared"}
)
_OTHER_NUMBER = gettext_lazy("Correct the number of areas, or name the areas that are meant.")


@dataclass(frozen=True)
class Contradiction:
    """What a passage says, and what speaks against it: `stop` is certain, `warn` is for a person to judge."""

    level: str
    passage: Passage
    words: str
    answer: str


@dataclass
class Held:
    """The contradictions found, and how much was looked at: that grows in step with the text (asserted in tests)."""

    contradictions: list[Contradiction] = field(default_factory=list)
    steps: int = 0


def hold_against(
    reports: Iterable[Report], vocabularies: Mapping[int, Vocabulary], passages: Iterable[Passage]
) -> Held:
    """Hold each grade that `passages` give an area, and each count of grades, against `reports`.

    `vocabularies` are the words of the reports' frameworks. What agrees with one report contradicts none. Nothing is
    read from running prose, and of lines longer than a grade list's nothing at all. Raises TooMuch over its limits.
    """
    passages = list(passages)
    lines("\n".join(passage.text for passage in passages))
    holding = _Holding(list(reports), vocabularies)
    if holding.reports:
        for passage in passages:
            holding.read(passage)
        holding.compare_totals()
    return holding.held


@dataclass(frozen=True)
class _Text:
    """The sentences of a passage that are its own, or those that it quotes."""

    passage: Passage
    lines: list[str]
    is_quotation: bool


@dataclass(frozen=True)
class _Tally:
    """A count in the text that is that of one report."""

    report: Report
    text: _Text
    sentence: str
    areas: frozenset[int]


class _Holding:
    def __init__(self, reports: list[Report], vocabularies: Mapping[int, Vocabulary]) -> None:
        self.reports = reports
        self.live = [report for report in reports if report.until is None]
        self.vocabularies = vocabularies
        self.grades = frozenset(word for known in vocabularies.values() for word in known.all_grades)
        self.codes = {
            framework: {word: code for area in known.areas for word, code in area.grades.items()}
            for framework, known in vocabularies.items()
        }
        self.guesses = MAX_GUESSES
        self.held = Held()
        self.tallies: list[_Tally] = []

    # --- Passages ---------------------------------------------------------------------------------------

    def read(self, passage: Passage) -> None:
        own, quoted = [], []
        for line in passage.text.split("\n"):
            said, cited = ("", line) if passage.is_quotation else own_and_quoted(line)
            own.append(said)
            quoted.append(cited)
        for lines_of_it, is_quotation in ((own, False), (quoted, True)):
            text = _Text(passage, sentences("\n".join(lines_of_it)), is_quotation)
            self.held.steps += sum(map(len, text.lines))
            if text.lines:
                self._read_entries(text)
                self._read_counts(text)

    def _reports_meant(self, text: str) -> tuple[list[Report], bool]:
        """The editions that were out on the days that `text` names, else what is live; and whether it names days on
        which none of them was."""
        periods = [date.period for date in dates_in(text) if date.period]
        dated = [report for report in self.reports if any(report.was_out(*period) for period in periods)]
        return dated or self.live, bool(periods) and not dated

    def _say(self, text: _Text, words: str, said: list[str], advice: Any, *, is_doubtful: bool = False) -> None:
        level = "warn" if is_doubtful or text.is_quotation else "stop"
        answer = " ".join([*said, str(_QUOTED if text.is_quotation else advice)]).strip()
        self.held.contradictions.append(Contradiction(level, text.passage, words, answer))

    # --- Entries: an area and its grade -------------------------------------------------------------------

    def _read_entries(self, text: _Text) -> None:
        found: dict[tuple[int, str], list[tuple[int, Reading | Unread]]] = {}
        for framework, vocabulary in self.vocabularies.items():
            result = read_grade_list("\n".join(text.lines), vocabulary, self.guesses)
            self.guesses -= result.guesses
            self.held.steps += result.steps
            readings = [*result.exact, *result.repeated, *result.to_confirm]
            told: list[Reading | Unread] = [one for one in readings if one.is_like or not one.doubt]
            for said in (*told, *(one for one in result.unread if one.area)):
                found.setdefault((said.line, said.entry), []).append((framework, said))
        introduced = _introductions(text.lines, {line for line, _entry in found})
        for (line, entry), said_by in sorted(found.items()):
            self._hold_entry(text, entry, said_by, introduced[line - 1])

    def _hold_entry(
        self, text: _Text, entry: str, said_by: list[tuple[int, Reading | Unread]], introduction: str
    ) -> None:
        meant, is_outside = self._reports_meant(introduction)
        against, alike = [], ""
        for framework, said in said_by:
            if isinstance(said, Unread):
                against.append(f"{said.reason}.")
                continue
            for report in (report for report in meant if report.edition.framework_id == framework):
                if said.is_like:
                    alike = alike or self._name(framework, said.area)
                elif report.holds(said.area, said.grade) is not False:
                    return
                else:
                    against.append(answers.of_area(report, said.area))
        if against:
            self._say(text, entry, against, _OTHER_GRADE, is_doubtful=is_outside)
        elif alike:
            question = _("Is this “%(area)s”?") % {"area": alike}
            self._say(text, entry, [question], _CUT_NAME, is_doubtful=is_outside)

    def _name(self, framework: int, code: str) -> str:
        return next(area.name for area in self.vocabularies[framework].areas if area.code == code)

    # --- Counts of grades ---------------------------------------------------------------------------------

    def _read_counts(self, text: _Text) -> None:
        areas_before: frozenset[int] = frozenset()
        for sentence in text.lines:
            if len(sentence) > MAX_LINE_LENGTH:
                continue
            counts = read_counts(sentence, self.grades)
            self.held.steps += counts.steps
            if _is_about_grades(counts, sentence):
                self._hold_counts(text, sentence, counts, areas_before)
            areas_before = counts.areas

    def _hold_counts(self, text: _Text, sentence: str, counts: Counts, areas_before: frozenset[int]) -> None:
        meant, is_outside = self._reports_meant(sentence)
        areas = counts.areas | areas_before
        agreeing = [report for report in meant if self._agrees(report, counts)]
        if not agreeing and (in_turn := self._agreeing_in_turn([*meant, *self.live], sentence, counts)):
            if len(counts.grades) > 1:
                self.tallies += [_Tally(report, text, sentence, areas) for report in in_turn]
            return
        if not agreeing:
            is_part = len(counts.grades) == 1 and self._may_be_a_part(meant, *counts.grades[0])
            said = [answers.of_counts(report) for report in meant]
            self._say(text, sentence, said, _OTHER_COUNT, is_doubtful=is_outside or is_part)
            return
        wrong = [total for total in counts.totals if not any(total in report.totals for report in agreeing)]
        if wrong:
            said = [answers.of_how_many(report) for report in agreeing]
            self._say(text, sentence, said, _OTHER_NUMBER, is_doubtful=is_outside or len(counts.grades) < 2)
        elif len(agreeing) == 1 and len(counts.grades) > 1:
            self.tallies.append(_Tally(agreeing[0], text, sentence, areas))

    def _agrees(self, report: Report, counts: Counts) -> bool:
        codes = self.codes[report.edition.framework_id]
        said: dict[str, int] = {}
        for wording, number in counts.grades:
            code = codes.get(wording)
            if code is None or said.setdefault(code, number) != number:
                return False
        return report.agrees(said)

    def _agreeing_in_turn(self, reports: list[Report], sentence: str, counts: Counts) -> list[Report]:
        """The reports that a sentence about more than one time may count by turns, if each number is that of one."""
        wordings = [wording for wording, _number in counts.grades]
        if len(set(wordings)) == len(wordings) and _OF_ANOTHER_TIME.isdisjoint(normalise(sentence).split()):
            return []
        right = [[report for report in reports if self._agrees(report, Counts((one,)))] for one in counts.grades]
        return list({report.edition.pk: report for found in right for report in found}.values()) if all(right) else []

    def _may_be_a_part(self, reports: list[Report], wording: str, number: int) -> bool:
        """Whether a report has more areas with this grade, some of which may be meant."""
        known = ((report, self.codes[report.edition.framework_id].get(wording)) for report in reports)
        return any(code is not None and number < report.most(code) for report, code in known)

    # --- Counts beside each other ---------------------------------------------------------------------------

    def compare_totals(self) -> None:
        """Counts of different numbers of areas, side by side, need to say of how many each is."""
        if len({tally.report.graded for tally in self.tallies}) < 2:
            return
        bare = [tally for tally in self.tallies if tally.report.graded not in tally.areas]
        if bare:
            each = {tally.report.title: tally.report.graded for tally in self.tallies}
            of_each = [
                _("“of %(number)s” for “%(report)s”") % {"number": n, "report": title} for title, n in each.items()
            ]
            said = _("It stands beside a count of other areas; the two are not comparable. Say %s.") % joined(of_each)
            self._say(bare[0].text, bare[0].sentence, [said], "", is_doubtful=True)


def _is_about_grades(counts: Counts, sentence: str) -> bool:
    """One grade alone is counted only where areas are named, and there are areas of a county as well as of a report."""
    if len(counts.grades) == 1:
        return counts.names_areas
    return bool(counts.grades) or (bool(counts.totals) and "graded" in sentence.casefold())


def _introductions(text: list[str], entries: set[int]) -> list[str]:
    """For each line the sentence that introduces the list it is in: the one above it that ends in a colon."""
    found: list[str] = []
    for number, line in enumerate(text, start=1):
        if number in entries:
            found.append(found[-1] if found else "")
        else:
            found.append(line if line.endswith(":") and len(line) <= MAX_LINE_LENGTH else "")
    return found
