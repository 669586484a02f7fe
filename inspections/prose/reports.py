"""The inspections that a text cites, as readers had each edition of them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import cached_property

from inspections.models import Inspection, Judgment, Tally
from inspections.models.periods import london_day
from publishing.models import Availability, Precision, still_readable


@dataclass
class Report:
    """One edition, given to readers from the day `since` up to the day `until`; None means that it still stands."""

    edition: Inspection
    judgments: list[Judgment]
    since: dt.date
    until: dt.date | None = None
    before: Report | None = field(default=None, repr=False)

    @property
    def title(self) -> str:
        return self.edition.title

    def was_out(self, first: dt.date, last: dt.date) -> bool:
        """Whether readers had it on one of these days."""
        return self.since <= last and (self.until is None or self.until > first)

    def unchanged_since(self, told: Callable[[Report], Any]) -> dt.date:
        """From which day on every edition up to this one has told the same."""
        report = self
        while report.before is not None and told(report.before) == told(self):
            report = report.before
        return report.since

    # --- One area -------------------------------------------------------------------------------------

    def of_area(self, code: str) -> list[Judgment]:
        return [row for row in self.judgments if row.area.code == code]

    def holds(self, area: str, grade: str | None) -> bool | None:
        """Whether it gives `area` this grade, or none; nothing when it does not hold what was decided."""
        rows = self.of_area(area)
        if not rows or any(row.outcome == row.Outcome.NOT_SOURCED for row in rows):
            return None
        return any((row.grade.code if row.grade else None) == grade for row in rows)

    # --- Counts ---------------------------------------------------------------------------------------

    @cached_property
    def tally(self) -> Tally:
        return Tally.of(self.judgments)

    @property
    def graded(self) -> int:
        return self.tally.graded + self.tally.not_held

    @cached_property
    def totals(self) -> set[int | None]:
        """Every number that “of so many areas” may mean."""
        said = self.edition
        whole = {self.graded, self.graded + self.tally.carried, self.tally.areas}
        return whole | {said.declared_areas, said.declared_graded}

    @cached_property
    def counts(self) -> list[Mapping[str, int]]:
        """How often each grade is given, by its code: as declared, and as counted with and without what was carried
        forward. Empty when neither is known."""
        found: list[Mapping[str, int]] = [self.edition.declared_tally] if self.edition.declared_tally else []
        if not self.tally.not_held:
            last = {row.area_id: row for row in self.judgments}
            found += [self.tally.by_code, Counter(row.grade.code for row in last.values() if row.grade)]
        return found

    def agrees(self, said: Mapping[str, int]) -> bool:
        """Whether these counts, which need not name every grade, may be its own."""
        if not self.counts:
            counted = self.tally.by_code
            more = [number - counted.get(code, 0) for code, number in said.items()]
            return min(more, default=0) >= 0 and sum(more) <= self.tally.not_held
        return any(all(number == known.get(code, 0) for code, number in said.items()) for known in self.counts)

    def most(self, code: str) -> int:
        """How many areas can have this grade."""
        return max((known.get(code, 0) for known in self.counts), default=self.graded)


def reports_of(documents: Iterable[int], at: dt.datetime) -> list[Report]:
    """What of these inspections is live at `at`, and its earlier editions; nothing of one that readers cannot see then.

    Three queries, whatever their number.
    """
    seen: dict[int, list[Inspection]] = {}
    cited = Inspection.objects.seen_by(at).filter(document__in=set(documents))
    for edition in cited.select_related("framework__default_scale").prefetch_related(
        "framework__default_scale__grades"
    ):
        seen.setdefault(edition.document_id, []).append(edition)
    readable = [kept for editions in seen.values() if (kept := still_readable(editions))]
    live = [kept for kept in readable if kept[-1].availability == Availability.OPEN]
    open_editions = [[edition for edition in kept if edition.availability == Availability.OPEN] for kept in live]
    rows: dict[int, list[Judgment]] = {edition.pk: [] for editions in open_editions for edition in editions}
    if rows:
        for row in Judgment.objects.filter(inspection__in=list(rows)).in_order():
            rows[row.inspection_id].append(row)
    return [report for editions in open_editions for report in _in_turn(editions, rows)]


def _in_turn(editions: list[Inspection], rows: dict[int, list[Judgment]]) -> list[Report]:
    reports: list[Report] = []
    for edition in editions:
        report = Report(edition, rows[edition.pk], _first_day(edition, is_first=not reports))
        if reports:
            report.before = reports[-1]
            reports[-1].until = report.since
        reports.append(report)
    return reports


def _first_day(edition: Inspection, *, is_first: bool) -> dt.date:
    """The day from which readers had it: that of the report, which may have been out before it came here."""
    is_dated = edition.public_precision != Precision.UNKNOWN
    day = london_day(edition.public_timestamp if is_dated else edition.live_from)  # type: ignore[arg-type]
    return min(day, edition.reported_on or day) if is_first else day
