"""What cites an inspection is looked at again when a grade of it is changed."""

import pytest

from news.models import ArticleGrades
from publishing.models import LookLater
from tests.factories.inspections import london, regrade, released_inspection
from tests.factories.news import draft_article, released_article

pytestmark = pytest.mark.django_db

BEFORE, AT = london(2024, 2, 20), london(2024, 8, 8)


@pytest.fixture
def inspection(writer, publisher):
    return released_inspection(by=writer, release_by=publisher, title="PEEL report")


def change_a_grade(inspection, writer, publisher, **fields):
    return regrade(inspection, by=writer, release_by=publisher, at=AT, area="2", grade="inadequate", **fields)


def test_articles_that_link_or_show_the_inspection_are_listed_with_the_old_and_the_new_grade(
    inspection, writer, publisher
):
    linking = released_article(writer, publisher, now=BEFORE, inspections=[inspection.document])
    showing = draft_article(writer, now=BEFORE)
    ArticleGrades.objects.create(parent=showing, inspection=inspection.document, ordering=5)
    showing.submit(by=writer, now=BEFORE)
    showing.release(by=publisher, now=BEFORE)
    released_article(writer, publisher, now=BEFORE)  # about something else
    draft_article(writer, now=BEFORE).inspections.add(inspection.document)  # nobody reads it yet

    edition = change_a_grade(inspection, writer, publisher)

    listed = LookLater.objects.order_by("document")
    assert [item.document for item in listed] == [linking.document, showing.document]
    area = edition.framework.areas.get(code="2").name
    for item in listed:
        assert (
            f"It cites “PEEL report”, where a grade was changed. {area}: changed from good to inadequate" in item.reason
        )
        assert (item.raised_by, item.settled_at) == (publisher, None)


def test_an_edition_that_changes_no_grade_lists_nothing(inspection, writer, publisher):
    released_article(writer, publisher, now=BEFORE, inspections=[inspection.document])
    draft = inspection.new_draft(by=writer, now=AT)
    draft.change_note = "A clearer summary."
    draft.edit(by=writer, now=AT)
    draft.submit(by=writer, now=AT)
    draft.release(by=publisher, now=AT)
    assert not LookLater.objects.exists()


def test_an_article_that_was_withdrawn_before_is_not_listed(inspection, writer, publisher):
    article = released_article(writer, publisher, now=BEFORE, inspections=[inspection.document])
    article.withdraw(by=publisher, notice="Out of date.", now=london(2024, 3, 1))
    change_a_grade(inspection, writer, publisher)
    assert not LookLater.objects.exists()


def test_an_article_that_is_still_to_go_live_is_listed_too(inspection, writer, publisher):
    later = draft_article(
        writer, now=BEFORE, inspections=[inspection.document], text="<ul><li>Area number 2: good</li></ul>"
    )
    later.submit(by=writer, now=BEFORE)
    later.release(by=publisher, now=BEFORE, at=london(2024, 9, 2))
    change_a_grade(inspection, writer, publisher)
    reason = LookLater.objects.get(document=later.document).reason
    assert "This is about the edition that is to go live on 2 September 2024" in reason
    assert "Its text now contradicts the report." in reason


def test_it_is_said_where_the_text_now_contradicts_the_report(inspection, writer, publisher):
    """A sentence that names the day for which it holds goes on being true."""
    about = {"now": BEFORE, "inspections": [inspection.document]}
    count = "all three areas were graded: 3 were good"
    released_article(writer, publisher, **about, slug="false", text="<ul><li>Area number 2: good</li></ul>")
    released_article(writer, publisher, **about, slug="true", text=f"<p>On 16 February 2024 {count}.</p>")
    released_article(writer, publisher, **about, slug="silent")

    change_a_grade(inspection, writer, publisher)

    false, true, silent = LookLater.objects.order_by("document")
    assert "Its text now contradicts the report. Block 1 (text) says “Area number 2: good”." in false.reason
    assert "“inadequate” for Area number 2 since 8 August 2024" in false.reason
    assert "contradicts" not in true.reason + silent.reason
