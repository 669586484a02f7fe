"""Articles and topics at the desk."""

import pytest

from news.models import Article, Topic
from tests.factories.inspections import released_inspection
from tests.factories.news import PublisherFactory, TopicFactory, draft_article, released_article
from tests.newsroom import address, typed

pytestmark = pytest.mark.django_db


def test_a_writer_starts_an_article_with_all_that_belongs_to_it(writer, publisher, signed_in):
    topic, other = TopicFactory(), released_article(writer, publisher)
    inspection = released_inspection(by=writer, release_by=publisher)
    desk, form = signed_in(writer), "/admin/news/article/add/"
    said = typed(
        desk.get(form),
        title="Progress",
        slug="progress",
        kind="statement",
        publisher=PublisherFactory().pk,
        author="Press office",
        topics=[topic.pk],
        related=[other.document.pk],
        inspections=[inspection.document.pk],
        summary="In short.",
    )
    response = desk.post(form, said)
    assert response.status_code == 302
    article = Article.objects.get(slug="progress")
    assert (article.kind, article.author, article.created_by) == ("statement", "Press office", writer)
    assert [list(rows.all()) for rows in (article.topics, article.related, article.inspections)] == [
        [topic],
        [other.document],
        [inspection.document],
    ]


def test_a_draft_is_previewed_as_readers_will_see_it(writer, signed_in):
    article = draft_article(writer, title="Not out yet", author="Press office")
    page = signed_in(writer).get(address(article, "preview")).content.decode()
    assert "Not out yet</h1>" in page and "Press office" in page and "<p>Words.</p>" in page


def test_a_topic_keeps_its_address(chief, signed_in):
    topic = TopicFactory(name="Crime", slug="crime")
    desk = signed_in(chief)
    desk.post(f"/admin/news/topic/{topic.pk}/change/", {"name": "Crime recording", "slug": "another"})
    topic.refresh_from_db()
    assert (topic.name, topic.slug) == ("Crime recording", "crime")


def test_a_topic_that_articles_bear_cannot_be_deleted(writer, chief, signed_in):
    topic = TopicFactory()
    draft_article(writer, topics=[topic])
    assert signed_in(chief).post(f"/admin/news/topic/{topic.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Topic.objects.filter(pk=topic.pk).exists()


@pytest.mark.parametrize("who", ["writer", "publisher"])
def test_topics_are_for_those_who_keep_reference_data(request, signed_in, who):
    desk = signed_in(request.getfixturevalue(who))
    assert desk.get("/admin/news/topic/add/").status_code == 403


def test_documents_are_found_by_their_title_and_kind(writer, publisher, signed_in):
    article = released_article(writer, publisher, title="A word about dogs")
    inspection = released_inspection(by=writer, release_by=publisher, title="Dogs inspected", slug="dogs")
    desk = signed_in(writer)

    def found(field: str) -> list[str]:
        query = {"app_label": "news", "model_name": "article", "field_name": field, "term": "dogs"}
        return [result["id"] for result in desk.get("/admin/autocomplete/", query).json()["results"]]

    assert set(found("related")) == {str(article.document.pk), str(inspection.document.pk)}
    assert found("inspections") == [str(inspection.document.pk)]
