"""The page of a body: what readers find there, and when."""

import datetime as dt

import pytest

from tests.factories.inspections import (
    FrameworkFactory,
    ProgrammeFactory,
    draft_inspection,
    london,
    released_inspection,
)
from tests.factories.news import released_article
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def test_what_is_scheduled_is_not_there_yet(client, body, people):
    released_article(people["by"], people["release_by"], publisher=body)
    draft_inspection(by=people["by"], body=body, title="A secret report")
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "A secret report" not in html
    assert "No inspection of this body has been published here." in html


def test_the_page_as_of_an_earlier_day_has_the_inspections_of_that_day(client, inspected, body, people, clock):
    framework = FrameworkFactory(areas=1)
    inspected(framework, ["good"], dt.date(2021, 1, 1))
    released_inspection(
        **people, at=london(2025, 3, 1), body=body, framework=framework, grades=["good"], title="Report of 2025"
    )
    with clock(2025, 2, 1):
        html = text_of(client.get("/bodies/exampleshire/"))
        assert "Report of 2021" in html
        assert "Report of 2025" not in html


def test_an_inspectorate_is_no_inspected_body(client, people):
    edition = released_inspection(**people)
    assert client.get(f"/bodies/{edition.framework.programme.inspectorate.slug}/").status_code == 404


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_costs_the_same_for_any_number_of_inspections(client, inspected, number, django_assert_num_queries):
    programme = ProgrammeFactory()
    for year in range(2010, 2010 + number):
        inspected(FrameworkFactory(areas=2, programme=programme), ["good", None], dt.date(year, 1, 1))
    with django_assert_num_queries(10):
        html = text_of(client.get("/bodies/exampleshire/"))
    assert html.count("Report of 20") >= number
