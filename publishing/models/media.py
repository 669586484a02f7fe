"""The media library: files that stay private until a live edition uses them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from publishing.uploads.refusals import size_text

from .fields import PlainCharField
from .states import Frozen, Refused, State

if TYPE_CHECKING:
    from accounts.models import User

    from .edition import Edition
    from .listing import Listing

FOLDER = "library"
KEY_LENGTH = 32

TYPE_TEXTS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WebP"}


class Stored(models.Model):
    """Bytes in the storage, with what a response says about them. Their name is random and so is no guess's target."""

    file = models.FileField(upload_to=FOLDER, max_length=200, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveBigIntegerField(editable=False)
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        return reverse("publishing:media", args=[self.name])

    @property
    def name(self) -> str:
        """The last part of the address: the key, what tells renditions apart, and the ending."""
        return str(self.file.name).rpartition("/")[2]

    @property
    def extension(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def size_text(self) -> str:
        return size_text(self.size)

    def fault(self) -> str:
        """What is wrong with the bytes in the storage; empty when they are those that were stored."""
        try:
            with self.file.open("rb") as bytes_now:
                digest = hashlib.file_digest(bytes_now, "sha256").hexdigest()
        except FileNotFoundError:
            return "it is lost from the storage"
        return "" if digest == self.sha256 else "its bytes are not what was uploaded"

    @property
    def type_text(self) -> str:
        return TYPE_TEXTS.get(self.content_type, self.extension.upper())


class MediaFileQuerySet(models.QuerySet):
    """Questions about files, asked of a moment like those about editions."""

    def public(self, at: dt.datetime) -> Self:
        """Files that readers may fetch at `at`: those of editions that can be read then, be it as earlier ones."""
        from .listing import Listing  # it records the use of files, and so is built on this module

        uses = Listing.objects.still_readable(at).filter(media_uses__file=models.OuterRef("pk"))
        return self.filter(models.Exists(uses))

    def at_name(self, name: str) -> Self:
        """The file that `name`, of itself or of one of its renditions, would belong to; at most one."""
        return self.filter(key=name[:KEY_LENGTH])

    def with_use(self) -> Self:
        """Each with `is_in_use`: whether a released edition shows or offers it."""
        return self.annotate(is_in_use=models.Exists(MediaUse.objects.filter(file=models.OuterRef("pk"))))


class MediaFile(Stored):
    """One uploaded file, for good: another version of it is another row.

    Nothing serves it before an edition that uses it is live. What describes it stays as it is while another person
    looks at a submitted edition with it, and for good from the first release on: it is part of what readers are told.
    """

    class Kind(models.TextChoices):
        IMAGE = "image", _("Picture")
        DOCUMENT = "document", _("Document")

    describing: ClassVar[frozenset[str]] = frozenset({"title", "alt_text", "credit"})

    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, editable=False)
    title = PlainCharField(
        max_length=200, help_text=_("What the file is, as colleagues look for it and readers' copies are named.")
    )
    alt_text = PlainCharField(
        _("description for those who cannot see it"),
        max_length=300,
        blank=True,
        help_text=_("Only for pictures: what it shows. Each page can say it in its own words."),
    )
    credit = PlainCharField(max_length=200, blank=True, help_text=_("Who made it, as printed below a picture."))
    original_name = models.CharField(_("name when uploaded"), max_length=255, editable=False)
    source_sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    pages = models.PositiveIntegerField(null=True, blank=True, editable=False)
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by", editable=False
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    uploaded_at = models.DateTimeField(editable=False)

    objects = MediaFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("library file")
        verbose_name_plural = _("library files")
        ordering = ["-uploaded_at", "-id"]
        indexes = [models.Index(fields=["-uploaded_at", "-id"], name="publishing_mediafile_newest")]
        constraints = [
            models.CheckConstraint(
                # "More than none" is unknown of NULL, and a constraint lets the unknown pass.
                condition=models.Q(kind="image", width__isnull=False, height__isnull=False, pages=None)
                | models.Q(kind="document", width=None, height=None, pages__isnull=False),
                name="publishing_mediafile_measured",
            ),
            models.CheckConstraint(
                condition=models.Q(size__gt=0)
                & (models.Q(pages=None) | models.Q(pages__gt=0))
                & (models.Q(width=None) | models.Q(width__gt=0, height__gt=0)),
                name="publishing_mediafile_not_empty",
            ),
            models.CheckConstraint(condition=~models.Q(title=""), name="publishing_mediafile_titled"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_image(self) -> bool:
        return self.kind == self.Kind.IMAGE

    @property
    def download_name(self) -> str:
        """What a reader's copy is called."""
        return f"{slugify(self.title, allow_unicode=True)[:100].strip('-') or self.kind}.{self.extension}"

    @property
    def measure_text(self) -> str:
        """Its pages, or its width and height in pixels."""
        if self.is_image:
            return f"{self.width} × {self.height}"
        return str(self.pages)

    # --- Renditions of a picture; prefetch "renditions" before asking many files ------------------

    @cached_property
    def pictures(self) -> list[Rendition]:
        return sorted(self.renditions.all(), key=lambda rendition: (rendition.width or 0, rendition.content_type))

    @property
    def srcset(self) -> str:
        """Every WebP rendition with its width, for the attribute of the same name."""
        webp = [rendition for rendition in self.pictures if rendition.content_type == "image/webp"]
        return ", ".join(f"{rendition.get_absolute_url()} {rendition.width}w" for rendition in webp)

    @property
    def fallback(self) -> Stored:
        """The picture for programs that know neither srcset nor WebP: never wider than a page needs."""
        return next((picture for picture in self.pictures if picture.content_type != "image/webp"), self)

    @property
    def thumbnail(self) -> Stored:
        return self.pictures[0] if self.pictures else self

    def stored_as(self, name: str) -> Stored | None:
        """This file or the rendition of it that is called exactly `name`."""
        if name == self.name:
            return self
        return self.renditions.filter(file=f"{FOLDER}/{name}").first()

    # --- Where it is used ----------------------------------------------------------------------------

    def is_used(self) -> bool:
        """Whether a released edition, live by now or not, shows or offers it."""
        return self.uses.exists()

    def is_under_review(self) -> bool:
        """Whether an edition that was submitted, and that another person is to release as it is, shows or offers it."""
        return any(edition.state == State.SUBMITTED for edition in self.unreleased_editions())

    def unreleased_editions(self) -> list[Any]:
        """Editions that no reader has seen and whose rows point here, each once."""
        found: dict[tuple[str, Any], Any] = {}
        for relation in self._meta.get_fields(include_hidden=True):
            part: Any = relation.related_model
            if not isinstance(relation, models.ManyToOneRel) or not hasattr(part, "edition"):
                continue
            for row in part._default_manager.filter(**{relation.field.name: self}):
                edition = row.edition
                if edition.live_from is None:
                    found[edition._meta.label_lower, edition.pk] = edition
        return list(found.values())

    # --- Changes --------------------------------------------------------------------------------------

    def save(self, *args, **kwargs) -> None:
        """A stored file never changes; its description does until an edition with it is submitted or released."""
        if not self._state.adding and (changed := self._changed()):
            if changed - self.describing:
                raise Frozen(f"“{self.title}” stays as it was uploaded. Replace it by another file.")
            if self.is_used():
                raise Frozen(f"“{self.title}” is part of a released page, and so is what describes it.")
            if self.is_under_review():
                raise Frozen(
                    f"“{self.title}” is part of a page submitted for review, and so is what describes it. "
                    "Send the page back first, or replace the file there by another."
                )
        super().save(*args, **kwargs)

    def _changed(self) -> set[str]:
        stored = type(self)._default_manager.get(pk=self.pk)
        fields = (field.attname for field in self._meta.concrete_fields)
        return {name for name in fields if getattr(self, name) != getattr(stored, name)}

    def describe(self, *, by: User, title: str, alt_text: str, credit: str) -> None:
        """Change what is said about the file. Raises Frozen while an edition with it is submitted, or once released."""
        by.require("edit")
        self.title, self.alt_text, self.credit = title, alt_text, credit
        self.save()

    def discard(self, *, by: User) -> None:
        """Take a file that no edition has ever used out of the library, and its bytes out of the storage."""
        by.require("discard")
        stored = [self.file, *(rendition.file for rendition in self.renditions.all())]
        with transaction.atomic():
            if self.replaced_by.exists():
                raise Refused(f"“{self.title}” was replaced by another file, whose history it is part of.")
            try:
                self.delete()
            except models.ProtectedError:
                raise Refused(f"“{self.title}” is used by a page or a draft. Take it out there first.") from None
            transaction.on_commit(lambda: _delete_bytes(stored))


def _delete_bytes(stored: Iterable[Any]) -> None:
    for file in stored:
        file.storage.delete(file.name)


class Rendition(Stored):
    """A picture of the library in another size or format, made when it was uploaded."""

    of = models.ForeignKey(MediaFile, on_delete=models.CASCADE, related_name="renditions", editable=False)

    class Meta:
        ordering = ["width", "id"]
        constraints = [
            models.UniqueConstraint(fields=["of", "content_type", "width"], name="publishing_rendition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.of}, {self.width} wide, {self.type_text}"

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise Frozen("A rendition stays as it was made.")
        super().save(*args, **kwargs)


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
    found = [
        getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.is_relation and field.related_model is MediaFile and getattr(row, field.attname) is not None
    ]
    for name in parts_with_files(type(row)):
        for part in getattr(row, name).all():
            found += _files_of(part)
    return found


def parts_with_files(model: type[models.Model]) -> list[str]:
    """Those of the relations in `copies` whose rows, or the parts of them, can point to a file at all."""
    many_to_many = {field.name for field in model._meta.many_to_many}
    parts = {name: model._meta.get_field(name).related_model for name in getattr(model, "copies", ())}
    return [
        name
        for name, part in parts.items()
        if name not in many_to_many
        and (any(field.related_model is MediaFile for field in part._meta.concrete_fields) or parts_with_files(part))  # type: ignore[union-attr, arg-type]
    ]
