"""Words that were published elsewhere before bear the date of then, which is said before and after the release."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from publishing.models import State
from tests.newsroom import address, on, press
from tests.reading import text_of
from website.models import Page

DAY = dt.timedelta(days=1)
SHOWN = {"shown_on": "2024-08-08", "shown_precision": "day"}
LONDONS_EIGHTH = dt.datetime(2024, 8, 7, 23, tzinfo=dt.UTC)


def test_what_is_released_bears_the_date_that_was_given(submitted, publisher, signed_in):
    desk = signed_in(publisher)
    assert "that of its release, unless whoever releases it gives another" in text_of(
        desk.get(address(submitted, "do/release"))
    )
    press(desk, submitted, "release", **SHOWN)
    submitted.refresh_from_db()
    assert (submitted.public_timestamp, submitted.public_precision) == (LONDONS_EIGHTH, "day")
    assert submitted.live_from == submitted.released_at
    assert "<dt>Date shown to readers</dt><dd>8 August 2024</dd>" in text_of(desk.get(address(submitted, "edition")))
    assert LogEntry.objects.get().change_message == "Released. Date shown to readers: 8 August 2024."


@pytest.mark.parametrize(
    ("precision", "said"), [("month", "August 2024"), ("year", "2024"), ("unknown", "date not known")]
)
def test_no_more_of_a_date_is_shown_than_is_known(submitted, publisher, signed_in, precision, said):
    desk = signed_in(publisher)
    press(desk, submitted, "schedule", **on("2030-07-01"), **(SHOWN | {"shown_precision": precision}))
    submitted.refresh_from_db()
    assert submitted.public_precision == precision
    assert f"<dt>Date shown to readers</dt><dd>{said}</dd>" in text_of(desk.get(address(submitted, "edition")))


def test_a_chief_who_releases_alone_gives_a_date_too(chief, signed_in):
    own = Page.start(by=chief, title="Flood", slug="flood", summary="Stay away from the river.")
    own.submit(by=chief)
    press(signed_in(chief), own, "force", reason="Nobody else is awake.", **SHOWN)
    own.refresh_from_db()
    assert own.public_timestamp == LONDONS_EIGHTH


def test_without_a_date_that_of_the_release_is_shown(submitted, publisher, signed_in):
    press(signed_in(publisher), submitted, "release", shown_on="", shown_precision="year")
    submitted.refresh_from_db()
    assert (submitted.public_timestamp, submitted.public_precision) == (submitted.live_from, "minute")


@pytest.mark.parametrize(
    ("verb", "moment", "shown"),
    [("release", {}, timezone.localdate() + 2 * DAY), ("schedule", on("2030-07-01", "00:00"), "2030-07-02")],
)
def test_a_date_after_the_release_is_refused_and_what_was_typed_is_kept(
    submitted, publisher, signed_in, verb, moment, shown
):
    told = {"shown_on": str(shown), "shown_precision": "month", **moment}
    refused = press(signed_in(publisher), submitted, verb, **told)
    assert "The date shown to readers cannot be later than the release." in text_of(refused)
    form = refused.context["form"]
    assert {name: form[name].value() for name in told} == told
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


def test_the_day_of_the_scheduled_minute_itself_is_taken(submitted, publisher, signed_in):
    told = {"shown_on": "2030-07-01", "shown_precision": "day"}
    assert press(signed_in(publisher), submitted, "schedule", **on("2030-07-01", "00:00"), **told).status_code == 302


def test_a_minor_change_keeps_its_date_and_is_asked_for_none(live, writer, publisher, signed_in):
    slip = live.new_draft(by=writer)
    slip.minor_change = True
    slip.edit(by=writer)
    slip.submit(by=writer)
    desk = signed_in(publisher)
    assert "shown_on" not in desk.get(address(slip, "do/release")).context["form"].fields
    assert "that of the edition before it" in text_of(desk.get(address(slip, "edition")))
    press(desk, slip, "release", **SHOWN)
    slip.refresh_from_db()
    assert slip.public_timestamp == live.public_timestamp


def test_what_takes_the_place_of_a_dated_edition_is_offered_its_date(submitted, writer, publisher, signed_in):
    desk = signed_in(publisher)
    press(desk, submitted, "schedule", **on("2030-07-01"), **(SHOWN | {"shown_precision": "month"}))
    submitted.refresh_from_db()
    correction = submitted.new_draft(by=writer, replaces=submitted)
    correction.submit(by=writer)
    offered = desk.get(address(correction, "do/schedule"))
    assert offered.context["form"]["shown_on"].value() == dt.date(2024, 8, 8)
    assert offered.context["form"]["shown_precision"].value() == "month"
    assert "Date shown to readers: August 2024, unless" in text_of(offered)


def test_what_takes_the_place_of_another_has_no_date_but_its_release_if_that_had_none(
    scheduled, writer, publisher, signed_in
):
    correction = scheduled.new_draft(by=writer, replaces=scheduled)
    correction.submit(by=writer)
    assert signed_in(publisher).get(address(correction, "do/schedule")).context["form"]["shown_on"].value() is None
