"""Taking a text apart: lines, entries, and the two sides of a separator. Plain scans, each over a line once."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from django.utils.translation import gettext as _

from .results import TooMuch

# Looked at before anything else, so that no later step meets more than it can bear.
MAX_BYTES = 200_000
MAX_LINES = 2_000
MAX_LINE_LENGTH = 400
# “Requires  improvement” holds two spaces, which part sides elsewhere: a few separators are tried, never all.
MOST_SEPARATORS = 3

BULLETS = "•●▪◦·‣"
DASHES = "–—‒―−"
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009"), " ")


def lines(text: str) -> list[str]:
    size = len(text.encode())
    if size > MAX_BYTES:
        raise TooMuch(
            _("The text has %(size)s bytes; %(limit)s are read at most.") % {"size": size, "limit": MAX_BYTES}
        )
    found = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(found) > MAX_LINES:
        raise TooMuch(
            _("The text has %(count)s lines; %(limit)s are read at most.") % {"count": len(found), "limit": MAX_LINES}
        )
    return found


class Entry(NamedTuple):
    """A part of a line that may say something by itself. `is_item` tells that it bears the mark or ending of a list."""

    text: str
    is_item: bool


def entries(line: str) -> list[Entry]:
    """Bullets part a line anywhere; a leading dash, star or number is dropped, and an “and” that leads on."""
    text = unicodedata.normalize("NFC", line).translate(_INVISIBLE).translate(_SPACES)
    for bullet in BULLETS:
        text = text.replace(bullet, "\n")
    found = []
    for place, part in enumerate(text.split("\n")):
        whole = part.strip().strip("|").strip()
        bare = _without_ending(_without_marker(whole))
        found.append(Entry(bare, is_item=place > 0 or bare != whole or whole.endswith((",", ";"))))
    return found


def _without_ending(piece: str) -> str:
    """“Investigating crime; and” is an item with more to come."""
    head, _space, last = piece.rpartition(" ")
    head = head.rstrip()
    return head if last.casefold() == "and" and head.endswith((",", ";")) else piece


def _without_marker(piece: str) -> str:
    if piece[:1] and piece[0] in "-*" + DASHES:
        return piece[1:].lstrip()
    digits = 0
    while digits < min(3, len(piece)) and piece[digits].isdigit():
        digits += 1
    if digits and piece[digits : digits + 1] in (".", ")"):
        return piece[digits + 1 :].lstrip()
    return piece


def splits(piece: str) -> list[tuple[str, str]]:
    """Both sides of the last separators that have a word to their right, the rightmost first.

    A hyphen inside a word is no separator. One scan, and few slices, whatever the piece is made of.
    """
    found: list[tuple[str, str]] = []
    has_word = False
    place = len(piece) - 1
    while place > 0 and len(found) < MOST_SEPARATORS:
        character = piece[place]
        if character.isalnum():
            has_word = True
        elif has_word and _is_separator(piece, place):
            found.append((piece[:place], piece[place + 1 :]))
        place -= 1
    return found


def _is_separator(piece: str, place: int) -> bool:
    character = piece[place]
    if character in DASHES or character in ":|\t":
        return True
    if character == "-":
        return piece[place - 1].isspace() and piece[place + 1 : place + 2].isspace()
    # Two spaces or more; the last of them parts the sides.
    return character == " " and piece[place - 1] == " " and piece[place + 1 : place + 2] != " "
