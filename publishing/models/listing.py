"""One row for every released edition of any kind: what lists, feeds, the sitemap and search read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction

from .document import Document
from .edition_queries import IntervalQuerySet
from .media import parts_with_files, record_media_use
from .states import FOREVER, Availability, Precision

if TYPE_CHECKING:
    from .edition import Edition

_FROM_TIMELINE = ("live_from", "live_until", "public_timestamp", "public_precision")


class ListingQuerySet(IntervalQuerySet):
    def having(self, facet: str, values: Iterable[str]) -> Self:
        """Those with this property, in one of these values."""
        # IN, not EXISTS: few of many rows have it, and they are found from it.
        return self.filter(pk__in=ListingFacet.objects.filter(facet=facet, value__in=values).values("listing"))

    def newest_first(self) -> Self:
        return self.order_by("-public_timestamp", "-id")


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

    objects = ListingQuerySet.as_manager()

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
    # Both the words of a search and the files are found in them, and nothing changes them any more.
    models.prefetch_related_objects([edition], *parts_with_files(type(edition)))
    listing = Listing.objects.create(kind=edition._meta.label_lower, edition_id=edition.pk, **_content(edition))
    _list_facets(listing, edition.facets())
    record_media_use(edition, listing)
    return listing


def _list_facets(listing: Listing, facets: Iterable[tuple[str, str]]) -> None:
    ListingFacet.objects.bulk_create(
        [ListingFacet(listing=listing, facet=facet, value=value) for facet, value in dict.fromkeys(facets)]
    )


@transaction.atomic
def relist_edition(edition: Edition) -> bool:
    """Find a released edition by what this version of the code says of it: its facets and the words of a search.

    What readers are shown of it stays. Returns whether anything was different.
    """
    listing = Listing.objects.get(kind=edition._meta.label_lower, edition_id=edition.pk)
    facets, words = set(edition.facets()), edition.search_text()
    if set(listing.facets.values_list("facet", "value")) == facets and listing.search_text == words:
        return False
    listing.facets.all().delete()
    _list_facets(listing, sorted(facets))
    Listing.objects.filter(pk=listing.pk).update(search_text=words)
    return True


def unlist_edition(edition: Edition) -> None:
    Listing.objects.filter(kind=edition._meta.label_lower, edition_id=edition.pk).delete()


def rewrite_listings(edition: Edition) -> None:
    """Bring the listings of all editions of a document in line with its timeline, first publication included."""
    listings = {listing.edition_id: listing for listing in Listing.objects.filter(document=edition.document_id)}
    first = FOREVER
    for released in edition.siblings().released().order_by("live_from"):
        first = min(first, released.public_timestamp)
        listing = listings[released.pk]
        said = {name: getattr(released, name) for name in _FROM_TIMELINE} | {"first_public_at": first}
        if any(getattr(listing, name) != value for name, value in said.items()):
            Listing.objects.filter(pk=listing.pk).update(**said)


def _content(edition: Edition) -> dict[str, Any]:
    copied = ("title", "summary", "availability", *_FROM_TIMELINE)
    return {name: getattr(edition, name) for name in copied} | {
        "document": edition.document,
        "language": edition.document.language,
        "url": edition.get_absolute_url(),
        "first_public_at": edition.public_timestamp,
        "search_text": edition.search_text(),
    }
