"""Findings, what became of them, and good practice."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Part, PlainCharField, PlainTextField, Refused

from .frameworks import Area
from .inspection import Inspection
from .refusals import beside_fields


class FindingQuerySet(models.QuerySet):
    def with_statuses(self) -> list[Finding]:
        """Findings in order, each with its `history` of statuses, oldest first, and its `parent_ref`: one query."""
        joined = self.select_related("area").annotate(
            parent_ref=models.F("parent__ref"),
            status_on=models.F("statuses__on"),
            status=models.F("statuses__status"),
            status_note=models.F("statuses__note"),
            status_source=models.F("statuses__source"),
        )
        found: dict[int, Finding] = {}
        for row in joined.order_by("pk", "statuses__on", "statuses__pk"):
            finding = found.setdefault(row.pk, row)  # type: ignore[arg-type, attr-defined]
            finding.history = getattr(finding, "history", [])  # type: ignore[attr-defined]
            if row.status:  # type: ignore[attr-defined]
                words = FindingStatus.Status(row.status).label  # type: ignore[attr-defined]
                step = {"on": row.status_on, "status": words, "note": row.status_note, "source": row.status_source}  # type: ignore[attr-defined]
                step |= {"code": row.status, "tone": FindingStatus.TONES.get(row.status, "neutral")}  # type: ignore[attr-defined]
                finding.history.append(step)  # type: ignore[attr-defined]
        return list(found.values())

    def published_beside(self, inspection: Inspection) -> Self:
        """Those of the other released editions of its document, but not of a scheduled one that it replaces."""
        others = inspection.siblings().released().exclude(pk__in=[inspection.pk, inspection.replaces_id])
        return self.filter(inspection__in=others)

    def still_open(self) -> list[Finding]:
        """Those that ask for action and that nobody has said to be closed, each with its `history`: one query."""
        rows = self.filter(kind__in=Finding.ASK_FOR_ACTION).with_statuses()
        return [row for row in rows if not (row.present and row.present["code"] in FindingStatus.CLOSED)]


class Finding(Part):
    """Something the inspectors want changed, or praised, with a reference that stays the same in every edition."""

    class Kind(models.TextChoices):
        AREA_FOR_IMPROVEMENT = "area_for_improvement", _("Area for improvement")
        CAUSE_OF_CONCERN = "cause_of_concern", _("Cause of concern")
        RECOMMENDATION = "recommendation", _("Recommendation")
        STRENGTH = "strength", _("Strength")
        STILL_NEEDS = "still_needs", _("Still needs")

    ASK_FOR_ACTION = (Kind.AREA_FOR_IMPROVEMENT, Kind.CAUSE_OF_CONCERN, Kind.RECOMMENDATION)

    part_of = "inspection"
    copies = ("statuses",)
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {
        1: ("ref", "kind", "area.code", "text", "addressee", "due_on", "accelerated", "parent.ref")
    }

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="findings")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ref = models.SlugField(_("reference"), max_length=40, help_text=_("Such as “aoi-1”; part of its public id."))
    kind = models.CharField(max_length=20, choices=Kind.choices)
    text = PlainTextField()
    addressee = PlainCharField(max_length=200, blank=True, help_text=_("Who has to act, if not the body itself."))
    due_on = models.DateField(null=True, blank=True)
    accelerated = models.BooleanField(default=False, help_text=_("Published before the report."))
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="children")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "ref"], name="inspections_finding_one_per_ref"),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["area_for_improvement", "cause_of_concern", "recommendation", "strength", "still_needs"]
                ),
                name="inspections_finding_known_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(parent=None) | models.Q(kind="recommendation"),
                name="inspections_finding_parent_of_recommendation",
            ),
            models.CheckConstraint(condition=~models.Q(ref=""), name="inspections_finding_has_ref"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.ref}"

    @property
    def present(self) -> dict[str, Any] | None:
        """The last step of the history that `with_statuses` read; None when nothing is held on what became of it."""
        return self.history[-1] if self.history else None  # type: ignore[attr-defined]

    def save(self, *args, **kwargs) -> None:
        if faults := self._faults():
            raise Refused(" ".join(faults))
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Say in a form, beside the field, what `save` would refuse."""
        from inspections import checks

        super().clean()
        renamed = [("ref", issue.sentence) for issue in checks.renaming_issues(self, self.inspection)]
        if faults := [*checks.finding_faults(self, self.inspection), *renamed]:
            raise beside_fields(faults)

    def _faults(self) -> list[str]:
        from inspections import checks

        issues = [*checks.finding_issues(self, self.inspection), *checks.renaming_issues(self, self.inspection)]
        return [issue.sentence for issue in issues]


class FindingStatus(Part):
    """How far a finding had come on a day."""

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        AWAITING_REVIEW = "awaiting_review", _("Awaiting review")
        IN_PROGRESS = "in_progress", _("In progress")
        COMPLETE = "complete", _("Complete")
        NOT_COMPLETE = "not_complete", _("Not complete")
        SUPERSEDED = "superseded", _("Superseded")
        CLOSED_NO_ACTION = "closed_no_action", _("Closed without action")

    CLOSED = (Status.COMPLETE, Status.SUPERSEDED, Status.CLOSED_NO_ACTION)
    # How a tag shows them; the rest are neutral.
    TONES: ClassVar[dict[str, str]] = {
        Status.OPEN: "warning",
        Status.NOT_COMPLETE: "danger",
        Status.IN_PROGRESS: "info",
        Status.AWAITING_REVIEW: "info",
        Status.COMPLETE: "success",
    }

    part_of = "finding"
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {1: ("on", "status", "note", "source")}

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="statuses")
    on = models.DateField()
    status = models.CharField(max_length=20, choices=Status.choices)
    note = PlainTextField(blank=True)
    source = PlainCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["on", "id"]
        verbose_name_plural = "finding statuses"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    status__in=[
                        *("open", "awaiting_review", "in_progress", "complete"),
                        *("not_complete", "superseded", "closed_no_action"),
                    ]
                ),
                name="inspections_findingstatus_known_status",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} on {self.on}"


class Practice(Part):
    """Good practice that the inspectors held up to others."""

    class Kind(models.TextChoices):
        PROMISING = "promising", _("Promising practice")
        INNOVATIVE = "innovative", _("Innovative practice")
        NOTABLE = "notable", _("Notable practice")

    part_of = "inspection"
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {1: ("area.code", "kind", "title", "text")}

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="practices")
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PROMISING)
    title = PlainCharField(max_length=200)
    text = PlainTextField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
