"""The newsroom in the plain admin. A feature takes EditionAdmin, block_inlines, and PartInline for its rows."""

from .admin import EditionAdmin
from .inlines import BlockInline, PartInline, block_inlines
from .shown import ShownToReaders

__all__ = ["BlockInline", "EditionAdmin", "PartInline", "ShownToReaders", "block_inlines"]
