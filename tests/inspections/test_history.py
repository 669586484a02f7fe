"""The page of an inspection tells its whole past: each edition, when readers got it, and what it said."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.inspections import draft_inspection, london, regrade, release, released_inspection
from tests.reading import text_of

pytestmark = pytest.mark.django_db

FIRST, MINOR, CHANGED = london(2024, 2, 16), london(2024, 5, 3), london(2024, 8, 8)


@pytest.fixture
def edition(people):
    return released_inspection(**people, at=FIRST, slug="peel", grades=["good"])


def next_edition(edition, people, at, **said):
    draft = edition.new_draft(by=people["by"], now=at)
    for name, value in said.items():
        setattr(draft, name, value)
    draft.edit(by=people["by"], now=at)
    return release(draft, **people, at=at)


def told(client, address="/inspections/peel/"):
    """Date, words and the address of the data of each edition on the page, the newest first."""
    html = text_of(client.get(address)).split('class="change-history"')[1]
    assert "History of this page" in html
    rows = []
    for item in html.split('class="change-history__item"')[1:]:
        note = re.search(r'change-history__note">(.*?)</p>', item, re.DOTALL)[1]
        link = re.search(r'<a href="([^"]+)">', item)
        rows.append((re.search(r"<time[^>]*>(.*?)</time>", item)[1], note, link and link[1]))
    return rows


def test_a_single_edition_says_when_it_was_published(client, edition):
    assert told(client) == [("16 February 2024, 9:00am", "First published.", None)]


def test_every_edition_is_told_and_an_earlier_one_leads_to_what_it_said(client, edition, people):
    minor = next_edition(edition, people, MINOR, minor_change=True)
    regrade(minor, **people, at=CHANGED, area="1", grade="adequate")
    newest, slip, first = told(client)
    assert newest == ("8 August 2024, 9:00am", "The inspectorate changed one grade.", None)
    assert slip[:2] == ("3 May 2024, 9:00am", "Minor change.")
    assert first[:2] == ("16 February 2024, 9:00am", "First published.")
    found = [client.get(address) for _date, _note, address in (slip, first)]
    said = [(answer.status_code, answer.json()["edition"], answer.json()["judgments"][0]["grade"]) for answer in found]
    assert said == [(200, 2, "Good"), (200, 1, "Good")]
    assert client.get("/inspections/peel/data.json").json()["judgments"][0]["grade"] == "Adequate"


def test_an_edition_of_another_address_leads_to_what_it_said(client, edition, people):
    next_edition(edition, people, CHANGED, slug="another", change_note="A clearer address.")
    *_later, (_date, _note, address) = told(client, "/inspections/another/")
    assert client.get(address).json()["edition"] == 1


def test_what_is_older_than_its_place_here_says_since_when_it_is_here(client, people, writer):
    draft = draft_inspection(by=writer, now=FIRST, slug="peel", grades=["good"])
    how = {"public_timestamp": london(2014, 11, 27, 0), "public_precision": "month"}
    release(draft, **people, at=FIRST, **how)
    assert told(client) == [("November 2014", "First published. On this site since 16 February 2024.", None)]


def test_the_past_as_of_a_minute_knows_nothing_of_what_came_later(client, edition, people, clock):
    next_edition(edition, people, CHANGED, change_note="A photograph.")
    with clock(2024, 8, 7):
        assert [note for _date, note, _link in told(client)] == ["First published."]


def test_a_withdrawal_is_told_and_what_stood_there_can_still_be_read(client, edition, people):
    edition.withdraw(by=people["release_by"], notice="It was about another body.", now=CHANGED)
    withdrawn, first = told(client)
    assert withdrawn == ("8 August 2024, 9:00am", "Withdrawn: It was about another body.", None)
    assert client.get(first[2]).json()["judgments"][0]["grade"] == "Good"


def test_of_what_was_gone_since_nothing_but_that_is_told(client, edition, people):
    second = next_edition(edition, people, MINOR, change_note="It names somebody.")
    gone = second.withdraw(by=people["release_by"], notice="For legal reasons.", availability="gone", now=CHANGED)
    next_edition(gone, people, london(2024, 9, 1), change_note="Back without the name.")
    assert told(client) == [
        ("1 September 2024, 9:00am", "Back without the name.", None),
        ("8 August 2024, 9:00am", "Taken away: For legal reasons.", None),
    ]
    assert "It names somebody." not in text_of(client.get("/inspections/peel/data.json"))


def test_the_twin_tells_the_same(client, edition, people):
    next_edition(edition, people, MINOR, minor_change=True)
    minor, first = client.get("/inspections/peel/data.json").json()["history"]
    assert (minor["edition"], minor["on"], minor["is_minor"], minor["note"]) == (2, "2024-05-03", True, "Minor change.")
    assert (first["edition"], first["on"], first["is_minor"], first["note"]) == (
        1,
        "2024-02-16",
        False,
        "First published.",
    )
    assert first["here_since"] == "2024-02-16T09:00:00Z"
    assert first["data_url"].endswith("/inspections/peel/data.json?as_of=2024-02-16T09:00:00Z")


def test_a_longer_past_costs_no_more_queries(client, edition, people):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            client.get("/inspections/peel/")
        return len(captured)

    cost()
    one = cost()
    last = edition
    for month in (3, 4, 5):
        last = next_edition(last, people, london(2024, month, 1), minor_change=True)
    assert len(told(client)) == 4
    assert cost() == one
