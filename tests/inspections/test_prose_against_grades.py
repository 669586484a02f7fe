"""A text held against the inspections it cites: what contradicts them, and what is left alone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.actions import load_reference_data
from inspections.grade_list import MAX_LINE_LENGTH
from inspections.grade_list.vocabulary import vocabularies_of
from inspections.models import Framework
from inspections.prose import hold_against, prose_issues, reports_of
from publishing.models import Passage
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ScaleFactory,
    draft_inspection,
    london,
    regrade,
    release,
    released_inspection,
)
from tests.inspections.test_grade_list import PRESS_RELEASE

pytestmark = pytest.mark.django_db

GRADES_2024 = (None, "outstanding", "good", "adequate", "adequate", "requires-improvement", *["adequate"] * 4)
BEFORE, AFTER = london(2024, 2, 20), london(2024, 9, 1)
WHOLE = PRESS_RELEASE.replace("• esponding", "• Responding")
TALLY = "One was outstanding, one good, six adequate and one requires improvement."


@pytest.fixture
def body(db):
    load_reference_data()
    return BodyFactory()


@pytest.fixture
def report(body, people):
    """Nine graded areas in the report of 16 February 2024; “Responding to the public” was lowered on 8 August."""
    framework = Framework.objects.get(slug="peel-2023-25")
    edition = released_inspection(**people, body=body, framework=framework, grades=GRADES_2024, title="PEEL 2024")
    regrade(edition, **people, at=london(2024, 8, 8), area="5", grade="requires-improvement")
    return edition.document.pk


@pytest.fixture
def earlier(body, people):
    """The report of November 2021, of which the count alone is held: four adequate, six requires improvement."""
    framework = Framework.objects.get(slug="peel-2021-22-v1")
    at = london(2021, 11, 24)
    draft = draft_inspection(
        by=people["by"], now=at, body=body, framework=framework, grades=[None] * 12, title="PEEL 2021",
        declared_graded=10, declared_areas=12, declared_tally={"adequate": 4, "requires-improvement": 6},
    )  # fmt: skip
    for code in (1, 2, 3, 4, 5, 6, 7, 8, 11, 12):
        draft.judge(by=people["by"], area=str(code), outcome="not_sourced")
    return release(draft, **people, at=at).document.pk


def issues(text, *documents, at=BEFORE, is_quotation=False):
    return prose_issues([Passage("Block 1 (text)", "block-7", text, is_quotation)], documents, at)


def levels(*args, **kwargs):
    return [issue.level for issue in issues(*args, **kwargs)]


# --- Lists of grades ----------------------------------------------------------------------------------------


def test_a_press_releases_list_agrees_with_the_edition_that_was_live_then(report):
    """Bullets in mid-line and one hyphen among dashes are read as on the page for grade lists."""
    assert issues(WHOLE, report, at=BEFORE) == []


def test_a_grade_that_was_changed_is_stopped_with_what_the_report_says_and_since_when(report):
    assert levels(WHOLE, report, at=AFTER) == ["stop", "stop"]  # the entry and the count
    found = issues("Responding to the public – Adequate", report, at=AFTER)
    assert [(issue.level, issue.place) for issue in found] == [("stop", "block-7")]
    assert found[0].sentence == (
        "Block 1 (text) says “Responding to the public – Adequate”. “PEEL 2024” says “requires improvement” for "
        "Responding to the public since 8 August 2024. Correct the grade."
    )


@pytest.mark.parametrize(
    "line",
    [
        "Responding to the public: requires improvement",
        "Responding to the public - RI",
        "• Investigating crime – Good • Responding to the public – Good",
        "Recording data about crime: inadequate",
        "Victim service: good",
        "Investigating crime\nGood",
    ],
)
def test_a_grade_that_the_report_does_not_give_is_stopped(report, line):
    assert "stop" in levels(line, report)


@pytest.mark.parametrize(
    "line",
    [
        "Responding to the public: Adequate.",
        "Recording data about crime - outstanding",
        "Leadership & force management — ‘Adequate’",
        "Victim service: not graded",
        "Finance – Good",
        "Overall: good",
        "Good – Responding to the public",
        "Responding to the public – Satisfactory",
        "The inspectors asked about responding to the public: good, said some; inadequate, said others",
    ],
)
def test_what_agrees_or_is_no_entry_of_a_list_passes(report, line):
    assert issues(line, report) == []


def test_a_cut_name_is_asked_about_until_it_is_written_in_full(report):
    found = issues("• esponding to the public – Adequate", report)
    assert [issue.level for issue in found] == ["stop"]
    assert "Is this “Responding to the public”? Write the name of the area in full." in found[0].sentence
    assert issues("• Responding to the public – Adequate", report) == []


def test_a_word_of_another_scale_is_stopped(people, body):
    scale = ScaleFactory(words=["inadequate", "requires-improvement", "good", "outstanding"])
    edition = released_inspection(**people, framework=FrameworkFactory(areas=1, default_scale=scale), grades=["good"])
    found = issues("Area number 1: adequate", edition.document.pk)
    assert [issue.level for issue in found] == ["stop"]
    assert "“adequate” is not on the scale of Area number 1" in found[0].sentence


def test_an_entry_that_agrees_with_one_of_the_cited_inspections_passes(report, people):
    other = released_inspection(
        **people, framework=Framework.objects.get(slug="peel-2023-25"), grades=[None, *["good"] * 9], slug="other"
    )
    assert issues("Investigating crime: good", report, other.document.pk) == []
    assert levels("Investigating crime: outstanding", report, other.document.pk) == ["stop"]
    assert levels("Investigating crime: good", report) == ["stop"]


def test_a_list_introduced_by_its_day_is_held_against_what_was_public_then(report):
    old = "Responding to the public – Adequate"
    assert issues(f"The grades as published on 16 February 2024:\n• {old}", report, at=AFTER) == []
    assert levels(f"The grades as published on 9 August 2024:\n• {old}", report, at=AFTER) == ["stop"]
    assert levels(f"Published on 16 February 2024.\n• {old}", report, at=AFTER) == ["stop"]


def test_what_is_not_held_is_not_contradicted(earlier):
    assert issues("Responding to the public: good", earlier) == []


# --- Counts of grades -----------------------------------------------------------------------------------------


def test_a_count_is_true_until_the_grade_is_changed(report):
    assert issues(TALLY, report, at=BEFORE) == []
    found = issues(TALLY, report, at=AFTER)
    assert [issue.level for issue in found] == ["stop"]
    assert (
        "“PEEL 2024” says one outstanding, one good, five adequate and two requires improvement since 8 August 2024."
        in found[0].sentence
    )


@pytest.mark.parametrize("dated", ["On 16 February 2024 the report gave", "As of June 2024 it read:"])
def test_a_count_that_says_its_day_is_held_against_what_was_public_then(report, dated):
    assert issues(f"{dated} one outstanding, one good and six adequate.", report, at=AFTER) == []
    assert levels(f"{dated} one outstanding, one good and five adequate.", report, at=AFTER) == ["stop"]


def test_a_count_of_a_year_in_which_no_cited_report_was_out_is_for_a_person_to_judge(report):
    found = issues("In 2019 two areas were good and seven inadequate.", report)
    assert [issue.level for issue in found] == ["warn"]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Six areas were adequate.", []),
        ("It was adequate in seven areas.", ["stop"]),
        ("It was adequate in two areas.", ["warn"]),  # two of the six may be meant
        ("Of the nine areas, one was outstanding and six adequate.", []),
        ("Of the eight areas, one was outstanding and six adequate.", ["stop"]),
        ("Inspectors graded nine areas of policing.", []),
        ("Inspectors graded eight areas of policing.", ["warn"]),
    ],
)
def test_counts_of_one_grade_and_of_areas(report, sentence, expected):
    assert levels(sentence, report) == expected


@pytest.mark.parametrize(
    "prose",
    [
        "The force requires improvement in how it investigates crime.",
        "It is outstanding in recording crime and inadequate in nothing.",
        "One outstanding recommendation of 2019 is in hand; two good ideas are not.",
        "One of the two areas most affected by burglary saw good results.",
        "It went from adequate to good in two areas.",
        "Nine officers left.",
    ],
)
def test_running_prose_gives_no_grade_and_no_count(report, prose):
    assert issues(prose, report) == []


def test_a_count_may_be_that_of_any_inspection_the_text_cites(report, earlier):
    sentence = "Of the 10 areas graded then, four were adequate and six required improvement."
    assert issues(sentence, report, earlier) == []
    found = issues("Five were adequate and five required improvement.", report, earlier)
    assert [issue.level for issue in found] == ["stop"]
    assert "one good, six adequate" in found[0].sentence
    assert "four adequate and six requires improvement" in found[0].sentence


def test_one_sentence_may_count_the_grades_of_two_reports(report, earlier):
    both = (
        "Four adequate and six requires improvement of 10 areas, then one outstanding, one good and six adequate of 9"
    )
    assert issues(both, report, earlier) == []
    assert levels(both.replace("then one outstanding", "then three outstanding"), report, earlier) == ["stop"]


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2021 six of 10 areas required improvement; now one is outstanding, one good and five of 9 adequate.",
        "Adequate in five areas, up from four in 2021.",
        "Unlike in 2021, the report now has one outstanding, one good, five adequate and two requires improvement.",
    ],
)
def test_a_sentence_that_sets_then_beside_now_may_count_both(report, earlier, sentence):
    assert issues(sentence, report, earlier, at=AFTER) == []
    assert levels(sentence.replace("five", "eight"), report, earlier, at=AFTER) == ["stop"]


def test_counts_of_two_reports_in_one_sentence_say_of_how_many_too(report, earlier):
    both = "In 2021 four were adequate and six required improvement; now nine areas: one outstanding and six adequate."
    found = issues(both, report, earlier)
    assert [issue.level for issue in found] == ["warn"]
    assert "“of 10” for “PEEL 2021” and “of 9” for “PEEL 2024”" in found[0].sentence


def test_counts_of_different_numbers_of_areas_side_by_side_say_of_how_many(report, earlier):
    then, now = "Four were adequate and six required improvement.", TALLY
    found = issues(f"{then}\n{now}", report, earlier)
    assert [issue.level for issue in found] == ["warn"]
    assert "not comparable" in found[0].sentence
    assert "“of 10” for “PEEL 2021” and “of 9” for “PEEL 2024”" in found[0].sentence
    said = f"Of 10 graded areas, {then}\nInspectors looked at nine areas. {now}"
    assert issues(said, report, earlier) == []
    assert issues(now, report, earlier) == []


# --- Quotations -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_quotation"),
    [
        ("We were outstanding in three areas and good in six.", True),
        ("Responding to the public: good", True),
        ("She said: “We were outstanding in three areas and good in six.”", False),
        ("‘The chief’s report: three outstanding areas and six good’ was the headline.", False),
    ],
)
def test_a_quotation_is_left_alone_and_looked_at_again(report, text, is_quotation):
    found = issues(text, report, is_quotation=is_quotation)
    assert [issue.level for issue in found] == ["warn"]
    assert "It is a quotation: leave its words" in found[0].sentence


def test_a_grade_in_quotation_marks_is_no_quotation(report):
    assert levels("Three areas were “outstanding” and six “good”.", report) == ["stop"]


# --- Which inspections ---------------------------------------------------------------------------------------------


def test_without_a_report_that_readers_can_see_nothing_is_held_against_it(report, people):
    false = "Investigating crime: outstanding"
    unreleased = draft_inspection(by=people["by"], grades=["good"]).document.pk
    assert issues(false) == issues(false, unreleased) == issues(false, report, at=london(2024, 1, 1)) == []


def test_a_withdrawn_report_gives_nothing_to_hold_against(report, people):
    live = reports_of([report], AFTER)[-1].edition
    live.withdraw(by=people["release_by"], notice="Under review.", now=london(2024, 8, 20))
    assert issues("Investigating crime: outstanding", report, at=AFTER) == []


def test_a_grade_judged_twice_in_one_report_may_be_cited_either_way(people):
    draft = draft_inspection(by=people["by"], grades=["inadequate"])
    draft.judge(by=people["by"], area="1", outcome="graded", grade="good", sequence=2)
    document = release(draft, **people, at=london(2024, 2, 16)).document.pk
    assert issues("Area number 1: inadequate\nArea number 1 - inadequate", document) == []
    assert issues("Area number 1: good", document) == []
    assert levels("Area number 1: adequate", document) == ["stop"]


# --- Limits ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["x" * 200_001, "\n" * 2_000], ids=["bytes", "lines"])
def test_a_text_over_the_limits_of_a_grade_list_is_not_read_and_that_is_said(report, text):
    found = issues(text, report)
    assert [issue.level for issue in found] == ["warn"]
    assert "was not held against the inspections" in found[0].sentence


def test_a_sentence_over_the_limit_is_not_read_and_the_next_one_is(report):
    long = f"Good in nine areas, {'and so on ' * 50}."
    assert len(long) > MAX_LINE_LENGTH
    assert levels(f"{long} It was good in nine areas.", report) == ["stop"]


@pytest.mark.parametrize(
    "unit",
    [
        "one good ", "Of the 10 areas ", "“", "‘a ", "16 February 2024 ", "Monday 3 ", ": ", "– ",
        "Good in 3 areas. ", "Responding to the public – Good. ", "esponding to the public – Good. ", "Good at: ",
    ],
    ids=repr,
)  # fmt: skip
def test_the_work_grows_in_step_with_the_text(report, unit):
    reports = reports_of([report], BEFORE)
    vocabularies = vocabularies_of({one.edition.framework for one in reports})
    line = (unit * 400)[:MAX_LINE_LENGTH]

    def steps(count):
        return hold_against(reports, vocabularies, [Passage("", "", "\n".join([line] * count))]).steps

    half, whole = steps(8), steps(16)
    assert whole <= 2.2 * half
    assert whole <= 16 * 60 * MAX_LINE_LENGTH


def test_as_many_questions_are_asked_for_many_inspections_as_for_one(report, earlier, people):
    def queries(*documents):
        with CaptureQueriesContext(connection) as captured:
            issues("Nothing to see.", *documents)
        return len(captured)

    others = [released_inspection(**people, slug=f"other-{number}").document.pk for number in range(3)]
    assert queries(report) == queries(report, earlier, *others) <= 6
