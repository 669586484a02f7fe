"""Programmes, their frameworks, the areas these ask about and the words they grade with."""

from __future__ import annotations

from typing import Any, Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from publishing.models import Frozen, PlainCharField, PlainTextField, Refused, SiteVersion, WebAddressField

from .names import normalise
from .organisations import Organisation
from .reference import Reference, ReferenceQuerySet


class Programme(Reference):
    """A continuing series of inspections by one inspectorate."""

    frozen_fields = ("inspectorate", "slug")
    named_by = ("programme",)

    inspectorate = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = PlainCharField(max_length=200)
    short_name = PlainCharField(max_length=60, blank=True)
    description = PlainTextField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name or self.name

    def get_absolute_url(self) -> str:
        return reverse("inspections:programme", args=[self.slug])

    def next_order(self) -> int:
        """The place of a version that comes after all there are, with a gap before it."""
        return (self.frameworks.aggregate(last=models.Max("order"))["last"] or 0) + 10


class GradeScale(Reference):
    """The words one framework grades with, in order. The same word on another scale is another grade."""

    frozen_fields = ("code", "name")

    code = models.SlugField(max_length=60, unique=True)
    name = PlainCharField(max_length=120)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class Grade(Reference):
    """One word of a scale. Its rank gives the order and nothing else: never averaged, never compared across scales."""

    class Tone(models.TextChoices):
        OUTSTANDING = "outstanding", _("outstanding")
        GOOD = "good", _("good")
        ADEQUATE = "adequate", _("adequate")
        REQUIRES_IMPROVEMENT = "requires_improvement", _("requires improvement")
        INADEQUATE = "inadequate", _("inadequate")
        NONE = "none", _("none")

    class Symbol(models.TextChoices):
        STAR = "star", _("star")
        CIRCLE = "circle", _("circle")
        DIAMOND = "diamond", _("diamond")
        TRIANGLE = "triangle", _("triangle")
        CROSS = "cross", _("cross")
        DASH = "dash", _("dash")

    frozen_fields = ("scale", "code", "label", "short_label", "rank")
    frozen_with = "scale"

    scale = models.ForeignKey(GradeScale, on_delete=models.PROTECT, related_name="grades")
    code = models.SlugField(max_length=60)
    label = PlainCharField(max_length=80, help_text=_("The word as readers see it, such as “Requires improvement”."))
    short_label = PlainCharField(max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(help_text=_("1 is the worst grade of the scale."))
    definition = PlainTextField(blank=True)
    tone = models.CharField(max_length=20, choices=Tone.choices, default=Tone.NONE)
    symbol = models.CharField(max_length=10, choices=Symbol.choices, default=Symbol.DASH)

    class Meta:
        ordering = ["scale", "-rank"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "rank"], name="inspections_grade_one_per_rank"),
            models.UniqueConstraint(fields=["scale", "label"], name="inspections_grade_one_per_label"),
            models.UniqueConstraint(fields=["scale", "code"], name="inspections_grade_one_per_code"),
            models.CheckConstraint(condition=models.Q(rank__gte=1), name="inspections_grade_rank_from_one"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def in_sentence(self) -> str:
        return self.label.lower()


class Framework(Reference):
    """One version of a programme's questions and scale. What readers have seen of it never changes: what comes next is
    another row."""

    class OverallKind(models.TextChoices):
        NONE = "none", _("No overall grade")
        HEADLINE = "headline", _("One overall grade")
        PILLARS = "pillars", _("A grade for each pillar")

    frozen_fields = ("programme", "slug", "version", "order", "default_scale", "overall_kind", "title")
    named_by = ("framework",)

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="frameworks")
    slug = models.SlugField(max_length=80, unique=True)
    version = PlainCharField(max_length=40, help_text=_("As the inspectorate names it, such as “2023-25”."))
    title = PlainCharField(max_length=200)
    order = models.PositiveSmallIntegerField(
        help_text=_("Where it stands among the versions of its programme, the earliest lowest: 10, 20, 30 leave gaps.")
    )
    in_force_from = models.DateField(null=True, blank=True)
    in_force_to = models.DateField(null=True, blank=True)
    default_scale = models.ForeignKey(
        GradeScale, null=True, blank=True, on_delete=models.PROTECT, related_name="frameworks"
    )
    overall_kind = models.CharField(max_length=10, choices=OverallKind.choices, default=OverallKind.NONE)
    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    compare_note = PlainTextField(
        blank=True, help_text=_("Why its grades can or cannot be compared with those of the version before.")
    )
    scope_note = PlainTextField(blank=True, help_text=_("What of its results this site does not hold, in a sentence."))
    source = PlainCharField(max_length=300, blank=True)
    source_url = WebAddressField(max_length=500, blank=True)

    class Meta:
        ordering = ["programme", "order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "order"], name="inspections_framework_one_per_order"),
            models.UniqueConstraint(fields=["programme", "version"], name="inspections_framework_one_per_version"),
            models.CheckConstraint(
                condition=models.Q(overall_kind__in=["none", "headline", "pillars"]),
                name="inspections_framework_known_overall",
            ),
            models.CheckConstraint(
                condition=models.Q(in_force_from=None)
                | models.Q(in_force_to=None)
                | models.Q(in_force_to__gte=models.F("in_force_from")),
                name="inspections_framework_force_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AreaQuerySet(ReferenceQuerySet):
    def recorded(self) -> Self:
        """Areas that each inspection of the framework has a row for."""
        return self.filter(is_recorded=True)

    def with_scale(self) -> Self:
        return self.select_related("scale", "framework__default_scale")


class Area(Reference):
    """What is graded: a question, a pillar, or the whole."""

    class Level(models.TextChoices):
        OVERALL = "overall", _("Overall")
        PILLAR = "pillar", _("Pillar")
        QUESTION = "question", _("Question")

    frozen_fields = (
        *("framework", "code", "slug", "order", "name", "short_name", "parent", "level"),
        *("graded_by_default", "is_recorded", "scale"),
    )
    frozen_with = "framework"
    named_by = ("framework",)
    named_as = "framework__slug"

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="areas")
    code = models.SlugField(max_length=40, help_text=_("Short and stable; part of the public id of each judgment."))
    slug = models.SlugField(_("address"), max_length=160, unique=True)
    order = models.PositiveSmallIntegerField()
    name = PlainCharField(max_length=200, help_text=_("The full name, as the report's chapter is called."))
    short_name = PlainCharField(max_length=120, blank=True, help_text=_("The label in charts, if it has one."))
    is_name_verified = models.BooleanField(
        _("name is verified"),
        default=True,
        help_text=_("Untick when the wording was not checked with the inspectorate."),
    )
    question = PlainTextField(blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    level = models.CharField(max_length=10, choices=Level.choices, default=Level.QUESTION)
    graded_by_default = models.BooleanField(default=True)
    is_recorded = models.BooleanField(
        _("has a row in every inspection"), default=True, help_text=_("Untick for areas kept for comparison alone.")
    )
    scale = models.ForeignKey(
        GradeScale,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="areas",
        help_text=_("Only when this area is graded on a scale of its own."),
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "order"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "code"], name="inspections_area_one_per_code"),
            models.UniqueConstraint(fields=["framework", "order"], name="inspections_area_one_per_place"),
            models.CheckConstraint(
                condition=models.Q(level__in=["overall", "pillar", "question"]), name="inspections_area_known_level"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("inspections:area", args=[self.slug])

    @property
    def grading_scale_id(self) -> int | None:
        return self.scale_id or self.framework.default_scale_id

    @property
    def grading_scale(self) -> GradeScale | None:
        return self.scale or self.framework.default_scale


class AreaAlias(models.Model):
    """Another wording for an area, as it circulates in press releases and charts."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="area_aliases", editable=False)
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="aliases")
    text = PlainCharField(max_length=200)
    normalised = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name_plural = "area aliases"
        ordering = ["text"]
        constraints = [
            models.UniqueConstraint(fields=["framework", "normalised"], name="inspections_areaalias_one_per_framework"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs) -> None:
        self.framework = self.area.framework
        self.normalised = normalise(self.text)
        super().save(*args, **kwargs)


class AreaLinkQuerySet(models.QuerySet):
    def current(self) -> Self:
        return self.filter(is_current=True)


class AreaLink(models.Model):
    """How an area of one framework became an area of a later one, and whether their grades may be compared."""

    class Kind(models.TextChoices):
        SAME = "same", _("The same area")
        RENAMED = "renamed", _("Renamed")
        SPLIT = "split", _("Split")
        MERGED = "merged", _("Merged")
        PARTIAL = "partial", _("Partly the same")
        MOVED = "moved", _("Moved from another programme or level")
        NEW = "new", _("New")
        DROPPED = "dropped", _("Dropped")

    class Comparable(models.TextChoices):
        YES = "yes", _("Comparable")
        CAUTION = "caution", _("Comparable with caution")
        NO = "no", _("Not comparable")

    from_area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="links_onward")
    to_area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="links_back")
    into = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        related_name="links_into",
        help_text=_("The later framework; it says what a dropped area was dropped from."),
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    comparable = models.CharField(max_length=10, choices=Comparable.choices, default=Comparable.NO)
    reason = PlainTextField(help_text=_("Readers see it where they would look for a comparison."))
    source = PlainCharField(max_length=300)
    source_url = WebAddressField(max_length=500, blank=True)
    is_current = models.BooleanField(default=True, editable=False)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", editable=False
    )
    replace_reason = PlainTextField(blank=True, editable=False)

    objects = AreaLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(from_area__isnull=False) | models.Q(to_area__isnull=False),
                name="inspections_arealink_has_a_side",
            ),
            models.CheckConstraint(
                condition=models.Q(from_area=None) | models.Q(to_area=None) | ~models.Q(from_area=models.F("to_area")),
                name="inspections_arealink_two_areas",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="new", from_area__isnull=True)
                | models.Q(kind="dropped", to_area__isnull=True)
                | (~models.Q(kind__in=["new", "dropped"]) & models.Q(from_area__isnull=False, to_area__isnull=False)),
                name="inspections_arealink_kind_fits_sides",
            ),
            models.CheckConstraint(
                condition=models.Q(comparable__in=["yes", "caution", "no"]),
                name="inspections_arealink_known_comparable",
            ),
            models.UniqueConstraint(
                fields=["from_area", "to_area"],
                condition=models.Q(is_current=True),
                name="inspections_arealink_one_per_pair",
            ),
            models.UniqueConstraint(
                fields=["from_area", "into"],
                condition=models.Q(is_current=True, to_area=None),
                name="inspections_arealink_dropped_once",
            ),
            models.UniqueConstraint(
                fields=["to_area"],
                condition=models.Q(is_current=True, from_area=None),
                name="inspections_arealink_new_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_area or '–'} → {self.to_area or '–'} ({self.get_kind_display()})"

    def save(self, *args, **kwargs) -> None:
        """Links are added, never edited: what readers were told about a comparison is replaced in the open."""
        if self.pk:
            raise Frozen(_now("A link between areas is not edited: replace it, and say why."))
        if self.to_area and self.into_id != self.to_area.framework_id:
            raise Refused(_now("The later area does not belong to the later framework."))
        super().save(*args, **kwargs)

    @transaction.atomic
    def replace(self, *, by: User, why: str, **changes: Any) -> AreaLink:
        """Put a corrected link in this one's place, which stays on record. Returns the new link."""
        by.require("manage_reference_data")
        if not why.strip():
            raise Refused(_now("Say why the link is replaced."))
        if not type(self).objects.filter(pk=self.pk, is_current=True).update(is_current=False):
            raise Refused(_now("This link was replaced already."))
        kept = {
            name: getattr(self, name)
            for name in ("from_area", "to_area", "into", "kind", "comparable", "reason", "source", "source_url")
        }
        SiteVersion.bump()
        return type(self).objects.create(**kept | changes, replaces=self, replace_reason=why)
