"""An article that contradicts an inspection it cites is not released; what is out already stays as it is."""

import datetime as dt

import pytest

from news.models import Article, ArticleGrades, ArticleKeyFigure, ArticleQuote, ArticleText
from publishing.models import Stopped
from tests.factories.inspections import london, regrade, released_inspection, scheduled_inspection
from tests.factories.news import draft_article, released_article
from tests.newsroom import address, press

pytestmark = pytest.mark.django_db

NOW = london(2024, 2, 20)
TRUE, FALSE = "<ul><li>Area number 2: good</li></ul>", "<ul><li>Area number 2 – Outstanding</li></ul>"


@pytest.fixture
def inspection(people):
    return released_inspection(**people, title="PEEL report", grades=["good", "good", None])


@pytest.fixture
def people(writer, publisher):
    return {"by": writer, "release_by": publisher}


def submitted(writer, inspection, text, **fields):
    article = draft_article(writer, now=NOW, text=text, inspections=[inspection.document], **fields)
    article.submit(by=writer, now=NOW)
    return article


def about_grades(article, at=NOW):
    return [(issue.level, issue.place) for issue in article.issues(at) if issue.about == "grades"]


def test_a_false_grade_stops_the_release_and_names_block_words_and_report(inspection, writer, publisher):
    article = submitted(writer, inspection, FALSE)
    with pytest.raises(Stopped) as refusal:
        article.release(by=publisher, now=NOW, reason="It must go out.")
    assert str(refusal.value) == (
        "Block 1 (text) says “Area number 2 – Outstanding”. “PEEL report” says “good” for Area number 2 since "
        "16 February 2024. Correct the grade."
    )
    article.refresh_from_db()
    assert article.state == "submitted"


@pytest.mark.parametrize(
    "text", [TRUE, "<p>Two areas were good.</p>", "<p>It requires improvement in its records.</p>"]
)
def test_what_the_report_says_and_running_prose_are_released(inspection, writer, publisher, text):
    article = submitted(writer, inspection, text)
    article.release(by=publisher, now=NOW)
    assert article.is_live(NOW)


def test_an_inspection_shown_in_the_text_is_cited_too(inspection, writer):
    article = draft_article(writer, now=NOW, text=FALSE)
    assert about_grades(article) == []
    article.related.add(inspection.document)  # further reading is no citation
    assert about_grades(article) == []
    ArticleGrades.objects.create(parent=article, inspection=inspection.document, ordering=20)
    assert [level for level, _place in about_grades(article)] == ["stop"]


def test_every_part_that_readers_see_is_read(inspection, writer):
    article = draft_article(
        writer, now=NOW, inspections=[inspection.document], title="Area number 1: inadequate",
        summary="One area is good and one outstanding.", text="<p>Words.</p><h2>Area number 1</h2><p>Adequate</p>",
    )  # fmt: skip
    figure = ArticleKeyFigure.objects.create(parent=article, ordering=20, value="3", label="areas are good")
    word = ArticleKeyFigure.objects.create(parent=article, ordering=30, value="Adequate", label="Area number 2")
    quote = ArticleQuote.objects.create(
        parent=article, ordering=40, text="<p>We have one outstanding and one good area.</p>", speaker="The chief"
    )
    text = article.blocks.get(type="richtext")
    assert about_grades(article) == [
        ("stop", "title"),
        ("stop", "summary"),
        ("stop", f"block-{text.pk}"),
        ("stop", f"block-{figure.pk}"),
        ("stop", f"block-{word.pk}"),
        ("warn", f"block-{quote.pk}"),
    ]


def test_a_doubt_is_released_with_a_written_reason(inspection, writer, publisher):
    article = submitted(writer, inspection, "<p>Words.</p>", summary="She said: “One area is good and one inadequate.”")
    with pytest.raises(Stopped, match="leave its words"):
        article.release(by=publisher, now=NOW)
    article.release(by=publisher, now=NOW, reason="We say below what holds.")
    assert article.is_live(NOW)


def test_a_scheduled_article_is_held_against_what_is_live_at_its_own_minute(inspection, people, writer, publisher):
    later = london(2024, 9, 1)
    regrade(inspection, **people, at=london(2024, 2, 18), area="2", grade="adequate")
    other = scheduled_inspection(**people, now=NOW, at=later, grades=["outstanding"], slug="to-come")
    article = submitted(writer, other, "<ul><li>Area number 1: good</li></ul>")
    article.inspections.set([other.document])
    assert about_grades(article, at=NOW) == []  # readers have no report yet
    with pytest.raises(Stopped, match="“outstanding” for Area number 1"):
        article.release(by=publisher, now=NOW, at=later)
    article.release(by=publisher, now=NOW, at=later - dt.timedelta(minutes=1))
    with pytest.raises(Stopped, match="“outstanding” for Area number 1"):
        article.reschedule(by=publisher, now=NOW, at=later + dt.timedelta(days=1), reason="Later.")


def test_what_was_true_when_it_was_released_stays_and_its_next_edition_is_stopped(
    inspection, people, writer, publisher
):
    article = released_article(writer, publisher, now=NOW, text=TRUE, inspections=[inspection.document])
    regrade(inspection, **people, at=london(2024, 8, 8), area="2", grade="adequate")
    article.refresh_from_db()
    assert article.is_live(london(2024, 8, 9))
    assert article.content_sha256 == article.computed_sha256()
    draft = article.new_draft(by=writer, now=london(2024, 8, 9))
    assert [level for level, _place in about_grades(draft, at=london(2024, 8, 9))] == ["stop"]


# --- At the desk ----------------------------------------------------------------------------------------------


def test_the_page_of_the_draft_says_it_and_leads_to_the_block(inspection, writer, signed_in):
    article = draft_article(writer, text=FALSE, inspections=[inspection.document])
    block = ArticleText.objects.get(parent=article)
    html = signed_in(writer).get(address(article, "edition")).content.decode()
    assert "“PEEL report” says “good” for Area number 2" in html
    assert f'href="{address(article)}#block-{block.pk}"' in html


def test_who_may_not_edit_it_is_told_and_led_nowhere(inspection, writer, publisher, signed_in):
    article = draft_article(writer, text=FALSE, inspections=[inspection.document])
    article.submit(by=writer)
    desk = signed_in(publisher)
    html = desk.get(address(article, "edition")).content.decode()
    assert "“PEEL report” says “good” for Area number 2" in html
    assert "#block-" not in html
    response = press(desk, article, "release", reason="It must go out.", shown_on="")
    assert response.status_code == 409
    assert "Correct the grade." in response.content.decode()
    assert Article.objects.get(pk=article.pk).state == "submitted"


def test_the_dates_in_its_text_are_looked_at_too(writer):
    """Whatever it cites; see tests/publishing/test_dates_in_text.py."""
    text = "<p>Published on Thursday 16 February 2024, effective 30 February 2024.</p>"
    block = ArticleText.objects.get(parent=(article := draft_article(writer, now=NOW, text=text)))
    found = [(issue.level, issue.place) for issue in article.issues(NOW)]
    assert found == [("warn", f"block-{block.pk}"), ("stop", f"block-{block.pk}")]
