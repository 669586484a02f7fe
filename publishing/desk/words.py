"""What the newsroom calls the states of an edition."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.models import FOREVER, Availability, Edition, Precision, State

_SHOWN = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


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


def date_shown(at: dt.datetime, precision: str) -> str:
    """A date as readers are shown it: 3 December 2026, 09:00, or no more of it than is known."""
    if precision == Precision.UNKNOWN:
        return _("date not known")
    form = _SHOWN.get(Precision(precision), "j F Y, H:i")
    return date_format(timezone.localtime(at, timezone.get_default_timezone()), form)


def readers_date(edition: Edition, at: dt.datetime) -> str:
    """Which date readers are shown with `edition`, or will be when it is released."""
    if edition.state == State.RELEASED:
        return date_shown(*edition.public_date)
    if edition.minor_change:
        return _("that of the edition before it, since this is a minor change")
    if proposed := edition.proposed_date(at):
        return _("%s, unless whoever releases it gives another") % date_shown(*proposed)
    return _("that of its release, unless whoever releases it gives another")


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
