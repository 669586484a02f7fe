"""The life of a document: drafts, releases, schedules, corrections, withdrawals."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from publishing.models import (
    FOREVER,
    Availability,
    Conflict,
    Listing,
    LookLater,
    NotAllowed,
    Refused,
    State,
    Stopped,
    blocks_of,
)
from tests.factories.accounts import UserFactory
from tests.factories.pages import draft_page, next_edition, released_page, submitted_page
from website.models import Page, PageQuote, PageText

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def live_titles(at):
    return list(Page.objects.live(at).values_list("title", flat=True))


# --- Release and schedule -----------------------------------------------------------------------------


def test_a_release_is_live_from_its_moment_for_good(writer, publisher):
    page = released_page(writer, publisher, now=NOW, title="Open days")
    assert page.state == State.RELEASED
    assert (page.live_from, page.live_until) == (NOW, FOREVER)
    assert live_titles(NOW - dt.timedelta(microseconds=1)) == []
    assert live_titles(NOW) == ["Open days"]


def test_a_scheduled_edition_stays_hidden_until_its_minute_and_ends_the_one_before(writer, publisher):
    first = released_page(writer, publisher, now=NOW, title="First")
    second = next_edition(first, writer, publisher, now=NOW + HOUR, at=NOW + DAY, title="Second")
    first.refresh_from_db()
    assert first.live_until == second.live_from == NOW + DAY
    assert live_titles(NOW + DAY - dt.timedelta(microseconds=1)) == ["First"]
    assert live_titles(NOW + DAY) == ["Second"]
    assert Page.objects.next_boundary(NOW + HOUR) == NOW + DAY


def test_an_urgent_fix_before_a_scheduled_update_lasts_until_it_and_needs_a_reason(writer, publisher):
    first = released_page(writer, publisher, now=NOW, title="First")
    later = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY, title="Later")
    fix = first.new_draft(by=writer, now=NOW + HOUR)
    fix.title, fix.change_note = "Fix", "A wrong date."
    fix.edit(by=writer, now=NOW + HOUR)
    fix.submit(by=writer, now=NOW + HOUR)
    with pytest.raises(Stopped, match=f"Edition {later.number} is scheduled for later"):
        fix.release(by=publisher, now=NOW + HOUR)
    fix.release(by=publisher, now=NOW + HOUR, reason="The update carries the fix too.")
    assert (fix.live_from, fix.live_until) == (NOW + HOUR, NOW + DAY)
    assert fix.release_reason == "The update carries the fix too."


def test_a_release_cannot_begin_in_the_past(writer, publisher):
    page = submitted_page(writer, now=NOW)
    with pytest.raises(Refused, match="in the past"):
        page.release(by=publisher, now=NOW, at=NOW - HOUR)
    page.refresh_from_db()
    assert page.state == State.SUBMITTED


def test_two_editions_cannot_begin_at_the_same_moment(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    with pytest.raises(Refused, match="begins at that very moment"):
        next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)


def test_a_reschedule_past_another_scheduled_edition_leaves_no_gap(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    second = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    third = next_edition(first, writer, publisher, now=NOW, at=NOW + 2 * DAY)
    second.reschedule(by=publisher, at=NOW + 3 * DAY, now=NOW + HOUR, reason="The third may go.")
    intervals = list(Page.objects.released().order_by("live_from").values_list("pk", "live_from", "live_until"))
    assert intervals == [
        (first.pk, NOW, NOW + 2 * DAY),
        (third.pk, NOW + 2 * DAY, NOW + 3 * DAY),
        (second.pk, NOW + 3 * DAY, FOREVER),
    ]


def test_a_move_past_another_edition_wants_a_reason_and_keeps_it(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    second = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    next_edition(first, writer, publisher, now=NOW, at=NOW + 2 * DAY)
    with pytest.raises(Stopped, match="this draft was not made from it"):
        second.reschedule(by=publisher, at=NOW + 3 * DAY, now=NOW)
    second.refresh_from_db()
    assert second.live_from == NOW + DAY
    second.reschedule(by=publisher, at=NOW + 3 * DAY, now=NOW, reason="The third may go.")
    assert second.live_from == NOW + 3 * DAY
    assert second.release_reason.endswith("The third may go.")


def test_a_move_is_not_asked_again_for_what_its_release_gave_a_reason_for(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    second = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    next_edition(first, writer, publisher, now=NOW, at=NOW + 3 * DAY)
    second.reschedule(by=publisher, at=NOW + 2 * DAY, now=NOW)
    assert second.live_from == NOW + 2 * DAY


def test_what_has_gone_live_can_neither_be_rescheduled_nor_unscheduled(writer, publisher):
    page = released_page(writer, publisher, now=NOW, at=NOW + HOUR)
    with pytest.raises(Conflict, match="live already"):
        page.reschedule(by=publisher, at=NOW + DAY, now=NOW + HOUR)
    with pytest.raises(Conflict, match="live already"):
        page.unschedule(by=publisher, now=NOW + HOUR)


def test_an_unscheduled_edition_is_cancelled_and_the_one_before_goes_on(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    second = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    second.unschedule(by=publisher, now=NOW + HOUR)
    first.refresh_from_db()
    assert second.state == State.CANCELLED
    assert (second.live_from, second.live_until) == (None, None)
    assert first.live_until == FOREVER
    assert Listing.objects.filter(edition_id=second.pk).count() == 0


def test_a_draft_that_replaces_a_scheduled_edition_takes_its_minute(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    second = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    third = next_edition(second, writer, publisher, now=NOW + HOUR, replaces=second)
    second.refresh_from_db()
    assert second.state == State.CANCELLED
    assert third.live_from == NOW + DAY


def test_a_replacement_released_too_late_says_so(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    second = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    late = second.new_draft(by=writer, now=NOW, replaces=second)
    late.change_note = "A slip."
    late.edit(by=writer, now=NOW)
    late.submit(by=writer, now=NOW)
    with pytest.raises(Conflict, match="no longer scheduled"):
        late.release(by=publisher, now=NOW + 2 * DAY, at=NOW + 2 * DAY)
    second.refresh_from_db()
    assert second.is_live(NOW + 2 * DAY)


# --- The second pair of eyes ------------------------------------------------------------------------------


def test_who_wrote_edited_or_submitted_does_not_release(publisher, chief):
    page = submitted_page(publisher, now=NOW)
    with pytest.raises(NotAllowed, match="another person"):
        page.release(by=publisher, now=NOW)
    page.release(by=chief, now=NOW)
    assert page.released_by == chief


def test_whoever_wrote_at_a_draft_does_not_release_it_whoever_saved_it_last(writer, publisher, chief):
    page = draft_page(writer, now=NOW)
    for person in (publisher, chief, writer):
        page.edit(by=person, now=NOW)
    page.submit(by=writer, now=NOW)
    for person in (publisher, chief):
        with pytest.raises(NotAllowed, match="another person"):
            page.release(by=person, now=NOW)
    page.release(by=UserFactory(publisher=True), now=NOW)


def test_a_chief_who_wrote_in_between_may_force_it_and_it_is_looked_at_later(writer, chief):
    page = draft_page(writer, now=NOW)
    page.edit(by=chief, now=NOW)
    page.edit(by=writer, now=NOW)
    page.submit(by=writer, now=NOW)
    page.release(by=chief, now=NOW, force=True, reason="Nobody else on duty.")
    assert LookLater.objects.get().raised_by == chief


def test_who_wrote_at_an_earlier_draft_may_release_the_next(writer, publisher, chief):
    first = draft_page(writer, now=NOW)
    first.edit(by=publisher, now=NOW)
    first.submit(by=writer, now=NOW)
    first.release(by=chief, now=NOW)
    assert next_edition(first, writer, publisher, now=NOW + DAY).released_by == publisher


def test_a_chief_may_release_alone_with_a_reason_and_it_is_looked_at_later(chief):
    page = submitted_page(chief, now=NOW)
    with pytest.raises(Refused, match="needs a written reason"):
        page.release(by=chief, now=NOW, force=True)
    page.release(by=chief, now=NOW, force=True, reason="Road closed, nobody else on duty.")
    assert LookLater.objects.get().document == page.document
    assert "nobody else on duty" in LookLater.objects.get().reason


def test_a_publisher_cannot_force_a_release(publisher):
    page = submitted_page(publisher, now=NOW)
    with pytest.raises(PermissionDenied):
        page.release(by=publisher, now=NOW, force=True, reason="I am sure.")


@pytest.mark.parametrize("verb", ["release", "unschedule", "reschedule", "withdraw"])
def test_a_writer_changes_nothing_that_is_public(verb, writer, publisher):
    page = released_page(writer, publisher, now=NOW, at=NOW + DAY)
    draft = submitted_page(writer, now=NOW)
    calls = {
        "release": lambda: draft.release(by=writer, now=NOW),
        "unschedule": lambda: page.unschedule(by=writer, now=NOW),
        "reschedule": lambda: page.reschedule(by=writer, at=NOW + 2 * DAY, now=NOW),
        "withdraw": lambda: page.withdraw(by=writer, notice="Wrong.", now=NOW + 2 * DAY),
    }
    with pytest.raises(PermissionDenied):
        calls[verb]()


def test_a_draft_is_not_released_before_it_is_submitted(writer, publisher):
    page = draft_page(writer, now=NOW)
    with pytest.raises(Conflict, match="is draft"):
        page.release(by=publisher, now=NOW)


def test_what_the_reviewer_has_not_seen_is_not_released(writer, publisher):
    page = submitted_page(writer, now=NOW)
    seen = page.lock_version
    page.send_back(by=publisher, note="Date?", now=NOW)
    page.title = "Another title"
    page.edit(by=writer, now=NOW)
    page.submit(by=writer, now=NOW)
    with pytest.raises(Conflict, match="saved again since you opened it"):
        page.release(by=publisher, now=NOW, seen=seen)


# --- Drafts ---------------------------------------------------------------------------------------------------


def test_a_second_save_from_an_old_form_is_refused(writer, publisher):
    page = draft_page(writer, now=NOW, title="Plan")
    theirs, mine = Page.objects.get(pk=page.pk), Page.objects.get(pk=page.pk)
    theirs.title = "Their plan"
    theirs.edit(by=publisher, now=NOW, seen=page.lock_version)
    mine.title = "My plan"
    with pytest.raises(Conflict, match="Somebody else saved"):
        mine.edit(by=writer, now=NOW, seen=page.lock_version)
    assert Page.objects.get(pk=page.pk).title == "Their plan"


def test_a_submitted_draft_is_not_edited(writer):
    page = submitted_page(writer, now=NOW)
    page.title = "Late thought"
    with pytest.raises(Conflict, match="can no longer be edited"):
        page.edit(by=writer, now=NOW)


def test_a_document_has_one_open_draft(writer, publisher):
    page = released_page(writer, publisher, now=NOW)
    page.new_draft(by=writer, now=NOW)
    with pytest.raises(Conflict, match="already being drafted by Writer One"):
        page.new_draft(by=publisher, now=NOW)


def test_a_draft_takes_the_blocks_along_and_leaves_the_old_ones_alone(writer, publisher):
    page = draft_page(writer, now=NOW, text="<p>One.</p>")
    PageQuote.objects.create(parent=page, text="<p>Two.</p>", speaker="Writer One", ordering=20)
    page.submit(by=writer, now=NOW)
    page.release(by=publisher, now=NOW)
    draft = page.new_draft(by=writer, now=NOW)
    PageText.objects.filter(parent=draft).get().delete()
    assert [str(block) for block in blocks_of(draft, NOW)] == ["Quote: Two."]
    assert [str(block) for block in blocks_of(page, NOW)] == ["Text: One.", "Quote: Two."]


def test_blocks_are_shown_in_their_order_as_their_own_type_with_one_query(writer, django_assert_num_queries):
    page = draft_page(writer, now=NOW, text="<p>Second.</p>")
    PageQuote.objects.create(parent=page, text="<p>First.</p>", speaker="Writer One", ordering=5)
    with django_assert_num_queries(1):
        blocks = blocks_of(page, NOW)
    assert [type(block).__name__ for block in blocks] == ["PageQuote", "PageText"]


def test_a_discarded_draft_gives_way_to_what_is_live_in_the_newsrooms_list(writer, publisher):
    page = released_page(writer, publisher, now=NOW)
    draft = page.new_draft(by=writer, now=NOW)
    assert Page.objects.heads().get() == draft
    draft.discard(by=writer)
    assert Page.objects.heads().get() == page
    assert Page.objects.get(pk=draft.pk).state == State.DISCARDED


def test_a_writer_does_not_discard_another_writers_draft(writer, publisher):
    page = draft_page(publisher, now=NOW)
    with pytest.raises(PermissionDenied):
        page.discard(by=writer)


def test_a_send_back_keeps_the_note_for_colleagues_only(writer, publisher):
    page = submitted_page(writer, now=NOW, internal_note="Checked the figures.")
    page.send_back(by=publisher, note="Which day?", now=NOW)
    assert page.state == State.DRAFT
    assert page.internal_note == "Checked the figures.\nPublisher One: Which day?"
    assert "Which day?" not in page.search_text()


# --- Withdrawal, gone, redirect -------------------------------------------------------------------------------


def test_a_withdrawal_is_an_edition_of_its_own_with_the_words_it_withdraws(writer, publisher):
    page = released_page(writer, publisher, now=NOW, text="<p>Wrong words.</p>")
    withdrawal = page.withdraw(by=publisher, notice="The figures were wrong.", now=NOW + DAY)
    assert Page.objects.live(NOW + DAY).get() == withdrawal
    assert Page.objects.live(NOW).get() == page
    assert list(Page.objects.public(NOW + DAY)) == []
    assert [block.text for block in blocks_of(withdrawal, NOW)] == ["<p>Wrong words.</p>"]


def test_a_withdrawal_does_not_touch_a_colleagues_draft(writer, publisher):
    page = released_page(writer, publisher, now=NOW)
    draft = page.new_draft(by=writer, now=NOW)
    page.withdraw(by=publisher, notice="Wrong.", now=NOW + HOUR)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert Page.objects.heads().get() == draft


def test_a_withdrawal_needs_a_notice_and_something_to_withdraw(writer, publisher):
    page = released_page(writer, publisher, now=NOW, at=NOW + DAY)
    with pytest.raises(Refused, match="notice"):
        page.withdraw(by=publisher, notice="  ", now=NOW + 2 * DAY)
    with pytest.raises(Conflict, match="nothing to withdraw"):
        page.withdraw(by=publisher, notice="Wrong.", now=NOW)


def test_a_redirect_leads_to_a_readable_document_and_never_to_another_redirect(writer, publisher):
    one, two, three = (released_page(writer, publisher, now=NOW) for _ in range(3))
    moved = one.withdraw(by=publisher, notice="", availability="redirect", redirect_to=two.document, now=NOW + HOUR)
    assert moved.availability == Availability.REDIRECT
    for target in (None, three.document, one.document):
        with pytest.raises(Refused):
            three.withdraw(by=publisher, notice="", availability="redirect", redirect_to=target, now=NOW + DAY)


def test_a_draft_of_what_was_withdrawn_opens_it_again(writer, publisher):
    page = released_page(writer, publisher, now=NOW)
    withdrawal = page.withdraw(by=publisher, notice="Wrong.", now=NOW + HOUR)
    again = next_edition(withdrawal, writer, publisher, now=NOW + DAY)
    assert (again.availability, again.notice) == (Availability.OPEN, "")
    assert Page.objects.public(NOW + DAY).get() == again
