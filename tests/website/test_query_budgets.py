"""How often a page asks the database: within its budget, and no oftener when there is more to show."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news.models import ArticleImage, ArticleText
from tests.factories.inspections import FrameworkFactory, released_inspection
from tests.factories.media import a_picture
from tests.factories.news import TopicFactory, draft_article, next_edition, released_article
from tests.factories.pages import next_edition as next_page
from tests.factories.pages import released_page

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)
FEW, MANY = 3, 60


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def asks(client):
    """`asks("/news/")` are the queries of that page, but for the cookie register's: it asks once a second at most,
    whatever is read."""

    def count(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return [query["sql"] for query in captured if "consent_" not in query["sql"]]

    return count


@pytest.fixture
def published(writer, publisher):
    """`published(3)` releases articles of one topic, three in all."""
    articles = []
    topic = TopicFactory(slug="crime", name="Crime")

    def publish(count):
        for number in range(len(articles), count):
            at = NOW - dt.timedelta(days=number + 1)
            topics = [topic, TopicFactory()]
            articles.append(released_article(writer, publisher, now=at, topics=topics, slug=f"story-{number}"))
        return articles

    return publish


@pytest.mark.parametrize(("address", "budget"), [("/", 3), ("/news/", 4), ("/news/?topic=crime&year=2024", 4)])
def test_a_list_asks_no_oftener_when_it_grows(asks, published, address, budget):
    published(FEW)
    few = asks(address)
    published(MANY)
    many = asks(address)
    assert len(few) == len(many) <= budget, many


def an_article_with(count, *, by, releaser, related, slug):
    """An article with `count` of everything it can have: blocks, pictures, topics, related articles, changes."""
    topics = [TopicFactory() for _ in range(count)]
    start = NOW - dt.timedelta(days=50)
    framework = FrameworkFactory(areas=3)
    inspections = [
        released_inspection(by=by, release_by=releaser, framework=framework, slug=f"{slug}-{number}").document
        for number in range(min(count, 9))
    ]
    article = draft_article(by, now=start, slug=slug, topics=topics, related=related[:count], inspections=inspections)
    for number in range(count):
        ArticleText.objects.create(parent=article, text="<p>More words.</p>", ordering=20 + number)
    for number in range(min(count, 5)):
        ArticleImage.objects.create(parent=article, file=a_picture(by), is_decorative=True, ordering=100 + number)
    article.submit(by=by, now=start)
    article.release(by=releaser, now=start)
    for number in range(min(count, 9)):
        article = next_edition(article, by, releaser, now=start + dt.timedelta(hours=number + 1))
    return article


def test_an_article_asks_no_oftener_when_it_grows(asks, writer, publisher, published):
    related = [article.document for article in published(MANY)]
    small = an_article_with(FEW, by=writer, releaser=publisher, related=related, slug="small")
    large = an_article_with(MANY, by=writer, releaser=publisher, related=related, slug="large")
    few, many = asks(small.get_absolute_url()), asks(large.get_absolute_url())
    assert len(few) == len(many) <= 8, many


def test_a_standing_page_asks_no_oftener_when_it_grows(asks, writer, publisher):
    page = released_page(writer, publisher, slug="about", now=NOW - dt.timedelta(days=1))
    few = asks("/about/")
    for number in range(9):
        page = next_page(page, writer, publisher, now=NOW - dt.timedelta(hours=9 - number))
    many = asks("/about/")
    assert len(few) == len(many) <= 4, many


def test_what_is_missing_costs_little(client, published):
    published(FEW)
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/news/nothing/").status_code == 404
    assert len([query for query in captured if "consent_" not in query["sql"]]) <= 2
