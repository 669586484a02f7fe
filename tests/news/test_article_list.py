"""The list of news: newest first, leafed through by position, narrowed by topic and year."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from tests.factories.news import TopicFactory, next_edition, released_article

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def published(writer, publisher):
    """`published(3)` releases three articles a minute apart, the last one a day ago."""

    def publish(count, **fields):
        start = timezone.now() - dt.timedelta(days=1, minutes=count)
        return [
            released_article(writer, publisher, now=start + dt.timedelta(minutes=number), **fields)
            for number in range(count)
        ]

    return publish


def titles(response) -> list[str]:
    return re.findall(r'summary-card__title"><a [^>]+>([^<]+)<', response.content.decode())


def link(response, name: str) -> str | None:
    match = re.search(rf'pagination__link--{name}" href="([^"]+)"', response.content.decode())
    return match and match[1].replace("&amp;", "&")


def test_the_newest_article_comes_first(client, published):
    articles = published(3)
    assert titles(client.get("/news/")) == [article.title for article in reversed(articles)]


def test_leafing_to_the_end_and_back_shows_every_article_once(client, published):
    articles = [article.title for article in reversed(published(45))]
    pages, url = [], "/news/"
    while url:
        response = client.get(url)
        pages.append(titles(response))
        url = link(response, "older")
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [title for page in pages for title in page] == articles
    middle = client.get(link(response, "newer"))
    assert titles(middle) == pages[1]
    top = client.get(link(middle, "newer"), follow=True)
    assert top.redirect_chain == [("/news/", 302)]
    assert titles(top) == pages[0]


def test_articles_of_one_moment_are_all_shown(client, writer, publisher):
    articles = [released_article(writer, publisher, now=NOW) for _ in range(25)]
    first = client.get("/news/")
    assert len(set(titles(first) + titles(client.get(link(first, "older"))))) == len(articles)


@pytest.mark.parametrize(
    "query",
    [
        "older=rubbish",
        "older=1.2.3",
        "newer=.",
        "older=99999999999999999999999.1",
        "older=9999999999999999.999999999999999999&newer=1.1",
        "older=%00",
        "older=٣.٣",
        "older=1-1.1",
        "older=2024-01-01.1",
        "older=-9999999999999999.1",
        "topic=nothing",
        "year=1066",
        "year=20x4",
        "year=2024'--",
    ],
)
def test_a_position_or_a_choice_that_cannot_be_is_not_found(client, published, query):
    published(1)
    assert client.get(f"/news/?{query}").status_code == 404


def test_a_position_past_the_end_is_not_found(client, published):
    article = published(1)[0]
    micros = int(article.public_timestamp.timestamp()) * 1_000_000
    assert client.get(f"/news/?older={micros}.{article.pk}").status_code == 404


def test_what_the_list_does_not_know_in_an_address_is_ignored(client, published):
    published(2)
    assert len(titles(client.get("/news/?utm_source=x&topic=&year="))) == 2


def test_the_list_is_narrowed_by_topic(client, writer, publisher):
    crime, workforce = TopicFactory(name="Crime recording"), TopicFactory()
    wanted = released_article(writer, publisher, topics=[crime, workforce])
    released_article(writer, publisher, topics=[workforce])
    response = client.get(f"/news/?topic={crime.slug}")
    assert titles(response) == [wanted.title]
    assert "<title>News: Crime recording – " in response.content.decode()
    assert re.search(r'filters__remove" href="/news/">.*Crime recording', response.content.decode())


def test_the_list_is_narrowed_by_calendar_year(client, writer, publisher):
    new_year, before_midnight = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), dt.datetime(2023, 12, 31, 23, 59, tzinfo=dt.UTC)
    later = released_article(writer, publisher, now=new_year)
    earlier = released_article(writer, publisher, now=before_midnight)
    assert titles(client.get("/news/?year=2024")) == [later.title]
    assert titles(client.get("/news/?year=2023")) == [earlier.title]


def test_an_article_without_a_known_date_is_in_no_year(client, writer, publisher):
    released_article(writer, publisher)
    undated = released_article(
        writer, publisher, release={"public_timestamp": NOW - dt.timedelta(days=400), "public_precision": "unknown"}
    )
    response = client.get("/news/")
    assert undated.title in titles(response)
    assert "2023" not in response.content.decode()


def test_a_choice_that_finds_nothing_offers_ways_on(client, writer, publisher):
    topic = TopicFactory()
    released_article(writer, publisher, now=dt.datetime(2022, 3, 1, tzinfo=dt.UTC), topics=[topic])
    response = client.get(f"/news/?topic={topic.slug}&year=2024")
    assert response.status_code == 200
    assert titles(response) == []
    page = response.content.decode()
    assert f'<a href="/news/?topic={topic.slug}">Look without “2024”</a>' in page
    assert '<a href="/news/?year=2024">Look without' in page


def test_a_topic_of_nothing_public_is_not_named(client, writer, publisher):
    topic = TopicFactory(name="Operation Unheard-of")
    released_article(writer, publisher)
    released_article(writer, publisher, at=NOW + dt.timedelta(hours=1), topics=[topic])
    assert topic.name not in client.get("/news/").content.decode()
    assert client.get(f"/news/?topic={topic.slug}").status_code == 404


def test_a_narrowed_list_stays_narrowed_from_page_to_page(client, published):
    topic = TopicFactory()
    published(25, topics=[topic])
    published(5)
    older = link(client.get(f"/news/?topic={topic.slug}"), "older")
    response = client.get(older)
    assert len(titles(response)) == 5
    assert f"topic={topic.slug}" in link(response, "newer") or link(response, "newer").endswith(f"?topic={topic.slug}")


def test_an_edited_article_is_listed_once_as_it_now_stands(client, writer, publisher):
    article = released_article(writer, publisher, now=NOW - dt.timedelta(days=2))
    edited = next_edition(article, writer, publisher, title="Another title")
    assert titles(client.get("/news/")) == [edited.title]


def test_a_withdrawn_article_leaves_the_list(client, writer, publisher):
    article = released_article(writer, publisher, now=NOW - dt.timedelta(days=2))
    article.withdraw(by=publisher, notice="It was wrong.")
    response = client.get("/news/")
    assert titles(response) == []
    assert "No news has been published yet." in response.content.decode()


def test_a_scheduled_article_stays_hidden_until_its_minute(client, writer, publisher):
    released_article(writer, publisher, now=NOW - dt.timedelta(days=1))
    article = released_article(writer, publisher, at=NOW + dt.timedelta(minutes=2), title="Not yet")
    for seconds, seen in [(0, False), (119, False), (120, True)]:
        with time_machine.travel(NOW + dt.timedelta(seconds=seconds), tick=False):
            assert (article.title in titles(client.get("/news/"))) is seen
