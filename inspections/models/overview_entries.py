"""Where bodies stand in overviews: what the matrix of a framework, the page of an area and its counts read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext as _

from publishing.models import FOREVER, READABLE, Availability, IntervalQuerySet

from .frameworks import Area, Framework, Grade
from .inspection import Inspection
from .judgments import Judgment
from .organisations import Organisation
from .periods import london_day
from .standing import standing


class OverviewEntryQuerySet(IntervalQuerySet):
    def by_name(self, framework: Framework) -> Self:
        """An entry for each body of which the framework has a report."""
        return self.filter(framework=framework, area=None).order_by("sorts_as", "body_id")

    def by_grade(self, area: Area) -> Self:
        """The same bodies, those with the best grade in `area` first."""
        return self.filter(area=area).order_by("place", "sorts_as", "body_id")

    def waiting(self, framework: Framework, at: dt.datetime) -> Self:
        """The last entry at `at` of bodies whose last report is by an earlier version than `framework`.

        A body that was closed waits for none.
        """
        earlier = Framework.objects.filter(programme=framework.programme_id, order__lt=framework.order)
        rows = self.live(at).filter(framework__in=earlier.order_by().values("pk"), area=None, last_until__gt=at)
        reported = OverviewEntry.objects.live(at).filter(framework=framework, area=None, body=models.OuterRef("body"))
        is_open = models.Q(body__closed_on=None) | models.Q(body__closed_on__gte=london_day(at))
        return rows.filter(is_open, ~models.Exists(reported))


class OverviewEntry(models.Model):
    """That a body stands in the overview of a framework, or of one of its areas, from one moment until another.

    Editions are the truth; this repeats what lists of thousands of bodies are ordered, narrowed and counted by, and is
    written with every change of a timeline, in the same transaction. verify_editions compares the two.
    """

    # No index of each key alone: one of those below leads to fewer rows, and a planner without statistics may not know.
    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="+", db_index=False)
    area = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    body = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    sorts_as = models.CharField(max_length=200)
    # For ordering alone, the best grade first and none last: never shown, nor compared with that of another area.
    place = models.SmallIntegerField(default=0)
    grade = models.ForeignKey(Grade, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Of the judgment that stands; empty when there is none to show.
    outcome = models.CharField(max_length=20, blank=True)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    # Of a framework's entry: when a later version of the framework reports on the body.
    last_until = models.DateTimeField(default=FOREVER)

    objects = OverviewEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "overview entries"
        indexes = [
            models.Index(
                fields=["framework", "sorts_as", "body"],
                condition=models.Q(area=None),
                name="inspections_overview_by_name",
            ),
            models.Index(
                fields=["area", "place", "sorts_as", "body"],
                condition=models.Q(area__isnull=False),
                name="inspections_overview_by_grade",
            ),
            models.Index(
                fields=["area", "grade", "outcome", "live_until", "live_from"],
                condition=models.Q(area__isnull=False),
                name="inspections_overview_counts",
            ),
            models.Index(
                fields=["framework", "last_until"],
                condition=models.Q(area=None),
                name="inspections_overview_waiting",
            ),
            models.Index(fields=["body", "framework"], name="inspections_overview_of_body"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(live_from__lt=models.F("live_until")), name="inspections_overview_interval_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id}: {self.area or self.framework}"

    @property
    def said(self) -> tuple[Any, ...]:
        """All but its key and what follows from other frameworks."""
        return (
            *(self.framework_id, self.area_id, self.body_id, self.sorts_as, self.place, self.grade_id),
            *(self.outcome, self.live_from, self.live_until),
        )


def rewrite_overviews(inspection: Inspection) -> None:
    """Bring the entries of its body in line with the timelines, under every framework its document was about."""
    for body, framework in set(inspection.siblings().order_by().values_list("body", "framework")):
        wanted = computed_entries(body, framework)
        stored = list(OverviewEntry.objects.filter(body=body, framework=framework))
        if {entry.said for entry in wanted} == {entry.said for entry in stored}:
            continue
        if stored:
            OverviewEntry.objects.filter(pk__in=[entry.pk for entry in stored]).delete()
        OverviewEntry.objects.bulk_create(wanted)
        _say_which_is_last(body, framework)


def computed_entries(body: int, framework: int) -> list[OverviewEntry]:
    """The entries that the released editions about a body under a framework ask for. Three queries."""
    released = Inspection.objects.released().filter(body=body, framework=framework).select_related("body")
    editions = list(
        released.only("document_id", "availability", "live_from", "live_until", "reported_on", "body__sorts_as")
    )
    if not editions:
        return []
    judgments = Judgment.objects.filter(inspection__in=[edition.pk for edition in editions]).order_by("sequence")
    rows = judgments.values_list("inspection", "area", "outcome", "grade", "grade__rank")
    areas = Area.objects.recorded().filter(framework=framework).order_by("order").values_list("pk", flat=True)
    return [
        OverviewEntry(framework_id=framework, body_id=body, sorts_as=editions[0].body.sorts_as, **said)
        for said in entries_from(editions, rows, areas)
    ]


def entries_from(
    editions: Iterable[Any], judgments: Iterable[tuple[int, int, str, int | None, int | None]], areas: Iterable[int]
) -> list[dict[str, Any]]:
    """What the entries of one body under one framework say, in the order of the areas, then of time.

    `editions` are all that were released, `judgments` theirs as (inspection, area, outcome, grade, rank), by their
    sequence.
    """
    editions, given = list(editions), defaultdict(list)
    for edition, *judgment in judgments:
        given[edition].append(judgment)
    moments = sorted({moment for edition in editions for moment in (edition.live_from, edition.live_until)})
    spans = [(start, end, _live(editions, start)) for start, end in pairwise(moments)]
    stands = [standing((row, _said(given[row.pk])) for row in live) for _start, _end, live in spans]
    found: list[dict[str, Any]] = []
    for area in (None, *areas):
        before: dict[str, Any] | None = None
        for (start, end, live), judged in zip(spans, stands, strict=True):
            said = _shown(area, *judged.get(area, (None, None))) if live else None  # type: ignore[arg-type]
            if said and before and before["live_until"] == start and before | said == before:
                before["live_until"] = end
                continue
            before = said and said | {"live_from": start, "live_until": end}
            if before:
                found.append(before)
    return found


def _live(editions: list[Any], at: dt.datetime) -> list[Any]:
    """The editions that readers can read at `at`, that of the last report first."""
    live = [row for row in editions if row.live_from <= at < row.live_until and row.availability in READABLE]
    return sorted(live, key=lambda row: (row.reported_on, row.document_id), reverse=True)


def _said(judgments: list[Any]) -> list[tuple[int, str, tuple[Any, ...]]]:
    return [(area, outcome, (outcome, grade, rank)) for area, outcome, grade, rank in judgments]


def _shown(area: int | None, edition: Any, judgment: tuple[Any, ...] | None) -> dict[str, Any]:
    """What readers see of the judgment that stands in an area: of a withdrawn one nothing."""
    is_open = edition is not None and edition.availability == Availability.OPEN
    outcome, grade, rank = judgment if judgment and is_open else ("", None, None)
    return {"area_id": area, "grade_id": grade, "place": -(rank or 0), "outcome": outcome}


def _say_which_is_last(body: int, framework: int) -> None:
    """Tell a body's entries under each version of a framework until when no later version reports on it."""
    versions = Framework.objects.filter(programme__frameworks=framework)
    entries = list(
        OverviewEntry.objects.filter(body=body, area=None, framework__in=versions).select_related("framework")
    )
    ends = last_until([(entry.framework.order, entry.live_from, entry.live_until) for entry in entries])
    for entry, until in zip(entries, ends, strict=True):
        if entry.last_until != until:
            OverviewEntry.objects.filter(pk=entry.pk).update(last_until=until)


def last_until(entries: list[tuple[Any, dt.datetime, dt.datetime]]) -> list[dt.datetime]:
    """When a later version takes over for good, for each of a body's (place of the version, live_from, live_until)."""
    return [
        min((begins for version, begins, ends in entries if version > own and ends == FOREVER), default=FOREVER)
        for own, _begins, _ends in entries
    ]


def overview_faults(inspection: Inspection) -> list[str]:
    """Whether overviews say something else than the timelines of its body; for verify_editions."""
    body, framework = inspection.body_id, inspection.framework_id
    stored = OverviewEntry.objects.filter(body=body, framework=framework)
    if {entry.said for entry in stored} == {entry.said for entry in computed_entries(body, framework)}:
        return []
    return [_("Overviews do not show its body as its editions say.")]
