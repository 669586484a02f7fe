"""Reports and changes of grades that are older than their place on this site bear their own dates."""

import datetime as dt

import pytest
from django.utils import timezone

from tests.factories.inspections import draft_inspection, london, released_inspection
from tests.newsroom import address, press
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def release_form(client, edition):
    return client.get(address(edition, "do/release")).context["form"]


@pytest.fixture
def desk(publisher, signed_in):
    return signed_in(publisher)


@pytest.mark.parametrize(("known", "offered"), [("day", "day"), ("season", "month"), ("year", "year")])
def test_an_old_report_is_offered_its_own_date(writer, desk, known, offered):
    edition = draft_inspection(by=writer, grades=["good"], reported_on=dt.date(2024, 2, 16), reported_precision=known)
    edition.submit(by=writer)
    form = release_form(desk, edition)
    assert (form["shown_on"].value(), form["shown_precision"].value()) == (dt.date(2024, 2, 16), offered)


def test_a_report_of_today_is_dated_by_its_release(writer, desk):
    edition = draft_inspection(by=writer, grades=["good"], reported_on=timezone.localdate())
    edition.submit(by=writer)
    assert release_form(desk, edition)["shown_on"].value() is None


def test_a_regrade_entered_late_says_the_day_on_which_it_was_made(people, writer, desk, client):
    first = released_inspection(**people, grades=["good", "good"], at=london(2024, 6, 1))
    draft = first.new_draft(by=writer)
    draft.judge(by=writer, area="1", outcome="graded", grade="inadequate")
    draft.change_note = draft.regrade_reason = "The data it rested on was wrong."
    draft.regrade_source = "Letter of the inspectorate"
    draft.edit(by=writer)
    draft.submit(by=writer)
    assert release_form(desk, draft)["shown_on"].value() is None
    done = press(desk, draft, "release", shown_on="2024-08-08", shown_precision="day")
    assert done.status_code == 302
    assert "to inadequate on 8 August 2024" in text_of(client.get(first.get_absolute_url()))
