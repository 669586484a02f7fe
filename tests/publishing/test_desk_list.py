"""The newsroom's list: one row for each document, quick at any size."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from publishing.models import Availability, Document
from website.models import Page

NOW = timezone.now().replace(microsecond=0)
HOUR = dt.timedelta(hours=1)
LIST = "/admin/website/page/"


def page(writer, title: str, *, edited: dt.datetime = NOW - 9 * HOUR) -> Page:
    return Page.start(by=writer, now=edited, title=title, slug=title.lower().replace(" ", "-"), summary="Summary.")


def released(writer, publisher, title: str, *, at: dt.datetime = NOW - 3 * HOUR) -> Page:
    edition = page(writer, title)
    edition.submit(by=writer, now=NOW - 8 * HOUR)
    edition.release(by=publisher, at=at, now=NOW - 7 * HOUR)
    return edition


def rows(response) -> dict[str, tuple[str, bool, bool]]:
    """By title: the state in words, whether something is live, whether something is scheduled."""
    found = response.context["cl"].result_list
    return {row.title: (row.desk_state, bool(row.desk_live_since), bool(row.desk_scheduled_for)) for row in found}


@pytest.fixture
def newsroom(writer, publisher):
    """A document in every state that an editor knows."""
    page(writer, "Drafted")
    page(writer, "Handed in").submit(by=writer)
    released(writer, publisher, "On the site")
    released(writer, publisher, "Next week", at=NOW + 200 * HOUR)
    released(writer, publisher, "Taken away").withdraw(by=publisher, notice="It was wrong.")
    released(writer, publisher, "Removed").withdraw(by=publisher, notice="Gone.", availability=Availability.GONE)
    page(writer, "Given up").discard(by=writer)
    released(writer, publisher, "Called off", at=NOW + 200 * HOUR).unschedule(by=publisher)
    released(writer, publisher, "Being updated").new_draft(by=writer)


def test_each_document_has_one_row_in_editors_words(newsroom, writer, signed_in):
    assert rows(signed_in(writer).get(LIST)) == {
        "Drafted": ("Draft", False, False),
        "Handed in": ("Submitted for review", False, False),
        "On the site": ("Live", True, False),
        "Next week": ("Scheduled", False, True),
        "Taken away": ("Withdrawn", True, False),
        "Removed": ("Gone", True, False),
        "Given up": ("Discarded", False, False),
        "Called off": ("Cancelled before it went live", False, False),
        "Being updated": ("Draft", True, False),
    }


def test_times_in_the_list_are_londons(writer, publisher, signed_in):
    released(writer, publisher, "In summer", at=dt.datetime(2030, 7, 1, 8, tzinfo=dt.UTC))
    assert "1 Jul 2030, 09:00" in signed_in(writer).get(LIST).content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("stands=draft", {"Drafted", "Being updated"}),
        ("stands=submitted", {"Handed in"}),
        ("stands=live", {"On the site"}),
        ("stands=scheduled", {"Next week"}),
        ("stands=discarded", {"Given up"}),
        ("stands=cancelled", {"Called off"}),
        ("readers=open", {"On the site", "Being updated"}),
        ("readers=withdrawn", {"Taken away"}),
        ("readers=gone", {"Removed"}),
        ("readers=nothing", {"Drafted", "Handed in", "Next week", "Given up", "Called off"}),
        ("q=site", {"On the site"}),
        ("q=THE+site", {"On the site"}),
        ("q=no+such+page", set()),
    ],
)
def test_the_list_is_narrowed(newsroom, writer, signed_in, query, titles):
    assert set(rows(signed_in(writer).get(f"{LIST}?{query}"))) == titles


def test_the_last_edited_comes_first(writer, signed_in):
    for number in (2, 1, 3):
        page(writer, f"Page {number}", edited=NOW - number * HOUR)
    assert list(rows(signed_in(writer).get(LIST))) == ["Page 1", "Page 2", "Page 3"]


def test_older_and_newer_pages_hold_every_document_once(writer, signed_in, monkeypatch):
    from website.admin import PageAdmin

    monkeypatch.setattr(PageAdmin, "list_per_page", 3)
    for number in range(8):  # two at each moment: the cursor has to tell them apart
        page(writer, f"Page {number}", edited=NOW - (number // 2) * HOUR)
    desk = signed_in(writer)
    pages, address = [], LIST
    while address:
        response = desk.get(address)
        pages.append(list(rows(response)))
        older = response.context["cl"].older_url
        address = LIST + older if older else ""
    assert [len(titles) for titles in pages] == [3, 3, 2]
    assert len({title for titles in pages for title in titles}) == 8

    backwards = [pages.pop()]
    while newer := response.context["cl"].newer_url:
        response = desk.get(LIST + newer)
        assert list(rows(response)) == pages.pop()
        backwards.append(list(rows(response)))
    assert len(backwards) == 3
    assert not pages


def test_a_broken_cursor_leads_back_to_the_list(writer, signed_in):
    response = signed_in(writer).get(f"{LIST}?older=yesterday", follow=True)
    assert response.redirect_chain == [(f"{LIST}?e=1", 302)]


def test_a_search_on_a_later_page_starts_at_the_first(writer, signed_in):
    response = signed_in(writer).get(f"{LIST}?older={NOW:%Y-%m-%dT%H:%M:%S}%2B00:00,1&stands=draft")
    search = re.search(r'<form[^>]*role="search".*?</form>', response.content.decode(), re.DOTALL)
    assert re.findall(r'type="hidden" name="(\w+)"', search[0]) == ["stands"]


def many(writer, count: int) -> None:
    documents = Document.objects.bulk_create(Document(kind="website.page") for _ in range(count))
    Page.objects.bulk_create(
        Page(
            document=document,
            number=1,
            title=f"Page {document.pk}",
            slug=f"page-{document.pk}",
            created_by=writer,
            created_at=NOW,
            edited_by=writer,
            edited_at=NOW,
        )
        for document in documents
    )


def test_the_list_costs_the_same_queries_at_any_length(writer, publisher, signed_in):
    desk = signed_in(writer)

    def queries() -> int:
        with CaptureQueriesContext(connection) as made:
            assert desk.get(LIST).status_code == 200
        return len(made)

    many(writer, 5)
    few = queries()
    many(writer, 45)
    assert queries() == few
    assert few <= 7


@pytest.mark.parametrize("query", ["", "?older=2026-03-02T09:00:00%2B00:00,1"], ids=["first page", "a later page"])
def test_a_page_of_the_list_is_read_from_an_index_in_order(writer, signed_in, query):
    with CaptureQueriesContext(connection) as made:
        signed_in(writer).get(LIST + query)
    page = next(asked["sql"] for asked in made if "desk_live_since" in asked["sql"])
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
                cursor.execute(f"SET LOCAL {way} = off")
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + page)
        said = "\n".join(str(line[-1]) for line in cursor.fetchall())
    assert "website_page_desk" in said, said
    assert "TEMP B-TREE FOR ORDER BY" not in said and "Sort" not in said, said


def test_counting_stops_at_a_thousand(writer, signed_in):
    many(writer, 1000)
    assert "1000 standing pages" in " ".join(signed_in(writer).get(LIST).content.decode().split())
    many(writer, 1)
    assert "More than 1,000 standing pages" in " ".join(signed_in(writer).get(LIST).content.decode().split())
