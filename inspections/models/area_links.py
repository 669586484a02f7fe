"""How the areas of one framework became those of another, and whether their grades may be compared."""

from __future__ import annotations

from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from publishing.models import Frozen, PlainCharField, PlainTextField, Refused, SiteVersion, WebAddressField

from .frameworks import Area, Framework


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
                violation_error_message=_("Choose the earlier area, the later one, or both."),
            ),
            models.CheckConstraint(
                condition=models.Q(from_area=None) | models.Q(to_area=None) | ~models.Q(from_area=models.F("to_area")),
                name="inspections_arealink_two_areas",
                violation_error_message=_("An area is not linked to itself."),
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
        if self._leads_elsewhere():
            raise Refused(_now("The later area does not belong to the later framework."))
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        # Asked of the database: the object in hand may be older than the release.
        if Framework.objects.filter(pk=self.into_id, frozen_at__isnull=False).exists():
            said = _now("“%s” is part of what readers are told about a framework. Replace the link, and say why.")
            raise Frozen(said % self)
        return super().delete(*args, **kwargs)

    def clean(self) -> None:
        """Say in a form, beside the field, what `save` or the database would refuse."""
        super().clean()
        sides = (self.from_area_id is not None, self.to_area_id is not None)
        needed = {self.Kind.NEW: (False, True), self.Kind.DROPPED: (True, False)}.get(self.kind, (True, True))  # type: ignore[call-overload]
        if self.kind and sides != needed:
            said = _now("A new area has no earlier one, a dropped area no later one, and every other link has both.")
            raise ValidationError({"kind": said})
        if self._leads_elsewhere():
            raise ValidationError({"into": _now("The later area does not belong to the later framework.")})
        same = AreaLink.objects.current().filter(from_area=self.from_area_id, to_area=self.to_area_id)
        if self.to_area_id is None:
            same = same.filter(into=self.into_id)
        if self.pk is None and same.exists():
            said = _now("This link is there already. Open it and replace it, if it is wrong.")
            raise ValidationError({"from_area" if self.from_area_id else "to_area": said})

    def _leads_elsewhere(self) -> bool:
        return self.to_area is not None and self.into_id != self.to_area.framework_id

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
