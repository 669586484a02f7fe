"""Programmes, their frameworks, the areas these ask about and the words they grade with."""

from __future__ import annotations

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishing.models import PlainCharField, PlainTextField, Refused, WebAddressField

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
    aliases = models.JSONField(
        default=list,
        blank=True,
        help_text=_("Other wordings of it in press releases and files, such as “requiring improvement”, a line each."),
    )
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
            models.CheckConstraint(
                condition=models.Q(rank__gte=1),
                name="inspections_grade_rank_from_one",
                violation_error_message=_("Ranks begin at 1, the worst grade."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """An alias means this grade and nothing else, so that what is read by it is never in doubt."""
        from inspections import wordings

        super().clean()
        others = Grade.objects.filter(scale=self.scale_id).exclude(pk=self.pk) if self.scale_id else ()
        taken = {wording: str(grade) for grade in others for wording in grade.wordings}
        taken |= {wording: _now("no grade at all") for wording in wordings.outcomes_by_wording()}
        for text in self.aliases:
            if len(words := normalise(text)) < 2:
                raise ValidationError({"aliases": _now("“%s” is too little to read a grade from.") % text})
            if words in taken:
                said = _now("“%(text)s” means “%(other)s” already. Choose a wording that means one grade alone.")
                raise ValidationError({"aliases": said % {"text": text, "other": taken[words]}})

    @property
    def in_sentence(self) -> str:
        return self.label.lower()

    @property
    def wordings(self) -> frozenset[str]:
        """What lists and files may call it, normalised. One letter is too little to read a grade from."""
        texts = (self.code, self.label, self.short_label, *self.aliases)
        return frozenset(words for text in texts if len(words := normalise(text)) > 1)


class Framework(Reference):
    """One version of a programme's questions and scale. What readers have seen of it never changes: what comes next is
    another row."""

    class OverallKind(models.TextChoices):
        NONE = "none", _("No overall grade")
        HEADLINE = "headline", _("One overall grade")
        PILLARS = "pillars", _("A grade for each pillar")

    frozen_fields = ("programme", "slug", "version", "order", "default_scale", "overall_kind", "title")
    written_once = ("supersedes", "compare_note")
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
                violation_error_message=_("It cannot end before it begins to be in force."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.pk and self.supersedes_id == self.pk:
            raise ValidationError({"supersedes": _now("It cannot take its own place.")})


class AreaQuerySet(ReferenceQuerySet):
    def called(self, *texts: str) -> list[Area]:
        """Those with one of these as their code, name or short name, however it is written."""
        wanted = {normalise(text) for text in texts if text}
        return [area for area in self if wanted & {normalise(text) for text in area.names if text}]  # type: ignore[attr-defined]

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

    def save(self, *args, **kwargs) -> None:
        if fault := self._ambiguity():
            raise Refused(fault)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Say in a form, beside the field, what `save` would refuse."""
        super().clean()
        if fault := self._ambiguity():
            raise ValidationError({"name": fault})
        if self.parent and (self.parent_id == self.pk or self.parent.framework_id != self.framework_id):
            raise ValidationError({"parent": _now("Choose another area of the same framework.")})

    def _ambiguity(self) -> str:
        """Whether one of its names means another area of the framework, so that a grade could go to the wrong one."""
        if not self.framework_id:
            return ""
        others = Area.objects.filter(framework=self.framework_id).exclude(pk=self.pk)
        if called := others.called(*self.names):
            return _means_another(self.name, called[0])
        keys = [normalise(text) for text in self.names if text]
        aliases = AreaAlias.objects.filter(framework=self.framework_id, normalised__in=keys).exclude(area=self.pk)
        alias = aliases.select_related("area").first()
        return _means_another(alias.text, alias.area) if alias else ""

    @property
    def names(self) -> tuple[str, ...]:
        """What lists of grades and files may call it, besides its aliases."""
        return self.code, self.name, self.short_name

    def get_absolute_url(self) -> str:
        return reverse("inspections:area", args=[self.slug])

    @property
    def grading_scale_id(self) -> int | None:
        return self.scale_id or self.framework.default_scale_id

    @property
    def grading_scale(self) -> GradeScale | None:
        return self.scale or self.framework.default_scale


def _means_another(text: str, area: Area) -> str:
    said = _now("“%(text)s” means “%(area)s” in this framework already. Choose a wording that means one area alone.")
    return said % {"text": text, "area": area.name}


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
        if fault := self._ambiguity():
            raise Refused(fault)
        self.framework = self.area.framework
        self.normalised = normalise(self.text)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Say in a form, beside the field, what `save` or the database would refuse."""
        super().clean()
        if not normalise(self.text):
            raise ValidationError({"text": _now("Write it with letters or digits.")})
        if hasattr(self, "area") and (fault := self._ambiguity() or self._repeats()):
            raise ValidationError({"text": fault})

    def _ambiguity(self) -> str:
        """Whether it means another area; that no two areas share an alias is a constraint."""
        others = Area.objects.filter(framework=self.area.framework_id).exclude(pk=self.area_id)
        called = others.called(self.text)
        return _means_another(self.text, called[0]) if called else ""

    def _repeats(self) -> str:
        """In words, that an alias of another area is the same."""
        aliases = AreaAlias.objects.filter(framework=self.area.framework_id, normalised=normalise(self.text))
        other = aliases.exclude(area=self.area_id).select_related("area").first()
        return _means_another(self.text, other.area) if other else ""
