"""Storing the inspections of a file through the same verbs as the newsroom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from inspections.models import (
    DatePrecision,
    Framework,
    Grade,
    Inspection,
    InspectionDocument,
    Judgment,
    Organisation,
    Tally,
)
from publishing.models import Availability, Precision, Refused, State

from .mapping import Mapping
from .records import Record

Said = dict[str, tuple[str, int | None, str]]


class Outcome(StrEnum):
    CREATED = "created"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass
class Importer:
    """Stores records one at a time, each wholly or not at all.

    New inspections become drafts, submitted by `by`; a grade that differs from the one published becomes a new edition
    that says why. With `releaser` they are released too: by a second person, or by force with `reason`.
    """

    framework: Framework
    mapping: Mapping
    by: User
    now: dt.datetime
    releaser: User | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        self.areas = list(self.framework.areas.recorded().order_by("order"))
        self.grades = {grade.pk: grade for grade in Grade.objects.filter(scale__in=self._scales())}

    def store(self, record: Record) -> tuple[Outcome, str]:
        """What became of `record`, and why if it was refused. Nothing of a refused record stays behind."""
        try:
            with transaction.atomic():
                return self._store(record), ""
        except (Refused, PermissionDenied) as refusal:
            return Outcome.REFUSED, str(refusal)

    def _store(self, record: Record) -> Outcome:
        said = self._complete(record)
        known = self._known(record)
        if known is None:
            self._create(record, said)
            return Outcome.CREATED
        if self._is_same(known, said):
            return Outcome.UNCHANGED
        if known.state != State.RELEASED:
            raise Refused(_("an open draft of this inspection says otherwise; release or discard it first"))
        self._correct(known, said)
        return Outcome.CORRECTED

    # --- What the record says, and what is known -------------------------------------------------------------

    def _complete(self, record: Record) -> Said:
        """The judgments of the file, and for each area it leaves out what that means."""
        said = dict(record.judgments)
        outcomes = Judgment.Outcome
        for area in self.areas:
            if area.code in said or area.code in record.absent:
                continue
            if area.graded_by_default:
                said[area.code] = outcomes.NOT_SOURCED, None, _("The file has no row for this area.")
            else:
                said[area.code] = outcomes.UNGRADED, None, ""
        return said

    def _known(self, record: Record) -> Inspection | None:
        return (
            Inspection.objects.heads()
            .filter(
                body=record.body,
                framework=self.framework,
                kind=self.mapping.kind,
                reported_on=record.reported_on,
                reported_precision=self.mapping.precision,
                state__in=[State.DRAFT, State.SUBMITTED, State.RELEASED],
                availability__in=[Availability.OPEN, Availability.WITHDRAWN],
            )
            .select_related("document")
            .first()
        )

    def _is_same(self, inspection: Inspection, said: Said) -> bool:
        rows = inspection.judgments.filter(sequence=1).values_list("area__code", "outcome", "grade")
        return {area: (outcome, grade) for area, outcome, grade in rows} == {
            area: (outcome, grade) for area, (outcome, grade, _note) in said.items()
        }

    def _scales(self) -> set[int]:
        scales = {area.scale_id for area in self.areas} | {self.framework.default_scale_id}
        return {scale for scale in scales if scale}

    # --- A new inspection ------------------------------------------------------------------------------------

    def _create(self, record: Record, said: Said) -> None:
        body = Organisation.objects.get(pk=record.body)
        title = f"{self.framework.title}: {body.name_on(record.reported_on)}"
        inspection = Inspection.start(
            by=self.by,
            now=self.now,
            title=title[:200],
            slug=self._free_slug(body, record),
            summary=Tally.of(self._judgments(None, said)).sentence,
            framework=self.framework,
            body=body,
            kind=self.mapping.kind,
            reported_on=record.reported_on,
            reported_precision=self.mapping.precision,
            internal_note=_("Imported from rows %(first)s to %(last)s.")
            % {"first": record.first_row, "last": record.last_row},
        )
        # Their areas and grades come from this framework's own rows, so what each save() would ask has been asked.
        Judgment.objects.bulk_create(self._judgments(inspection, said))
        InspectionDocument.objects.create(
            inspection=inspection,
            kind=self.mapping.source.get("kind", InspectionDocument.Kind.DATA),
            title=self.mapping.source["title"],
            url=self.mapping.source["url"],
            licence=self.mapping.source["licence"],
            publisher=self.mapping.source.get("publisher", ""),
        )
        self._hand_in(inspection, public_on=record.reported_on)

    def _judgments(self, inspection: Inspection | None, said: Said) -> list[Judgment]:
        return [
            Judgment(
                inspection=inspection,
                area=area,
                outcome=said[area.code][0],
                grade=self.grades.get(said[area.code][1]),  # type: ignore[arg-type]
                note=said[area.code][2],
            )
            for area in self.areas
            if area.code in said
        ]

    def _free_slug(self, body: Organisation, record: Record) -> str:
        kind = "" if self.mapping.kind == Inspection.Kind.FULL else f"-{self.mapping.kind}"
        slug = slugify(f"{body.slug}-{self.framework.slug}{kind}")[:180]
        return f"{slug}-{record.reported_on}" if Inspection.objects.filter(slug=slug).exists() else slug

    # --- A correction ----------------------------------------------------------------------------------------

    def _correct(self, known: Inspection, said: Said) -> None:
        correction = self.mapping.correction
        if not correction.get("reason") or not correction.get("source"):
            raise Refused(
                _("a published grade would change: say in [correction] why (reason) and where that is stated (source)")
            )
        draft = known.new_draft(by=self.by, now=self.now, replaces=known if known.is_scheduled(self.now) else None)
        changed = []
        for judgment in draft.judgments.filter(sequence=1).select_related("area"):
            outcome, grade, note = said[judgment.area.code]
            if (judgment.outcome, judgment.grade_id) != (outcome, grade):
                changed.append(judgment.area.name)
                judgment.outcome, judgment.note = outcome, note
                judgment.grade = self.grades.get(grade)  # type: ignore[arg-type]
                judgment.save()
        draft.summary = Tally.of(draft.judgments.in_order()).sentence
        draft.change_note = _("Changed: %(areas)s. %(reason)s") % {
            "areas": "; ".join(changed),
            "reason": correction["reason"],
        }
        draft.regrade_reason, draft.regrade_source = correction["reason"], correction["source"]
        draft.regrade_source_url = correction.get("source_url", "")
        draft.edit(by=self.by, now=self.now)
        self._hand_in(draft, public_on=None)

    # --- Handing in ------------------------------------------------------------------------------------------

    def _hand_in(self, inspection: Inspection, *, public_on: dt.date | None) -> None:
        inspection.submit(by=self.by, now=self.now)
        if self.releaser is None:
            return
        inspection.release(
            by=self.releaser,
            now=self.now,
            force=self.releaser.pk == self.by.pk,
            reason=self.reason,
            **self._public_date(public_on),
        )

    def _public_date(self, day: dt.date | None) -> dict[str, Any]:
        """The day of the report as the date to print, no more exact than it is known."""
        if day is None:
            return {}
        midnight = dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())
        precisions = {DatePrecision.DAY: Precision.DAY, DatePrecision.YEAR: Precision.YEAR}
        return {
            "public_timestamp": min(midnight, self.now),
            "public_precision": precisions.get(DatePrecision(self.mapping.precision), Precision.MONTH),
        }
