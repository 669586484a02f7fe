"""When the latest report is taken down, an older one is shown with a sentence that says so alone."""

import datetime as dt
import json

import pytest

from tests.factories.inspections import BodyFactory, FrameworkFactory, ProgrammeFactory, london, released_inspection
from tests.reading import text_of

from .tables import rows

pytestmark = pytest.mark.django_db

LATER, ONLY = "A later report was taken down on 1 July 2024.", "A report was taken down on 1 July 2024."
COMPARED = "/compare/?framework=round&body=example&body=other"
# Where the last report on a body is shown as such.
LATEST = [
    *("/bodies/example/", "/bodies/example/embed/", "/bodies/example/data.json"),
    *("/programmes/series/", "/areas/round-area-1/", COMPARED),
]


@pytest.fixture
def reported(people):
    """`reported(2024, "good", body="example", **fields)`: a report of that year under one framework."""
    framework = FrameworkFactory(areas=1, slug="round", order=100, programme=ProgrammeFactory(slug="series"))
    bodies = {slug: BodyFactory(slug=slug, name=f"{slug.capitalize()} Police") for slug in ("example", "other")}

    def report(year, grade, *, body="example", **fields):
        about = {"framework": framework, "slug": f"{body}-{year}", "title": f"Report {year}"} | fields
        about |= {"body": bodies[body], "grades": [grade], "reported_on": dt.date(year, 1, 1)}
        return released_inspection(**people, **about, at=london(2024, 2, 16))

    report(2022, "good", body="other")
    return report


@pytest.fixture
def take_down(people):
    def end(edition, **how):
        how = {"availability": "gone", "notice": "A court said so."} | how
        return edition.withdraw(by=people["release_by"], now=london(2024, 7, 1), **how)

    return end


@pytest.mark.parametrize("address", LATEST)
def test_the_older_report_is_shown_with_the_sentence_and_nothing_of_the_later(
    client, reported, take_down, clock, address
):
    reported(2021, "adequate")
    take_down(reported(2024, "outstanding", title="A secret", summary="A secret."))
    text = text_of(client.get(address))
    assert text.count(LATER) == 1
    assert "Adequate" in text
    for absent in ("secret", "example-2024", "A court said so.", "/2024", "January 2024"):
        assert absent not in text, absent
    with clock(2024, 6, 30):
        assert "taken down" not in text_of(client.get(address))


@pytest.mark.parametrize("address", LATEST)
def test_the_sentence_goes_with_an_even_later_report(client, reported, take_down, address):
    reported(2021, "adequate")
    take_down(reported(2023, "outstanding"))
    reported(2024, "good")
    assert "taken down" not in text_of(client.get(address))


@pytest.mark.parametrize("address", LATEST)
def test_nothing_is_said_of_an_older_report_that_went(client, reported, take_down, address):
    take_down(reported(2021, "adequate"))
    reported(2024, "good")
    assert "taken down" not in text_of(client.get(address))


@pytest.mark.parametrize("address", LATEST)
def test_a_report_that_leads_elsewhere_was_not_taken_down(client, reported, take_down, address):
    older = reported(2021, "adequate")
    take_down(reported(2024, "outstanding"), availability="redirect", notice="", redirect_to=older.document)
    assert "taken down" not in text_of(client.get(address))


@pytest.mark.parametrize("address", LATEST)
def test_a_report_that_came_back_is_shown_and_not_missed(client, reported, take_down, people, address):
    reported(2021, "adequate")
    draft = take_down(reported(2024, "outstanding")).new_draft(by=people["by"], now=london(2024, 8, 1))
    draft.change_note = "It may be shown again."
    draft.edit(by=people["by"], now=london(2024, 8, 1))
    draft.submit(by=people["by"], now=london(2024, 8, 1))
    draft.release(by=people["release_by"], now=london(2024, 8, 1), reason="It was not made from what is live.")
    text = text_of(client.get(address))
    assert "taken down" not in text
    assert "Outstanding" in text


@pytest.mark.parametrize("address", ["/bodies/example/", "/bodies/example/embed/", "/bodies/example/data.json"])
def test_a_later_framework_of_the_programme_counts_and_another_programme_does_not(client, reported, take_down, address):
    edition = reported(2021, "adequate")
    take_down(reported(2024, "outstanding", framework=FrameworkFactory(areas=1)))
    assert "taken down" not in text_of(client.get(address))
    later = FrameworkFactory(areas=1, programme=edition.framework.programme)
    take_down(reported(2024, "outstanding", framework=later, slug="later"))
    assert LATER in text_of(client.get(address))


def test_a_body_left_without_any_report_under_a_framework_is_told_of(client, reported, take_down):
    reported(2020, "good", framework=FrameworkFactory(areas=1, slug="older"))
    take_down(reported(2024, "outstanding"))
    text = text_of(client.get(COMPARED))
    assert ONLY in text
    assert "No report yet" not in text.split("</thead>")[1]


def test_a_body_that_waits_again_because_its_report_was_taken_down_is_told_of(client, reported, take_down):
    edition = reported(2024, "outstanding")
    older = FrameworkFactory(areas=1, slug="older", order=1, programme=edition.framework.programme)
    reported(2020, "good", framework=older)
    take_down(edition)
    for address in ("/programmes/series/", "/programmes/series/?show=waiting"):
        assert f'Example Police</a> <span class="muted">{ONLY}</span>' in text_of(client.get(address)), address


def test_tables_call_no_older_judgment_the_present_one(client, reported, take_down):
    reported(2021, "adequate")
    later = reported(2024, "outstanding")
    assert [row["is_current"] for row in rows(client, "?body=example")] == ["false", "true"]
    take_down(later)
    for query in ("?body=example", "?body=example&as_of=2024-06-30"):
        assert [(row["grade"], row["is_current"]) for row in rows(client, query)] == [("Adequate", "false")]


def test_the_json_of_the_body_gives_the_day(client, reported, take_down):
    reported(2021, "adequate")
    take_down(reported(2024, "outstanding"))
    (inspection,) = json.loads(client.get("/bodies/example/data.json").content)["inspections"]
    assert inspection["later_report"] == {"taken_down_on": "2024-07-01", "text": LATER}
