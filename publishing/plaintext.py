"""Plain text: words that are printed as they are typed, and what shows that somebody meant them for a browser."""

from __future__ import annotations

import html.entities
import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST_SHOWN = 40  # characters of what was found

# Every “<” is read on to the next sign that can end a tag or begin another one, so no text is read twice.
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*+)(?P<rest>[^<>\"']*+)(?P<sign>[>\"'])")
# A comment, a doctype, CDATA or a processing instruction.
_DECLARATION = re.compile(r"<!--|<!\[CDATA\[|<!DOCTYPE\b|<\?[A-Za-z]", re.IGNORECASE)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|(?P<name>[A-Za-z][A-Za-z0-9]{1,31}));")
_BEFORE_ATTRIBUTES = re.compile(r"[\s/]")
_ATTRIBUTE = re.compile(r"[\s/]++[A-Za-z_:@][\w:.@-]*+\s*+=")
# What stands in a tag without a value. Any other word is rather that of “a<b and c>d”.
_ALONE = frozenset(
    {"async", "autoplay", "checked", "controls", "defer", "disabled", "download", "hidden", "multiple", "open"}
    | {"readonly", "required", "selected"}
)


def markup_in(text: str) -> str:
    """The first tag, comment or character reference in `text`, as it is typed there; empty when there is none.

    A sign alone is none: “fewer than < 5”, “a<b” and “R&D” are plain text.
    """
    if "<" not in text and "&" not in text:
        return ""
    found = [
        next((match for match in _TAG.finditer(text) if _is_tag(match)), None),
        _DECLARATION.search(text),
        next((match for match in _REFERENCE.finditer(text) if _is_reference(match)), None),
    ]
    if not (known := [match for match in found if match]):
        return ""
    first = min(known, key=lambda match: match.start())
    shown = first.group()
    return shown if len(shown) <= LONGEST_SHOWN else f"{shown[: LONGEST_SHOWN - 1]}…"


def _is_tag(match: re.Match[str]) -> bool:
    rest, words = match["rest"], match["rest"].replace("/", " ").split()
    if match["sign"] != ">":  # a value in quotation marks begins: what stands in it says no more
        return not match["end"] and bool(_BEFORE_ATTRIBUTES.match(rest)) and rest.rstrip().endswith("=")
    if match["end"] or not words:
        return not words
    return bool(_ATTRIBUTE.match(rest)) or (bool(_BEFORE_ATTRIBUTES.match(rest)) and words[0].lower() in _ALONE)


def _is_reference(match: re.Match[str]) -> bool:
    name = match["name"]
    return name is None or f"{name};" in html.entities.html5


def sentence_about(markup: str) -> str:
    """Why `markup` is refused in plain text, for whoever typed it."""
    return _("“%s” is markup, and this is plain text: readers would see it as it is typed. Take it out.") % markup


def no_markup(text: str) -> None:
    """Validator of plain text."""
    if markup := markup_in(text):
        raise ValidationError(sentence_about(markup), code="markup")
