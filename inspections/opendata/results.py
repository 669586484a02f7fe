"""The inspections that readers see at a moment, body by body, in chunks that each cost the same few queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import OuterRef, Subquery

from inspections.models import (
    Area,
    Grade,
    GradeChange,
    Inspection,
    InspectionDocument,
    Judgment,
    Organisation,
    changes_between,
)
from inspections.models.standing import standing
from inspections.taken_down import age_of, later_in_programme, taken_down
from publishing.models import Availability, Document, still_readable

from .questions import Question

CHUNK = 50  # bodies


@dataclass
class Result:
    """One inspection as readers see it at the moment asked for."""

    edition: Inspection
    judgments: list[Judgment]
    changes: list[GradeChange]
    source: InspectionDocument | None = None
    # By document, what grades were carried forward from: its uuid, and its address if readers find it.
    carried_from: dict[int, tuple[UUID, str | None]] = field(default_factory=dict)
    # The keys of the judgments that stand: no later one of the same programme has taken their place.
    current: set[tuple[str, int]] = field(default_factory=set)
    # Of the last inspection of a programme: that a later one was taken down.
    later_gone: Inspection | None = None

    @property
    def is_open(self) -> bool:
        return self.edition.availability == Availability.OPEN

    @property
    def last_change(self) -> dict[tuple[str, int], GradeChange]:
        return {change.after.key: change for change in self.changes}


class Words:
    """Areas and grades, looked up once for a whole table: there are hundreds of them, not millions."""

    def __init__(self) -> None:
        self.areas = {area.pk: area for area in Area.objects.all()}
        self.grades = {grade.pk: grade for grade in Grade.objects.select_related("scale")}

    def spell(self, judgments: Iterable[Judgment]) -> None:
        for judgment in judgments:
            judgment.area = self.areas[judgment.area_id]
            judgment.grade = self.grades[judgment.grade_id] if judgment.grade_id else None


def results(question: Question, *, only_regraded: bool = False) -> Iterator[Result]:
    """What `question` asks for, by the body's address, then by the day of the report, oldest first; of bodies with a
    regrade alone, if so told. What was withdrawn is among it: whoever lists grades has to hide its own.

    However many there are, one chunk of bodies is in memory. A chunk costs five queries, an empty one two. What is
    released while it runs does not show: every chunk is answered as of the same moment.
    """
    words, after = Words(), ""
    bodies = Organisation.objects.bodies().order_by("slug").values_list("pk", "slug")
    if question.body:
        bodies = bodies.filter(slug=question.body)
    if only_regraded:  # no edition changes a grade without saying why
        regrades = Inspection.objects.seen_by(question.at).exclude(regrade_reason="").order_by()
        bodies = bodies.filter(pk__in=regrades.values("body"))
    while chunk := list(bodies.filter(slug__gt=after)[:CHUNK]):
        yield from _chunk([pk for pk, _slug in chunk], question, words)
        if len(chunk) < CHUNK:
            return
        after = chunk[-1][1]


def _chunk(bodies: list[int], question: Question, words: Words) -> Iterator[Result]:
    seen = Inspection.objects.seen_by(question.now).filter(body__in=bodies).with_names()
    if question.programme:
        seen = seen.filter(framework__programme__slug=question.programme)
    found = _shown(list(seen), question, words)
    wanted = [result for result in found if question.framework in ("", result.edition.framework.slug)]
    _add_sources(wanted)
    _add_origins(wanted, question)
    place = {pk: number for number, pk in enumerate(bodies)}
    yield from sorted(wanted, key=lambda result: (place[result.edition.body_id], *_age(result)))


def _age(result: Result) -> tuple[dt.date, int]:
    return age_of(result.edition)


def _shown(seen: list[Inspection], question: Question, words: Words) -> list[Result]:
    """What is live at the moment asked for, withdrawn inspections included, each with which judgments stand."""
    by_document: dict[int, list[Inspection]] = {}
    for row in seen:
        by_document.setdefault(row.document_id, []).append(row)
        row.public_number = len(by_document[row.document_id])  # type: ignore[misc]  # asked for all at once
    live, histories = {}, {}
    for document, editions in by_document.items():
        # What was taken from readers by now, a look at the past does not bring back.
        begun = [row for row in still_readable(editions) if row.live_from <= question.at]
        if begun and begun[-1].is_live(question.at):
            live[document], histories[document] = begun[-1], begun
    judgments = _judgments([row.pk for history in histories.values() for row in history], words)
    found = []
    for document, history in histories.items():
        rows = [row for edition in history for row in judgments.get(edition.pk, [])]
        changes = changes_between(history, rows) if len(history) > 1 else []
        found.append(Result(live[document], judgments.get(live[document].pk, []), changes))
    _say_what_stands(found, taken_down(seen, question.at))
    return found


def _judgments(editions: list[int], words: Words) -> dict[int, list[Judgment]]:
    found: dict[int, list[Judgment]] = {}
    if not editions:
        return found
    rows = list(Judgment.objects.filter(inspection__in=editions).defer("summary", "note"))
    words.spell(rows)
    for row in sorted(rows, key=lambda row: (row.area.order, row.sequence)):
        found.setdefault(row.inspection_id, []).append(row)
    return found


def _say_what_stands(found: list[Result], gone: list[Inspection]) -> None:
    """Tell each result which of its judgments stand among all of the same body and programme.

    None does when a later inspection was taken down: its judgments are not told of, nor do older ones take their place.
    """
    lines: dict[tuple[int, int], list[Result]] = {}
    for result in sorted(found, key=_age, reverse=True):
        lines.setdefault((result.edition.body_id, result.edition.framework.programme_id), []).append(result)
    for (body, _programme), line in lines.items():
        line[0].later_gone = later_in_programme(line[0].edition, (row for row in gone if row.body_id == body))
        if line[0].later_gone:
            continue
        # A newer framework takes the place of all that was judged by an older one.
        comparable = [result for result in line if result.edition.framework_id == line[0].edition.framework_id]
        said = [(result, [(row.area_id, row.outcome, row) for row in result.judgments]) for result in comparable]
        for result, judgment in standing(said).values():
            if result.is_open:
                result.current.add(judgment.key)


def _add_sources(found: list[Result]) -> None:
    by_edition = {result.edition.pk: result for result in found}
    if not by_edition:
        return
    documents = InspectionDocument.objects.filter(inspection__in=list(by_edition)).select_related("file")
    for document in documents.order_by("pk"):
        result = by_edition[document.inspection_id]
        if result.source is None and document.is_source:
            result.source = document


def _add_origins(found: list[Result], question: Question) -> None:
    """One query, if any grade was carried forward."""
    carried = {row.carried_from_id for result in found for row in result.judgments if row.carried_from_id}
    if not carried:
        return
    shown = Inspection.objects.live(question.at).still_readable(question.now).filter(document=OuterRef("pk"))
    documents = Document.objects.filter(pk__in=carried).annotate(slug=Subquery(shown.values("slug")[:1]))
    origins = {pk: (uuid, slug) for pk, uuid, slug in documents.values_list("pk", "uuid", "slug")}
    for result in found:
        result.carried_from = origins
