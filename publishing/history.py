"""What readers are told of a document's past: when it was published, and what has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from .models import Edition, Precision


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


def _moment(edition: Any, note: str = "") -> Moment:
    return Moment(edition.public_timestamp, edition.public_precision, note)
