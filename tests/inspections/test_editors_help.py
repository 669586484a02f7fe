"""What the desk tells an editor of an inspection: what still has to hold, a summary to take, and what quotes it."""

import datetime as dt

import pytest
from django.utils import timezone

from inspections.models import InspectionDocument, Judgment
from news.models import ArticleGrades
from tests.factories.inspections import draft_inspection, london, release, released_inspection
from tests.factories.news import draft_article, released_article
from tests.newsroom import address, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(writer, signed_in):
    return signed_in(writer)


def gate(client, edition):
    """Title of each condition, with its level and where it is mended."""
    rows = client.get(address(edition, "edition")).context["gate"]
    return {str(row["condition"].title): (row["condition"].level, row["url"]) for row in rows}


ROWS = "Each area of the framework has a row"
DECIDED = "Each row says what was decided"
TALLY = "The inspectorate's own count is the same, or the difference is explained"
SOURCE = "The source is linked, and its licence is known"


def test_a_draft_that_is_ready_shows_every_condition_holding(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good", None])
    response = at_desk.get(address(edition, "edition"))
    assert {row["condition"].level for row in response.context["gate"]} == {"good"}
    html = response.content.decode()
    assert "2 areas, and each has a row." in html
    assert "The report (Open Government Licence v3.0)" in html
    assert "there is nothing to compare" in html


def test_each_condition_that_does_not_hold_leads_to_its_rows(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good", "good"], declared_tally={"adequate": 2})
    edition.judgments.filter(area__code="2").delete()
    InspectionDocument.objects.filter(inspection=edition).delete()
    form, found = address(edition), gate(at_desk, edition)
    assert found[ROWS] == ("stop", f"{form}#judgments-group")
    assert found[TALLY] == ("stop", f"{form}#id_declared_tally")
    assert found[SOURCE] == ("stop", f"{form}#documents-group")
    assert found[DECIDED][0] == "good"


def test_an_explained_difference_wants_a_look_and_no_mending(at_desk, writer):
    edition = draft_inspection(
        by=writer, grades=["good"], declared_tally={"adequate": 1}, tally_explanation="The summary has a slip."
    )
    assert gate(at_desk, edition)[TALLY][0] == "warn"


def test_the_places_exist_on_the_form(at_desk, writer):
    edition = draft_inspection(by=writer)
    html = at_desk.get(address(edition)).content.decode()
    for row in at_desk.get(address(edition, "edition")).context["gate"]:
        if row["url"]:
            assert f'id="{row["url"].partition("#")[2]}"' in html


def test_every_issue_stands_under_one_condition(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good"], title="", summary="", reported_on=None)
    edition.judge(by=writer, area="1", outcome="pending")
    rows = at_desk.get(address(edition, "edition")).context["gate"]
    shown = [row["issue"] for condition in rows for row in condition["issues"]]
    assert sorted(map(str, shown)) == sorted(map(str, edition.issues(timezone.now())))


def test_who_cannot_edit_is_told_what_holds_and_led_nowhere(at_desk, writer):
    edition = draft_inspection(by=writer)
    edition.submit(by=writer)
    assert {url for _level, url in gate(at_desk, edition).values()} == {""}


def test_a_released_edition_has_no_gate_before_it(at_desk, people):
    assert gate(at_desk, released_inspection(**people)) == {}


# --- The suggested summary ----------------------------------------------------------------------------------


def press_take(client, edition, **changes):
    return client.post(address(edition, "take-summary"), {"seen": edition.lock_version} | changes)


def test_the_suggestion_stands_beside_the_summary_and_is_taken_by_a_button(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good"], summary="My own words.")
    html = at_desk.get(address(edition, "edition")).content.decode()
    assert "My own words." in html
    assert edition.suggested_summary in html
    assert press_take(at_desk, edition).status_code == 302
    edition.refresh_from_db()
    assert edition.summary == edition.summary_suggestion == edition.suggested_summary


def test_words_saved_since_the_page_was_opened_are_not_overwritten(at_desk, writer):
    edition = draft_inspection(by=writer, summary="Old words.")
    at_desk.post(address(edition), typed(at_desk.get(address(edition)), summary="New words."))
    response = at_desk.post(address(edition, "take-summary"), {"seen": edition.lock_version}, follow=True)
    assert "Somebody else saved this draft" in response.content.decode()
    edition.refresh_from_db()
    assert edition.summary == "New words."


def test_the_summary_is_not_taken_by_looking_nor_for_a_submitted_draft(at_desk, writer):
    edition = draft_inspection(by=writer, summary="My own words.")
    assert at_desk.get(address(edition, "take-summary")).status_code == 405
    edition.submit(by=writer)
    edition.refresh_from_db()
    press_take(at_desk, edition)
    edition.refresh_from_db()
    assert edition.summary == "My own words."


def test_the_form_takes_the_summary_from_the_grades_just_typed(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good"], summary="My own words.")
    worse = edition.framework.default_scale.grades.get(code="inadequate")
    form = at_desk.get(address(edition))
    at_desk.post(address(edition), typed(form, take_suggestion="on", **{"judgments-0-grade": worse.pk}))
    edition.refresh_from_db()
    assert edition.summary.endswith("area number 1: inadequate.")


def test_without_the_tick_the_form_leaves_typed_words_alone(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good"])
    at_desk.post(address(edition), typed(at_desk.get(address(edition)), summary="My own words."))
    edition.refresh_from_db()
    assert (edition.summary, edition.summary_suggestion) == ("My own words.", "")


def test_a_suggestion_copied_by_hand_is_known_as_one(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good"])
    at_desk.post(address(edition), typed(at_desk.get(address(edition)), summary=edition.suggested_summary))
    edition.refresh_from_db()
    assert edition.summary_suggestion == edition.summary


def test_a_stale_summary_is_told_in_the_gate_with_the_way_to_it(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good"])
    edition.take_suggested_summary(by=writer)
    edition.judge(by=writer, area="1", outcome="graded", grade="adequate")
    assert gate(at_desk, edition)["Title, address and summary are written"] == (
        "warn",
        f"{address(edition)}#id_summary",
    )


# --- What quotes it -----------------------------------------------------------------------------------------


def quoting(client, edition):
    return {row["edition"].slug: row for row in client.get(address(edition, "edition")).context["citations"]}


def test_live_scheduled_and_draft_articles_that_quote_it_are_listed(at_desk, people, writer, publisher):
    edition = released_inspection(**people, grades=["good"])
    now, about = timezone.now(), [edition.document]
    released_article(writer, publisher, now=now, slug="live", inspections=about)
    released_article(writer, publisher, now=now, at=now + dt.timedelta(days=2), slug="to-come", inspections=about)
    draft_article(writer, slug="drafted", related=about)
    draft_article(writer, slug="elsewhere")
    draft_article(writer, slug="set-aside", inspections=about).discard(by=writer)
    found = quoting(at_desk, edition)
    assert {slug: row["state"] for slug, row in found.items()} == {
        "live": "Live", "to-come": "Scheduled", "drafted": "Draft"
    }  # fmt: skip
    html = at_desk.get(address(edition, "edition")).content.decode()
    for row in found.values():
        assert f'href="{address(row["edition"], "edition")}"' in html


def test_a_citation_says_how_and_which_judgments_its_text_names(at_desk, people, writer):
    edition = released_inspection(**people, grades=["good", "adequate"])
    article = draft_article(writer, text="<p>The force did well at area number 1.</p>", slug="quotes")
    ArticleGrades.objects.create(parent=article, inspection=edition.document, ordering=20)
    row = quoting(at_desk, edition)["quotes"]
    assert row["how"] == ["shows its grades in the text, as they stand when it is read"]
    assert [str(judgment) for judgment in row["named"]] == ["Area number 1: Good"]


def test_an_inspection_that_carries_a_grade_forward_quotes_it(at_desk, people, writer):
    edition = released_inspection(**people, at=london(2023, 1, 1), grades=["good", "good"])
    later = draft_inspection(
        by=writer, body=edition.body, framework=edition.framework, grades=[None, "good"], slug="later"
    )
    later.judge(
        by=writer, area="1", outcome=Judgment.Outcome.CARRIED_FORWARD, grade="good",
        carried_from=edition.document, carried_area=edition.framework.areas.get(order=1),
    )  # fmt: skip
    assert quoting(at_desk, edition)["later"]["how"] == ["carries forward: Area number 1: Good"]


def test_an_article_that_was_replaced_no_longer_quotes_it(at_desk, people, writer, publisher):
    edition = released_inspection(**people)
    article = released_article(writer, publisher, slug="once", inspections=[edition.document])
    draft = article.new_draft(by=writer)
    draft.inspections.clear()
    draft.change_note = "It is about another inspection."
    draft.edit(by=writer)
    release(draft, by=writer, release_by=publisher, at=timezone.now())
    assert quoting(at_desk, edition) == {}
