"""Computes every released edition's fingerprint again and reports what no longer agrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from publishing.models import FOREVER, Edition, Listing, MediaFile, Rendition, SlugClaim

# What a listing repeats of its edition.
_LISTED = ("title", "summary", "availability", "public_timestamp", "public_precision")


class Command(BaseCommand):
    help = (
        "Check that no released edition was changed behind the site's back: content, timeline, listing and files. "
        "Ends with status 1 when something does not agree. --export prints the digests, to be kept elsewhere."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--export", action="store_true", help="print kind, document, number and digest, one a line")

    def handle(self, *args: Any, export: bool = False, **options: Any) -> None:
        checked, found = 0, []
        for model in Edition.kinds():
            rows = model._default_manager.filter(state="released").select_related("document")
            for edition in rows.order_by("document_id", "live_from").iterator(chunk_size=500):
                checked += 1
                found += [f"{_name(edition)}: {fault}" for fault in content_faults(edition)]
                if export:
                    self.stdout.write(
                        f"{edition.document.kind} {edition.document.uuid} {edition.number} {edition.content_sha256}"
                    )
            found += timeline_faults(model)
            found += stray_listings(model)
        found += file_faults()
        for fault in found:
            self.stderr.write(self.style.ERROR(fault))
        if found:
            raise CommandError(f"{len(found)} faults in {checked} released editions.")
        if not export:
            self.stdout.write(f"{checked} released editions agree with their fingerprints, intervals and listings.")


def content_faults(edition: Any) -> Iterator[str]:
    """What of an edition's content or listing is not as it was released."""
    if edition.computed_sha256() != edition.content_sha256:
        yield "its content is not what was released"
    listing = Listing.objects.filter(kind=edition._meta.label_lower, edition_id=edition.pk).first()
    if listing is None:
        yield "it has no listing"
    elif (listing.live_from, listing.live_until) != (edition.live_from, edition.live_until):
        yield "its listing has another interval"
    elif [getattr(listing, name) for name in _LISTED] != [getattr(edition, name) for name in _LISTED]:
        yield "its listing says something else"
    claims = SlugClaim.objects.filter(kind=edition._meta.label_lower, document=edition.document_id)
    if not claims.filter(slug=edition.slug).exists():
        yield "its address is no longer its document's"
    if hasattr(edition, "faults"):  # what only its own kind can know
        yield from edition.faults()


def timeline_faults(model: type[Edition]) -> Iterator[str]:
    """Overlaps and gaps: each end must be the next start, and the last must be open."""
    previous: Any = None
    rows = model._default_manager.filter(state="released").order_by("document_id", "live_from")
    for edition in rows.iterator(chunk_size=500):
        if previous is not None and previous.document_id != edition.document_id:
            if previous.live_until != FOREVER:
                yield f"{_name(previous)}: it ends, and nothing follows it"
        elif previous is not None and previous.live_until != edition.live_from:
            yield f"{_name(previous)}: it does not end where edition {edition.number} begins"
        previous = edition
    if previous is not None and previous.live_until != FOREVER:
        yield f"{_name(previous)}: it ends, and nothing follows it"


def file_faults() -> Iterator[str]:
    """Files that released editions use, and whose bytes are no longer those of the upload."""
    used = MediaFile.objects.filter(uses__isnull=False).distinct()
    renditions = Rendition.objects.filter(of__in=used).select_related("of")
    for stored in (*used.iterator(chunk_size=500), *renditions.iterator(chunk_size=500)):
        fault = stored.fault()
        if fault:
            yield f"file “{stored}” ({stored.file.name}): {fault}"


def stray_listings(model: type[Edition]) -> Iterator[str]:
    """Listings that readers may meet though no released edition stands behind them."""
    released = model._default_manager.filter(state="released").values("pk")
    for listing in Listing.objects.filter(kind=model._meta.label_lower).exclude(edition_id__in=released).order_by("pk"):
        yield f"listing {listing.pk} “{listing.title}”: there is no released edition behind it"


def _name(edition: Any) -> str:
    return f"{edition._meta.verbose_name} {edition.document_id}, edition {edition.number} “{edition.title}”"
