"""What the newsroom calls the states of an edition."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.models import FOREVER, Availability, Edition, State


def state_in_words(edition: Edition, at: dt.datetime) -> str:
    """Where `edition` stands at `at`, as an editor says it."""
    if edition.state != State.RELEASED:
        return str(edition.get_state_display())
    if edition.is_scheduled(at):
        return _("Scheduled") if edition.availability == Availability.OPEN else _("Withdrawal scheduled")
    if not edition.is_live(at):
        return _("Earlier edition")
    return {
        Availability.OPEN: _("Live"),
        Availability.WITHDRAWN: _("Withdrawn"),
        Availability.GONE: _("Gone"),
        Availability.REDIRECT: _("Redirects"),
    }[Availability(edition.availability)]


def moment(at: dt.datetime | None) -> str:
    """A moment by London's clocks: 3 December 2026, 09:00."""
    if at is None:
        return ""
    return date_format(timezone.localtime(at, timezone.get_default_timezone()), "j F Y, H:i")


def short(at: dt.datetime | None) -> str:
    """The same for a narrow column: 3 Dec 2026, 09:00."""
    if at is None:
        return ""
    return date_format(timezone.localtime(at, timezone.get_default_timezone()), "j M Y, H:i")


def live_interval(edition: Edition, at: dt.datetime) -> str:
    """When readers see `edition`; nothing when it was never released."""
    if edition.state != State.RELEASED:
        return ""
    start, end = edition.live_from, edition.live_until
    if end == FOREVER:
        return (_("since %s") if start <= at else _("from %s")) % moment(start)
    return _("from %(start)s until %(end)s") % {"start": moment(start), "end": moment(end)}
