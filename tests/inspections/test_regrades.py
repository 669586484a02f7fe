"""A grade that is changed after publication is changed in the open."""

import pytest

from inspections.cards import grade_cards
from inspections.models import Inspection, Judgment
from publishing.models import Stopped
from tests.factories.inspections import london, regrade, release, released_inspection


@pytest.fixture
def edition(people):
    return released_inspection(**people, grades=["outstanding", "adequate", None])


def card(edition, at):
    return grade_cards([edition.document_id], at)[edition.document_id]


def test_a_changed_grade_is_told_in_words_with_its_day(edition, people):
    regrade(edition, **people, at=london(2024, 8, 8, 0, 30), area="2", grade="requires-improvement")
    changes = card(edition, london(2024, 9, 1)).changes
    assert [change.sentence for change in changes] == [
        "Area number 2: changed from adequate to requires improvement on 8 August 2024"
    ]


def test_before_the_regrade_readers_see_the_old_grade_and_no_change(edition, people):
    regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="requires-improvement")
    before = card(edition, london(2024, 8, 7, 23, 59))
    assert [row["grade_label"] for row in before.rows] == ["Outstanding", "Adequate", ""]
    assert before.changes == []


def test_a_reversal_lists_every_step(edition, people):
    second = regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good")
    regrade(second, **people, at=london(2024, 9, 9), area="2", grade="adequate", regrade_reason="It was right before.")
    assert [change.change for change in card(edition, london(2024, 10, 1)).changes] == [
        "changed from adequate to good on 8 August 2024",
        "changed from good to adequate on 9 September 2024",
    ]


def test_a_later_edition_without_a_new_grade_leaves_the_change_dated_as_it_was(edition, people):
    second = regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good")
    third = second.new_draft(by=people["by"], now=london(2024, 9, 1))
    third.minor_change = True
    third.edit(by=people["by"], now=london(2024, 9, 1))
    release(third, **people, at=london(2024, 9, 1))
    assert [change.when for change in card(edition, london(2024, 10, 1)).changes] == ["on 8 August 2024"]


@pytest.mark.parametrize("missing", ["change_note", "regrade_reason", "regrade_source"])
def test_a_changed_grade_without_its_story_is_stopped(edition, people, missing):
    with pytest.raises(Stopped) as stopped:
        regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good", **{missing: ""})
    assert missing in {issue.place for issue in stopped.value.issues if issue.is_stop}


def test_what_changed_is_asked_for_once(edition, people):
    draft = edition.new_draft(by=people["by"], now=london(2024, 8, 8))
    asked = [issue.sentence for issue in draft.issues(london(2024, 8, 8)) if issue.place == "change_note"]
    assert asked == ["Say in the change note what changed, or mark it as a minor change."]
    draft.judge(by=people["by"], area="2", outcome=Judgment.Outcome.GRADED, grade="good")
    (asked,) = [issue.sentence for issue in draft.issues(london(2024, 8, 8)) if issue.place == "change_note"]
    assert asked.startswith(
        "Tell readers in the change note what changed (Area number 2: changed from adequate to good"
    )


def test_a_changed_grade_is_never_a_minor_change(edition, people):
    with pytest.raises(Stopped) as stopped:
        regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good", minor_change=True)
    assert "minor_change" in {issue.place for issue in stopped.value.issues}


def test_a_scheduled_edition_with_the_old_grade_stops_the_regrade_it_would_undo(edition, people):
    scheduled = edition.new_draft(by=people["by"], now=london(2024, 7, 1))
    scheduled.change_note = "A new photograph."
    scheduled.edit(by=people["by"], now=london(2024, 7, 1))
    scheduled.submit(by=people["by"], now=london(2024, 7, 1))
    scheduled.release(by=people["release_by"], now=london(2024, 7, 1), at=london(2024, 12, 1))
    with pytest.raises(Stopped) as stopped:
        regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good")
    assert any(issue.is_stop and "would undo this change" in issue.sentence for issue in stopped.value.issues)


def test_a_draft_begun_before_a_regrade_is_stopped_when_it_would_undo_it(edition, people):
    first = edition
    regrade(first, **people, at=london(2024, 8, 8), area="2", grade="good")
    stale = first.new_draft(by=people["by"], now=london(2024, 9, 1))
    for name in ("change_note", "regrade_reason", "regrade_source"):
        setattr(stale, name, "Something else.")
    stale.edit(by=people["by"], now=london(2024, 9, 1))
    with pytest.raises(Stopped) as stopped:
        release(stale, **people, at=london(2024, 9, 2))
    assert any("begun before a regrade" in issue.sentence for issue in stopped.value.issues)


def test_a_scheduled_edition_cannot_be_moved_to_where_it_would_undo_a_regrade(edition, people):
    """The regrade is scheduled too; the edition with the old grade was to be out before it."""
    at = {"by": people["release_by"], "now": london(2024, 7, 1)}
    earlier = edition.new_draft(by=people["by"], now=london(2024, 7, 1))
    earlier.change_note = "A new photograph."
    earlier.edit(by=people["by"], now=london(2024, 7, 1))
    earlier.submit(by=people["by"], now=london(2024, 7, 1))
    earlier.release(**at, at=london(2024, 8, 1))
    draft = edition.new_draft(by=people["by"], now=london(2024, 7, 1))
    draft.judge(by=people["by"], area="2", outcome=Judgment.Outcome.GRADED, grade="good")
    for name in ("change_note", "regrade_reason", "regrade_source"):
        setattr(draft, name, "The data were wrong.")
    draft.edit(by=people["by"], now=london(2024, 7, 1))
    draft.submit(by=people["by"], now=london(2024, 7, 1))
    draft.release(**at, at=london(2024, 9, 1), reason="It has the photograph of the other.")
    with pytest.raises(Stopped, match="would undo it"):
        earlier.reschedule(**at, at=london(2024, 10, 1), reason="It must be.")
    with pytest.raises(Stopped, match="would undo this change"):
        draft.reschedule(**at, at=london(2024, 7, 20), reason="It must be.")
    earlier.reschedule(**at, at=london(2024, 8, 20))
    assert earlier.live_from == london(2024, 8, 20)


def test_a_draft_from_a_cancelled_edition_counts_as_begun_when_that_one_was(edition, people):
    cancelled = edition.new_draft(by=people["by"], now=london(2024, 7, 1))
    cancelled.change_note = "A new photograph."
    cancelled.edit(by=people["by"], now=london(2024, 7, 1))
    cancelled.submit(by=people["by"], now=london(2024, 7, 1))
    cancelled.release(by=people["release_by"], now=london(2024, 7, 1), at=london(2024, 12, 1))
    cancelled.unschedule(by=people["release_by"], now=london(2024, 7, 2))
    regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good")
    stale = cancelled.new_draft(by=people["by"], now=london(2024, 9, 1))
    for name in ("change_note", "regrade_reason", "regrade_source"):
        setattr(stale, name, "Something else.")
    stale.edit(by=people["by"], now=london(2024, 9, 1))
    with pytest.raises(Stopped, match="begun before a regrade"):
        release(stale, **people, at=london(2024, 9, 2))


def test_the_next_draft_starts_without_the_reason_of_the_last_regrade(edition, people):
    second = regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good")
    draft = second.new_draft(by=people["by"], now=london(2024, 9, 1))
    assert (draft.regrade_reason, draft.regrade_source) == ("", "")
    assert Inspection.objects.get(pk=second.pk).regrade_reason


def test_the_first_edition_keeps_its_rows_when_the_next_is_regraded(edition, people):
    regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good")
    assert Judgment.objects.get(inspection=edition, area__code="2").grade.code == "adequate"
