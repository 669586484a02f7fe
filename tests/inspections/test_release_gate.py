"""What stops the release of an inspection, and what only wants a reason."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from inspections.models import (
    Area,
    Finding,
    Grade,
    InspectionDocument,
    Judgment,
    Statistic,
)
from publishing.models import Refused, Stopped
from tests.factories.inspections import (
    AreaFactory,
    BodyFactory,
    FrameworkFactory,
    ScaleFactory,
    draft_inspection,
    london,
    release,
    released_inspection,
)

pytestmark = pytest.mark.django_db

AT = london(2024, 2, 16)


def issues(edition, level=None, at=AT):
    return [issue.sentence for issue in edition.issues(at) if level in (None, issue.level)]


@pytest.fixture
def edition(writer):
    return draft_inspection(by=writer, grades=["good", "adequate", None])


def save(edition, writer, **fields):
    for name, value in fields.items():
        setattr(edition, name, value)
    edition.edit(by=writer, now=AT)


def test_a_whole_inspection_has_no_issue(edition):
    assert issues(edition) == []


def test_each_area_needs_a_row(edition, people):
    edition.judgments.get(area__order=2).delete()
    assert issues(edition, "stop") == ["Each area needs a row, graded or not. Missing: Area number 2."]
    with pytest.raises(Stopped):
        release(edition, **people, at=AT)


def test_areas_kept_for_comparison_alone_need_none(edition):
    Area.objects.filter(framework=edition.framework, order=2).update(is_recorded=False)
    edition.judgments.get(area__order=2).delete()
    assert issues(edition) == []


def test_an_area_left_pending_warns(edition, writer):
    edition.judge(by=writer, area="2", outcome="pending")
    assert issues(edition, "warn") == ["Still marked “not reported yet”: Area number 2."]


# --- Tally ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "declared",
    [
        {"declared_tally": {"good": 1, "adequate": 1}},
        {"declared_areas": 3, "declared_graded": 2},
        {"declared_tally": {"good": 1, "adequate": 1, "inadequate": 0}},
    ],
)
def test_a_tally_that_is_ours_passes(edition, writer, declared):
    save(edition, writer, **declared)
    assert issues(edition) == []


@pytest.mark.parametrize(
    "declared",
    [
        {"declared_tally": {"good": 2}},
        {"declared_tally": {"good": 1}},
        {"declared_tally": {"good": 1, "adequate": 1, "outstanding": 1}},
        {"declared_graded": 3, "declared_areas": 3},
        {"declared_graded": 2, "declared_areas": 4},
    ],
)
def test_another_tally_is_stopped_until_it_is_explained(edition, writer, declared):
    save(edition, writer, **declared)
    assert "The inspectorate's count differs" in issues(edition, "stop")[0]
    save(edition, writer, tally_explanation="The press release forgets one area.")
    assert issues(edition, "stop") == []
    assert "your explanation is printed beside it" in issues(edition, "warn")[0]


def test_grades_that_are_not_held_cover_the_gap_and_no_more(edition, writer):
    edition.judge(by=writer, area="2", outcome="not_sourced")
    save(edition, writer, declared_tally={"good": 1, "outstanding": 1}, declared_graded=2, declared_areas=3)
    assert issues(edition) == []
    save(edition, writer, declared_tally={"good": 1, "outstanding": 2}, declared_graded=None)
    assert issues(edition, "stop")


def test_a_tally_knows_only_grades_of_the_scale(edition, writer):
    save(edition, writer, declared_tally={"brilliant": 1})
    assert issues(edition, "stop") == ["The declared tally has unknown grades: brilliant."]


NO_COUNTS = [["good", 2], "good: 2", {"good": "2"}, {"good": -1}, {"good": 1.5}, {"good": True}, {"good": None}]


@pytest.mark.parametrize("declared", NO_COUNTS)
def test_a_tally_is_a_whole_number_for_each_grade(edition, writer, declared):
    with pytest.raises(Refused, match="gives a whole number for the code of each grade"):
        save(edition, writer, declared_tally=declared)
    with pytest.raises(ValidationError) as refused:
        edition.full_clean()
    assert "declared_tally" in refused.value.message_dict
    type(edition).objects.filter(pk=edition.pk).update(declared_tally=declared)
    edition.refresh_from_db()
    assert "gives a whole number for the code of each grade" in issues(edition, "stop")[0]


def test_an_area_judged_twice_counts_by_its_last_judgment(edition, writer):
    edition.judge(by=writer, area="2", outcome="graded", grade="good", sequence=2)
    save(edition, writer, declared_tally={"good": 2})
    assert issues(edition) == []


# --- Source ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("licence", ["", "link-only"])
def test_a_source_needs_a_licence(edition, licence):
    InspectionDocument.objects.filter(inspection=edition).update(licence=licence)
    assert "Link the report" in issues(edition, "stop")[0]


@pytest.mark.parametrize("kind", ["press_release", "transcript", "response"])
def test_a_press_release_is_no_source_of_grades(edition, kind):
    InspectionDocument.objects.filter(inspection=edition).update(kind=kind)
    assert "Link the report" in issues(edition, "stop")[0]


# --- Dates -----------------------------------------------------------------------------------------------------


def test_a_report_is_not_dated_after_its_release_by_londons_day(edition, writer):
    save(edition, writer, reported_on=dt.date(2024, 7, 2))
    assert issues(edition, "stop", at=london(2024, 7, 1, 23, 59)) == ["The report is dated later than the release."]
    # Half past midnight in London is still the day before in UTC.
    assert issues(edition, "stop", at=london(2024, 7, 2, 0, 30)) == []


def test_a_report_of_a_year_may_come_out_within_it(edition, writer):
    save(edition, writer, reported_on=dt.date(2024, 12, 31), reported_precision="year")
    assert issues(edition, "stop") == []


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"reported_on": None}, "reported_on"),
        ({"reported_on": dt.date(2024, 2, 16), "reported_precision": "month"}, "reported_on"),
        (
            {
                "fieldwork_from": dt.date(2023, 6, 2),
                "fieldwork_to": dt.date(2023, 8, 31),
                "fieldwork_precision": "season",
            },
            "fieldwork_from",
        ),
        ({"fieldwork_from": dt.date(2024, 1, 1), "fieldwork_to": dt.date(2024, 3, 1)}, "reported_on"),
    ],
)
def test_a_date_says_no_more_than_is_known_and_comes_after_the_fieldwork(edition, writer, fields, place):
    save(edition, writer, **fields)
    assert place in {issue.place for issue in edition.issues(AT) if issue.is_stop}


def test_the_end_of_fieldwork_is_compared_at_the_coarser_precision(edition, writer):
    save(
        edition,
        writer,
        fieldwork_from=dt.date(2024, 2, 1),
        fieldwork_to=dt.date(2024, 2, 29),
        fieldwork_precision="month",
    )
    assert issues(edition) == []


# --- Frameworks and scales -----------------------------------------------------------------------------------


def test_a_grade_is_of_the_areas_own_scale(edition, writer):
    other = Grade.objects.create(scale=ScaleFactory(words=["poor"]), code="fine", label="Fine", rank=2)
    judgment = edition.judgments.first()
    judgment.grade = other
    with pytest.raises(Refused, match="“Fine” is not on the scale of “Area number 1”, which knows: Outstanding, Good"):
        judgment.save()


def test_an_area_with_a_scale_of_its_own_takes_its_words_and_no_other(writer):
    framework = FrameworkFactory(areas=2)
    Area.objects.filter(framework=framework, order=2).update(scale=ScaleFactory(words=["not-met", "met"]))
    edition = draft_inspection(by=writer, framework=framework, grades=["good", "met"])
    assert issues(edition) == []
    with pytest.raises(Refused, match="which knows: Met, Not met"):
        edition.judge(by=writer, area="2", outcome="graded", grade="good")


def test_an_unknown_area_is_refused_with_those_there_are(edition, writer):
    with pytest.raises(Refused, match="has no area “9”"):
        edition.judge(by=writer, area="9", outcome="ungraded")


def test_a_judgment_on_an_area_without_recorded_grades_is_refused_in_words(edition, writer):
    extra = AreaFactory(framework=edition.framework, order=9, is_recorded=False)
    with pytest.raises(Refused, match="This site records no grades for “Area number 9”"):
        edition.judge(by=writer, area="9", outcome="graded", grade="good")
    with pytest.raises(Refused, match="This site records no grades for “Area number 9”"):
        Judgment(inspection=edition, area=extra, outcome="ungraded").save()
    assert not edition.judgments.filter(area=extra).exists()


def test_an_area_of_another_framework_is_refused(edition):
    with pytest.raises(Refused, match="is no area of"):
        Judgment(inspection=edition, area=AreaFactory(), outcome="ungraded").save()


@pytest.mark.parametrize(
    ("kind", "levels", "stopped"),
    [
        ("none", ["question"], False),
        ("none", ["overall"], True),
        ("headline", ["overall", "question"], False),
        ("headline", ["question"], True),
        ("headline", ["overall", "overall"], True),
        ("pillars", ["pillar"], False),
        ("pillars", ["question"], True),
        ("pillars", ["pillar", "overall"], True),
    ],
)
def test_the_levels_of_the_areas_are_those_the_framework_promises(writer, kind, levels, stopped):
    framework = FrameworkFactory(areas=0, overall_kind=kind)
    for order, level in enumerate(levels, start=1):
        AreaFactory(framework=framework, order=order, level=level)
    edition = draft_inspection(by=writer, framework=framework, grades=["good"] * len(levels))
    assert bool(issues(edition, "stop")) == stopped


def test_an_inspection_without_a_single_grade_is_released(people, writer):
    edition = draft_inspection(by=writer, framework=FrameworkFactory(areas=0, default_scale=None), grades=[])
    assert release(edition, **people, at=AT).state == "released"


def test_an_inspection_keeps_its_body(people, writer):
    draft = released_inspection(**people).new_draft(by=writer, now=london(2024, 3, 1))
    save(draft, writer, body=BodyFactory(), change_note="Another body.")
    assert "An inspection keeps its body and framework." in issues(draft, "stop", at=london(2024, 3, 2))[0]


# --- Findings and figures -------------------------------------------------------------------------------------


def test_a_cause_of_concern_needs_a_recommendation(edition):
    concern = Finding(inspection=edition, ref="c-1", kind="cause_of_concern", text="T")
    concern.save()
    assert issues(edition, "stop") == ["Cause of concern c-1 needs at least one recommendation."]
    Finding(inspection=edition, ref="r-1", kind="recommendation", text="T", parent=concern).save()
    assert issues(edition, "stop") == []


def test_a_recommendation_hangs_on_a_cause_of_concern_of_its_own_inspection(edition, writer):
    elsewhere = Finding(inspection=draft_inspection(by=writer), ref="c", kind="cause_of_concern", text="T")
    elsewhere.save()
    strength = Finding(inspection=edition, ref="s", kind="strength", text="T")
    strength.save()
    for parent in (elsewhere, strength):
        with pytest.raises(Refused):
            Finding(inspection=edition, ref="r", kind="recommendation", text="T", parent=parent).save()


def test_a_figure_without_a_period_warns(edition):
    Statistic(inspection=edition, label="Crimes recorded", value=92, unit="percent").save()
    assert issues(edition, "warn") == ["“Crimes recorded” has no period: a figure alone says little."]
