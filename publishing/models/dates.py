"""The date that readers are shown with an edition, which may be older than its place on this site."""

from __future__ import annotations

import datetime as dt
from typing import Any


class PublicDate:
    """What an edition says of its date. Of a draft, public_timestamp is the date that it brings along."""

    def proposed_date(self: Any, now: dt.datetime) -> tuple[dt.datetime, str] | None:
        """The date, as exact as known, for whoever releases this draft to look at; None when that of its release
        serves. What it replaces may have had one of its own."""
        known = self if self.public_timestamp else self.replaces
        if known is None or self.minor_change or known.minor_change:
            return None
        return None if known.public_timestamp in (None, known.live_from) else known.public_date

    @property
    def public_date(self: Any) -> tuple[dt.datetime, str]:
        return self.public_timestamp, self.public_precision
