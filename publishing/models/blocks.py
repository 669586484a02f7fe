"""The blocks a page is made of: one table for each kind of edition, one proxy for each type of block."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing import richtext

from .fields import PlainCharField, WebAddressField
from .media import MediaFile
from .part import Part


class BlockQuerySet(models.QuerySet):
    def of_type(self, block_type: str) -> Self:
        return self.filter(type=block_type)


class BlockManager(models.Manager.from_queryset(BlockQuerySet)):  # type: ignore[misc]
    """A proxy sees the rows of its own type, the table's model sees all."""

    def get_queryset(self):
        rows = super().get_queryset()
        block_type = self.model.block_type
        return rows.of_type(block_type) if block_type else rows


class Block(Part):
    """One block of an edition's body.

    A concrete subclass adds `parent`, a foreign key to its edition with related_name "blocks"; each type of block is a
    proxy of that subclass and one of the abstract types below. A page's blocks are one query, and copying an edition
    copies one table.
    """

    block_type: ClassVar[str] = ""
    template_name: ClassVar[str] = ""
    # Whether its words are somebody's own, which no editor changes.
    is_quotation: ClassVar[bool] = False

    region = models.CharField(max_length=20, default="main", editable=True)
    ordering = models.IntegerField(default=0)
    type = models.CharField(max_length=20, editable=False)

    text = richtext.RichTextField(blank=True)
    heading = PlainCharField(max_length=200, blank=True)
    speaker = PlainCharField(max_length=150, blank=True, help_text=_("Who said it."))
    role = PlainCharField(max_length=200, blank=True, help_text=_("The office held when it was said."))
    file = models.ForeignKey(MediaFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_decorative = models.BooleanField(
        _("only decoration"), default=False, help_text=_("Tick only when the picture tells readers nothing.")
    )
    alt_text = PlainCharField(
        max_length=300, blank=True, help_text=_("What the picture shows, for those who cannot see it.")
    )
    caption = PlainCharField(max_length=300, blank=True)
    url = WebAddressField(_("link"), max_length=500, blank=True, help_text=_("When the file is on another site."))
    value = PlainCharField(max_length=40, blank=True, help_text=_("With its unit, such as 92%."))
    label = PlainCharField(max_length=200, blank=True)
    context = PlainCharField(
        max_length=300, blank=True, help_text=_("The period and what it is compared with; a figure alone says little.")
    )
    email = models.EmailField(blank=True)
    phone = PlainCharField(max_length=40, blank=True)

    objects = BlockManager()

    class Meta:
        abstract = True
        ordering = ["ordering", "id"]
        indexes = [models.Index(fields=["parent", "ordering"], name="%(app_label)s_%(class)s_order")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(type=""), name="%(app_label)s_%(class)s_has_type"),
            models.CheckConstraint(
                condition=~models.Q(type="image") | models.Q(file__isnull=False),
                name="%(app_label)s_%(class)s_image_file",
            ),
            models.CheckConstraint(
                condition=~models.Q(type="image") | models.Q(is_decorative=True) | ~models.Q(alt_text=""),
                name="%(app_label)s_%(class)s_image_alt",
            ),
            models.CheckConstraint(
                condition=~models.Q(type="download") | models.Q(file__isnull=False) | ~models.Q(url=""),
                name="%(app_label)s_%(class)s_download_target",
            ),
        ]

    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {
        1: (
            *("type", "region", "ordering", "text", "heading", "speaker", "role", "is_decorative"),
            *("file.sha256", "file.title", "file.credit"),
            *("alt_text", "caption", "url", "value", "label", "context", "email", "phone"),
        )
    }

    def __init__(self, *args, **kwargs) -> None:
        if self.block_type and not args:
            kwargs.setdefault("type", self.block_type)
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.type_name}: {self.excerpt}" if self.excerpt else str(self.type_name)

    @classmethod
    def get_queryset(cls):
        return cls._default_manager.all()

    @property
    def type_name(self) -> str:
        # A row of the table itself is named by its type all the same.
        kinds = {kind.block_type: kind for kind in type(self).__subclasses__()}
        return str(kinds.get(self.type, type(self))._meta.verbose_name).capitalize()

    @property
    def excerpt(self) -> str:
        """The first words, by which an editor tells one block from another."""
        words = richtext.plain(self.text) or self.heading or self.label or self.caption or self.alt_text
        return words if len(words) <= 60 else f"{words[:59].rstrip()}…"

    def words(self) -> str:
        """Everything a search should find this block by."""
        parts = (self.heading, richtext.plain(self.text), self.speaker, self.role, self.value, self.label, self.context)
        return "\n".join(filter(None, (*parts, self.caption, self.alt_text)))

    def lines(self) -> list[str]:
        """What it says, a line for each heading, paragraph, item and label."""
        labels = (self.label, self.context, self.caption, self.alt_text)
        return list(filter(None, (self.heading, *richtext.lines(self.text), *labels)))

    @classmethod
    def prepare(cls, blocks: list[Any], at: dt.datetime) -> None:
        """Fetch, in a fixed number of queries, what all blocks of this type on a page need to be shown at `at`."""

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        """The arguments of `template_name`, after `prepare`."""
        raise NotImplementedError(f"{type(self).__name__} must say what its template is given.")


def blocks_of(edition: Any, at: dt.datetime) -> list[Any]:
    """The blocks of `edition` in order, each as its own type and ready to be rendered as they stand at `at`.

    One query for the blocks with their files, one for the pictures' renditions if there are any, and whatever a
    type's `prepare` adds.
    """
    rows = typed_blocks(edition, edition.blocks.select_related("file"))
    for block_type, proxy in _types(edition).items():
        if of_type := [row for row in rows if row.type == block_type]:
            proxy.prepare(of_type, at)
    return rows


def typed_blocks(edition: Any, blocks: models.QuerySet) -> list[Any]:
    """These blocks of `edition` in order, each as its own type: one query."""
    types = _types(edition)
    rows = list(blocks.order_by("ordering", "pk"))
    for row in rows:
        row.__class__ = types[row.type]
    return rows


def _types(edition: Any) -> dict[str, Any]:
    table = edition._meta.get_field("blocks").related_model
    return {proxy.block_type: proxy for proxy in table.__subclasses__() if proxy._meta.proxy}


# --- Types: abstract, proxied by each table ---------------------------------------------------------------


def _need(block: Block, **fields: Any) -> None:
    """Refuse a block that lacks one of `fields`, naming each."""
    missing = {name: message for name, message in fields.items() if not getattr(block, name)}
    if missing:
        raise ValidationError(missing)


class RichText(models.Model):
    block_type = "richtext"
    template_name = "components/blocks/richtext.html"
    block_fields = ("text",)

    class Meta:
        abstract = True
        verbose_name = _("text")

    def clean(self) -> None:
        super().clean()
        _need(self, text=gettext("Write the text, or remove this block."))  # type: ignore[arg-type]

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        return {"html": self.text}  # type: ignore[attr-defined]


class Quote(models.Model):
    block_type = "quote"
    is_quotation = True
    template_name = "components/blocks/quote.html"
    block_fields = ("text", "speaker", "role")

    class Meta:
        abstract = True
        verbose_name = _("quote")

    def clean(self) -> None:
        super().clean()
        _need(self, text=gettext("Write what was said."), speaker=gettext("Say who said it."))  # type: ignore[arg-type]

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        block: Any = self
        return {"text": richtext.paragraphs(block.text), "speaker": block.speaker, "role": block.role}


class ImageBlockType(models.Model):
    block_type = "image"
    template_name = "components/blocks/image.html"
    block_fields = ("file", "alt_text", "is_decorative", "caption")

    class Meta:
        abstract = True
        verbose_name = _("image")

    def clean(self) -> None:
        super().clean()
        _need(self, file=gettext("Choose a picture from the media library."))  # type: ignore[arg-type]
        if self.file.kind != MediaFile.Kind.IMAGE:  # type: ignore[attr-defined]
            raise ValidationError({"file": gettext("This file is no picture. Offer it in a download block.")})
        if not self.alt_text and not self.is_decorative:  # type: ignore[attr-defined, has-type]
            # From here on the words are the edition's own, and frozen with it.
            self.alt_text = self.file.alt_text  # type: ignore[attr-defined]
        if not self.alt_text and not self.is_decorative:  # type: ignore[attr-defined]
            raise ValidationError(
                {"alt_text": gettext("Describe the picture, or tick “only decoration” if it tells readers nothing.")}
            )

    @classmethod
    def prepare(cls, blocks: list[Any], at: dt.datetime) -> None:
        models.prefetch_related_objects([block.file for block in blocks], "renditions")

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        block: Any = self
        picture = block.file.fallback
        return {
            "src": picture.get_absolute_url(),
            "srcset": block.file.srcset,
            "width": picture.width,
            "height": picture.height,
            "alt": "" if block.is_decorative else block.alt_text,
            "caption": block.caption,
            "credit": block.file.credit,
        }


class Download(models.Model):
    block_type = "download"
    template_name = "components/blocks/download.html"
    block_fields = ("label", "file", "url")

    class Meta:
        abstract = True
        verbose_name = _("download")

    def clean(self) -> None:
        super().clean()
        _need(self, label=gettext("Name the document, such as “Read the report (PDF)”."))  # type: ignore[arg-type]
        if bool(self.file) == bool(self.url):  # type: ignore[attr-defined]
            raise ValidationError(gettext("Choose a file or give a link, one of the two."))

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        block: Any = self
        file = block.file
        if file is None:
            return {"title": block.label, "url": block.url}
        return {
            "title": block.label,
            "url": file.get_absolute_url(),
            "kind": file.type_text,
            "size": file.size_text,
            "pages": file.pages,
        }


class KeyFigure(models.Model):
    block_type = "key_figure"
    template_name = "components/blocks/key_figure.html"
    block_fields = ("value", "label", "context")

    class Meta:
        abstract = True
        verbose_name = _("key figure")

    def clean(self) -> None:
        super().clean()
        _need(self, value=gettext("Give the figure."), label=gettext("Say what it counts."))  # type: ignore[arg-type]

    def lines(self) -> list[str]:
        """The figure before its label and after it: “6 areas are adequate”, “Investigating crime: Good”."""
        block: Any = self
        said = (f"{block.value} {block.label}", f"{block.label}: {block.value}", block.context)
        return list(filter(None, said))

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        block: Any = self
        return {"value": block.value, "label": block.label, "context": block.context}


class NotesToEditors(models.Model):
    block_type = "notes"
    template_name = "components/blocks/notes_to_editors.html"
    block_fields = ("text",)

    class Meta:
        abstract = True
        verbose_name = _("notes to editors")
        verbose_name_plural = _("notes to editors")

    def clean(self) -> None:
        super().clean()
        _need(self, text=gettext("Write the notes, or remove this block."))  # type: ignore[arg-type]

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        return {"html": self.text}  # type: ignore[attr-defined]


class Contact(models.Model):
    block_type = "contact"
    template_name = "components/blocks/contact.html"
    block_fields = ("heading", "text", "email", "phone")

    class Meta:
        abstract = True
        verbose_name = _("contact")

    def clean(self) -> None:
        super().clean()
        _need(self, heading=gettext("Name the office or team."))  # type: ignore[arg-type]
        if not (self.text or self.email or self.phone):  # type: ignore[attr-defined]
            raise ValidationError(gettext("Give a way to reach them."))

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        block: Any = self
        return {
            "name": block.heading,
            "phone": block.phone,
            "email": block.email,
            "hours": richtext.plain(block.text),
        }
