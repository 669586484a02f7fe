"""Documents: the identity behind every edition, and the addresses they own."""

import uuid
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone


class Document(models.Model):
    """The identity of something published. What is said about it stands in its editions; references point here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=60, editable=False)
    language = models.CharField(max_length=10, default="en")
    translation_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="translations"
    )
    working_title = models.CharField(max_length=200, blank=True, editable=False)
    timeline_version = models.PositiveBigIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["kind", "-id"], name="publishing_document_kind")]

    def __str__(self) -> str:
        return self.working_title or f"{self.kind} {self.uuid}"

    @property
    def edition_model(self):
        return apps.get_model(self.kind)

    @property
    def editions(self) -> Any:
        """All editions of this document, of whatever kind it is."""
        return self.edition_model.objects.filter(document=self)

    def lock(self) -> None:
        """Hold this document until the transaction ends, so that one verb at a time changes its timeline.

        An UPDATE, not SELECT FOR UPDATE: it locks on SQLite too, and leaves a count of the changes behind.
        """
        Document.objects.filter(pk=self.pk).update(timeline_version=models.F("timeline_version") + 1)


class SlugClaim(models.Model):
    """An address that belongs to one document for good, so that no old link ever leads to something else."""

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=10, default="en")
    slug = models.SlugField(max_length=200, db_index=False)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="slug_claims")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "language", "slug"], name="publishing_slugclaim_one_owner"),
        ]

    def __str__(self) -> str:
        return self.slug


class SiteVersion(models.Model):
    """One row with one number that every public change moves on; caches ask it whether they are still right."""

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="publishing_siteversion_one_row")]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.values_list("number", flat=True).get(pk=1)

    @classmethod
    def bump(cls) -> None:
        cls.objects.filter(pk=1).update(number=models.F("number") + 1)


class LookLater(models.Model):
    """Something that was released and that another person still has to look at."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="looks_later")
    reason = models.TextField()
    raised_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    settled_by = models.ForeignKey("accounts.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="What you found, and what was done.")

    class Meta:
        ordering = ["-raised_at"]
        verbose_name = "look at later"
        verbose_name_plural = "look at later"
        indexes = [
            models.Index(fields=["-raised_at"], condition=models.Q(settled_at=None), name="publishing_looklater_open"),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.reason}"
