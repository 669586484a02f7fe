"""Writes the blocks of a demonstration item by way of the block types, with the checks the newsroom's form makes."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError

from publishing.models import Edition

from . import specs
from .reading import DataError

_REFERENCES = ("type", "inspection", "picture")


def write_blocks(
    edition: Edition, blocks: tuple[specs.Block, ...], refer: Callable[[specs.Block], dict[str, Any]]
) -> None:
    """Add `blocks` to a draft, after those it has. `refer` finds the rows that one names: an inspection, a picture."""
    table: Any = edition._meta.get_field("blocks").related_model  # type: ignore[misc]
    types = {proxy.block_type: proxy for proxy in table.__subclasses__() if proxy._meta.proxy}
    for number, spec in enumerate(blocks, table.objects.filter(parent=edition).count() + 1):
        place = f"{edition.slug}, block {number} ({spec.type})"
        if spec.type not in types:
            raise DataError(f"{place}: {table._meta.verbose_name} has no such type.")
        block = types[spec.type](parent=edition, ordering=10 * number, **_fields(spec), **refer(spec))
        try:
            block.full_clean()
        except ValidationError as error:
            raise DataError(f"{place}: {' '.join(error.messages)}") from error
        block.save()


def _fields(spec: specs.Block) -> dict[str, str]:
    return {name: value for name, value in dataclasses.asdict(spec).items() if value and name not in _REFERENCES}
