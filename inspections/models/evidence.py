"""Figures an inspection gives and documents it rests on."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dateformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing.models import MediaFile, Part, PlainCharField, WebAddressField

from .inspection import Inspection


class Statistic(Part):
    """A figure with what makes it readable: unit, precision, period and what it is compared with."""

    class Unit(models.TextChoices):
        PERCENT = "percent", _("per cent")
        COUNT = "count", _("count")
        RANK = "rank", _("rank")
        RATIO = "ratio", _("ratio")

    class Qualifier(models.TextChoices):
        EXACT = "exact", _("exactly")
        AROUND = "around", _("around")
        OVER = "over", _("over")
        UNDER = "under", _("under")

    part_of = "inspection"
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {
        1: (
            *(
                "label",
                "value",
                "decimals",
                "unit",
                "qualifier",
                "plus_minus",
                "period_from",
                "period_to",
                "period_text",
            ),
            *("comparator", "rank_of", "footnote"),
        )
    }

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="statistics")
    label = PlainCharField(max_length=200, help_text=_("What the figure counts."))
    value = models.DecimalField(max_digits=14, decimal_places=4)
    decimals = models.PositiveSmallIntegerField(default=0, help_text=_("How many decimal places are printed."))
    unit = models.CharField(max_length=10, choices=Unit.choices, default=Unit.COUNT)
    qualifier = models.CharField(max_length=10, choices=Qualifier.choices, default=Qualifier.EXACT)
    plus_minus = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    period_from = models.DateField(null=True, blank=True)
    period_to = models.DateField(null=True, blank=True)
    period_text = PlainCharField(max_length=120, blank=True, help_text=_("When the period is not known by its days."))
    comparator = PlainCharField(max_length=200, blank=True)
    rank_of = models.PositiveIntegerField(null=True, blank=True)
    footnote = PlainCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__in=["percent", "count", "rank", "ratio"]),
                name="inspections_statistic_known_unit",
            ),
            models.CheckConstraint(
                condition=models.Q(qualifier__in=["exact", "around", "over", "under"]),
                name="inspections_statistic_known_qualifier",
            ),
            models.CheckConstraint(
                condition=~models.Q(unit="percent") | models.Q(value__gte=0, value__lte=100),
                name="inspections_statistic_percent_in_range",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=models.Q(plus_minus=None) | models.Q(plus_minus__gte=0),
                name="inspections_statistic_plus_minus_positive",
                violation_error_message=_("The margin beside “plus minus” cannot be below zero."),
            ),
            models.CheckConstraint(
                condition=~models.Q(unit="rank")
                | (models.Q(value__gte=1) & (models.Q(rank_of=None) | models.Q(value__lte=models.F("rank_of")))),
                name="inspections_statistic_rank_in_range",
                violation_error_message=_("A rank is 1 or more, and no more than the number it is a rank of."),
            ),
            models.CheckConstraint(
                condition=models.Q(period_from=None)
                | models.Q(period_to=None)
                | models.Q(period_to__gte=models.F("period_from")),
                name="inspections_statistic_period_forward",
                violation_error_message=_("The period cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.figure}"

    @property
    def number(self) -> str:
        return f"{self.value:,.{self.decimals}f}"

    @property
    def period(self) -> str:
        """The period in words: as written, or from its days."""
        days = [dateformat.format(day, "j F Y") for day in (self.period_from, self.period_to) if day]
        return self.period_text or (gettext("%s to %s") % tuple(days) if len(days) == 2 else "".join(days))

    @property
    def figure(self) -> str:
        """The value as it is printed, with its unit and interval."""
        if self.unit == self.Unit.PERCENT:
            text = f"{self.number}%"
        elif self.unit == self.Unit.RANK:
            text = (
                _("rank %(rank)s of %(of)s") % {"rank": self.number, "of": self.rank_of}
                if self.rank_of
                else (_("rank %(rank)s") % {"rank": self.number})
            )
        else:
            text = self.number
        if self.qualifier != self.Qualifier.EXACT:
            text = f"{self.get_qualifier_display()} {text}"
        return f"{text} (±{self.plus_minus.normalize():f})" if self.plus_minus is not None else str(text)


class InspectionDocument(Part):
    """A document about the inspection, with the licence under which it may be used."""

    class Kind(models.TextChoices):
        REPORT = "report", _("Report")
        PRESS_RELEASE = "press_release", _("Press release")
        TRANSCRIPT = "transcript", _("Transcript")
        LETTER = "letter", _("Letter")
        RESPONSE = "response", _("Response of the inspected body")
        DATA = "data", _("Data")

    class Licence(models.TextChoices):
        OGL_3 = "ogl-3", _("Open Government Licence v3.0")
        CC_BY_4 = "cc-by-4", _("Creative Commons Attribution 4.0")
        PERMISSION = "permission", _("Used with permission")
        LINK_ONLY = "link-only", _("Not known: linked, not reproduced")

    MAY_BE_REPRODUCED = (Licence.OGL_3, Licence.CC_BY_4, Licence.PERMISSION)

    part_of = "inspection"
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {
        1: (
            *("kind", "title", "url", "file.sha256", "file.title", "file.credit"),
            *("published_on", "language", "licence", "publisher"),
        )
    }

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=15, choices=Kind.choices, default=Kind.REPORT)
    title = PlainCharField(max_length=200)
    url = WebAddressField(_("link"), max_length=500, blank=True)
    file = models.ForeignKey(MediaFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    publisher = PlainCharField(max_length=200, blank=True, help_text=_("Whose document it is."))
    published_on = models.DateField(null=True, blank=True)
    language = models.CharField(max_length=10, default="en")
    licence = models.CharField(max_length=12, choices=Licence.choices, blank=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("document")
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(file__isnull=False) & models.Q(url=""))
                | (models.Q(file__isnull=True) & ~models.Q(url="")),
                name="inspections_document_link_or_file",
                violation_error_message=_("Give a link or choose a file, one of the two."),
            ),
            models.CheckConstraint(
                condition=models.Q(licence__in=["", "ogl-3", "cc-by-4", "permission", "link-only"]),
                name="inspections_document_known_licence",
            ),
            models.CheckConstraint(
                condition=models.Q(file=None) | models.Q(licence__in=["ogl-3", "cc-by-4", "permission"]),
                name="inspections_document_hosted_under_licence",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Say in a form what the database would refuse."""
        super().clean()
        if self.file_id and self.licence not in self.MAY_BE_REPRODUCED:
            said = gettext("A file is published in full, so its licence has to allow that. Choose it, or give a link.")
            raise ValidationError({"licence": said})

    @property
    def is_source(self) -> bool:
        """Whether grades may rest on it: the inspectorate's own words, under a licence that is known."""
        return (
            self.kind in (self.Kind.REPORT, self.Kind.LETTER, self.Kind.DATA) and self.licence in self.MAY_BE_REPRODUCED
        )
