"""A withdrawn inspection is read at its own address, under its notice; elsewhere it is named without its grades."""

import datetime as dt
import json
import re

import pytest

from news.models import ArticleGrades
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ProgrammeFactory,
    london,
    regrade,
    release,
    released_inspection,
)
from tests.factories.news import draft_article

from .tables import rows

pytestmark = pytest.mark.django_db

FEEDS = [
    f"/{thing}.{kind}"
    for thing in ("bodies/example/feed", "programmes/series/feed", "areas/round-area-1/feed", "feeds/inspections")
    for kind in ("atom", "rss", "json")
]
# Each with the address it leads to.
NAMED = {
    **dict.fromkeys(
        (
            *("/inspections/", "/bodies/example/", "/programmes/series/", "/areas/round-area-1/", "/news/cites/"),
            "/compare/?framework=round&body=example&body=other",
            *("/inspections/taken/embed/", "/bodies/example/data.json", "/data/judgments.csv", "/data/judgments.json"),
            *FEEDS,
        ),
        "/inspections/taken/",
    ),
    "/bodies/example/embed/": "/bodies/example/",
}
# Where an older grade might take the place of the withdrawn one.
LATEST = [
    *("/bodies/example/embed/", "/programmes/series/", "/areas/round-area-1/"),
    "/compare/?framework=round&body=example&body=other",
]


@pytest.fixture
def inspection(people):
    """A report that found a body outstanding, after an older one found it inadequate; and an article that shows it."""
    framework = FrameworkFactory(areas=2, slug="round", programme=ProgrammeFactory(slug="series"))
    body, at = BodyFactory(slug="example"), london(2024, 2, 16)
    for slug, grade, year, whose in (
        ("older", "inadequate", 2021, body),
        ("other", "adequate", 2021, BodyFactory(slug="other")),
        ("taken", "outstanding", 2024, body),
    ):
        about = {"framework": framework, "body": whose, "grades": [grade, grade], "slug": slug, "title": f"The {slug}"}
        summary = f"It is {grade}."
        made = released_inspection(**people, **about, at=at, reported_on=dt.date(year, 1, 1), summary=summary)
    article = draft_article(people["by"], slug="cites", inspections=[made.document], now=at)
    ArticleGrades.objects.create(parent=article, inspection=made.document, ordering=20)
    release(article, **people, at=at)
    return made


@pytest.fixture
def withdrawn(inspection, people):
    return inspection.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="It was wrong.")


def said(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    text = b"".join(response).decode()
    # What the words of the scale mean stands on the page of an area whoever has them.
    return re.sub(r"<caption[^>]*>Grades and what they mean.*?</table>", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("address", NAMED)
def test_it_is_named_with_its_notice_and_without_its_grades(client, withdrawn, address):
    text = said(client, address)
    assert "It was wrong." in text
    assert NAMED[address] in text
    assert "outstanding" not in text.lower()


@pytest.mark.parametrize("address", NAMED)
def test_before_the_withdrawal_its_grades_are_there(client, withdrawn, clock, address):
    with clock(2024, 6, 30):
        text = said(client, address)
    assert "outstanding" in text.lower()
    assert "It was wrong." not in text


@pytest.mark.parametrize("address", LATEST)
def test_no_older_grade_takes_its_place(client, withdrawn, address):
    assert "inadequate" not in said(client, address).lower()


def test_its_own_page_and_data_go_on_saying_what_they_said_under_the_notice(client, withdrawn):
    page, data = said(client, "/inspections/taken/"), client.get("/inspections/taken/data.json").json()
    order = [
        page.index(text) for text in ("Withdrawn on 1 July 2024", "It is outstanding.", 'grade__label">Outstanding')
    ]
    assert order == sorted(order)
    assert (data["availability"], data["withdrawn_on"], data["notice"]) == ("withdrawn", "2024-07-01", "It was wrong.")
    assert data["summary"] == "It is outstanding."
    assert [(row["grade"], row["is_current"]) for row in data["judgments"]] == [("Outstanding", False)] * 2


def test_search_engines_are_given_no_rating(client, withdrawn):
    for address in ("/inspections/taken/", "/bodies/example/"):
        text = said(client, address)
        assert "Rating" not in text
        assert "The taken" not in "".join(re.findall(r"application/ld\+json.*?</script>", text, re.DOTALL))


def test_tables_say_of_each_judgment_that_it_was_withdrawn(client, withdrawn):
    found = [row for row in rows(client, "?body=example") if row["document_uuid"] == str(withdrawn.document.uuid)]
    assert [(row["area_code"], row["outcome"], row["grade"], row["is_current"]) for row in found] == [
        ("1", "withdrawn", "", "false"),
        ("2", "withdrawn", "", "false"),
    ]
    assert {(row["withdrawn_on"], row["notice"]) for row in found} == {("2024-07-01", "It was wrong.")}
    assert found[0]["url"].endswith("/inspections/taken/")
    assert {row["is_current"] for row in rows(client, "?body=example")} == {"false"}
    assert "6 rows<" in said(client, "/data/")


def test_data_as_of_a_day_before_the_withdrawal_have_the_grades(client, withdrawn):
    table = rows(client, "?body=example&as_of=2024-06-30")
    assert [(row["grade"], row["is_current"], row["notice"]) for row in table[2:]] == [("Outstanding", "true", "")] * 2
    body = client.get("/bodies/example/data.json?as_of=2024-06-30").json()
    own = client.get("/inspections/taken/data.json?as_of=2024-06-30").json()
    for data in (body["inspections"][1], own):
        assert (data["availability"], data["notice"]) == ("open", None)
        assert [row["grade"] for row in data["judgments"]] == ["Outstanding"] * 2


def test_its_changes_are_told_at_its_own_address_alone(client, inspection, people):
    again = regrade(inspection, **people, at=london(2024, 5, 1), area="1", grade="adequate")
    assert len(rows(client, name="changes")) == 1
    again.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="It was wrong.")
    assert rows(client, name="changes") == []
    assert rows(client, "?as_of=2024-06-30", name="changes")[0]["previous_grade"] == "Outstanding"
    (change,) = client.get("/inspections/taken/data.json").json()["changes"]
    assert change["previous_grade"] == "Outstanding"


@pytest.mark.parametrize("thing", ["bodies/example", "programmes/series", "areas/round-area-1"])
def test_a_feed_brings_it_up_when_it_goes_and_when_it_comes_back(client, withdrawn, people, thing):
    def entry():
        items = json.loads(client.get(f"/{thing}/feed.json").content)["items"]
        return next(item for item in items if item["url"].endswith("/inspections/taken/"))

    gone = entry()
    assert gone["title"].startswith("Withdrawn: ")
    assert gone["date_modified"].startswith("2024-07-01")
    draft = withdrawn.new_draft(by=people["by"], now=london(2024, 8, 1))
    draft.change_note = "It was right after all."
    draft.edit(by=people["by"], now=london(2024, 8, 1))
    release(draft, **people, at=london(2024, 8, 1), reason="It was not made from what is live.")
    back = entry()
    assert (back["id"], back["date_published"]) == (gone["id"], gone["date_published"])
    assert back["date_modified"].startswith("2024-08-01")
    assert "Outstanding" in back["content_text"]


def test_a_revisit_names_the_inspection_it_revisited_as_withdrawn(client, inspection, people):
    about = {"framework": inspection.framework, "body": inspection.body, "grades": ["good", "good"]}
    released_inspection(
        **people, **about, kind="revisit", revisits=inspection.document, slug="revisit", at=london(2024, 3, 1)
    )
    assert ">The taken</a>" in said(client, "/inspections/revisit/")
    inspection.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="It was wrong.")
    assert ">The taken (withdrawn)</a>" in said(client, "/inspections/revisit/")
