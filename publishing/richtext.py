"""Rich text: the few elements editors may use, and the cleaning that holds at every save."""

import html
import re
from typing import Any

import nh3
from django.db import models
from django.utils.html import strip_tags
from django_prose_editor.fields import ProseEditorField

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto", "tel"]},
}

_cleaner = nh3.Cleaner(
    tags={"p", "br", "strong", "em", "h2", "h3", "ul", "ol", "li", "a"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)

_within_a_line = re.compile(r"</?(?:strong|em|a)\b[^>]*>")
_LINE_STARTS = ("<p", "<h2", "<h3", "<ul", "<ol", "<li", "<br")


def clean(text: str) -> str:
    """`text` with nothing but the elements above; an editor's empty paragraph becomes no text at all."""
    cleaned = _cleaner.clean(text).strip()
    return "" if not strip_tags(cleaned).strip() else cleaned


def plain(text: str) -> str:
    """The words of `text`, blocks apart from each other, without markup."""
    spaced = _within_a_line.sub("", text).replace("</", " </").replace("<br", " <br")
    return " ".join(html.unescape(strip_tags(spaced)).split())


def paragraphs(text: str) -> str:
    """The words of `text` without markup, an empty line between its paragraphs."""
    return "\n\n".join(filter(None, (plain(part) for part in text.split("</p>"))))


def lines(text: str) -> list[str]:
    """The words of each paragraph, heading, item and broken line of `text`, without markup."""
    spaced = " ".join(text.split())
    for start in _LINE_STARTS:
        spaced = spaced.replace(start, f"\n{start}")
    return list(filter(None, (plain(line) for line in spaced.split("\n"))))


_paragraph = re.compile(r"<p>(.*?)</p>", re.DOTALL)
# A full stop before a small letter or a figure may be that of an abbreviation: “No. 5”.
_end_of_sentence = re.compile(r"[.!?][\"'”’)]*(?=\s+[^\sa-z0-9])")


def opening(text: str, most: int) -> str:
    """The first paragraph of `text` without markup: as many whole sentences as `most` characters hold."""
    words = next(filter(None, map(plain, _paragraph.findall(text))), "") or plain(text)
    if len(words) <= most:
        return words
    ends = [found.end() for found in _end_of_sentence.finditer(words) if found.end() <= most]
    return words[: ends[-1]] if ends else f"{words[: most - 1].rsplit(' ', 1)[0].rstrip(',;:–-')}…"


class RichTextField(ProseEditorField):
    """A text box with the editor above; whatever way a row is written, its HTML is cleaned first."""

    def __init__(self, *args, **kwargs) -> None:
        kwargs.pop("extensions", None), kwargs.pop("sanitize", None)
        super().__init__(*args, extensions=dict(EXTENSIONS), sanitize=clean, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = clean(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value
