"""The newsroom in the plain admin. A feature takes EditionAdmin, block_inlines, and PartInline for its rows."""

from .admin import EditionAdmin
from .inlines import BlockInline, PartInline, block_inlines

__all__ = ["BlockInline", "EditionAdmin", "PartInline", "block_inlines"]
