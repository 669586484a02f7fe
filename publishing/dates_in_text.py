"""Dates as people write them in a text: “Friday 16 February 2024”, “November 2021”, “in 2021”."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_MONTHS = {name: number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"Sept": 9}
_WEEKDAYS = list(calendar.day_name)
# Bounded and without nested repeats: the time it takes grows in step with the text.
_DATE = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(_WEEKDAYS)}),? (?:the )?)?"
    r"(?:\b(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)? (?:of )?)?"
    rf"\b(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b"
    r"(?:,? (?P<year>(?:19|20)\d\d)\b)?"
    r"|\b[Ii]n (?P<alone>(?:19|20)\d\d)\b(?![/–-])"
)


@dataclass(frozen=True)
class WrittenDate:
    """A date in a text, with no more of it than is written there. `words` are the text's own, as “today” before it."""

    words: str
    year: int | None
    month: int | None = None
    day: int | None = None
    weekday: str = ""
    is_called_today: bool = False

    @property
    def date(self) -> dt.date | None:
        """The day, if it is written in full and there is one."""
        if self.year and self.month and self.day and self.is_possible:
            return dt.date(self.year, self.month, self.day)
        return None

    @property
    def is_possible(self) -> bool:
        """Whether the calendar has this day, in a leap year at least when no year is written."""
        if self.day is None or self.month is None:
            return True
        return self.day <= calendar.monthrange(self.year or 2000, self.month)[1]

    @property
    def weekday_then(self) -> str:
        """The weekday that this date was or will be."""
        return _WEEKDAYS[self.date.weekday()] if self.date else ""

    def is_other_than(self, day: dt.date) -> bool:
        """Whether it cannot be `day`, as far as it is written out."""
        written = ((self.year, day.year), (self.month, day.month), (self.day, day.day))
        return any(own is not None and own != other for own, other in written)

    @property
    def period(self) -> tuple[dt.date, dt.date] | None:
        """First and last day of what is written; None without a year, or when there is no such day."""
        if self.year is None or not self.is_possible:
            return None
        first, last = self.month or 1, self.month or 12
        end = self.day or calendar.monthrange(self.year, last)[1]
        return dt.date(self.year, first, self.day or 1), dt.date(self.year, last, end)


def dates_in(text: str) -> list[WrittenDate]:
    """The dates written in `text`. A month alone is none: it may be a name or a verb."""
    found = []
    text = " ".join(text.split())
    for match in _DATE.finditer(text):
        year, day = match["year"] or match["alone"], match["day"]
        if not (year or day):
            continue
        month = _MONTHS.get(match["month"] or "")
        numbers = (int(year) if year else None, month, int(day) if day else None)
        before = text[max(0, match.start() - 12) : match.start()].casefold().rstrip(" ,(–—-").removesuffix(" on")
        is_called_today = before == "today" or before.endswith(" today")
        found.append(WrittenDate(match[0], *numbers, match["weekday"] or "", is_called_today))
    return found
