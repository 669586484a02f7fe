"""Organisations: the bodies that are inspected and the inspectorates that do it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils import dateformat
from django.utils.translation import gettext_lazy as _

from publishing.models import Frozen, PlainCharField, SiteVersion, WebAddressField

from .names import normalise
from .reference import Reference, ReferenceQuerySet


class OrganisationQuerySet(ReferenceQuerySet):
    def bodies(self) -> OrganisationQuerySet:
        return self.filter(kind=Organisation.Kind.BODY)

    def inspectorates(self) -> OrganisationQuerySet:
        return self.filter(kind=Organisation.Kind.INSPECTORATE)

    def inspected(self, at: dt.datetime) -> OrganisationQuerySet:
        """Bodies of which readers can see an inspection at `at`."""
        from .inspection import Inspection

        seen = Inspection.objects.readable(at).filter(body=models.OuterRef("pk"))
        return self.bodies().filter(models.Exists(seen))

    def named_like(self, text: str) -> OrganisationQuerySet:
        """Those with `text` in their name or in another that they go by; all of them when it is empty."""
        part = normalise(text)
        if not part:
            return self
        # The name of the day stands in the index that has the order: rows of other names are left alone. IN, not
        # EXISTS: each of the lists of other names is read once, not once for every body.
        aliases = OrganisationAlias.objects.filter(normalised__contains=part).order_by().values("organisation")
        names = OrganisationName.objects.filter(normalised__contains=part).order_by().values("organisation")
        renamed = OrganisationName.objects.filter(organisation__normalised__contains=part)
        found = models.Q(sorts_as__contains=part)
        for others in (aliases, names, renamed.order_by().values("organisation")):
            found |= models.Q(pk__in=others)
        return self.filter(found)

    def by_name(self) -> OrganisationQuerySet:
        """In the order of the names they go by today, whatever their case and accents."""
        return self.order_by("sorts_as", "pk")

    def behind(self, organisation: Organisation) -> OrganisationQuerySet:
        """Those that follow it by name."""
        name, pk = organisation.sorts_as, organisation.pk
        return self.filter(models.Q(sorts_as__gt=name) | models.Q(sorts_as=name, pk__gt=pk), sorts_as__gte=name)

    def out_of_place(self, day: dt.date) -> Iterator[Organisation]:
        """Those with names over time that lists still order by another name than that of `day`."""
        named: Any = self.filter(names__isnull=False).distinct().prefetch_related("names")
        for organisation in named:
            if organisation.sorts_as != normalise(organisation.name_on(day)):
                yield organisation

    def called(self, text: str) -> OrganisationQuerySet:
        """Organisations that go by this address, name or alias, now or earlier. Each way is looked up in its index."""
        wanted = normalise(text)
        rows = Organisation.objects.order_by().values("pk")
        ways = rows.filter(slug=text).union(
            rows.filter(normalised=wanted),
            OrganisationAlias.objects.filter(normalised=wanted).order_by().values("organisation"),
            OrganisationName.objects.filter(normalised=wanted).order_by().values("organisation"),
        )
        return self.filter(pk__in=ways)


class Organisation(Reference):
    """A public body or an inspectorate. What it is called may change over time; which organisation it is may not:
    a merger or a split is a new organisation with a predecessor."""

    class Kind(models.TextChoices):
        BODY = "body", _("Inspected body")
        INSPECTORATE = "inspectorate", _("Inspectorate")

    frozen_fields = ("kind", "slug", "name", "codes")
    named_by = ("body", "publisher")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    name = PlainCharField(
        max_length=200, help_text=_("What it is called when no name below is valid on the day in question.")
    )
    normalised = models.CharField(max_length=200, default="", editable=False)
    # The name of the day in the same form: where it stands in lists, which show that name.
    sorts_as = models.CharField(max_length=200, default="", editable=False)
    short_name = PlainCharField(max_length=60, blank=True)
    sector = PlainCharField(
        max_length=60, blank=True, help_text=_("What sort of body it is, such as “territorial police force”.")
    )
    codes = models.JSONField(default=dict, blank=True, help_text=_("Codes in public registers, by register."))
    region = PlainCharField(max_length=80, blank=True)
    url = WebAddressField(_("own website"), max_length=300, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    predecessor = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="successors")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["sorts_as", "id"]
        indexes = [
            models.Index(fields=["sorts_as", "id"], name="inspections_organisation_name"),
            models.Index(fields=["normalised"], name="inspections_organisation_found"),
            models.Index(fields=["region", "id"], name="inspections_organisation_area"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["body", "inspectorate"]), name="inspections_organisation_known_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(opened_on=None)
                | models.Q(closed_on=None)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="inspections_organisation_closed_after_opened",
                violation_error_message=_("It cannot close before it opens."),
            ),
            models.CheckConstraint(
                condition=models.Q(predecessor=None) | ~models.Q(predecessor=models.F("id")),
                name="inspections_organisation_not_its_own_predecessor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.normalised = normalise(self.name)
        if self.pk is None or not self.names.exists():
            self.sorts_as = self.normalised
        super().save(*args, **kwargs)

    def stand_by_name_of(self, day: dt.date) -> None:
        """Take the place in lists that the name of `day` has. Names come and end without a write: `tick` asks again."""
        from .overview_entries import OverviewEntry

        self.sorts_as = normalise(self.name_on(day))
        with transaction.atomic():
            Organisation.objects.filter(pk=self.pk).update(sorts_as=self.sorts_as)
            OverviewEntry.objects.filter(body=self).exclude(sorts_as=self.sorts_as).update(sorts_as=self.sorts_as)
            SiteVersion.bump()

    def clean(self) -> None:
        super().clean()
        if self.pk and self.predecessor_id == self.pk:
            raise ValidationError({"predecessor": _("It cannot come before itself.")})

    def get_absolute_url(self) -> str:
        return reverse("inspections:body", args=[self.slug])

    def predecessor_at(self, at: dt.datetime) -> Organisation | None:
        """The body before it, as far as readers may know of that one at `at`."""
        before = Organisation.objects.bodies().public(at).filter(pk=self.predecessor_id)
        return before.first() if self.predecessor_id else None

    def name_on(self, day: dt.date) -> str:
        """What it was called on `day`. Uses the names that were prefetched, if they were."""
        return _called_on(day, self.names.all()) or self.name


def _called_on(day: dt.date, names: Iterable[OrganisationName]) -> str:
    valid = [name for name in names if name.is_valid_on(day)]
    return max(valid, key=lambda name: name.valid_from or dt.date.min).name if valid else ""


class OrganisationName(models.Model):
    """A name an organisation bore from one day until another, both included."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = PlainCharField(max_length=200)
    short_name = PlainCharField(max_length=60, blank=True)
    normalised = models.CharField(max_length=200, editable=False)
    valid_from = models.DateField(null=True, blank=True, help_text=_("Leave empty if it always had this name."))
    valid_to = models.DateField(null=True, blank=True, help_text=_("Leave empty if it still has this name."))
    source = PlainCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["organisation", models.F("valid_from").asc(nulls_first=True)]
        indexes = [models.Index(fields=["normalised"], name="inspections_organisation_names")]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "valid_from"], name="inspections_organisationname_one_start"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from=None)
                | models.Q(valid_to=None)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="inspections_organisationname_ends_after_start",
                violation_error_message=_("A name cannot end before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        if faults := self._frozen_faults():
            raise Frozen(" ".join(dict.fromkeys(faults.values())))
        self.normalised = normalise(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Say in a form, beside the field, what `save` would refuse."""
        super().clean()
        if faults := self._frozen_faults():
            raise ValidationError(faults)  # type: ignore[arg-type]

    def delete(self, *args, **kwargs):
        if self._is_seen():
            said = _(
                "“%s” is a name of a body or inspectorate in a released inspection: it stays. Give it an end instead."
            )
            raise Frozen(said % self)
        return super().delete(*args, **kwargs)

    def _is_seen(self) -> bool:
        # Asked of the database: the object in hand may be older than the release.
        return Organisation.objects.filter(pk=self.organisation_id, frozen_at__isnull=False).exists()

    def _frozen_faults(self) -> dict[str, str]:
        """By field, why the name cannot be that: one that readers have seen keeps its words and its start, while its
        end may still be set."""
        if self.organisation_id is None:  # about to be added, so that no report can name it
            return {}
        stored = OrganisationName.objects.filter(pk=self.pk).first() if self.pk else None
        if stored and self._is_seen():
            said = _("“%s” stands on released inspections. Give it an end and add the new name.") % stored.name
            if changed := [name for name in ("name", "valid_from") if getattr(stored, name) != getattr(self, name)]:
                return dict.fromkeys(changed, said)
        return self._renamed_reports("valid_to" if stored and stored.valid_to != self.valid_to else "valid_from")

    def _renamed_reports(self, place: str) -> dict[str, str]:
        """Neither a new name nor another end of this one changes what released reports call the organisation."""
        from .inspection import Inspection

        about = models.Q(body=self.organisation) | models.Q(framework__programme__inspectorate=self.organisation)
        reports = Inspection.objects.released().filter(about).order_by("reported_on")
        stored = list(OrganisationName.objects.filter(organisation=self.organisation))
        changed = [*(name for name in stored if name.pk != self.pk), self]
        # Asked of the database: the object in hand may hold what was just typed.
        plain = Organisation.objects.values_list("name", flat=True).get(pk=self.organisation_id)
        for day in filter(None, reports.values_list("reported_on", flat=True).distinct()):
            was, would_be = (_called_on(day, names) or plain for names in (stored, changed))
            if was != would_be:
                said = _(
                    "A report of %(day)s is released under the name “%(was)s”, which stays as readers saw it. "
                    "Let “%(name)s” begin and end on days that leave that one as it is."
                )
                shown = dateformat.format(day, "j F Y")
                return {place: said % {"day": shown, "was": was, "name": self.name}}
        return {}

    def is_valid_on(self, day: dt.date) -> bool:
        return (self.valid_from or dt.date.min) <= day <= (self.valid_to or dt.date.max)


class OrganisationAlias(models.Model):
    """Another way people write an organisation's name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="aliases")
    text = PlainCharField(max_length=200)
    normalised = models.CharField(max_length=200, unique=True, editable=False)

    class Meta:
        verbose_name_plural = "organisation aliases"
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text

    def save(self, *args, **kwargs) -> None:
        self.normalised = normalise(self.text)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """An alias is there to find one organisation by, so it leads to no other."""
        super().clean()
        wanted = normalise(self.text)
        if not wanted:
            raise ValidationError({"text": _("Write it with letters or digits.")})
        others = Organisation.objects.exclude(pk=self.organisation_id)
        same = others.filter(models.Q(normalised=wanted) | models.Q(aliases__normalised=wanted)).first()
        if same is not None:
            said = _("“%(text)s” is already a name or alias of “%(other)s”.") % {"text": self.text, "other": same}
            raise ValidationError({"text": said})
