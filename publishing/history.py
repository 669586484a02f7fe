"""What readers are told of a document's past: when it was published, and what has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from design.templatetags.design import date_text

from .models import TAKES_AWAY, Availability, Edition, Precision, still_readable


@dataclass(frozen=True)
class Moment:
    """A date as precisely as it is known, and what happened then."""

    at: dt.datetime
    precision: str
    note: str = ""

    def fact(self, term: str) -> dict[str, Any]:
        """For components/facts.html."""
        if self.precision == Precision.UNKNOWN:
            return {"term": term, "text": _("date not known")}
        return {"term": term, "at": self.at, "precision": self.precision}


@dataclass(frozen=True)
class PublicHistory:
    """`updated` is None until something has changed that is not minor; `changes` are the newest first."""

    published: Moment | None
    updated: Moment | None
    changes: list[Moment]


def public_history(edition: Edition, at: dt.datetime) -> PublicHistory:
    """The past of the document of `edition` as readers may know it at `at`; one query."""
    return history_of(edition.history(at))


def history_of(editions: Iterable[Edition]) -> PublicHistory:
    """The past that these editions tell, oldest first; drafts among them tell nothing."""
    seen: list[Any] = [past for past in editions if past.public_timestamp]
    if not seen:
        return PublicHistory(None, None, [])
    first, later = seen[0], [past for past in seen[1:] if not past.minor_change]
    published = _moment(first, _("First published."))
    changes = [_moment(past, past.change_note) for past in reversed(later) if past.change_note.strip()]
    return PublicHistory(published, _moment(later[-1]) if later else None, [*changes, published] if changes else [])


@dataclass(frozen=True)
class PastEdition:
    """One of the editions that readers have seen, by the number under which they know it, and what it brought."""

    number: int
    edition: Any

    @property
    def is_minor(self) -> bool:
        return self.number > 1 and self.edition.minor_change

    @property
    def moment(self) -> Moment:
        """A minor change bears the date of what it follows, so it is told by its own."""
        if self.is_minor:
            return Moment(self.edition.live_from, Precision.MINUTE, self._brought)
        return _moment(self.edition, self._brought)

    @property
    def here_since(self) -> str:
        """“On this site since 3 March 2025.”, where the date that readers are shown is another day or is not known."""
        moment, day = self.moment, date_text(self.edition.live_from)
        if moment.precision in (Precision.MINUTE, Precision.DAY) and date_text(moment.at) == day:
            return ""
        return _("On this site since %(day)s.") % {"day": day}

    @property
    def _brought(self) -> str:
        note = self.edition.change_note.strip()
        match self.edition.availability:
            case Availability.WITHDRAWN:
                return _("Withdrawn: %(note)s") % {"note": note}
            case Availability.GONE | Availability.REDIRECT:
                return _("Taken away: %(note)s") % {"note": note} if note else _("Taken away.")
        if self.number == 1:
            return _("First published.")
        return " ".join(filter(None, [_("Minor change.") if self.is_minor else "", note])) or _("Changed.")


def every_edition(editions: Iterable[Edition]) -> list[PastEdition]:
    """All of these editions that readers may know of, the newest first; `editions` come oldest first.

    Of what was taken from them since, they are told that it was and why, and nothing of what stood there before.
    """
    seen = [past for past in editions if past.public_timestamp]
    readable = {past.pk for past in still_readable(seen)}
    told = [
        PastEdition(number, past)
        for number, past in enumerate(seen, start=1)
        if past.pk in readable or past.availability in TAKES_AWAY
    ]
    return told[::-1]


def _moment(edition: Any, note: str = "") -> Moment:
    return Moment(edition.public_timestamp, edition.public_precision, note)
