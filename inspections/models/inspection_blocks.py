"""Blocks of an inspection's page."""

from __future__ import annotations

from django.db import models

from publishing.models import Block
from publishing.models import blocks as types

from .inspection import Inspection


class InspectionBlock(Block):
    """A block of text on an inspection's page: the inspectors' words in one region, the body's answer in another."""

    parent = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="blocks")

    class Meta(Block.Meta):
        indexes = [models.Index(fields=["parent", "ordering"], name="inspections_block_order")]


class InspectionText(types.RichText, InspectionBlock):
    class Meta(types.RichText.Meta):
        abstract = False
        proxy = True


class InspectionQuote(types.Quote, InspectionBlock):
    class Meta(types.Quote.Meta):
        abstract = False
        proxy = True


class InspectionImage(types.ImageBlockType, InspectionBlock):
    class Meta(types.ImageBlockType.Meta):
        abstract = False
        proxy = True


class InspectionDownload(types.Download, InspectionBlock):
    class Meta(types.Download.Meta):
        abstract = False
        proxy = True


class InspectionKeyFigure(types.KeyFigure, InspectionBlock):
    class Meta(types.KeyFigure.Meta):
        abstract = False
        proxy = True
