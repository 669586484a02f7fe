"""One row for every released edition of any kind: what lists, feeds, the sitemap and search read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models

from .document import Document
from .edition_queries import IntervalQuerySet
from .media import record_media_use
from .states import Availability, Precision

if TYPE_CHECKING:
    from .edition import Edition


class Listing(models.Model):
    """A released edition as lists across features see it; written with the release, in the same transaction."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="listings")
    kind = models.CharField(max_length=60)
    edition_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    url = models.CharField(max_length=500)
    availability = models.CharField(max_length=10, choices=Availability.choices)
    live_from = models.DateTimeField()
    live_until = models.DateTimeField()
    public_timestamp = models.DateTimeField()
    public_precision = models.CharField(max_length=10, choices=Precision.choices)
    first_public_at = models.DateTimeField()
    search_text = models.TextField(blank=True)

    objects = IntervalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "edition_id"], name="publishing_listing_one_per_edition"),
            models.CheckConstraint(
                condition=models.Q(live_from__lt=models.F("live_until")), name="publishing_listing_interval_forward"
            ),
        ]
        indexes = [
            models.Index(fields=["-public_timestamp", "-id"], name="publishing_listing_newest"),
            models.Index(fields=["kind", "-public_timestamp", "-id"], name="publishing_listing_by_kind"),
            models.Index(fields=["live_from"], name="publishing_listing_starts"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url


class ListingFacet(models.Model):
    """A property that lists across features can be narrowed by."""

    listing = models.ForeignKey(Listing, on_delete=models.CASCADE, related_name="facets")
    facet = models.CharField(max_length=30)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "value", "listing"], name="publishing_listingfacet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.facet}: {self.value}"


def list_edition(edition: Edition) -> Listing:
    """Write the listing of a released edition, its facets and the files it uses."""
    listing = Listing.objects.create(kind=edition._meta.label_lower, edition_id=edition.pk, **_content(edition))
    ListingFacet.objects.bulk_create(
        [ListingFacet(listing=listing, facet=facet, value=value) for facet, value in dict.fromkeys(edition.facets())]
    )
    record_media_use(edition, listing)
    return listing


def rewrite_listing_interval(edition: Edition) -> None:
    _of(edition).update(
        live_from=edition.live_from, live_until=edition.live_until, public_timestamp=edition.public_timestamp
    )


def remove_listing(edition: Edition) -> None:
    _of(edition).delete()


def _of(edition: Edition) -> Any:
    return Listing.objects.filter(kind=edition._meta.label_lower, edition_id=edition.pk)


def _content(edition: Edition) -> dict[str, Any]:
    first = edition.siblings().released().aggregate(models.Min("public_timestamp"))["public_timestamp__min"]
    copied = ("title", "summary", "availability", "live_from", "live_until", "public_timestamp", "public_precision")
    return {name: getattr(edition, name) for name in copied} | {
        "document": edition.document,
        "language": edition.document.language,
        "url": edition.get_absolute_url(),
        "first_public_at": first,
        "search_text": edition.search_text(),
    }
