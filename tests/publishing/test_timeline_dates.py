"""The dates that readers are shown: of a release, a minor change, a move, and of words older than the site."""

import datetime as dt

import pytest

from publishing.models import Listing, Refused
from tests.factories.pages import next_edition, released_page, submitted_page
from website.models import Page

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def test_a_minor_change_keeps_the_date_and_a_change_gives_a_new_one(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    slip = next_edition(first, writer, publisher, now=NOW + DAY, minor_change=True, change_note="")
    change = next_edition(slip, writer, publisher, now=NOW + 2 * DAY)
    assert slip.public_timestamp == NOW
    assert change.public_timestamp == NOW + 2 * DAY


def test_words_older_than_the_site_show_their_own_date(writer, publisher):
    page = submitted_page(writer, now=NOW)
    page.release(by=publisher, now=NOW, public_timestamp=NOW - 900 * DAY, public_precision="day")
    assert (page.live_from, page.public_timestamp, page.public_precision) == (NOW, NOW - 900 * DAY, "day")
    assert not Page.objects.live(NOW - DAY).exists()


def test_the_date_shown_cannot_be_later_than_the_release(writer, publisher):
    page = submitted_page(writer, now=NOW)
    with pytest.raises(Refused, match="cannot be later"):
        page.release(by=publisher, now=NOW, public_timestamp=NOW + DAY)


def test_a_rescheduled_edition_is_dated_by_its_new_start_also_in_lists(writer, publisher):
    page = released_page(writer, publisher, now=NOW, at=NOW + DAY)
    page.reschedule(by=publisher, at=NOW + 2 * DAY, now=NOW)
    listing = Listing.objects.get(edition_id=page.pk)
    assert page.public_timestamp == listing.public_timestamp == NOW + 2 * DAY
    assert listing.first_public_at == NOW + 2 * DAY


def test_a_waiting_minor_change_follows_the_date_of_what_it_follows(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    change = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    slip = {"minor_change": True, "change_note": ""}
    minor = next_edition(change, writer, publisher, now=NOW, at=NOW + 3 * DAY, **slip)
    again = next_edition(minor, writer, publisher, now=NOW, at=NOW + 4 * DAY, **slip)

    def dates():
        for edition in (minor, again):
            edition.refresh_from_db()
        listed = Listing.objects.filter(edition_id__in=[minor.pk, again.pk]).order_by("live_from")
        found = [minor.public_timestamp, again.public_timestamp]
        assert [listing.public_timestamp for listing in listed] == found
        return found

    assert dates() == [NOW + DAY, NOW + DAY]
    change.reschedule(by=publisher, at=NOW + 2 * DAY, now=NOW)
    assert dates() == [NOW + 2 * DAY, NOW + 2 * DAY]
    next_edition(first, writer, publisher, now=NOW, at=NOW + 2 * DAY + HOUR)
    assert dates() == [NOW + 2 * DAY + HOUR, NOW + 2 * DAY + HOUR]
    minor.reschedule(by=publisher, at=NOW + HOUR, now=NOW, reason="It may go first.")
    assert dates() == [NOW, NOW + 2 * DAY + HOUR]


def test_a_minor_change_of_what_was_cancelled_is_dated_by_its_own_start(writer, publisher):
    first = released_page(writer, publisher, now=NOW, at=NOW + DAY)
    minor = next_edition(first, writer, publisher, now=NOW, at=NOW + 2 * DAY, minor_change=True, change_note="")
    assert minor.public_timestamp == NOW + DAY
    first.unschedule(by=publisher, now=NOW)
    minor.refresh_from_db()
    assert minor.public_timestamp == NOW + 2 * DAY
