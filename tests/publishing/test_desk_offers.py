"""Who is offered what at the desk, and what is refused to whom."""

import datetime as dt

import pytest
from django.utils import timezone

from publishing.models import State
from tests.factories.accounts import UserFactory
from tests.newsroom import address, offers, on, press
from tests.reading import text_of
from website.models import Page

NOW = timezone.now().replace(second=0, microsecond=0)
DAY = dt.timedelta(days=1)


def test_a_draft_offers_its_writer_to_submit_or_discard_it(draft, writer, signed_in):
    assert offers(signed_in(writer), draft) == {"submit", "discard"}


def test_another_writers_draft_cannot_be_discarded_by_a_writer(draft, signed_in):
    assert offers(signed_in(UserFactory()), draft) == {"submit"}


def test_a_writer_waits_for_another_person(submitted, writer, signed_in):
    desk = signed_in(writer)
    assert offers(desk, submitted) == {"take-back", "discard"}
    assert "another person has to release it" in text_of(desk.get(address(submitted, "edition")))


def test_a_publisher_releases_schedules_or_sends_back(submitted, publisher, signed_in):
    desk = signed_in(publisher)
    assert offers(desk, submitted) == {"release", "schedule", "send-back", "discard"}
    assert "another person has to release it" not in text_of(desk.get(address(submitted, "edition")))


def test_a_publishers_own_work_is_not_theirs_to_release(publisher, signed_in):
    own = Page.start(by=publisher, title="Mine", slug="mine", summary="Mine.")
    own.submit(by=publisher)
    assert offers(signed_in(publisher), own) == {"take-back", "discard"}
    refused = press(signed_in(publisher), own, "release")
    assert refused.status_code == 409
    assert "another person has to release it" in text_of(refused)


def test_a_chief_may_force_their_own_work(chief, signed_in):
    own = Page.start(by=chief, title="Mine", slug="mine", summary="Mine.")
    own.submit(by=chief)
    assert offers(signed_in(chief), own) == {"force", "take-back", "discard"}


def test_what_is_live_is_followed_or_withdrawn(live, writer, publisher, signed_in):
    assert offers(signed_in(writer), live) == {"new-draft"}
    assert offers(signed_in(publisher), live) == {"new-draft", "withdraw"}


def test_what_is_scheduled_is_moved_cancelled_or_corrected(scheduled, writer, publisher, signed_in):
    assert offers(signed_in(writer), scheduled) == {"correct"}
    assert offers(signed_in(publisher), scheduled) == {"correct", "reschedule", "unschedule"}


def test_while_a_draft_is_open_no_other_is_offered(live, writer, publisher, signed_in):
    live.new_draft(by=writer)
    assert offers(signed_in(publisher), live) == {"withdraw"}


def test_a_verb_that_does_not_fit_leads_back_with_a_sentence(live, publisher, signed_in):
    back = signed_in(publisher).get(address(live, "do/release"), follow=True)
    assert back.redirect_chain == [(address(live, "edition"), 302)]
    assert "“Release now” is not possible here, or not for you." in text_of(back)


def test_an_unknown_verb_is_not_found(draft, writer, signed_in):
    assert signed_in(writer).get(address(draft, "do/delete")).status_code == 404


@pytest.mark.parametrize("verb", ["release", "schedule", "send-back", "force"])
def test_a_writer_who_calls_a_publishers_verb_is_refused(submitted, signed_in, verb):
    told = {"reason": "Because.", "note": "No.", **on(NOW.date() + DAY)}
    assert press(signed_in(UserFactory()), submitted, verb, **told).status_code == 403
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


@pytest.mark.parametrize("verb", ["withdraw", "reschedule", "unschedule"])
def test_a_writer_changes_nothing_that_is_released(scheduled, writer, signed_in, verb):
    told = {"availability": "withdrawn", "notice": "Because.", **on(NOW.date() + DAY)}
    assert press(signed_in(writer), scheduled, verb, **told).status_code == 403
    scheduled.refresh_from_db()
    assert scheduled.is_scheduled(NOW)
