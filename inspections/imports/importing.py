"""Storing the inspections of a file through the same verbs as the newsroom."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import User
from inspections.models import (
    Area,
    Framework,
    Grade,
    Inspection,
    InspectionDocument,
    Judgment,
    Organisation,
    Tally,
)
from inspections.models.inspection import InspectionQuerySet
from inspections.models.periods import london_day, midnight
from publishing.models import Availability, Precision, Refused, SlugClaim, State

from .mapping import Mapping
from .records import Record

Said = dict[str, tuple[str, int | None, str]]


class Outcome(StrEnum):
    CREATED = "created"
    CORRECTED = "corrected"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Change:
    """An area whose judgment differs from the one known, with both in words."""

    area: str
    before: str
    after: str

    def __str__(self) -> str:
        return _("%(area)s: from %(before)s to %(after)s") % vars(self)


@dataclass
class Effect:
    """What one record does, or would do."""

    outcome: Outcome
    reason: str = ""
    summary: str = ""
    changes: list[Change] = field(default_factory=list)
    inspection: Inspection | None = None


@dataclass
class Importer:
    """Stores records one at a time, each wholly or not at all.

    New inspections become drafts, submitted by `by`; a grade that differs from the one published becomes a new edition
    that says why. With `releaser` they are released too: by a second person, or by force with `reason`.
    `explained_in` says where whoever imports can tell why grades were changed. With `is_dry` everything is tried and
    nothing is kept.
    """

    framework: Framework
    mapping: Mapping
    by: User
    now: dt.datetime
    explained_in: str
    releaser: User | None = None
    reason: str = ""
    is_dry: bool = False

    def __post_init__(self) -> None:
        self.areas = list(self.framework.areas.recorded().order_by("order"))
        self.grades = {grade.pk: grade for grade in Grade.objects.filter(scale__in=self._scales())}
        # Asked once: most records of a round are new, and the database still refuses what was stored since.
        self.known_keys = set(self._heads().values_list("body", "reported_on"))
        others = Inspection.objects.filter(framework=self.framework, kind=self.mapping.kind)
        self.known_bodies = set(others.values_list("body", flat=True).order_by().distinct())

    def look(self, record: Record) -> Effect:
        """What storing `record` would do. Reads, and changes nothing."""
        known = self._known(record)
        if known is None:
            said = self._judgments(None, self._complete(record))
            return Effect(Outcome.CREATED, summary=Tally.of(said).sentence)
        rows = self._rows(known)
        changed = {code: said for code, said in record.judgments.items() if self._differs(code, said, rows)}
        if not changed:
            return Effect(Outcome.UNCHANGED, inspection=known)
        effect = Effect(Outcome.CORRECTED, inspection=known, changes=self._in_words(changed, rows))
        if known.state != State.RELEASED:
            effect.outcome = Outcome.REFUSED
            effect.reason = _("an open draft of this inspection says otherwise; release or discard it first")
        elif known.availability == Availability.WITHDRAWN:
            effect.outcome = Outcome.REFUSED
            effect.reason = _(
                "this inspection was withdrawn, and a file does not bring it back: do that in the newsroom"
            )
        elif twice := [rows[code].area.name for code in changed if code in rows and rows[code].sequence > 1]:
            effect.outcome = Outcome.REFUSED
            effect.reason = _(
                "it holds a later judgment of %(areas)s in the same report, and a file does not say which of the two "
                "changes: do that in the newsroom"
            ) % {"areas": ", ".join(twice)}
        elif not self.mapping.correction.get("reason") or not self.mapping.correction.get("source"):
            effect.outcome = Outcome.REFUSED
            effect.reason = _(
                "a published grade would change (%(changes)s): say why, and where that is stated, %(where)s"
            ) % {"changes": "; ".join(map(str, effect.changes)), "where": self.explained_in}
        elif (day := self.mapping.correction.get("on")) and day > london_day(self.now):
            effect.outcome = Outcome.REFUSED
            effect.reason = _("the day of the change, %s, is still to come") % date_format(day, "j F Y")
        return effect

    def store(self, record: Record) -> Effect:
        """Do what `look` says. Nothing of a refused record stays behind."""
        try:
            with transaction.atomic():
                effect = self.look(record)
                if effect.outcome == Outcome.CREATED:
                    effect.inspection = self._create(record)
                elif effect.outcome == Outcome.CORRECTED:
                    effect.inspection = self._correct(effect, record)
                transaction.set_rollback(self.is_dry)
                return effect
        except (Refused, PermissionDenied) as refusal:
            return Effect(Outcome.REFUSED, str(refusal))
        except IntegrityError:
            # Somebody else started the same inspection between our look and our writing.
            return Effect(Outcome.REFUSED, _("it was stored by somebody else at this very moment; import it again"))

    # --- What the record says, and what is known -------------------------------------------------------------

    def _complete(self, record: Record) -> Said:
        """The judgments of the file, and for each area it leaves out what that means."""
        said = dict(record.judgments)
        outcomes = Judgment.Outcome
        for area in self.areas:
            if area.code in said:
                continue
            if area.graded_by_default:
                said[area.code] = outcomes.NOT_SOURCED, None, _("The file has no row for this area.")
            else:
                said[area.code] = outcomes.UNGRADED, None, ""
        return said

    def _heads(self) -> InspectionQuerySet:
        """The newest edition of every inspection of this kind by this framework that is not gone."""
        return Inspection.objects.heads().filter(
            framework=self.framework,
            kind=self.mapping.kind,
            reported_precision=self.mapping.precision,
            state__in=[State.DRAFT, State.SUBMITTED, State.RELEASED],
            availability__in=[Availability.OPEN, Availability.WITHDRAWN],
        )

    def _known(self, record: Record) -> Inspection | None:
        if record.key not in self.known_keys:
            return None
        heads = self._heads().filter(body=record.body, reported_on=record.reported_on)
        return heads.select_related("document").first()

    def _rows(self, inspection: Inspection) -> dict[str, Judgment]:
        """The judgment that stands in each area: where there are two, the later."""
        rows = inspection.judgments.order_by("sequence").select_related("area", "grade")
        return {row.area.code: row for row in rows}

    def _differs(self, code: str, said: tuple[str, int | None, str], rows: dict[str, Judgment]) -> bool:
        """Whether the file says something else of an area. That it holds no grade contradicts none that is known."""
        outcome, grade, _note = said
        row = rows.get(code)
        if outcome == Judgment.Outcome.NOT_SOURCED and row is not None:
            return False
        return row is None or row.decision != (outcome, grade)

    def _in_words(self, changed: Said, rows: dict[str, Judgment]) -> list[Change]:
        return [
            Change(
                area=area.name,
                before=rows[area.code].words if area.code in rows else _("no row"),
                after=self._judgment(None, area, changed[area.code]).words,
            )
            for area in self.areas
            if area.code in changed
        ]

    def _scales(self) -> set[int]:
        scales = {area.scale_id for area in self.areas} | {self.framework.default_scale_id}
        return {scale for scale in scales if scale}

    # --- A new inspection ------------------------------------------------------------------------------------

    def _create(self, record: Record) -> Inspection:
        said = self._complete(record)
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
            internal_note=_("Imported from %s.") % record.place,
        )
        # Of a draft made this moment, from this framework's own areas and grades: what each save() asks is known.
        Judgment.objects.bulk_create(self._judgments(inspection, said))
        InspectionDocument.objects.bulk_create([self._source(inspection)])
        at, precision = inspection.report_date
        # The last day of a month or year stands for all of it, and may be still to come.
        self._hand_in(inspection, shown=(min(at, self.now), precision))
        return inspection

    def _judgments(self, inspection: Inspection | None, said: Said) -> list[Judgment]:
        return [self._judgment(inspection, area, said[area.code]) for area in self.areas if area.code in said]

    def _judgment(self, inspection: Inspection | None, area: Area, said: tuple[str, int | None, str]) -> Judgment:
        outcome, grade, note = said
        return Judgment(
            inspection=inspection,
            area=area,
            outcome=outcome,
            grade=self.grades.get(grade),  # type: ignore[arg-type]
            note=note,
        )

    def _source(self, inspection: Inspection) -> InspectionDocument:
        said = {"kind": InspectionDocument.Kind.DATA} | self.mapping.source  # type: ignore[operator]
        return InspectionDocument(inspection=inspection, **said)

    def _free_slug(self, body: Organisation, record: Record) -> str:
        kind = "" if self.mapping.kind == Inspection.Kind.FULL else f"-{self.mapping.kind}"
        slug = slugify(f"{body.slug}-{self.framework.slug}{kind}")[:180]
        claims = SlugClaim.objects.filter(kind=Inspection._meta.label_lower, language="en", slug=slug)
        is_taken = body.pk in self.known_bodies or claims.exists()
        self.known_bodies.add(body.pk)
        return f"{slug}-{record.reported_on}" if is_taken else slug

    # --- A correction ----------------------------------------------------------------------------------------

    def _correct(self, effect: Effect, record: Record) -> Inspection:
        known: Inspection = effect.inspection  # type: ignore[assignment]
        correction = self.mapping.correction
        draft = known.new_draft(by=self.by, now=self.now, replaces=known if known.is_scheduled(self.now) else None)
        rows = self._rows(draft)
        for area in self.areas:
            said = record.judgments.get(area.code)
            if said is not None and self._differs(area.code, said, rows):
                judgment = rows.get(area.code) or Judgment(inspection=draft, area=area)
                judgment.outcome, judgment.note = said[0], said[2]
                judgment.grade = self.grades.get(said[1])  # type: ignore[arg-type]
                judgment.carried_from = judgment.carried_area = None
                judgment.save()
        draft.summary = Tally.of(draft.judgments.in_order()).sentence
        draft.change_note = _("Changed: %(areas)s. %(reason)s") % {
            "areas": "; ".join(change.area for change in effect.changes),
            "reason": correction["reason"],
        }
        draft.regrade_reason, draft.regrade_source = correction["reason"], correction["source"]
        draft.regrade_source_url = correction.get("source_url", "")
        if day := correction.get("on"):
            draft.public_timestamp, draft.public_precision = midnight(day), Precision.DAY
        draft.edit(by=self.by, now=self.now)
        self._hand_in(draft, shown=draft.public_date if day else None)
        return draft

    # --- Handing in ------------------------------------------------------------------------------------------

    def _hand_in(self, inspection: Inspection, *, shown: tuple[dt.datetime, str] | None) -> None:
        """Submit it and, with a releaser, release it with the date to be shown; None is that of the release."""
        inspection.submit(by=self.by, now=self.now)
        if self.releaser is None:
            return
        inspection.release(
            by=self.releaser,
            now=self.now,
            force=self.releaser.pk == self.by.pk,
            reason=self.reason,
            public_timestamp=shown[0] if shown else None,
            public_precision=shown[1] if shown else None,
        )
