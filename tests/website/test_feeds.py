"""Feeds of everything on the site."""

from xml.etree import ElementTree

import pytest
import time_machine

from tests.factories.inspections import london, regrade, released_inspection
from tests.factories.news import next_edition, released_article

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def article(writer, publisher):
    return released_article(writer, publisher, now=london(2024, 3, 1), title="Stray dogs", slug="dogs")


@pytest.fixture
def inspection(writer, publisher):
    return released_inspection(by=writer, release_by=publisher, grades=["good", "good"], slug="peel")


def entries(client, name):
    response = client.get(f"/feeds/{name}.atom")
    assert response.status_code == 200
    return [
        {child.tag.removeprefix(ATOM): (child.text or child.get("href")) for child in entry}
        for entry in ElementTree.fromstring(response.content).iter(f"{ATOM}entry")
    ]


def test_everything_new_is_news_and_inspections_the_newest_first(client, article, inspection):
    found = entries(client, "all")
    assert [entry["id"] for entry in found] == [
        f"urn:uuid:{article.document.uuid}",
        f"urn:uuid:{inspection.document.uuid}",
    ]
    assert [entry["title"] for entry in entries(client, "news")] == ["Stray dogs"]
    assert [entry["title"] for entry in entries(client, "inspections")] == [inspection.title]


@pytest.mark.parametrize("kind", ["rss", "json"])
@pytest.mark.parametrize("name", ["all", "news", "inspections"])
def test_each_feed_comes_in_every_format(client, article, inspection, name, kind):
    response = client.get(f"/feeds/{name}.{kind}")
    ids = (
        [item["id"] for item in response.json()["items"]]
        if kind == "json"
        else [item.findtext("guid") for item in ElementTree.fromstring(response.content).iter("item")]
    )
    assert ids == [entry["id"] for entry in entries(client, name)]
    assert response["Access-Control-Allow-Origin"] == "*"


def test_a_regrade_comes_up_again_with_what_was_changed(client, article, inspection, writer, publisher):
    regrade(inspection, by=writer, release_by=publisher, at=london(2024, 8, 8), area="2", grade="adequate")
    first = entries(client, "all")[0]
    assert first["id"] == f"urn:uuid:{inspection.document.uuid}"
    assert first["published"] < first["updated"]
    assert "changed from good to adequate on 8 August 2024" in first["summary"]


def test_a_changed_article_says_what_was_changed_and_a_slip_does_not_bring_it_up(client, article, writer, publisher):
    slip = {"summary": "Summary.", "minor_change": True, "change_note": ""}
    second = next_edition(article, writer, publisher, now=london(2024, 4, 1), **slip)
    (entry,) = entries(client, "news")
    assert entry["updated"] == entry["published"]
    note = {"change_note": "The pound < the moor.", "minor_change": False}
    next_edition(second, writer, publisher, now=london(2024, 5, 1), **note)
    (entry,) = entries(client, "news")
    assert "The pound &lt; the moor." in entry["summary"]
    assert (entry["published"], entry["updated"]) == ("2024-03-01T09:00:00+00:00", "2024-05-01T08:00:00+00:00")


def test_a_withdrawn_article_leaves_the_feeds_and_a_withdrawn_inspection_says_so(
    client, article, inspection, publisher
):
    for edition in (article, inspection):
        edition.withdraw(by=publisher, now=london(2024, 7, 1), notice="It was wrong.", availability="withdrawn")
    (entry,) = entries(client, "all")
    assert entry["title"] == f"Withdrawn: {inspection.title}"
    assert entry["summary"] == "<p>It was wrong.</p>"


def test_a_scheduled_article_is_in_no_feed_before_its_minute(client, article, writer, publisher):
    times = {"now": london(2024, 3, 2), "at": london(2024, 3, 3)}
    released_article(writer, publisher, **times, title="Secret", slug="secret")
    with time_machine.travel(london(2024, 3, 3, 8, 59), tick=False):
        for kind in ("atom", "rss", "json"):
            assert b"Secret" not in client.get(f"/feeds/all.{kind}").content
    with time_machine.travel(london(2024, 3, 3, 9), tick=False):
        assert entries(client, "all")[0]["title"] == "Secret"


def test_every_page_leads_to_the_feeds_and_the_data(client):
    page = client.get("/feeds/").content.decode()
    for kind in ("atom", "rss", "json"):
        assert f'href="/feeds/all.{kind}" title=' in page
        assert f'<a href="/feeds/inspections.{kind}">' in page
    footer = page[page.index("<footer") :]
    assert 'href="/feeds/"' in footer
    assert 'href="/data/"' in footer


def test_feeds_cost_the_same_whatever_is_in_them(
    client, article, inspection, writer, publisher, django_assert_max_num_queries
):
    for number in range(3):
        released_inspection(by=writer, release_by=publisher, slug=f"more-{number}")
    with django_assert_max_num_queries(6):
        assert len(entries(client, "all")) == 5
