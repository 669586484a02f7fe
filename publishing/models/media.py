"""The media library: files that stay private until a live edition uses them."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .edition import Edition
    from .listing import Listing


class MediaFile(models.Model):
    """One uploaded file, for good: another version of it is another row. Nothing serves it before an edition that uses it is live."""

    class Kind(models.TextChoices):
        IMAGE = "image", _("Image")
        DOCUMENT = "document", _("Document")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    file = models.FileField(upload_to="library", max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    title = models.CharField(max_length=200, help_text=_("What the file is, as readers are told."))
    alt_text = models.CharField(
        max_length=300, blank=True, help_text=_("What the picture shows, for those who cannot see it.")
    )
    credit = models.CharField(max_length=200, blank=True)
    original_name = models.CharField(max_length=255, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    pages = models.PositiveIntegerField(null=True, blank=True, editable=False)
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", editable=False
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(editable=False)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("publishing:media", args=[self.name])

    @property
    def name(self) -> str:
        return self.file.name.rsplit("/", 1)[-1]


class MediaUse(models.Model):
    """That an edition, by its listing, shows or offers a file."""

    file = models.ForeignKey(MediaFile, on_delete=models.PROTECT, related_name="uses")
    listing = models.ForeignKey("publishing.Listing", on_delete=models.CASCADE, related_name="media_uses")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "listing"], name="publishing_mediause_once")]

    def __str__(self) -> str:
        return f"{self.file} in {self.listing}"


def record_media_use(edition: Edition, listing: Listing) -> None:
    """Note every file that an edition, or a part of it, points to."""
    files = set(_files_of(edition))
    MediaUse.objects.bulk_create([MediaUse(file_id=pk, listing=listing) for pk in sorted(files)])


def _files_of(row: models.Model) -> list[Any]:
    many_to_many = {field.name for field in row._meta.many_to_many}
    found = [
        getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.is_relation and field.related_model is MediaFile and getattr(row, field.attname) is not None
    ]
    for name in getattr(row, "copies", ()):
        if name not in many_to_many:
            for part in getattr(row, name).all():
                found += _files_of(part)
    return found
