"""Standing pages."""

from typing import ClassVar

from content_editor.models import Region
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.models import Block, Edition
from publishing.models import blocks as types


class Page(Edition):
    """One version of a standing page, such as the accessibility statement."""

    copies = ("blocks",)
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {1: ("title", "slug", "summary", "availability", "notice")}
    regions = [Region(key="main", title=_("Content"))]

    class Meta(Edition.Meta):
        verbose_name = _("standing page")

    def get_absolute_url(self) -> str:
        return reverse("website:page", args=[self.slug])

    def search_text(self) -> str:
        words = [block.words() for block in self.blocks.all()]
        return "\n".join([super().search_text(), *words])


class PageBlock(Block):
    """A block of a standing page."""

    parent = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="blocks")

    class Meta(Block.Meta):
        pass


class PageText(types.RichText, PageBlock):
    class Meta(types.RichText.Meta):
        abstract = False
        proxy = True


class PageQuote(types.Quote, PageBlock):
    class Meta(types.Quote.Meta):
        abstract = False
        proxy = True


class PageImage(types.ImageBlockType, PageBlock):
    class Meta(types.ImageBlockType.Meta):
        abstract = False
        proxy = True


class PageDownload(types.Download, PageBlock):
    class Meta(types.Download.Meta):
        abstract = False
        proxy = True


class PageKeyFigure(types.KeyFigure, PageBlock):
    class Meta(types.KeyFigure.Meta):
        abstract = False
        proxy = True


class PageNotes(types.NotesToEditors, PageBlock):
    class Meta(types.NotesToEditors.Meta):
        abstract = False
        proxy = True


class PageContact(types.Contact, PageBlock):
    class Meta(types.Contact.Meta):
        abstract = False
        proxy = True
