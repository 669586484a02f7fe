"""Judgments: what was decided for one area in one inspection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from publishing.models import Document, Part, PlainCharField, PlainTextField, Refused, State

from .frameworks import Area, Grade
from .inspection import Inspection
from .refusals import beside_fields


class JudgmentQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        """By area, with everything a row of a grade table needs, the best rank of its scale included: one query."""
        best = Grade.objects.filter(scale=models.OuterRef("grade__scale")).order_by("-rank").values("rank")[:1]
        rows = self.select_related("area", "grade__scale").annotate(best_rank=models.Subquery(best))
        return rows.order_by("area__order", "sequence")

    def of_document(self, edition: Inspection, at: dt.datetime) -> Self:
        """Those of all editions of its document that readers have seen by `at`, and its own; each with its edition."""
        seen = models.Q(inspection__state=State.RELEASED, inspection__live_from__lte=at)
        rows = self.filter(seen | models.Q(inspection=edition.pk), inspection__document=edition.document_id)
        return rows.in_order().select_related("inspection", "area", "grade__scale")

    def of_editions(self, editions: Iterable[Inspection]) -> Self:
        return self.filter(inspection__in=[edition.pk for edition in editions]).in_order()


class Judgment(Part):
    """What was decided for one area. It has a grade if, and only if, the area was graded or a grade carried forward."""

    class Outcome(models.TextChoices):
        GRADED = "graded", _("Graded")
        UNGRADED = "ungraded", _("Inspected, not graded")
        NOT_INSPECTED = "not_inspected", _("Not inspected this time")
        CARRIED_FORWARD = "carried_forward", _("Carried forward from an earlier inspection")
        NOT_RATED = "not_rated", _("Not rated")
        PENDING = "pending", _("Not reported yet")
        NOT_SOURCED = "not_sourced", _("Grade not held here")

    part_of = "inspection"
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {
        1: (
            *("area.code", "area.name", "sequence", "outcome", "grade.scale.code", "grade.code", "grade.label"),
            *("grade.rank", "summary", "note", "reported_on", "carried_from", "carried_area.code"),
        )
    }

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="judgments")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="judgments")
    sequence = models.PositiveSmallIntegerField(
        default=1, help_text=_("2 for a second judgment of the same area in the same report, as after a revisit.")
    )
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.PENDING)
    grade = models.ForeignKey(Grade, null=True, blank=True, on_delete=models.PROTECT, related_name="judgments")
    summary = PlainTextField(blank=True, help_text=_("What the inspectors found, in a sentence or two."))
    note = PlainCharField(max_length=300, blank=True, help_text=_("A remark beside the grade."))
    reported_on = models.DateField(
        null=True, blank=True, help_text=_("Only when this area was reported on another day than the inspection.")
    )
    carried_from = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "inspections.inspection"},
    )
    carried_area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = JudgmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "area", "sequence"], name="inspections_judgment_one_per_area"
            ),
            models.CheckConstraint(
                condition=models.Q(sequence__gte=1),
                name="inspections_judgment_sequence_from_one",
                violation_error_message=_("Judgments of one area are numbered from 1."),
            ),
            models.CheckConstraint(
                condition=models.Q(
                    outcome__in=[
                        *("graded", "ungraded", "not_inspected", "carried_forward"),
                        *("not_rated", "pending", "not_sourced"),
                    ]
                ),
                name="inspections_judgment_known_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["graded", "carried_forward"], grade__isnull=False)
                | (~models.Q(outcome__in=["graded", "carried_forward"]) & models.Q(grade__isnull=True)),
                name="inspections_judgment_grade_fits_outcome",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="carried_forward", carried_from__isnull=False, carried_area__isnull=False)
                | (
                    ~models.Q(outcome="carried_forward")
                    & models.Q(carried_from__isnull=True, carried_area__isnull=True)
                ),
                name="inspections_judgment_carried_says_from_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area.name}: {self.words}"

    def save(self, *args, **kwargs) -> None:
        from inspections import checks

        if issues := checks.judgment_issues(self, self.inspection):
            raise Refused(" ".join(issue.sentence for issue in issues))
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Say in a form, beside the field, what `save` would refuse."""
        from inspections import checks

        super().clean()
        if self.area_id and (faults := checks.judgment_faults(self, self.inspection)):
            raise beside_fields(faults)

    @property
    def key(self) -> tuple[str, int]:
        """What stays the same from edition to edition: area code and sequence."""
        return self.area.code, self.sequence

    @property
    def decision(self) -> tuple[str, int | None]:
        """What a regrade changes."""
        return self.outcome, self.grade_id

    def overtaken_by(self, outcome: str, grade: str | None) -> dict[str, Any]:
        """The fields, each with its empty value, that speak of the judgment as it is and not of this other one.

        A note says why there is no grade, or where it comes from; beside another judgment it would be false.
        """
        if (self.outcome, self.grade and self.grade.code) == (outcome, grade):
            return {}
        empty = {"note": "", "carried_from": None, "carried_area": None}
        return {name: value for name, value in empty.items() if self.serializable_value(name)}

    @property
    def words(self) -> str:
        """The grade, or what there is instead of one."""
        return self.grade.label if self.grade else str(self.get_outcome_display())

    @property
    def in_sentence(self) -> str:
        words = self.words
        return words[:1].lower() + words[1:] if not self.grade else self.grade.in_sentence

    @property
    def is_graded(self) -> bool:
        return self.grade_id is not None

    @property
    def is_carried_forward(self) -> bool:
        """Whether nobody looked this time, and the grade of an earlier inspection still stands."""
        return self.outcome == self.Outcome.CARRIED_FORWARD
