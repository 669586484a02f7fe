"""News on the pages of the inspections and bodies that it is about."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command

from news.models import ArticleGrades
from publishing.models import Listing, ListingFacet
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    release,
    released_inspection,
)
from tests.factories.news import draft_article, next_edition, released_article

pytestmark = pytest.mark.django_db
NOW = london(2024, 6, 1)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def people(writer, publisher):
    return {"by": writer, "release_by": publisher}


@pytest.fixture
def inspection(people):
    return released_inspection(**people, at=london(2024, 2, 16), body=BodyFactory(slug="exampleshire"), slug="peel")


@pytest.fixture
def report(writer, publisher, inspection):
    """`report("Title")` is a live article about the inspection, a day older than the one before."""
    number = iter(range(1, 100))

    def publish(title, **fields):
        now = NOW - dt.timedelta(days=next(number))
        fields = {"inspections": [inspection.document], "slug": f"story-{title.lower()}"} | fields
        return released_article(writer, publisher, now=now, title=title, **fields)

    return publish


def titles(response):
    return [row.title for row in response.context["news"]["rows"]]


def test_the_newest_articles_stand_on_the_page_of_the_inspection(client, inspection, report):
    report("Newer")
    report("Older")
    response = client.get("/inspections/peel/")
    assert titles(response) == ["Newer", "Older"]
    html = response.content.decode()
    assert "News about this inspection" in html
    assert 'href="/news/story-newer/"' in html
    assert "All news about" not in html


def test_an_article_that_shows_the_grades_in_its_text_is_about_the_inspection(client, writer, publisher, inspection):
    article = draft_article(writer, now=NOW, title="Shows grades")
    ArticleGrades.objects.create(parent=article, inspection=inspection.document, ordering=20)
    release(article, by=writer, release_by=publisher, at=NOW)
    assert titles(client.get("/inspections/peel/")) == ["Shows grades"]


def test_other_news_and_drafts_are_not_there(client, writer, inspection, report, people):
    other = released_inspection(**people, slug="other", at=london(2024, 2, 16))
    report("Elsewhere", inspections=[other.document])
    report("Related", inspections=[], related=[inspection.document])
    draft_article(writer, now=NOW, inspections=[inspection.document])
    response = client.get("/inspections/peel/")
    assert titles(response) == []
    assert "News about" not in response.content.decode()


def test_a_scheduled_article_stays_away_until_its_minute(client, writer, publisher, inspection):
    at = NOW + dt.timedelta(hours=2)
    released_article(writer, publisher, now=NOW, at=at, title="To come", inspections=[inspection.document])
    with time_machine.travel(at - dt.timedelta(minutes=1), tick=False):
        assert titles(client.get("/inspections/peel/")) == []
        assert titles(client.get("/bodies/exampleshire/")) == []
    with time_machine.travel(at, tick=False):
        assert titles(client.get("/inspections/peel/")) == ["To come"]
        assert titles(client.get("/bodies/exampleshire/")) == ["To come"]


def test_a_withdrawn_article_and_one_that_no_longer_points_here_go(client, writer, publisher, inspection, report):
    report("Wrong").withdraw(by=publisher, now=NOW, notice="It was wrong.")
    article = report("Moved")
    draft = article.new_draft(by=writer, now=NOW)
    draft.inspections.clear()
    draft.change_note = "It is about something else."
    draft.edit(by=writer, now=NOW)
    release(draft, by=writer, release_by=publisher, at=NOW)
    assert titles(client.get("/inspections/peel/")) == []


def test_an_article_keeps_its_place_when_the_inspection_changes(client, writer, publisher, inspection, report):
    report("Still")
    draft = inspection.new_draft(by=writer, now=NOW)
    draft.slug, draft.change_note = "peel-again", "A better address."
    draft.edit(by=writer, now=NOW)
    release(draft, by=writer, release_by=publisher, at=NOW)
    assert titles(client.get("/inspections/peel-again/")) == ["Still"]


def test_five_are_shown_and_the_list_has_them_all(client, inspection, report):
    for number in range(7):
        report(f"Story{number}")
    response = client.get("/inspections/peel/")
    assert titles(response) == [f"Story{number}" for number in range(5)]
    url = f"/news/?inspection={inspection.document.uuid}"
    assert f'<a href="{url}">All news about this inspection</a>' in response.content.decode()
    report("Elsewhere", inspections=[])
    assert [article.title for article in client.get(url).context["articles"]] == [f"Story{n}" for n in range(7)]
    body = client.get("/bodies/exampleshire/").content.decode()
    assert '<a href="/news/?body=exampleshire">All news about its inspections</a>' in body


def test_the_page_of_a_body_has_the_news_about_its_inspections_once(client, people, inspection, report):
    second = released_inspection(
        **people, body=inspection.body, framework=FrameworkFactory(), at=london(2024, 3, 1), slug="second"
    )
    report("Both", inspections=[inspection.document, second.document])
    response = client.get("/bodies/exampleshire/")
    assert titles(response) == ["Both"]
    assert "News about its inspections" in response.content.decode()


def test_news_about_an_inspection_to_come_says_nothing_on_the_page_of_its_body(client, writer, publisher, inspection):
    hidden = draft_inspection(by=writer, body=inspection.body, framework=FrameworkFactory(), now=NOW, slug="hidden")
    released_article(writer, publisher, now=NOW, title="Early", inspections=[hidden.document])
    assert titles(client.get("/bodies/exampleshire/")) == []
    assert client.get(f"/news/?inspection={hidden.document.uuid}").status_code == 404


# --- The list of news --------------------------------------------------------------------------------------


def test_the_list_narrowed_to_an_inspection_says_so_and_keeps_it(client, inspection, report):
    report("Story")
    url = f"/news/?inspection={inspection.document.uuid}"
    response = client.get(url)
    html = response.content.decode()
    assert f'<input type="hidden" name="inspection" value="{inspection.document.uuid}">' in html
    assert response.context["filter"].chosen() == [{"text": inspection.title, "url": "/news/"}]
    assert client.get(f"{url}&year=2020").status_code == 404
    assert client.get(f"{url}&year=2024").context["filter"].url(year=None) == url


@pytest.mark.parametrize(
    "query",
    ["inspection=nothing", "inspection=00000000-0000-4000-8000-000000000000", "body=nobody", "inspection=%00"],
)
def test_what_readers_find_nothing_about_is_no_filter(client, inspection, query):
    assert client.get(f"/news/?{query}").status_code == 404


# --- Editions that were released before ---------------------------------------------------------------------


def test_listings_made_by_an_earlier_version_are_found_after_a_rebuild(client, inspection, report, capsys):
    article = next_edition(report("Story"), inspection.created_by, inspection.released_by, now=NOW)
    ListingFacet.objects.filter(facet="inspection").delete()
    before = list(Listing.objects.order_by("pk").values())
    assert titles(client.get("/inspections/peel/")) == []
    call_command("rebuild_listings")
    assert titles(client.get("/inspections/peel/")) == [article.title]
    assert list(Listing.objects.order_by("pk").values()) == before
    call_command("rebuild_listings")
    assert capsys.readouterr().out == "2 listings were changed.\n0 listings were changed.\n"
    call_command("verify_editions")


def test_a_rebuild_brings_the_words_of_a_search_up_to_date(inspection):
    Listing.objects.update(search_text="")
    call_command("rebuild_listings", verbosity=0)
    assert inspection.title in Listing.objects.get(document=inspection.document).search_text
