"""The list of inspections, and the list of bodies."""

import datetime as dt
import re

import pytest

from inspections import pages, views
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    regrade,
    released_inspection,
)

pytestmark = pytest.mark.django_db

CARD = re.compile(r'summary-card__title"><a href="[^"]+">([^<]+)</a>')
OLDER = re.compile(r'href="([^"]+)" rel="next"')
NEWER = re.compile(r'href="([^"]+)" rel="prev"')


def titles(response):
    return CARD.findall(response.content.decode())


@pytest.fixture
def framework(db):
    return FrameworkFactory(areas=1)


def reported(people, framework, day, **fields):
    fields = {
        "title": f"Report of {day}",
        "slug": f"report-{day}-{fields.get('body', '')}".replace(" ", "").lower(),
    } | fields
    return released_inspection(
        **people, at=london(2024, 6, 1), framework=framework, grades=["good"], reported_on=day, **fields
    )


def test_the_newest_report_comes_first_whatever_was_released_last(client, people, framework):
    newest = reported(people, framework, dt.date(2024, 2, 16))
    older = reported(people, framework, dt.date(2021, 11, 24))
    regrade(older, **people, at=london(2024, 8, 8), area="1", grade="adequate")
    assert titles(client.get("/inspections/")) == [newest.title, older.title]


def test_every_inspection_is_met_once_on_the_way_through_the_pages_and_back(client, people, framework, monkeypatch):
    bodies = [BodyFactory() for _ in range(5)]
    # Three share a day: the position has to tell them apart.
    days = [dt.date(2024, 1, 1), dt.date(2023, 1, 1), dt.date(2023, 1, 1), dt.date(2023, 1, 1), dt.date(2022, 1, 1)]
    made = [
        reported(people, framework, day, body=body, title=body.name, slug=body.slug)
        for body, day in zip(bodies, days, strict=True)
    ]
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    url, seen, pages = "/inspections/", [], []
    while url:
        html = client.get(url).content.decode()
        pages.append(CARD.findall(html))
        seen += pages[-1]
        older = OLDER.search(html)
        url = older and "/inspections/" + older[1].removeprefix("/inspections/").replace("&amp;", "&")
    assert sorted(seen) == sorted(edition.title for edition in made)
    assert [len(rows) for rows in pages] == [2, 2, 1]
    middle = client.get(NEWER.search(html)[1].replace("&amp;", "&"))
    assert titles(middle) == pages[1]
    top = client.get(NEWER.search(middle.content.decode())[1].replace("&amp;", "&"), follow=True)
    assert top.redirect_chain == [("/inspections/", 302)]
    assert titles(top) == pages[0]


def test_what_is_newer_and_fits_on_the_first_page_is_shown_there(client, people, framework, monkeypatch):
    for day in (dt.date(2024, 1, 1), dt.date(2023, 1, 1), dt.date(2022, 1, 1)):
        reported(people, framework, day)
    monkeypatch.setattr(views, "PAGE_SIZE", 2)
    choice = {"programme": framework.programme.slug}
    for position in ("2022-06-01.1", "2023-06-01.1", "2099-01-01.1"):
        response = client.get("/inspections/", choice | {"newer": position})
        assert response["Location"] == f"/inspections/?programme={framework.programme.slug}"
    assert titles(client.get("/inspections/", choice | {"newer": "2021-06-01.1"})) == [
        "Report of 2023-01-01",
        "Report of 2022-01-01",
    ]


@pytest.mark.parametrize(
    "position", ["x", "2024-13-01.1", "2024-01-01.x", "2024-01-01." + "9" * 30, "1900-01-01.1", "20250101.1"]
)
def test_a_position_that_cannot_be_one_is_not_found(client, people, framework, position):
    reported(people, framework, dt.date(2024, 2, 16))
    assert client.get("/inspections/", {"older": position}).status_code == 404


@pytest.mark.parametrize("asked", [{"newer": "x"}, {"newer": "2024-01-01.1", "older": "2099-01-01.1"}])
def test_a_question_that_makes_no_sense_is_not_found(client, people, framework, asked):
    reported(people, framework, dt.date(2024, 2, 16))
    assert client.get("/inspections/", asked).status_code == 404


def test_the_list_can_be_narrowed_to_a_programme_and_a_body(client, people, framework):
    mine = reported(people, framework, dt.date(2024, 2, 16))
    other = reported(people, FrameworkFactory(areas=1), dt.date(2024, 2, 15))
    assert titles(client.get("/inspections/", {"programme": framework.programme.slug})) == [mine.title]
    assert titles(client.get("/inspections/", {"body": other.body.slug})) == [other.title]
    assert client.get("/inspections/", {"programme": "nothing"}).status_code == 404
    assert client.get("/inspections/", {"body": "nobody"}).status_code == 404


@pytest.mark.parametrize("number", [2, 6])
def test_the_list_costs_four_queries_at_any_size(client, people, framework, number, django_assert_max_num_queries):
    for _ in range(number):
        reported(people, framework, dt.date(2024, 2, 16), body=(body := BodyFactory()), slug=body.slug)
    with django_assert_max_num_queries(4):
        assert len(titles(client.get("/inspections/"))) == number


def test_a_body_is_listed_from_its_first_published_inspection_on(client, people, writer, framework, clock):
    seen = reported(people, framework, dt.date(2024, 2, 16)).body
    waiting = draft_inspection(by=writer, framework=framework, grades=["good"]).body
    html = client.get("/bodies/").content.decode()
    assert seen.name in html
    assert waiting.name not in html
    with clock(2024, 5, 1):
        assert seen.name not in client.get("/bodies/").content.decode()


def test_every_body_is_met_once_on_the_way_through_the_pages(client, people, framework, monkeypatch):
    names = ["Alpha", "Beta", "Beta", "Delta Board", "Epsilon Board"]  # two share a name
    for number, name in enumerate(names):
        reported(
            people,
            framework,
            dt.date(2024, 1, 1),
            body=BodyFactory(name=name, slug=f"body-{number}"),
            slug=f"r-{number}",
        )
    monkeypatch.setattr(pages, "MOST_BODIES", 2)

    def walk(query):
        while query:
            html = client.get(f"/bodies/{query}").content.decode()
            yield re.findall(r'<li><a href="/bodies/body-(\d)/"', html)
            more = re.search(r'href="(\?[^"]+)">More bodies', html)
            query = more and more[1].replace("&amp;", "&")

    assert list(walk("?q=")) == [["0", "1"], ["2", "3"], ["4"]]
    assert list(walk("?q=BOARD")) == [["3", "4"]]
    assert client.get("/bodies/?after=nobody").status_code == 404


def test_a_body_is_found_by_a_part_of_an_alias(client, people, framework):
    one = reported(people, framework, dt.date(2024, 2, 16)).body
    other = reported(people, framework, dt.date(2024, 2, 17)).body
    one.aliases.create(text="The Zoë Constabulary")
    html = client.get("/bodies/", {"q": "zoë const"}).content.decode()
    assert one.name in html
    assert other.name not in html
