"""The summary that is suggested from an inspection's grades, and what is said when they change after it was taken."""

import pytest

from inspections.models import Area, Judgment
from publishing.models import Conflict
from tests.factories.inspections import (
    AreaFactory,
    BodyFactory,
    FrameworkFactory,
    InspectorateFactory,
    ProgrammeFactory,
    ScaleFactory,
    draft_inspection,
    london,
    released_inspection,
)

pytestmark = pytest.mark.django_db
WHO = "The Inspectorate graded Exampleshire Police"


@pytest.fixture
def draft(writer):
    """`draft("good", None)` has an area for each grade; `levels` and `scales` say what the areas are."""
    programme = ProgrammeFactory(inspectorate=InspectorateFactory(name="The Inspectorate"))

    def make(*grades, levels=(), scales=()):
        framework = FrameworkFactory(areas=0, programme=programme, overall_kind=_overall(levels))
        for order, _grade in enumerate(grades, start=1):
            level = levels[order - 1] if levels else Area.Level.QUESTION
            scale = scales[order - 1] if scales else None
            AreaFactory(framework=framework, order=order, level=level, scale=scale)
        body = BodyFactory(name="Exampleshire Police")
        return draft_inspection(by=writer, body=body, framework=framework, grades=grades)

    return make


def _overall(levels):
    return "headline" if "overall" in levels else "pillars" if "pillar" in levels else "none"


@pytest.mark.parametrize(
    ("grades", "said"),
    [
        (
            ["outstanding", "good", *["adequate"] * 6, "requires-improvement"],
            "in nine areas: outstanding in one, good in one, adequate in six and requires improvement in one.",
        ),
        (["good"], "in one area, area number 1: good."),
        (["good", "good"], "in two areas: good in all of them."),
        (["good", None], "in one area, area number 1: good. One area was inspected and not graded."),
        (
            ["good", "adequate", None, None],
            "in two areas: good in one and adequate in one. Two areas were inspected and not graded.",
        ),
    ],
)
def test_the_grades_are_counted_the_best_first(draft, grades, said):
    assert draft(*grades).suggested_summary == f"{WHO} {said}"


def test_areas_without_a_grade_of_this_time_are_told_apart(draft, writer):
    edition = draft("good", "good", None, None, None, None)
    for area, outcome in (
        ("2", Judgment.Outcome.NOT_SOURCED),
        ("3", Judgment.Outcome.NOT_INSPECTED),
        ("4", Judgment.Outcome.NOT_RATED),
        ("5", Judgment.Outcome.PENDING),
        ("6", Judgment.Outcome.PENDING),
    ):
        edition.judge(by=writer, area=area, outcome=outcome)
    assert edition.suggested_summary == (
        f"{WHO} in two areas: good in one. The grade of one area is not held here. "
        "One area was not inspected this time. One area was not rated. Two areas have not been reported on yet."
    )


def test_an_earlier_grade_that_still_stands_is_not_counted_as_a_new_one(draft, writer, publisher):
    edition = draft("good", "adequate")
    earlier = released_inspection(
        by=writer, release_by=publisher, at=london(2023, 1, 1), body=edition.body, framework=edition.framework,
        grades=["good", "good"], slug="earlier",
    )  # fmt: skip
    edition.judge(
        by=writer, area="1", outcome="carried_forward", grade="good",
        carried_from=earlier.document, carried_area=earlier.framework.areas.get(order=1),
    )  # fmt: skip
    assert edition.suggested_summary == (
        f"{WHO} in one area, area number 2: adequate. In one area an earlier grade still stands: good in one."
    )


def test_an_overall_grade_comes_first(draft):
    edition = draft("requires-improvement", "good", "adequate", levels=["overall", "question", "question"])
    assert edition.suggested_summary == (
        f"{WHO} requires improvement overall. It was graded in two areas: good in one and adequate in one."
    )


def test_pillars_are_named(draft):
    edition = draft("good", "requires-improvement", levels=["pillar", "pillar"])
    assert edition.suggested_summary == (f"{WHO} good for area number 1 and requires improvement for area number 2.")


def test_grades_of_two_scales_are_counted_apart(draft):
    tiers, met = ScaleFactory(), ScaleFactory(words=["not-met", "met"])
    edition = draft("good", "adequate", "met", scales=[tiers, tiers, met])
    assert edition.suggested_summary == f"{WHO} in three areas: good in one and adequate in one; met in one."


def test_an_area_judged_twice_counts_by_its_last_judgment(draft, writer):
    edition = draft("inadequate", "good")
    edition.judge(by=writer, area="1", outcome="graded", grade="good", sequence=2)
    assert edition.suggested_summary == f"{WHO} in two areas: good in all of them."


@pytest.mark.parametrize(
    ("grades", "outcome", "said"),
    [
        ([], None, "inspected Exampleshire Police. No grades of this inspection are held here."),
        ([None, None], None, "inspected Exampleshire Police and gave no grades."),
        (["good"], "pending", "inspected Exampleshire Police. One area has not been reported on yet."),
        (["good"], "not_sourced", "graded Exampleshire Police in one area. The grade of one area is not held here."),
    ],
)
def test_without_a_grade_it_says_no_more_than_is_known(draft, writer, grades, outcome, said):
    edition = draft(*grades)
    if outcome:
        edition.judge(by=writer, area="1", outcome=outcome)
    assert edition.suggested_summary == f"The Inspectorate {said}"


def test_a_suggestion_is_as_short_as_a_summary_must_be(draft, writer):
    edition = draft(*["good"] * 6)
    edition.body.name = "A very long name of a body " * 14
    edition.judge(by=writer, area="1", outcome="not_rated")
    edition.judge(by=writer, area="2", outcome="not_inspected")
    said = edition.suggested_summary
    assert len(said) <= 500
    assert said.endswith(".")


# --- When the grades change --------------------------------------------------------------------------------


LATER = london(2024, 9, 1)


def warnings(edition):
    return [issue.sentence for issue in edition.issues(LATER) if issue.place == "summary"]


def test_a_summary_taken_from_the_grades_warns_when_they_change(draft, writer):
    edition = draft("good", "good")
    edition.take_suggested_summary(by=writer)
    assert edition.summary == f"{WHO} in two areas: good in all of them."
    assert warnings(edition) == []
    edition.judge(by=writer, area="1", outcome="graded", grade="adequate")
    assert "they have changed since" in warnings(edition)[0]
    edition.take_suggested_summary(by=writer)
    assert warnings(edition) == []


def test_a_new_draft_knows_that_its_summary_came_from_the_grades(people, writer):
    edition = draft_inspection(by=writer, grades=["good"])
    edition.take_suggested_summary(by=writer, now=london(2024, 2, 16))
    edition.submit(by=writer, now=london(2024, 2, 16))
    edition.release(by=people["release_by"], now=london(2024, 2, 16))
    later = edition.new_draft(by=writer, now=london(2024, 8, 1))
    assert warnings(later) == []
    later.judge(by=writer, area="1", outcome="graded", grade="adequate")
    assert len(warnings(later)) == 1


def test_words_of_ones_own_are_left_to_their_writer(draft, writer):
    edition = draft("good")
    edition.take_suggested_summary(by=writer)
    edition.summary = "A good year for the force."
    edition.edit(by=writer)
    edition.judge(by=writer, area="1", outcome="graded", grade="adequate")
    assert warnings(edition) == []


def test_taking_a_summary_conflicts_with_what_somebody_saved_meanwhile(draft, writer):
    edition = draft("good")
    seen = edition.lock_version
    type(edition).objects.get(pk=edition.pk).edit(by=writer)
    with pytest.raises(Conflict):
        edition.take_suggested_summary(by=writer, seen=seen)
