"""Many people, one document: exactly one of them is first. Threads need a real PostgreSQL."""

import datetime as dt
import threading

import pytest
from django.db import connection

from accounts.models import User
from publishing.models import Conflict, Listing
from tests.factories.pages import draft_page, released_page, submitted_page
from website.models import Page

pytestmark = [pytest.mark.django_db(transaction=True)]

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
THREADS = 8


@pytest.fixture(autouse=True)
def postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite takes one writer at a time; these races are run on PostgreSQL")


def at_once(action) -> list[object]:
    """What each of eight threads got out of `action(number)`: its result, or the exception it raised."""
    barrier = threading.Barrier(THREADS)
    results: list[object] = [None] * THREADS

    def run(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            results[number] = action(number)
        except Exception as error:
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def release_round(writer: User, publisher: User) -> None:
    page = submitted_page(writer, now=NOW)

    def release(number: int) -> str:
        # Two of the eight schedule for the same minute, the others each for one of their own.
        Page.objects.get(pk=page.pk).release(by=publisher, now=NOW, at=NOW + dt.timedelta(minutes=max(1, number)))
        return "released"

    results = at_once(release)
    assert results.count("released") == 1, results
    assert all(isinstance(result, Conflict) for result in results if result != "released"), results
    assert Page.objects.released().filter(document=page.document).count() == 1
    assert Listing.objects.filter(document=page.document).count() == 1


def test_of_eight_releases_of_one_draft_exactly_one_wins(writer, publisher):
    for _ in range(100):
        release_round(writer, publisher)


def test_of_eight_new_drafts_of_one_document_exactly_one_is_made(writer, publisher):
    page = released_page(writer, publisher, now=NOW)
    results = at_once(lambda number: Page.objects.get(pk=page.pk).new_draft(by=writer, now=NOW) and "made")
    assert results.count("made") == 1, results
    assert all(isinstance(result, Conflict) for result in results if result != "made"), results


def test_of_eight_saves_from_the_same_form_exactly_one_is_kept(writer):
    page = draft_page(writer, now=NOW)

    def save(number: int) -> str:
        mine = Page.objects.get(pk=page.pk)
        mine.title = f"Version of {number}"
        mine.edit(by=writer, now=NOW, seen=page.lock_version)
        return "saved"

    results = at_once(save)
    assert results.count("saved") == 1, results
    assert all(isinstance(result, Conflict) for result in results if result != "saved"), results


def test_release_and_unschedule_at_once_leave_one_sound_timeline(writer, publisher):
    first = released_page(writer, publisher, now=NOW)
    draft = first.new_draft(by=writer, now=NOW)
    draft.change_note = "Changed."
    draft.edit(by=writer, now=NOW)
    draft.submit(by=writer, now=NOW)
    draft.release(by=publisher, now=NOW, at=NOW + dt.timedelta(days=1))
    other = first.new_draft(by=writer, now=NOW)
    other.change_note = "Changed again."
    other.edit(by=writer, now=NOW)
    other.submit(by=writer, now=NOW)

    def act(number: int) -> str:
        if number % 2:
            Page.objects.get(pk=draft.pk).unschedule(by=publisher, now=NOW)
        else:
            at = NOW + dt.timedelta(hours=2)
            Page.objects.get(pk=other.pk).release(by=publisher, now=NOW, at=at, reason="Known.")
        return "done"

    results = at_once(act)
    assert results.count("done") == 2, results
    rows = list(Page.objects.released().filter(document=first.document).order_by("live_from"))
    assert [row.pk for row in rows] == [first.pk, other.pk]
    assert rows[0].live_until == rows[1].live_from
