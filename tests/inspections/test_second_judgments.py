"""An area may be judged twice in one report, as after a revisit; what stands never changes without a word."""

import pytest

from inspections.cards import grade_cards
from publishing.models import Stopped
from tests.factories.inspections import draft_inspection, london, regrade, release
from tests.inspections.tables import rows
from tests.reading import text_of

THEN, LATER = london(2024, 8, 8), london(2024, 10, 1)
SAID = "Area number 2: changed from adequate to outstanding by a later judgment on 8 August 2024"


@pytest.fixture
def draft(edition, writer):
    """The next edition of a report in which the second area is adequate."""
    return edition.new_draft(by=writer, now=THEN)


def judge_again(draft, writer, grade="outstanding", **outcome):
    draft.judge(by=writer, area="2", sequence=2, **({"outcome": "graded", "grade": grade} | outcome))


def save(draft, writer, **fields):
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.edit(by=writer, now=THEN)
    return draft


def judged_again(edition, people):
    """The next edition, in which a revisit found the second area outstanding, with its story."""
    draft = edition.new_draft(by=people["by"], now=THEN)
    judge_again(draft, people["by"])
    said = {"change_note": "A revisit.", "regrade_reason": "It was inspected again.", "regrade_source": "The letter"}
    return release(save(draft, people["by"], **said), **people, at=THEN)


def places(draft):
    return {issue.place for issue in draft.issues(THEN) if issue.is_stop}


def changes(document, at=LATER):
    return [change.sentence for change in grade_cards([document], at)[document].changes]


# --- What is refused --------------------------------------------------------------------------------------------


def test_a_published_judgment_is_not_replaced_by_one_of_another_number(draft, writer):
    draft.judgments.get(area__code="2").delete()
    judge_again(draft, writer)
    save(draft, writer, minor_change=True)
    assert places(draft) == {"judgments", "minor_change", "regrade_reason", "regrade_source", "change_note"}
    (lost,) = [issue.sentence for issue in draft.issues(THEN) if issue.place == "judgments"]
    assert lost.startswith("“Area number 2”: edition 1 shows its judgment 1, which cannot be taken out or renumbered.")


def test_nor_is_it_renumbered_with_the_same_grade(draft, writer, people):
    again = draft.judgments.get(area__code="2")
    again.sequence = 2
    again.save()
    save(draft, writer, minor_change=True)
    with pytest.raises(Stopped, match="cannot be taken out or renumbered"):
        release(draft, **people, at=THEN)


def test_a_second_judgment_that_changes_what_stands_needs_its_story(draft, writer):
    judge_again(draft, writer)
    save(draft, writer, minor_change=True)
    assert places(draft) == {"minor_change", "regrade_reason", "regrade_source", "change_note"}


@pytest.mark.parametrize("outcome", ["pending", "not_inspected"])
def test_a_second_judgment_says_what_was_decided(draft, writer, outcome):
    judge_again(draft, writer, outcome=outcome, grade=None)
    stops = [issue.sentence for issue in draft.issues(THEN) if issue.place == "judgments" and issue.is_stop]
    assert stops == [
        "“Area number 2”: a second judgment takes the place of the first, so it has to say what was decided."
    ]


def test_a_scheduled_edition_that_knows_nothing_of_it_stops_a_second_judgment(edition, draft, writer, people):
    save(draft, writer, change_note="A new photograph.")
    draft.submit(by=writer, now=THEN)
    draft.release(by=people["release_by"], now=THEN, at=london(2024, 12, 1))
    with pytest.raises(Stopped, match=r"would undo this change \(Area number 2\)"):
        judged_again(edition, people)


# --- What is told -----------------------------------------------------------------------------------------------


def test_a_second_judgment_with_its_story_is_told_everywhere(client, edition, people):
    judged_again(edition, people)
    assert changes(edition.document_id) == [SAID]
    page = text_of(client.get("/inspections/peel/"))
    assert SAID in page
    assert "It was inspected again." in page
    assert "Changed from adequate to outstanding by a later judgment on 8 August 2024" in page
    (change,) = rows(client, name="changes")
    told = {"area_code": "2", "sequence": "2", "previous_grade": "Adequate", "grade": "Outstanding"}
    assert told | {"changed_on": "2024-08-08", "reason": "It was inspected again."} == {
        name: change[name] for name in (*told, "changed_on", "reason")
    }
    first, second = (row for row in rows(client) if row["area_code"] == "2")
    assert (first["is_current"], first["changed_on"]) == ("false", "")
    assert (second["is_current"], second["previous_grade"]) == ("true", "Adequate")
    (in_json,) = client.get("/inspections/peel/data.json").json()["changes"]
    assert (in_json["sequence"], in_json["previous_grade"], in_json["grade"]) == (2, "Adequate", "Outstanding")
    for feed in ("/bodies/exampleshire/feed.json", "/areas/peel-23-area-2/feed.json"):
        assert SAID in client.get(feed).json()["items"][0]["content_html"]
    assert "1 row<" in text_of(client.get("/data/")).split('id="changes"')[1]


def test_a_change_of_the_second_judgment_follows_on_the_first_step(edition, people, writer):
    draft = judged_again(edition, people).new_draft(by=writer, now=london(2024, 9, 9))
    judge_again(draft, writer, "good")
    said = {"change_note": "Again.", "regrade_reason": "A slip.", "regrade_source": "The letter"}
    release(save(draft, writer, **said), **people, at=london(2024, 9, 9))
    assert changes(edition.document_id) == [
        SAID,
        "Area number 2: changed from outstanding to good on 9 September 2024",
    ]


def test_two_judgments_in_the_first_edition_are_no_change(client, people, writer):
    draft = draft_inspection(by=writer, grades=["good", "adequate"], slug="two")
    judge_again(draft, writer)
    first = release(draft, **people, at=london(2024, 2, 17))
    minor = save(first.new_draft(by=writer, now=THEN), writer, minor_change=True)
    assert minor.issues(THEN) == []
    release(minor, **people, at=THEN)
    assert changes(first.document_id) == []
    assert rows(client, name="changes") == []
    assert "0 rows<" in text_of(client.get("/data/")).split('id="changes"')[1]


def test_a_second_judgment_with_the_same_grade_changes_nothing(draft, writer, people):
    judge_again(draft, writer, "adequate")
    save(draft, writer, change_note="A revisit found the same.")
    assert draft.issues(THEN) == []
    release(draft, **people, at=THEN)
    assert changes(draft.document_id) == []


def test_a_change_of_the_first_judgment_beside_a_second_is_told_as_one(client, edition, people):
    regrade(judged_again(edition, people), **people, at=london(2024, 9, 9), area="2", grade="good")
    assert changes(edition.document_id) == [
        SAID,
        "Area number 2: changed from adequate to good on 9 September 2024",
    ]
    assert "2 rows<" in text_of(client.get("/data/")).split('id="changes"')[1]
