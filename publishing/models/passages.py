"""The words of an edition, passage by passage, for checks that read what it says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .blocks import typed_blocks

if TYPE_CHECKING:
    from .edition import Edition

_FIELDS = ("title", "summary", "change_note")
_SENTENCE_ENDS = ".!?"


@dataclass(frozen=True)
class Passage:
    """A part of an edition's text, a line for each paragraph, item and label.

    `name` tells an editor where it stands, `place` the desk; the words of a quotation are nobody's to change.
    """

    name: str
    place: str
    text: str
    is_quotation: bool = False


def passages_of(edition: Edition, *others: str) -> list[Passage]:
    """Title, summary, change note, the fields of these `others` names, and blocks: one query."""
    fields = [(edition._meta.get_field(name), getattr(edition, name)) for name in (*_FIELDS, *others)]
    found = [Passage(capfirst(str(field.verbose_name)), field.name, text) for field, text in fields if text]  # type: ignore[union-attr]
    blocks: Any = getattr(edition, "blocks", None)
    if blocks is None:
        return found
    for number, block in enumerate(typed_blocks(edition, blocks), start=1):
        name = _("Block %(number)s (%(type)s)") % {"number": number, "type": block._meta.verbose_name}
        if lines := block.lines():
            found.append(Passage(name, f"block-{block.pk}", "\n".join(lines), block.is_quotation))
    return found


def sentences(text: str) -> list[str]:
    """The sentences of `text`; a line ends one too."""
    found = []
    for line in text.split("\n"):
        start = 0
        for place, character in enumerate(line):
            if character in _SENTENCE_ENDS and line[place + 1 : place + 2].isspace():
                found.append(line[start : place + 1].strip())
                start = place + 1
        found.append(line[start:].strip())
    return list(filter(None, found))
