"""The tags of the components: dates as precise as they are known, and components that carry a body."""

import datetime
import json
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext

register = template.Library()

SHAPES_BY_TONE = {
    "outstanding": "star",
    "good": "circle",
    "adequate": "diamond",
    "requires_improvement": "triangle",
    "inadequate": "cross",
    "none": "dash",
}


def _local(at: datetime.date) -> datetime.date:
    # London's day and minute, not UTC's: that is the date its readers know.
    return timezone.localtime(at) if isinstance(at, datetime.datetime) and timezone.is_aware(at) else at


def _season(at: datetime.date) -> str:
    names = [
        pgettext("season", "winter"),
        pgettext("season", "spring"),
        pgettext("season", "summer"),
        pgettext("season", "autumn"),
    ]
    return names[at.month % 12 // 3]


@register.filter
def date_text(at: datetime.date | None, precision: str | None = "day") -> str:
    """`at` in words, no more precise than `precision`; empty when it is unknown.

    For a sentence. Where a date stands alone, include components/date.html instead.
    """
    if not at or precision == "unknown":
        return ""
    at = _local(at)
    if precision == "year":
        return str(at.year)
    if precision == "season":
        return f"{_season(at)} {at.year}"
    if precision == "month":
        return format_date(at, "F Y")
    day = format_date(at, "j F Y")
    if precision == "minute" and isinstance(at, datetime.datetime):
        # strftime's am and pm depend on the server's locale.
        half = gettext("am") if at.hour < 12 else gettext("pm")
        return f"{day}, {format_date(at, 'g:i')}{half}"
    return day


@register.filter
def date_machine(at: datetime.date | None, precision: str | None = "day") -> str:
    """`at` for the datetime attribute of <time>, as precise as `date_text` prints it."""
    if not at or precision == "unknown":
        return ""
    at = _local(at)
    if precision in ("year", "season"):
        return f"{at.year:04}"
    if precision == "month":
        return f"{at.year:04}-{at.month:02}"
    if precision == "minute" and isinstance(at, datetime.datetime):
        return at.isoformat(timespec="minutes")
    return f"{at.year:04}-{at.month:02}-{at.day:02}"


# Inside a script element nothing may look like the end of it, nor like the start of another.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


@register.filter
def json_ld(data: Any) -> SafeString:
    """`data` as JSON for a script element of type application/ld+json."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped just now


@register.filter
def shape_of(tone_or_symbol: str | None) -> str:
    """The shape that goes with a tone; a symbol that is no tone is passed on."""
    return SHAPES_BY_TONE.get(tone_or_symbol or "none", tone_or_symbol or "")


@register.simple_tag
def current(path: str | None, url: str, *sections: str) -> str | SafeString:
    """The aria-current attribute of a menu's link to `url` on the page at `path`; empty when that is neither its page
    nor one beneath it, nor beneath the other `sections` that it leads to."""
    if not path or not path.startswith((url, *sections)):
        return ""
    return format_html(' aria-current="{}"', "page" if path == url else "true")


@register.simple_block_tag
def panel(content: SafeString, title: str = "", level: int = 2, tone: str = "plain") -> SafeString:
    """A titled box around the body: {% panel title="..." %}...{% endpanel %}."""
    return render_to_string("components/panel.html", {"content": content, "title": title, "level": level, "tone": tone})


@register.simple_block_tag
def notice(content: SafeString, title: str = "", tone: str = "info") -> SafeString:
    """A message that must not be missed, with the body as its text: {% notice title="..." %}...{% endnotice %}."""
    return render_to_string("components/notice.html", {"content": content, "title": title, "tone": tone})


@register.simple_block_tag
def table(content: SafeString, caption: str, *columns: str, kind: str = "plain", scrolls: bool = False) -> SafeString:
    """A table whose rows are the body: {% table caption _("Name") _("Kind") %}...{% endtable %}."""
    values = {"content": content, "caption": caption, "columns": columns, "kind": kind, "scrolls": scrolls}
    return render_to_string("components/table.html", values)
