"""What a release leaves behind: an address, frozen words, lists, and what the database refuses."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from publishing.models import (
    FOREVER,
    Frozen,
    Listing,
    Refused,
    SiteVersion,
    SlugClaim,
    State,
    Stopped,
)
from publishing.paging import NEWEST_FIRST
from tests.factories.pages import draft_page, next_edition, released_page, submitted_page
from website.models import Page, PageBlock, PageText

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

# --- Addresses --------------------------------------------------------------------------------------------------


def test_an_old_address_leads_on_and_a_future_one_answers_nothing(writer, publisher):
    page = released_page(writer, publisher, now=NOW, slug="old")
    next_edition(page, writer, publisher, now=NOW, at=NOW + DAY, slug="new")
    assert Page.objects.at_address("new", NOW + HOUR).first() is None
    assert Page.objects.at_address("old", NOW + HOUR).get() == page
    assert Page.objects.at_address("old", NOW + DAY).get().slug == "new"
    assert Page.objects.at_address("new", NOW + DAY).get().slug == "new"


def test_an_address_belongs_to_one_document_for_good(writer, publisher):
    first = released_page(writer, publisher, now=NOW, slug="report", title="The first report")
    next_edition(first, writer, publisher, now=NOW + HOUR, slug="report-2024")
    other = submitted_page(writer, now=NOW, slug="report")
    with pytest.raises(Refused, match="belongs to “The first report”"):
        other.release(by=publisher, now=NOW + DAY)


def test_a_draft_claims_no_address_and_a_cancelled_release_gives_it_back(writer, publisher):
    draft_page(writer, now=NOW, slug="report")
    scheduled = released_page(writer, publisher, now=NOW, at=NOW + DAY, slug="report")
    scheduled.unschedule(by=publisher, now=NOW)
    assert not SlugClaim.objects.filter(slug="report").exists()
    released_page(writer, publisher, now=NOW, slug="report")


# --- Frozen -------------------------------------------------------------------------------------------------------


def test_a_released_edition_and_its_blocks_can_no_longer_be_saved_or_deleted(writer, publisher):
    page = released_page(writer, publisher, now=NOW)
    block = PageBlock.objects.get(parent=page)
    for attempt in (page.save, page.delete, block.save, block.delete):
        with pytest.raises(Frozen):
            attempt()
    with pytest.raises(Frozen):
        PageText.objects.create(parent=page, text="<p>One more.</p>")


def test_a_block_fetched_before_the_release_cannot_be_saved_after_it(writer, publisher):
    page = draft_page(writer, now=NOW)
    block = PageText.objects.select_related("parent").get(parent=page)
    page.submit(by=writer, now=NOW)
    page.release(by=publisher, now=NOW)
    block.text = "<p>Slipped in.</p>"
    with pytest.raises(Frozen):
        block.save()


def test_a_first_edition_without_title_address_or_summary_is_stopped_with_all_that_is_missing(writer, publisher):
    page = submitted_page(writer, now=NOW, title="", slug="", summary="")
    with pytest.raises(Stopped) as stopped:
        page.release(by=publisher, now=NOW)
    assert [issue.place for issue in stopped.value.issues] == ["title", "slug", "summary"]


def test_a_later_edition_says_what_changed_unless_it_is_a_slip(writer, publisher):
    page = released_page(writer, publisher, now=NOW)
    with pytest.raises(Stopped, match="Say in the change note"):
        next_edition(page, writer, publisher, now=NOW + DAY, change_note="")


# --- Lists and versions ----------------------------------------------------------------------------------------------


def test_a_listing_says_what_the_edition_says_for_as_long_as_it_does(writer, publisher):
    first = released_page(writer, publisher, now=NOW, title="First", text="<p>A word to find.</p>")
    second = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY, title="Second")
    assert [listing.title for listing in Listing.objects.public(NOW)] == ["First"]
    assert [listing.title for listing in Listing.objects.public(NOW + DAY)] == ["Second"]
    listing = Listing.objects.get(edition_id=second.pk)
    assert listing.first_public_at == NOW
    assert "A word to find." in listing.search_text


def test_every_public_change_moves_the_sites_version(writer, publisher):
    versions = [SiteVersion.current()]
    first = released_page(writer, publisher, now=NOW)
    versions.append(SiteVersion.current())
    second = next_edition(first, writer, publisher, now=NOW, at=NOW + DAY)
    second.reschedule(by=publisher, at=NOW + 2 * DAY, now=NOW)
    versions.append(SiteVersion.current())
    second.unschedule(by=publisher, now=NOW)
    first.withdraw(by=publisher, notice="Wrong.", now=NOW + HOUR)
    versions.append(SiteVersion.current())
    assert versions == sorted(set(versions))


def test_a_failed_release_changes_nothing(writer, publisher):
    released_page(writer, publisher, now=NOW, slug="taken")
    page = submitted_page(writer, now=NOW, slug="taken")
    before = (SiteVersion.current(), Listing.objects.count())
    with pytest.raises(Refused):
        page.release(by=publisher, now=NOW)
    page.refresh_from_db()
    assert page.state == State.SUBMITTED
    assert (SiteVersion.current(), Listing.objects.count()) == before


def test_newest_first_is_paged_by_keys_in_both_directions(writer, publisher):
    pages = [released_page(writer, publisher, now=NOW + n * HOUR) for n in range(5)]
    at = NOW + DAY
    newest = list(Page.objects.public(at).newest_first())
    assert newest == pages[::-1]
    middle = (pages[2].public_timestamp, pages[2].pk)
    assert list(NEWEST_FIRST.after(Page.objects.public(at), middle)) == [pages[1], pages[0]]
    assert list(NEWEST_FIRST.before(Page.objects.public(at), middle)) == [pages[3], pages[4]]


# --- The database refuses what the verbs never do ------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "draft"},  # a draft with an interval
        {"live_from": None},
        {"live_until": None},
        {"live_until": NOW - HOUR},  # ends before it begins
        {"public_timestamp": NOW + HOUR},
        {"public_timestamp": None},
        {"availability": "withdrawn"},  # without a notice
        {"availability": "redirect"},  # without a target
        {"availability": "hidden"},
        {"state": "published"},
    ],
    ids=str,
)
def test_the_database_refuses_an_edition_that_makes_no_sense(changes, writer, publisher):
    page = released_page(writer, publisher, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=page.pk).update(**changes)


@pytest.mark.parametrize(
    "changes",
    [{"number": 1}, {"is_head": True}, {"live_from": NOW}, {"live_until": FOREVER}],
    ids=str,
)
def test_the_database_refuses_a_second_of_what_there_is_one_of(changes, writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    second = next_edition(first, writer, publisher, now=NOW + HOUR)
    next_edition(second, writer, publisher, now=NOW + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=second.pk).update(**changes)


def test_the_database_refuses_a_second_open_draft(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    first.new_draft(by=writer, now=NOW).discard(by=writer)
    first.new_draft(by=writer, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(state="discarded").update(state="draft")


def test_postgresql_refuses_an_overlap_that_no_verb_would_make(writer, publisher):
    from django.db import connection

    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no exclusion constraint; verify_editions looks for overlaps there")
    first = released_page(writer, publisher, now=NOW)
    next_edition(first, writer, publisher, now=NOW + DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=first.pk).update(live_until=NOW + 2 * DAY)
