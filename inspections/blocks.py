"""The block that shows an inspection's grades on another page."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from publishing.models import Block, Document

from .cards import grade_cards


class GradesColumns(models.Model):
    """What a table of blocks needs besides publishing's columns to hold `GradesOfInspection`.

    Name it before Block: class ArticleBlock(GradesColumns, Block), with class Meta(Block.Meta).
    """

    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {1: (*Block.content_fields[1], "inspection")}

    inspection = models.ForeignKey(
        Document,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "inspections.inspection"},
        help_text=_("Readers see its grades as they stand on the day they read."),
    )

    class Meta:
        abstract = True


class GradesOfInspection(models.Model):
    """The grades of one inspection as live when the page is read; nothing at all while it is unreleased.

    Its template takes card=block.card and title=block.heading.
    """

    block_type = "grades"
    template_name = "inspections/grades_block.html"
    block_fields = ("inspection", "heading")

    class Meta:
        abstract = True
        verbose_name = _("grades of an inspection")
        verbose_name_plural = _("grades of inspections")

    def clean(self) -> None:
        super().clean()
        if not self.inspection_id:  # type: ignore[attr-defined]
            raise ValidationError({"inspection": gettext("Choose the inspection.")})

    @property
    def excerpt(self) -> str:
        return str(self.inspection or "")  # type: ignore[attr-defined]

    @classmethod
    def prepare(cls, blocks: list[Any], at: dt.datetime) -> None:
        """Give each block its `card`, or None when readers may not see the inspection at `at`: two queries in all."""
        cards = grade_cards({block.inspection_id for block in blocks}, at)
        for block in blocks:
            block.card = cards.get(block.inspection_id)

    def render_context(self, at: dt.datetime) -> dict[str, Any]:
        block: Any = self
        return {"card": block.card, "title": block.heading}
