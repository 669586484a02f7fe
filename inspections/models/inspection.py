"""Inspections: one edition for each version of what readers are told about one."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from content_editor.models import Region
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from publishing.models import (
    Document,
    Edition,
    Issue,
    PlainCharField,
    PlainTextField,
    Precision,
    Refused,
    WebAddressField,
    note_editor,
)

from .citations import look_at_citations
from .frameworks import Area, Framework, Grade, GradeScale
from .inspection_queries import InspectionQuerySet
from .organisations import Organisation
from .periods import DatePrecision, london_day, midnight
from .summaries import suggested_summary


class Inspection(Edition):
    """One version of an inspection's result. A grade that is changed afterwards is a new edition that says why."""

    class Kind(models.TextChoices):
        FULL = "full", _("Full inspection")
        REVISIT = "revisit", _("Revisit")
        REINSPECTION = "reinspection", _("Reinspection")
        FOLLOW_UP = "follow_up", _("Follow-up")

    copies = ("blocks", "judgments", "findings", "practices", "statistics", "documents")
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {
        1: (
            *Edition.said,
            *("framework.slug", "framework.title", "body.slug", "body.name", "kind", "lead_name", "lead_title"),
            *("fieldwork_from", "fieldwork_to", "fieldwork_precision"),
            *("evidence_from", "evidence_to", "evidence_precision", "reported_on", "reported_precision"),
            *("deferred_reason", "follow_up_status", "monitoring_note"),
            *("declared_areas", "declared_graded", "declared_tally", "tally_explanation"),
            *("revisits", "regrade_reason", "regrade_source", "regrade_source_url"),
        )
    }
    regions = [
        Region(key="main", title=_("What the inspectors say")),
        Region(key="response", title=_("What the inspected body says")),
    ]

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": Organisation.Kind.BODY},
        verbose_name=_("inspected body"),
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.FULL)
    lead_name = PlainCharField(_("lead inspector"), max_length=150, blank=True)
    lead_title = PlainCharField(
        _("title of the lead inspector"), max_length=200, blank=True, help_text=_("As it was on the day of the report.")
    )
    fieldwork_from = models.DateField(null=True, blank=True)
    fieldwork_to = models.DateField(null=True, blank=True)
    fieldwork_precision = models.CharField(
        max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY, help_text=_("How much of it is known.")
    )
    evidence_from = models.DateField(null=True, blank=True)
    evidence_to = models.DateField(null=True, blank=True)
    evidence_precision = models.CharField(max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY)
    reported_on = models.DateField(
        null=True,
        blank=True,
        help_text=_("The day of the report; the last day of its month or year if only that is known."),
    )
    reported_precision = models.CharField(max_length=10, choices=DatePrecision.choices, default=DatePrecision.DAY)
    deferred_reason = PlainTextField(blank=True, help_text=_("Why the report came later than planned."))
    follow_up_status = PlainCharField(max_length=200, blank=True)
    monitoring_note = PlainTextField(
        blank=True, help_text=_("A stage of monitoring such as Engage, in a sentence. It is no grade.")
    )
    declared_areas = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many areas the inspectorate says it inspected.")
    )
    declared_graded = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("How many of them it says it graded.")
    )
    declared_tally = models.JSONField(
        default=dict,
        blank=True,
        help_text=_("How often the inspectorate says it gave each grade, by the grade's code."),
    )
    tally_explanation = PlainTextField(
        blank=True, help_text=_("Why the inspectorate's count differs from the rows below; readers see it.")
    )
    revisits = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "inspections.inspection"},
        help_text=_("The inspection whose areas were looked at again."),
    )
    regrade_reason = PlainTextField(
        blank=True, help_text=_("Why the inspectorate changed a grade after its report. Readers see it.")
    )
    regrade_source = PlainCharField(
        max_length=300, blank=True, help_text=_("Where the inspectorate or the body says so.")
    )
    regrade_source_url = WebAddressField(max_length=500, blank=True)
    # What the summary was taken from, so that nobody overlooks it when the grades change. Readers never see it.
    summary_suggestion = models.TextField(blank=True, editable=False)

    objects = InspectionQuerySet.as_manager()

    class Meta(Edition.Meta):
        indexes = [
            *Edition.Meta.indexes,
            models.Index(
                fields=["-reported_on", "-document"],
                condition=models.Q(state="released"),
                name="inspections_by_report",
            ),
            models.Index(
                fields=["body", "-reported_on"], condition=models.Q(state="released"), name="inspections_by_body"
            ),
            models.Index(
                fields=["framework", "body"], condition=models.Q(state="released"), name="inspections_by_framework"
            ),
            models.Index(
                fields=["live_from"],
                condition=models.Q(state="released") & ~models.Q(regrade_reason=""),
                name="inspections_regraded",
            ),
            models.Index(
                fields=["framework", "-public_timestamp", "-id"],
                condition=models.Q(state="released"),
                name="inspections_newest_of_version",
            ),
        ]
        constraints = [
            *Edition.Meta.constraints,
            models.UniqueConstraint(
                fields=["body", "framework", "kind", "reported_on", "reported_precision"],
                condition=models.Q(
                    is_head=True,
                    state__in=["draft", "submitted", "released"],
                    availability__in=["open", "withdrawn"],
                ),
                name="inspections_inspection_one_document",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["full", "revisit", "reinspection", "follow_up"]),
                name="inspections_inspection_known_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    fieldwork_precision__in=["day", "month", "season", "year"],
                    evidence_precision__in=["day", "month", "season", "year"],
                    reported_precision__in=["day", "month", "season", "year"],
                ),
                name="inspections_inspection_known_precision",
            ),
            models.CheckConstraint(
                condition=models.Q(fieldwork_from=None)
                | models.Q(fieldwork_to=None)
                | models.Q(fieldwork_to__gte=models.F("fieldwork_from")),
                name="inspections_inspection_fieldwork_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(evidence_from=None)
                | models.Q(evidence_to=None)
                | models.Q(evidence_to__gte=models.F("evidence_from")),
                name="inspections_inspection_evidence_forward",
            ),
            models.CheckConstraint(
                condition=models.Q(reported_on=None)
                | models.Q(fieldwork_from=None)
                | models.Q(reported_on__gte=models.F("fieldwork_from")),
                name="inspections_inspection_report_after_fieldwork",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="released") | models.Q(reported_on__isnull=False),
                name="inspections_inspection_released_has_report",
            ),
            models.CheckConstraint(
                condition=models.Q(declared_areas=None)
                | models.Q(declared_graded=None)
                | models.Q(declared_graded__lte=models.F("declared_areas")),
                name="inspections_inspection_declared_fits",
                violation_error_message=_("The inspectorate cannot have graded more areas than it inspected."),
            ),
        ]

    # --- What the timeline asks ----------------------------------------------------------------------

    def get_absolute_url(self) -> str:
        return reverse("inspections:inspection", args=[self.slug])

    def search_text(self) -> str:
        words = [block.words() for block in self.blocks.all()]
        areas = self.judgments.values_list("area__name", flat=True)
        aliases = self.body.aliases.values_list("text", flat=True)
        names = (self.body.name, *aliases, self.framework.title, self.framework.programme.name, self.lead_name)
        return "\n".join([super().search_text(), *names, *areas, *words])

    def facets(self) -> list[tuple[str, str]]:
        return [
            ("body", self.body.slug),
            ("programme", self.framework.programme.slug),
            ("framework", self.framework.slug),
        ]

    def save(self, *args, **kwargs) -> None:
        from inspections import checks

        if issues := checks.declared_tally_issues(self):
            raise Refused(issues[0].sentence)
        super().save(*args, **kwargs)

    def issues(self, at: dt.datetime) -> list[Issue]:
        from inspections import checks

        own = checks.inspection_issues(self, at)
        # The note on a changed grade is asked for once, in words that do not offer a minor change instead.
        said_here = {"change_note"} & {issue.place for issue in own}
        return [issue for issue in super().issues(at) if issue.place not in said_here] + own

    def faults(self) -> list[str]:
        """What of its stored rows contradicts them or the reference rows; for verify_editions."""
        from inspections import checks

        from .overview_entries import overview_faults

        return [issue.sentence for issue in checks.row_issues(self)] + overview_faults(self)

    @property
    def report_date(self) -> tuple[dt.datetime, str]:
        """The day of the report as the date to print, no more exact than it is known."""
        precisions = {DatePrecision.DAY: Precision.DAY, DatePrecision.YEAR: Precision.YEAR}
        known = precisions.get(DatePrecision(self.reported_precision), Precision.MONTH)
        return midnight(self.reported_on), known  # type: ignore[arg-type]

    def proposed_date(self, now: dt.datetime) -> tuple[dt.datetime, str] | None:
        """As for any edition; a report that comes here days after it was published is dated by its day."""
        if (known := super().proposed_date(now)) or self.siblings().released().exists():
            return known
        is_older = self.reported_on is not None and self.reported_on < london_day(now)
        return self.report_date if is_older else None

    def on_release(self, now: dt.datetime) -> None:
        """The first release freezes the reference rows that readers now see; a regrade has its citations looked at."""
        look_at_citations(self, now)
        if not self.body.is_frozen:
            Organisation.objects.filter(pk=self.body_id).freeze(now)
        if not self.framework.is_frozen:
            self._freeze_framework(now)

    def on_timeline_change(self) -> None:
        from .overview_entries import rewrite_overviews

        rewrite_overviews(self)

    def _freeze_framework(self, now: dt.datetime) -> None:
        """With all it rests on; a frozen framework never thaws, nor is anything added to it."""
        areas = Area.objects.filter(framework=self.framework)
        scales = GradeScale.objects.filter(models.Q(pk=self.framework.default_scale_id) | models.Q(areas__in=areas))
        Grade.objects.filter(scale__in=scales).freeze(now)
        GradeScale.objects.filter(pk__in=scales.values("pk")).freeze(now)
        areas.freeze(now)
        programme = self.framework.programme
        Organisation.objects.filter(pk=programme.inspectorate_id).freeze(now)
        for row in (programme, self.framework):
            type(row).objects.filter(pk=row.pk).freeze(now)

    @cached_property
    def public_number(self) -> int:
        """Which of the editions that readers have seen this is. `number` counts drafts, and a gap in it would tell of
        one that was set aside or that is still to come."""
        return self.siblings().released().filter(live_from__lte=self.live_from).count()

    # --- Verbs -------------------------------------------------------------------------------------------

    @transaction.atomic
    def new_draft(self, *, by: User, now: dt.datetime | None = None, replaces: Self | None = None) -> Self:
        """As for any edition; the reason for an earlier regrade stays with the edition that made it."""
        draft = super().new_draft(by=by, now=now, replaces=replaces)
        if replaces is None and draft.regrade_reason:
            draft.regrade_reason = draft.regrade_source = draft.regrade_source_url = ""
            draft.save()
        return draft

    def add_missing_areas(self, *, by: User) -> int:
        """Give each recorded area of the framework a row, waiting for its judgment. Returns how many were added."""
        from .judgments import Judgment

        by.require("edit")
        areas = self.framework.areas.recorded().exclude(judgments__inspection=self).order_by("order")
        outcomes = Judgment.Outcome
        for area in (rows := list(areas)):
            outcome = outcomes.PENDING if area.graded_by_default else outcomes.UNGRADED
            Judgment(inspection=self, area=area, outcome=outcome).save()
        return len(rows)

    @transaction.atomic
    def judge(
        self, *, by: User, area: str, outcome: str, grade: str | None = None, sequence: int = 1, **said: Any
    ) -> Any:
        """Set the judgment of the area with this code; `grade` is the code of a grade on the area's scale.

        Raises Refused when the framework has no such area, or its scale no such grade.
        """
        from inspections import checks

        by.require("edit")
        note_editor(self, by)
        row, word = checks.area_and_grade(self.framework, area, grade)
        judgment = self.judgments.filter(area=row, sequence=sequence).first()
        judgment = judgment or self.judgments.model(inspection=self, area=row, sequence=sequence)
        if outcome != judgment.Outcome.CARRIED_FORWARD:  # it comes from nowhere else any more
            said = {"carried_from": None, "carried_area": None} | said
        for name, value in {"outcome": outcome, "grade": word, **said}.items():
            setattr(judgment, name, value)
        judgment.save()
        return judgment

    @property
    def suggested_summary(self) -> str:
        """What the stored grades say in a few sentences."""
        return suggested_summary(self, self.judgments.select_related("area", "grade"))

    def take_suggested_summary(self, *, by: User, now: dt.datetime | None = None, seen: int | None = None) -> None:
        """Let the summary say what the grades say, in the place of what it says now."""
        self.summary = self.summary_suggestion = self.suggested_summary
        self.edit(by=by, now=now, seen=seen)

    # --- Forms ---------------------------------------------------------------------------------------------

    def clean(self) -> None:
        """Say in a form what the database would refuse."""
        from inspections import checks

        super().clean()
        if self.framework_id and self.body_id and checks.has_other_document(self):
            raise ValidationError(
                gettext("This inspection is on the site already. Open it and start a new draft of it instead.")
            )
        if self.revisits_id and self.revisits_id == self.document_id:
            raise ValidationError({"revisits": gettext("It cannot be a revisit of itself.")})
        issues = [*checks.date_issues(self), *checks.declared_tally_issues(self)]
        stops = {issue.place: issue.sentence for issue in issues if issue.is_stop}
        if stops:
            raise ValidationError(stops)

    # --- Names of the day -------------------------------------------------------------------------------------

    @cached_property
    def body_name(self) -> str:
        """What the body was called on the day of the report."""
        return self._name_then(self.body, "body_name_then")

    @cached_property
    def inspectorate_name(self) -> str:
        """What the inspectorate was called on the day of the report."""
        return self._name_then(self.framework.programme.inspectorate, "inspectorate_name_then")

    def _name_then(self, organisation: Organisation, annotation: str) -> str:
        if hasattr(self, annotation):  # the queryset looked it up; None says that the plain name serves
            return getattr(self, annotation) or organisation.name
        return organisation.name_on(self.reported_on or dt.date.max)
