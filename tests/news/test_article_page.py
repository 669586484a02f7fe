"""An article: who says it, when, what has changed since, and what it is about."""

import datetime as dt
import re

import pytest
import time_machine

from news.models import ArticleGrades
from publishing.models import Availability, Stopped
from tests.factories.inspections import InspectorateFactory, draft_inspection, regrade, released_inspection
from tests.factories.news import PublisherFactory, TopicFactory, draft_article, next_edition, released_article

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)
SOON = NOW + dt.timedelta(minutes=2)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.fixture
def read(client):
    """`read(article)` is the text of the article's page, tags and all."""

    def get(article) -> str:
        response = client.get(article.get_absolute_url())
        assert response.status_code == 200
        return response.content.decode()

    return get


def facts(page: str) -> dict[str, str]:
    rows = re.findall(r'facts__term">([^<]+)</dt>\s*<dd class="facts__value">(.+?)</dd>', page, re.DOTALL)
    return {term: " ".join(re.sub(r"<[^>]+>", "", value).split()) for term, value in rows}


def test_an_article_says_what_it_is_who_says_it_and_when(read, writer, publisher):
    article = released_article(
        writer, publisher, kind="statement", author="Press office", summary="In short.", text="<p>In full.</p>"
    )
    page = read(article)
    assert f'page-heading__title">{article.title}</h1>' in page
    assert "In short." in page and "<p>In full.</p>" in page and ">Statement<" in page
    assert facts(page) == {
        "From": "Exampleshire Police",
        "Author": "Press office",
        "Published": "1 June 2024, 1:00pm",
    }
    assert 'href="/bodies/exampleshire-police/"' in page


def test_a_publisher_is_called_as_it_was_on_the_articles_day(read, client, writer, publisher):
    inspectorate = InspectorateFactory(name="The Inspectorate")
    renamed = dt.date(2017, 7, 19)
    names = inspectorate.names
    names.create(name="Old Inspectorate", valid_to=renamed - dt.timedelta(days=1))
    names.create(name="New Inspectorate", valid_from=renamed)
    dated = {"public_timestamp": dt.datetime(2016, 12, 8, tzinfo=dt.UTC), "public_precision": "day"}
    old = released_article(writer, publisher, publisher=inspectorate, release=dated)
    new = released_article(writer, publisher, publisher=inspectorate)
    undated = released_article(writer, publisher, publisher=inspectorate, release={"public_precision": "unknown"})
    assert [facts(read(article))["From"] for article in (old, new, undated)] == [
        "Old Inspectorate",
        "New Inspectorate",
        "New Inspectorate",
    ]
    assert "News from Old Inspectorate" in client.get("/news/?year=2016").content.decode()


def test_an_article_without_a_known_date_says_so(read, writer, publisher):
    article = released_article(writer, publisher, release={"public_precision": "unknown"})
    assert facts(read(article))["Published"] == "date not known"


def test_changes_are_told_newest_first_and_minor_ones_are_not(read, writer, publisher):
    article = released_article(writer, publisher, now=NOW - dt.timedelta(days=9))
    assert "Changes to this page" not in read(article)
    mended = next_edition(
        article, writer, publisher, now=NOW - dt.timedelta(days=8), change_note="A figure was put right."
    )
    slip = next_edition(
        mended, writer, publisher, now=NOW - dt.timedelta(days=7), minor_change=True, change_note="A comma."
    )
    page = read(next_edition(slip, writer, publisher, now=NOW - dt.timedelta(days=6), change_note="A name was added."))
    notes = re.findall(r'change-history__note">([^<]+)<', page)
    assert notes == ["A name was added.", "A figure was put right.", "First published."]
    assert facts(page)["Published"] == "23 May 2024, 1:00pm"
    assert facts(page)["Last updated"] == "26 May 2024, 1:00pm"


def test_a_scheduled_change_is_not_told_before_its_minute(read, writer, publisher):
    article = released_article(writer, publisher, now=NOW - dt.timedelta(days=9))
    next_edition(article, writer, publisher, at=SOON, change_note="What is to come.", title="Title to come")
    assert "to come" not in read(article)
    with at(SOON):
        assert "What is to come." in read(article) and "Title to come" in read(article)


def test_a_draft_and_a_scheduled_article_are_not_found(client, writer, publisher):
    draft = draft_article(writer)
    scheduled = released_article(writer, publisher, at=SOON)
    assert [client.get(article.get_absolute_url()).status_code for article in (draft, scheduled)] == [404, 404]
    with at(SOON - dt.timedelta(microseconds=1)):
        assert client.get(scheduled.get_absolute_url()).status_code == 404
    with at(SOON):
        assert client.get(scheduled.get_absolute_url()).status_code == 200


def test_an_old_address_leads_to_the_new_one(client, writer, publisher):
    article = released_article(writer, publisher, slug="old-name")
    with at(SOON):
        next_edition(article, writer, publisher, slug="new-name")
        response = client.get("/news/old-name/")
        assert (response.status_code, response["Location"]) == (301, "/news/new-name/")
        assert response["Cache-Control"].startswith("public, max-age=0")


def test_a_new_address_does_not_answer_before_its_minute(client, writer, publisher):
    article = released_article(writer, publisher, slug="old-name")
    next_edition(article, writer, publisher, slug="new-name", at=SOON)
    assert client.get("/news/new-name/").status_code == 404
    assert client.get("/news/old-name/").status_code == 200


def test_a_withdrawn_article_stays_readable_under_its_notice(read, writer, publisher):
    article = released_article(writer, publisher, now=NOW - dt.timedelta(days=1), text="<p>Ninety.</p>")
    article.withdraw(by=publisher, notice="The figures were wrong.")
    page = read(article)
    assert page.index("The figures were wrong.") < page.index("<h1") < page.index("Ninety.")
    assert "Withdrawn on 1 June 2024" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_removed_article_shows_its_notice_alone(client, writer, publisher):
    article = released_article(writer, publisher, now=NOW - dt.timedelta(days=1), title="A name", text="<p>Ninety.</p>")
    article.withdraw(by=publisher, notice="It named a victim.", availability=Availability.GONE)
    response = client.get(article.get_absolute_url())
    assert response.status_code == 410
    assert "It named a victim." in response.content.decode()
    assert "Ninety" not in response.content.decode() and "A name" not in response.content.decode()


# --- What it leads to -----------------------------------------------------------------------------------------


def test_only_what_is_public_is_named_as_related(read, client, writer, publisher):
    before = NOW - dt.timedelta(days=2)
    public = released_article(writer, publisher, now=before, title="Public thing")
    draft = draft_article(writer, title="Drafted thing")
    scheduled = released_article(writer, publisher, at=SOON, title="Scheduled thing")
    withdrawn = released_article(writer, publisher, now=before, title="Withdrawn thing")
    withdrawn.withdraw(by=publisher, notice="No.", now=before + dt.timedelta(hours=1))
    related = [one.document for one in (public, draft, scheduled, withdrawn)]
    article = released_article(writer, publisher, related=related)
    page = read(article)
    assert "Public thing" in page
    assert not re.search("Drafted thing|Scheduled thing|Withdrawn thing", page)
    with at(SOON):
        assert "Scheduled thing" in read(article)


def test_a_related_document_is_named_as_it_is_called_now(read, writer, publisher):
    other = released_article(writer, publisher, now=NOW - dt.timedelta(days=2), title="First name", slug="first")
    article = released_article(writer, publisher, related=[other.document])
    with at(SOON):
        next_edition(other, writer, publisher, title="Second name", slug="second")
        page = read(article)
    assert '<a href="/news/second/">Second name</a>' in page
    assert "First name" not in page


def test_topics_lead_to_the_list_of_their_articles(read, writer, publisher):
    topics = [TopicFactory(name="Zebra crossings"), TopicFactory(name="Crime recording")]
    page = read(released_article(writer, publisher, topics=topics))
    named = re.findall(r'<a href="/news/\?topic=([\w-]+)">([^<]+)</a>', page)
    assert named == [(topics[1].slug, "Crime recording"), (topics[0].slug, "Zebra crossings")]


def test_the_grades_of_its_inspection_stand_as_they_are_now(read, writer, publisher):
    inspection = released_inspection(by=writer, release_by=publisher, grades=("adequate", "good"))
    article = released_article(writer, publisher, inspections=[inspection.document])
    page = read(article)
    assert inspection.title in page
    assert page.count(">Adequate</span>") >= 1 and ">Inadequate</span>" not in page
    with at(SOON):
        regrade(inspection, by=writer, release_by=publisher, at=SOON, area="1", grade="inadequate")
        page = read(article)
    assert ">Inadequate</span>" in page
    assert "Changed from adequate to inadequate" in page


def test_an_inspection_that_is_not_public_leaves_no_trace(read, writer, publisher):
    inspection = draft_inspection(by=writer, title="Secret inspection")
    page = read(released_article(writer, publisher, inspections=[inspection.document]))
    assert "Secret inspection" not in page and "grade-table" not in page


def test_grades_that_the_text_shows_are_not_shown_again(read, writer, publisher):
    inspection = released_inspection(by=writer, release_by=publisher)
    article = draft_article(writer, inspections=[inspection.document])
    ArticleGrades.objects.create(parent=article, inspection=inspection.document, ordering=20)
    article.submit(by=writer)
    article.release(by=publisher)
    assert read(article).count("<table") == 1


# --- Before the release --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lacking", "said"), [("publisher", "Say who publishes it."), ("blocks", "Write the article: it has no text yet.")]
)
def test_an_article_that_lacks_something_is_not_released(writer, publisher, lacking, said):
    article = draft_article(writer, publisher=None if lacking == "publisher" else PublisherFactory())
    if lacking == "blocks":
        article.blocks.all().delete()
    article.submit(by=writer)
    with pytest.raises(Stopped) as stopped:
        article.release(by=publisher)
    assert [(issue.place, issue.sentence) for issue in stopped.value.issues] == [(lacking, said)]


def test_a_new_edition_takes_everything_along(writer, publisher):
    topic, other = TopicFactory(), released_article(writer, publisher)
    inspection = released_inspection(by=writer, release_by=publisher)
    article = released_article(
        writer, publisher, topics=[topic], related=[other.document], inspections=[inspection.document], author="Someone"
    )
    draft = article.new_draft(by=writer, now=SOON)
    assert (draft.author, draft.publisher, draft.kind) == ("Someone", article.publisher, "news")
    assert list(draft.topics.all()) == [topic]
    assert list(draft.related.all()) == [other.document]
    assert list(draft.inspections.all()) == [inspection.document]
    assert [block.text for block in draft.blocks.all()] == ["<p>Words.</p>"]
