"""The card of a body that other sites may show in a frame."""

import datetime as dt

import pytest
import time_machine

from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ProgrammeFactory,
    draft_inspection,
    london,
    regrade,
    release,
    released_inspection,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db
CARD = "/bodies/exampleshire/embed/"


@pytest.fixture
def inspected(people):
    """`inspected(2022, "good", programme=...)` is an inspection of one body, reported that year."""
    body = BodyFactory(name="Exampleshire Police", slug="exampleshire")

    def release(year, *grades, programme=None):
        framework = FrameworkFactory(areas=len(grades), programme=programme or ProgrammeFactory())
        return released_inspection(
            **people, body=body, framework=framework, grades=grades, slug=f"report-{framework.slug}",
            title=f"Report of {year}", reported_on=dt.date(year, 2, 1), at=london(2024, 1, 1),
        )  # fmt: skip

    return release


def titles(response):
    return [part["card"].edition.title for part in response.context["parts"]]


def test_the_card_has_the_latest_inspection_of_each_programme(client, inspected):
    programme = ProgrammeFactory()
    inspected(2018, "inadequate", programme=programme)
    inspected(2022, "good", None, programme=programme)
    inspected(2020, "adequate")
    with time_machine.travel(london(2024, 5, 5), tick=False):
        response = client.get(CARD)
    html = text_of(response)
    assert titles(response) == ["Report of 2022", "Report of 2020"]
    for words in ("Good", "Adequate", "Inspected, not graded", "1 February 2022", "Current as of 5 May 2024."):
        assert words in html, words
    assert "Inadequate" not in html
    assert "<title>Latest grades: Exampleshire Police" in html


def test_of_many_programmes_the_three_with_the_newest_reports_are_shown(client, inspected):
    for year in (2015, 2016, 2017, 2018):
        inspected(year, "good")
    assert titles(client.get(CARD)) == ["Report of 2018", "Report of 2017", "Report of 2016"]


def test_the_card_follows_a_regrade(client, inspected, people):
    edition = inspected(2022, "adequate")
    first = client.get(CARD)
    regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="requires-improvement")
    again = client.get(CARD, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert "Changed from adequate to requires improvement on 8 August 2024" in text_of(again)


def test_a_withdrawn_inspection_shows_its_notice_and_no_older_grade(client, inspected, people):
    programme = ProgrammeFactory()
    inspected(2018, "inadequate", programme=programme)
    later = inspected(2022, "outstanding", programme=programme)
    later.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="It was wrong.")
    html = text_of(client.get(CARD))
    assert "Withdrawn on 1 July 2024" in html
    assert "It was wrong." in html
    assert "Outstanding" not in html
    assert "Inadequate" not in html


def test_a_grade_that_a_revisit_did_not_look_at_stands_on_the_card(client, inspected, people):
    first = inspected(2021, "adequate", "inadequate")
    draft = draft_inspection(
        by=people["by"], body=first.body, framework=first.framework, grades=["good", "good"], kind="revisit",
        slug="revisit", title="Revisit", reported_on=dt.date(2022, 2, 1), now=london(2024, 1, 1),
    )  # fmt: skip
    draft.judge(by=people["by"], area="2", outcome="not_inspected")
    revisit = release(draft, **people, at=london(2024, 1, 1))
    html = text_of(client.get(CARD))
    assert titles(client.get(CARD)) == ["Revisit"]
    assert "Report of 1 February 2021." in html
    assert "2 of 2 areas were graded: one good and one inadequate." in html
    assert "Adequate" not in html
    revisit.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="It was wrong.")
    html = text_of(client.get(CARD))
    assert "It was wrong." in html
    assert "1 of 1 areas was graded: one inadequate." in html
    assert "Good" not in html


def test_the_card_may_be_framed_and_the_page_of_the_body_may_not(client, inspected):
    inspected(2022, "good")
    card, page = client.get(CARD), client.get("/bodies/exampleshire/")
    assert "frame-ancestors *;" in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "frame-ancestors 'none';" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"


def test_the_card_is_bare_the_same_for_everyone_and_cached_like_a_page(client, inspected):
    inspected(2022, "good")
    response = client.get(CARD)
    html = text_of(response)
    for absent in ("<script", "consent", "site-header", "<form", "<iframe"):
        assert absent not in html, absent
    assert html.count("<a ") == html.count('target="_blank"') == 1
    assert '<html lang="en-gb">' in html
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"].startswith("public")
    assert client.post(CARD).status_code == 405


def test_a_body_with_nothing_to_read_and_no_body_at_all_say_the_same(client, people):
    hidden = BodyFactory(slug="hidden")
    draft = draft_inspection(by=people["by"], body=hidden, now=london(2024, 3, 1))
    draft.submit(by=people["by"], now=london(2024, 3, 1))
    draft.release(by=people["release_by"], now=london(2024, 3, 1), at=london(2090, 1, 1))
    first, second = client.get("/bodies/hidden/embed/"), client.get("/bodies/absent/embed/")
    assert first.status_code == second.status_code == 404
    assert first.content == second.content
    assert "There is no such body on this site." in text_of(first)
    assert "frame-ancestors *;" in first["Content-Security-Policy"]


def test_the_page_of_the_body_offers_the_lines_to_copy(client, inspected):
    inspected(2022, "good")
    html = client.get("/bodies/exampleshire/").content.decode()
    assert "/bodies/exampleshire/embed/&quot; title=&quot;Latest grades: Exampleshire Police&quot;" in html


@pytest.mark.parametrize("number", [1, 6])
def test_the_card_costs_the_same_for_any_number_of_inspections(client, inspected, number, django_assert_num_queries):
    programme = ProgrammeFactory()
    for year in range(2010, 2010 + number):
        inspected(year, "good", None, programme=programme)
    with django_assert_num_queries(5):
        assert client.get(CARD).status_code == 200
