"""The words of an edition's life, and what a verb says when it refuses."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The end of what has no end. A date, not NULL: intervals then compare without a special case.
FOREVER = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for review")
    RELEASED = "released", _("Released")
    DISCARDED = "discarded", _("Discarded")
    CANCELLED = "cancelled", _("Cancelled before it went live")


class Availability(TextChoices):
    OPEN = "open", _("Open")
    WITHDRAWN = "withdrawn", _("Withdrawn: stays readable, under a notice")
    GONE = "gone", _("Gone: only the notice is shown")
    REDIRECT = "redirect", _("Redirects to another document")


# Readers find the words there, be it under a notice.
READABLE = (Availability.OPEN, Availability.WITHDRAWN)
# What stood there before is taken from readers for good, whatever is released afterwards.
TAKES_AWAY = (Availability.GONE, Availability.REDIRECT)


class Precision(TextChoices):
    """How much of a date is known. Nothing is printed that is not."""

    MINUTE = "minute", _("to the minute")
    DAY = "day", _("the day")
    MONTH = "month", _("the month")
    YEAR = "year", _("the year")
    UNKNOWN = "unknown", _("not known")


class Refused(Exception):
    """A verb that was not carried out. Its text is a sentence an editor can act on; nothing was changed."""


class Conflict(Refused):
    """Somebody else changed the same thing first."""


class NotAllowed(Refused):
    """This person may not do this, here and now; somebody else may."""


class Frozen(Refused):
    """An attempt to change words that readers have seen or that were set aside."""


@dataclass(frozen=True)
class Issue:
    """What a check before release found: `stop` forbids the release, `warn` wants a written reason.

    `place` is the field it is about, or block-7 for the block with that key; `about` is for whoever looks for issues of
    one subject.
    """

    level: str
    sentence: str
    place: str = ""
    about: str = ""

    @property
    def is_stop(self) -> bool:
        return self.level == "stop"


class Stopped(Refused):
    """The checks before release found something that must be mended first."""

    def __init__(self, issues: list[Issue]) -> None:
        self.issues = issues
        super().__init__(" ".join(issue.sentence for issue in issues))
