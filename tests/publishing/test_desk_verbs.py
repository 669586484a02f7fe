"""An edition goes from hand to hand at the desk: what happens, and what is refused."""

import datetime as dt

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from publishing.models import LookLater, State, Stopped
from tests.factories.pages import next_edition
from tests.newsroom import address, block, offers, on, press, start, typed
from tests.reading import text_of
from website.models import Page

NOW = timezone.now().replace(second=0, microsecond=0)
DAY = dt.timedelta(days=1)


def test_a_draft_written_at_the_desk_is_released_by_another_person(writer, publisher, signed_in):
    at_writers_desk, at_publishers_desk = signed_in(writer), signed_in(publisher)
    saved = start(at_writers_desk, **block(0, text="<p>Ring before you come.</p>"))
    page = Page.objects.get()
    assert saved["Location"] == address(page, "edition")
    assert page.blocks.get().text == "<p>Ring before you come.</p>"

    press(at_writers_desk, page, "submit")
    done = press(at_publishers_desk, page, "release")
    assert done["Location"] == address(page, "edition")
    page.refresh_from_db()
    assert page.is_live(page.released_at)
    assert page.released_by == publisher


def test_a_draft_saved_again_since_it_was_looked_at_is_not_submitted(draft, writer, signed_in):
    draft.edit(by=writer)
    refused = signed_in(writer).post(address(draft, "do/submit"), {"seen": 1})
    assert refused.status_code == 409
    assert "was saved again since you opened it" in text_of(refused)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_draft_sent_back_carries_the_note(submitted, publisher, signed_in):
    desk = signed_in(publisher)
    assert "This field is required." in text_of(press(desk, submitted, "send-back", note=""))
    press(desk, submitted, "send-back", note="Which number to ring?")
    submitted.refresh_from_db()
    assert submitted.state == State.DRAFT
    assert submitted.internal_note == "Publisher One: Which number to ring?"


def test_a_writer_takes_a_submitted_draft_back_into_the_form(submitted, writer, signed_in):
    assert press(signed_in(writer), submitted, "take-back")["Location"] == address(submitted)
    submitted.refresh_from_db()
    assert submitted.state == State.DRAFT


def test_what_has_to_be_mended_is_said_before_and_stops_the_release(writer, publisher, signed_in):
    bare = Page.start(by=writer, title="Bare", slug="bare")
    assert "Must be mended:</strong> Write a summary" in text_of(signed_in(writer).get(address(bare, "edition")))
    bare.submit(by=writer)
    refused = press(signed_in(publisher), bare, "release")
    assert refused.status_code == 409
    assert "Write a summary" in text_of(refused)


def test_a_warning_is_shown_with_a_link_and_needs_a_reason(live, writer, publisher, signed_in):
    update = live.new_draft(by=writer)
    update.change_note = "New hours."
    update.edit(by=writer)
    update.submit(by=writer)
    update.release(by=publisher, at=NOW + 20 * DAY)
    urgent = live.new_draft(by=writer)
    urgent.change_note = "Closed today."
    urgent.edit(by=writer)
    urgent.submit(by=writer)

    desk = signed_in(publisher)
    page = text_of(desk.get(address(urgent, "edition")))
    assert "Look again:</strong> Edition 2 is scheduled for later" in page
    assert f'<a href="{address(update, "edition")}">Open edition 2</a>' in page

    unreasoned = press(desk, urgent, "release", reason="")
    assert unreasoned.status_code == 200
    assert "reason" in unreasoned.context["form"].errors
    press(desk, urgent, "release", reason="People stand before a closed door.")
    urgent.refresh_from_db()
    assert urgent.is_live(urgent.released_at)
    assert urgent.release_reason == "People stand before a closed door."


def test_a_warning_about_the_chosen_minute_asks_for_a_reason(live, writer, publisher, signed_in):
    later, sooner = NOW.date() + 20 * DAY, NOW.date() + 10 * DAY
    for day in (later, sooner):
        update = Page.objects.live(NOW + DAY).get().new_draft(by=writer)
        update.change_note = "New hours."
        update.edit(by=writer)
        update.submit(by=writer)
        answer = press(signed_in(publisher), update, "schedule", **on(day))
    assert answer.status_code == 409
    assert "Edition 2 is scheduled for later" in text_of(answer)
    assert "Give a reason below to release it all the same." in text_of(answer)
    assert press(signed_in(publisher), update, "schedule", reason="It is urgent.", **on(sooner)).status_code == 302


def test_no_reason_is_asked_for_without_a_warning(submitted, publisher, signed_in):
    assert "reason" not in signed_in(publisher).get(address(submitted, "do/release")).context["form"].fields


def test_a_release_is_scheduled_by_londons_clocks(submitted, publisher, signed_in):
    press(signed_in(publisher), submitted, "schedule", **on("2030-07-01", "09:00"))
    submitted.refresh_from_db()
    assert submitted.live_from == dt.datetime(2030, 7, 1, 8, tzinfo=dt.UTC)
    page = signed_in(publisher).get(address(submitted, "edition"))
    assert "<strong>Scheduled</strong> from 1 July 2030, 09:00" in text_of(page)


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2030-03-31", "there is no such minute"), ("2030-10-27", "there are two of this minute")],
)
def test_a_minute_that_the_clocks_skip_or_repeat_is_refused(submitted, publisher, signed_in, day, sentence):
    refused = press(signed_in(publisher), submitted, "schedule", **on(day, "01:30"), reason="Embargo.")
    assert sentence in text_of(refused)
    assert 'value="01:30"' in text_of(refused)
    assert "Embargo." in text_of(refused)
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED


@pytest.mark.parametrize("time", ["00:59", "02:00"])
def test_the_minutes_around_the_change_of_clocks_are_taken(submitted, publisher, signed_in, time):
    assert press(signed_in(publisher), submitted, "schedule", **on("2030-03-31", time)).status_code == 302


def test_a_minute_in_the_past_is_refused_and_what_was_typed_is_kept(submitted, publisher, signed_in):
    refused = press(signed_in(publisher), submitted, "schedule", **on("2020-01-02", "10:20"), reason="Why not?")
    assert refused.status_code == 409
    assert "A release cannot begin in the past." in text_of(refused)
    for text in ('value="2020-01-02"', 'value="10:20"', "Why not?"):
        assert text in text_of(refused)


def test_a_scheduled_release_is_moved(scheduled, publisher, signed_in):
    desk = signed_in(publisher)
    offered = desk.get(address(scheduled, "do/reschedule")).context["form"].initial
    assert offered["date"] == timezone.localdate(scheduled.live_from)
    press(desk, scheduled, "reschedule", **on("2031-01-02", "10:20"))
    scheduled.refresh_from_db()
    assert scheduled.live_from == dt.datetime(2031, 1, 2, 10, 20, tzinfo=dt.UTC)


def test_a_cancelled_release_offers_a_new_draft_of_its_text(scheduled, publisher, writer, signed_in):
    press(signed_in(publisher), scheduled, "unschedule")
    scheduled.refresh_from_db()
    assert scheduled.state == State.CANCELLED
    assert "new-draft" in offers(signed_in(writer), scheduled)
    to_form = press(signed_in(writer), scheduled, "new-draft")
    draft = Page.objects.get(state=State.DRAFT)
    assert to_form["Location"] == address(draft)
    assert draft.blocks.get().text == "<p>Ring before you come.</p>"


def test_a_scheduled_edition_is_corrected_by_one_that_takes_its_place(scheduled, writer, publisher, signed_in):
    at_writers_desk = signed_in(writer)
    press(at_writers_desk, scheduled, "correct")
    correction = Page.objects.get(state=State.DRAFT)
    at_writers_desk.post(address(correction), typed(at_writers_desk.get(address(correction)), title="Strays"))
    press(at_writers_desk, correction, "submit")
    desk = signed_in(publisher)
    offered = desk.get(address(correction, "do/schedule")).context["form"]
    told = {"date": offered["date"].value(), "time": offered["time"].value()}
    assert press(desk, correction, "schedule", **told).status_code == 302
    scheduled.refresh_from_db(), correction.refresh_from_db()
    assert scheduled.state == State.CANCELLED
    assert correction.is_scheduled(NOW)


def test_what_a_correction_replaces_is_no_reason_to_warn(scheduled, writer, publisher, signed_in):
    correction = scheduled.new_draft(by=writer, replaces=scheduled)
    correction.submit(by=writer)
    press(signed_in(publisher), correction, "release")
    correction.refresh_from_db()
    assert correction.is_live(correction.released_at)


def test_a_chief_forces_a_release_with_a_reason_that_is_looked_at_later(chief, signed_in):
    own = Page.start(by=chief, title="Flood", slug="flood", summary="Stay away from the river.")
    own.submit(by=chief)
    desk = signed_in(chief)
    assert "reason" in press(desk, own, "force", reason=" ").context["form"].errors
    press(desk, own, "force", reason="Water is rising, nobody else is awake.")
    own.refresh_from_db()
    assert own.is_live(own.released_at)
    assert "nobody else is awake" in LookLater.objects.get(document=own.document).reason


def test_something_live_is_withdrawn_with_a_public_notice(live, publisher, signed_in):
    desk = signed_in(publisher)
    told = {"availability": "withdrawn", "notice": "The pound has moved."}
    done = press(desk, live, "withdraw", **told)
    withdrawal = Page.objects.get(number=2)
    assert done["Location"] == address(withdrawal, "edition")
    assert (withdrawal.availability, withdrawal.notice) == ("withdrawn", "The pound has moved.")
    assert "<strong>Withdrawn</strong>" in text_of(desk.get(address(withdrawal, "edition")))


def test_a_withdrawal_without_notice_is_refused(live, publisher, signed_in):
    refused = press(signed_in(publisher), live, "withdraw", availability="gone", notice=" ")
    assert refused.status_code == 409
    assert "Readers need a notice" in text_of(refused)


def test_a_withdrawal_may_be_set_for_later(live, publisher, signed_in):
    told = {"availability": "gone", "notice": "Closed for good."}
    press(signed_in(publisher), live, "withdraw", **told, **on("2031-01-02", "10:20"))
    withdrawal = Page.objects.get(number=2)
    assert withdrawal.is_scheduled(NOW)
    page = signed_in(publisher).get(address(withdrawal, "edition"))
    assert "<strong>Withdrawal scheduled</strong>" in text_of(page)


def test_half_a_moment_is_no_moment(live, publisher, signed_in):
    told = {"availability": "gone", "notice": "Closed.", "date": "2031-01-02"}
    answer = press(signed_in(publisher), live, "withdraw", **told)
    assert "Give both the date and the time, or neither." in text_of(answer)
    assert Page.objects.count() == 1


def test_readers_are_sent_to_a_page_that_they_can_read(live, writer, publisher, signed_in):
    other = Page.start(by=writer, title="Found dogs", slug="found-dogs", summary="All of them.")
    other.submit(by=writer)
    desk = signed_in(publisher)
    told = {"availability": "redirect", "redirect_to": f"https://example.org{other.get_absolute_url()}"}
    nowhere = press(desk, live, "withdraw", **told)
    assert "Readers find nothing at this address." in text_of(nowhere)
    assert f'value="{told["redirect_to"]}"' in text_of(nowhere)

    other.release(by=publisher)
    press(desk, live, "withdraw", **told)
    assert Page.objects.get(document=live.document, number=2).redirect_to == other.document


def test_a_discarded_draft_keeps_its_text(draft, writer, signed_in):
    press(signed_in(writer), draft, "discard")
    draft.refresh_from_db()
    assert draft.state == State.DISCARDED
    assert draft.blocks.count() == 1


def test_everything_done_is_logged_with_its_author(submitted, publisher, signed_in):
    press(signed_in(publisher), submitted, "send-back", note="No.")
    press(signed_in(publisher), submitted, "submit")
    lines = LogEntry.objects.order_by("pk").values_list("user__name", "object_id", "change_message")
    assert list(lines) == [
        ("Publisher One", str(submitted.pk), "Sent back. It is a draft again, with your note. No."),
        ("Publisher One", str(submitted.pk), "Submitted for review. Another person releases it."),
    ]


def test_what_was_refused_is_not_logged(draft, writer, signed_in):
    signed_in(writer).post(address(draft, "do/submit"), {"seen": 99})
    assert not LogEntry.objects.exists()


def test_the_page_of_an_edition_links_to_the_others_that_matter(live, writer, signed_in):
    draft = live.new_draft(by=writer)
    assert f'<a href="{address(live, "edition")}">Edition 1</a>: Live' in text_of(
        signed_in(writer).get(address(draft, "edition"))
    )


def test_a_withdrawal_warns_of_what_would_bring_the_page_back(live, publisher, writer, signed_in):
    asked = address(live, "do/withdraw")
    assert "will bring the page back" not in text_of(signed_in(publisher).get(asked))
    next_edition(live, writer, publisher, at=timezone.now() + DAY)
    assert "Edition 2 is scheduled for later and will bring the page back" in text_of(signed_in(publisher).get(asked))


def test_a_draft_from_before_a_withdrawal_is_not_released_unawares(live, publisher, writer):
    draft = live.new_draft(by=writer)
    draft.change_note = "New opening hours."
    draft.edit(by=writer)
    live.withdraw(by=publisher, notice="It named a person.")
    draft.submit(by=writer)
    with pytest.raises(Stopped, match="this draft was not made from it"):
        draft.release(by=publisher)
    draft.release(by=publisher, reason="The name is out of it.")
    assert draft.is_live(timezone.now())


def test_nothing_is_released_by_who_does_not_say_what_they_looked_at(submitted, publisher, signed_in):
    response = signed_in(publisher).post(address(submitted, "do/release"), {})
    assert response.status_code == 200
    submitted.refresh_from_db()
    assert submitted.state == State.SUBMITTED
