"""The card that other sites may show in a frame."""

import pytest

from tests.factories.inspections import (
    london,
    regrade,
    release,
    released_inspection,
    scheduled_inspection,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db
CARD = "/inspections/peel/embed/"


def may_be_framed(response):
    framed = "frame-ancestors *;" in response["Content-Security-Policy"]
    assert framed == ("X-Frame-Options" not in response)
    return framed


def test_the_card_says_grades_framework_dates_and_where_to_read_on(client, edition, clock):
    with clock(2024, 5, 5):
        html = text_of(client.get(CARD))
    for words in (
        *("Outstanding", "Adequate", "Inspected, not graded", edition.framework.title, "Exampleshire Police"),
        *("Current as of 5 May 2024.", "16 February 2024", "2 of 3 areas were graded"),
    ):
        assert words in html, words
    assert 'href="http' in html
    assert "/inspections/peel/" in html


def test_the_card_is_bare_and_asks_for_nothing(client, edition):
    response = client.get(CARD)
    html = text_of(response)
    for absent in ("<script", "consent", "site-header", "site-footer", "<form", "<iframe"):
        assert absent not in html, absent
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert html.count('rel="stylesheet"') == 1
    assert "<title>Grades: " in html
    assert html.count("<a ") == html.count('target="_blank"') == 1  # nothing else opens in the frame
    assert '<meta name="robots" content="noindex">' in html


def test_the_card_follows_a_regrade(client, edition, people):
    first = client.get(CARD)
    regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="requires-improvement")
    again = client.get(CARD, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "Changed from adequate to requires improvement on 8 August 2024" in text_of(again)


def test_the_card_may_be_framed_and_its_page_may_not(client, edition):
    assert may_be_framed(client.get(CARD))
    assert client.get(CARD)["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Origin" not in client.get(CARD)
    for address in ("/inspections/peel/", "/inspections/peel/data.json", "/", "/data/", "/inspections/peel/embed/x/"):
        response = client.get(address)
        assert not may_be_framed(response), address
        assert response["X-Frame-Options"] == "DENY"


def test_an_unchanged_card_may_still_be_framed(client, edition):
    first = client.get(CARD)
    again = client.get(CARD, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    # What the card came with stands: nothing takes its place.
    assert "X-Frame-Options" not in again
    assert "Content-Security-Policy" not in again


def test_hidden_and_absent_cards_say_the_same(client, people):
    scheduled_inspection(**people, at=london(2090, 1, 1), slug="secret", now=london(2024, 3, 1))
    hidden, absent = client.get("/inspections/secret/embed/"), client.get("/inspections/absent/embed/")
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content == absent.content
    assert "There is no such inspection on this site." in text_of(hidden)
    assert may_be_framed(hidden)


def test_the_card_appears_at_its_minute(client, people, clock):
    scheduled_inspection(**people, at=london(2024, 3, 2), slug="peel", now=london(2024, 3, 1))
    with clock(2024, 3, 2, 8, 59):
        before = client.get(CARD)
        assert before.status_code == 404
        assert "s-maxage=60" in before["Cache-Control"]
    with clock(2024, 3, 2, 9):
        assert client.get(CARD).status_code == 200


def test_a_withdrawn_card_shows_its_notice_and_no_grade(client, edition, people):
    edition.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="It was wrong.", availability="withdrawn")
    html = text_of(client.get(CARD))
    assert "Withdrawn on 1 July 2024" in html
    assert "It was wrong." in html
    assert "Outstanding" not in html
    assert "<code>" not in text_of(client.get("/inspections/peel/"))


def test_a_card_of_something_gone_or_moved_says_so_in_the_frame(client, edition, people):
    other = released_inspection(**people, slug="other")
    edition.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="A court.", availability="gone")
    gone = client.get(CARD)
    assert (gone.status_code, may_be_framed(gone)) == (410, True)
    assert "This inspection was removed." in text_of(gone)
    assert "Outstanding" not in text_of(gone)
    third = released_inspection(**people, slug="third")
    third.withdraw(
        by=people["release_by"], now=london(2024, 7, 1), availability="redirect", redirect_to=other.document, notice=""
    )
    moved = client.get("/inspections/third/embed/")
    assert (moved.status_code, moved["Location"]) == (302, "/inspections/other/embed/")
    assert may_be_framed(moved)


def test_an_old_address_leads_to_the_card_at_the_new_one(client, edition, people):
    draft = edition.new_draft(by=people["by"], now=london(2024, 3, 1))
    draft.slug, draft.change_note = "peel-new", "A better address."
    draft.edit(by=people["by"], now=london(2024, 3, 1))
    release(draft, **people, at=london(2024, 3, 1))
    response = client.get(CARD)
    assert (response.status_code, response["Location"]) == (301, "/inspections/peel-new/embed/")


def test_the_card_can_only_be_read(client, edition):
    assert client.post(CARD).status_code == 405
