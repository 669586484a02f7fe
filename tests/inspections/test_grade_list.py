"""A grade list as it comes from a press release: what is read, what is asked, what is left alone."""

import pytest

from inspections.grade_list import MAX_LINE_LENGTH, AreaWords, TooMuch, Vocabulary, read_grade_list
from inspections.grade_list.likeness import MAX_NAME_LENGTH
from inspections.grade_list.reader import MAX_GUESSES
from inspections.models.names import normalise

FIVE = {
    "outstanding": "outstanding",
    "good": "good",
    "adequate": "adequate",
    "requires improvement": "requires-improvement",
    "ri": "requires-improvement",
    "requiring improvement": "requires-improvement",
    "inadequate": "inadequate",
}


def area(code, name, *others, grades=FIVE, **said):
    return AreaWords(code, name, frozenset(map(normalise, (name, *others))), grades, **said)


PEEL = Vocabulary(
    areas=(
        area("1", "Providing a service to the victims of crime", "Victim service", is_graded=False),
        area("2", "Crime data integrity", "Recording data about crime"),
        area("3", "Police powers and treating the public fairly and respectfully"),
        area(
            "4",
            "Preventing and deterring crime and antisocial behaviour, and reducing vulnerability",
            "Preventing and deterring crime and anti-social behaviour, and reducing vulnerability",
        ),
        area("5", "Responding to the public"),
        area("6", "Investigating crime"),
        area("7", "Protecting vulnerable people"),
        area("8", "Managing offenders and suspects"),
        area("9", "Building, supporting and protecting the workforce", "Developing a positive workplace"),
        area("10", "Leadership and force management"),
    ),
    outcomes={"ungraded": "ungraded", "not graded": "ungraded", "n a": "not_rated", "not inspected": "not_inspected"},
    all_grades=frozenset({*FIVE, "serious concerns"}),
    elsewhere={normalise("Strategic planning and value for money"): "PEEL 2021/22"},
)

# Shaped like a real list of 2024: bullets inside two lines, one hyphen among dashes, one name cut at its start.
PRESS_RELEASE = """\
The inspectors looked at nine areas. One was outstanding, one good, six adequate and one requires improvement.
• Crime data integrity – Outstanding
• Police powers and treating the public fairly and respectfully – Good • Preventing and deterring crime and \
anti-social behaviour, and reducing vulnerability – Adequate
• esponding to the public – Adequate
• Investigating crime - Requires improvement
• Protecting vulnerable people – Adequate • Managing offenders and suspects – Adequate
• Building, supporting and protecting the workforce – Adequate
• Leadership and force management – Adequate
Read the whole report on the website of the inspectorate.
"""


def read(text, vocabulary=PEEL):
    return read_grade_list(text, vocabulary)


def pairs(readings):
    return {reading.area: reading.grade or reading.outcome for reading in readings}


def test_a_press_release_gives_nine_of_nine_with_the_cut_name_to_confirm():
    result = read(PRESS_RELEASE)
    assert pairs(result.exact) == {
        "2": "outstanding",
        "3": "good",
        "4": "adequate",
        "6": "requires-improvement",
        "7": "adequate",
        "8": "adequate",
        "9": "adequate",
        "10": "adequate",
    }
    assert [(reading.area, reading.line, reading.doubt) for reading in result.to_confirm] == [
        ("5", 4, "1 letter is missing at its start: is it “Responding to the public”?")
    ]
    assert result.counted == {"outstanding": 1, "good": 1, "adequate": 6, "requires-improvement": 1}
    assert result.declared == result.counted
    assert (result.missing, result.not_mentioned, result.conflicts, result.unread) == ([], ["1"], [], [])


@pytest.mark.parametrize(
    ("line", "code", "grade"),
    [
        ("Investigating crime\tRequires improvement", "6", "requires-improvement"),
        ("Leadership & force management — 'Adequate'", "10", "adequate"),
        ("1. Protecting vulnerable people | ADEQUATE", "7", "adequate"),
        ("2) Responding to the public: good;", "5", "good"),
        ("- Responding to the public - RI", "5", "requires-improvement"),
        ("Responding to the public   Good", "5", "good"),
        ("Responding to the public – Requires  improvement", "5", "requires-improvement"),
        ("| Investigating crime | Good |", "6", "good"),
        ("\ufeffInvestigating\u00a0crime\u00a0–\u00a0Good", "6", "good"),
        ("Recording data about crime − outstanding.", "2", "outstanding"),
        ("RECORDING DATA ABOUT CRIME: “Outstanding”", "2", "outstanding"),
        ("Victim service: not graded", "1", "ungraded"),
        ("Crime data integrity: not inspected", "2", "not_inspected"),
    ],
)
def test_shapes_in_which_a_grade_is_given(line, code, grade):
    result = read(line)
    assert pairs(result.exact) == {code: grade}
    assert result.unread == []


def test_a_hyphen_inside_a_word_never_parts_area_and_grade():
    result = read("Preventing and deterring crime and anti-social behaviour, and reducing vulnerability - Good")
    assert pairs(result.exact) == {"4": "good"}


def test_a_grade_on_its_own_line_belongs_to_the_area_above_or_heads_the_areas_below():
    assert pairs(read("Investigating crime\n\nGood\nResponding to the public\nAdequate").exact) == {
        "6": "good",
        "5": "adequate",
    }
    grouped = read("Good\n- Investigating crime\n- Responding to the public\nAdequate\n- Protecting vulnerable people")
    assert pairs(grouped.exact) == {"6": "good", "5": "good", "7": "adequate"}


def test_areas_listed_under_a_sentence_that_ends_in_a_grade_have_it():
    result = read("The force is good at:\n• Investigating crime\n• Responding to the public\nIt then said more.")
    assert pairs(result.exact) == {"6": "good", "5": "good"}


@pytest.mark.parametrize(
    "prose",
    [
        "The force requires improvement in how it investigates crime.",
        "Staff told us the response was good",
        "The force is responding to the public",
    ],
)
def test_no_grade_is_read_from_prose(prose):
    result = read(f"\n{prose}")
    assert (result.readings, result.unread, result.left_alone) == ([], [], {2: prose})


@pytest.mark.parametrize(
    "prose",
    [
        "The force requires improvement in investigating crime.",
        "It is good at responding to the public and was adequate before",
        "We think that investigating crime is what it is good at",
        "One area, crime data integrity, is outstanding, two are good",
    ],
)
def test_prose_with_an_area_and_a_grade_is_reported_not_read(prose):
    result = read(prose)
    assert (result.readings, result.left_alone) == ([], {})
    assert [(unread.reason, unread.has_grade) for unread in result.unread] == [
        ("it names an area and a grade, but no grade is read from a sentence", True)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Investigating crime Good",
        "Investigating crime, Good",
        "Investigating crime (Good)",
        "Investigating crime = Good",
        "Investigating crime not inspected",
    ],
)
def test_a_grade_that_nothing_parts_from_its_area_is_reported_not_read(line):
    result = read(f"Responding to the public – Satisfactory\n{line}")
    assert (result.readings, result.left_alone) == ([], {})
    assert [(unread.line, unread.has_grade) for unread in result.unread] == [(2, True), (1, False)]
    assert result.unread[0].reason == "nothing parts the area from the grade: put a dash between them"


def test_a_sentence_that_begins_with_an_area_and_has_a_grade_is_reported_not_read():
    result = read("Responding to the public – now good\nInvestigating crime is where the force requires improvement")
    assert (result.readings, result.left_alone) == ([], {})
    assert [(unread.line, unread.has_grade, unread.reason) for unread in result.unread] == [
        (1, True, "“now good” is no grade"),
        (2, True, "it names an area and a grade, but no grade is read from a sentence"),
    ]


def test_a_sentence_that_begins_with_an_area_and_has_no_grade_is_left_alone():
    result = read("Investigating crime takes longer than it did")
    assert (result.readings, result.unread, list(result.left_alone)) == ([], [], [1])


def test_an_area_that_stands_alone_without_a_grade_is_reported():
    result = read("Investigating crime\nThe force takes longer than it did.\nResponding to the public – Good")
    assert pairs(result.exact) == {"5": "good"}
    assert [(unread.line, unread.reason) for unread in result.unread] == [(1, "no grade stands beside this area")]


def test_a_grade_is_never_guessed():
    result = read("Investigating crime – Adequat\nResponding to the public – Satisfactory")
    assert result.readings == []
    assert [(unread.line, unread.reason) for unread in result.unread] == [
        (1, "“Adequat” is no grade"),
        (2, "“Satisfactory” is no grade"),
    ]


def test_a_word_of_another_scale_is_refused_with_the_scale_it_should_be_on():
    four = {word: code for word, code in FIVE.items() if code != "adequate"}
    vocabulary = Vocabulary((area("1", "Effectiveness", grades=four),), {}, PEEL.all_grades)
    result = read("Effectiveness: adequate", vocabulary)
    assert result.readings == []
    assert "“adequate” is not on the scale of Effectiveness" in result.unread[0].reason
    assert "requires improvement" in result.unread[0].reason


def test_a_grade_before_its_area_is_reported_not_guessed():
    result = read("Good - Investigating crime")
    assert result.readings == []
    assert result.unread[0].reason == "the grade stands before the area: turn them round"


def test_two_grades_on_one_line_are_reported():
    result = read("Investigating crime\tGood\tAdequate")
    assert result.readings == []
    assert "two grades on one line" in result.unread[0].reason
    unparted = read(
        "Preventing and deterring crime and anti-social behaviour, and reducing vulnerability Good – Adequate"
    )
    assert unparted.readings == []
    assert "two grades on one line" in unparted.unread[0].reason


def test_areas_that_are_not_known_are_named_and_known_ones_of_other_frameworks_recognised():
    result = read("Finance – Good\nStrategic planning and value for money – Adequate")
    assert [unread.reason for unread in result.unread] == [
        "no area of this framework is called “Finance”",
        "this framework has no such area; it looks like PEEL 2021/22",
    ]
    assert all(unread.has_grade for unread in result.unread)


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        ("Developing a positive workspace – Adequate", "9", "spelt almost like"),
        ("Building, supporting and protecting… – Adequate", "9", "cut short"),
        ("nvestigating crime – Good", "6", "1 letter is missing"),
    ],
)
def test_an_area_that_is_only_like_a_known_one_has_to_be_confirmed(line, code, words):
    result = read(line)
    assert result.exact == []
    assert [reading.area for reading in result.to_confirm] == [code]
    assert words in result.to_confirm[0].doubt


def test_a_name_that_two_areas_bear_is_refused_and_both_are_named():
    areas = (area("1", "Preventing crime", "Crime"), area("2", "Investigating crime", "Crime"))
    vocabulary = Vocabulary(areas, {}, PEEL.all_grades)
    result = read("Crime – Good\nCrime\nGood\nGood at: crime\nInvestigating crime – Good", vocabulary)
    assert pairs(result.exact) == {"2": "good"}
    reason = "this may be “Preventing crime” or “Investigating crime”: write a name that one of them alone has"
    assert [(unread.line, unread.reason) for unread in result.unread] == [(1, reason), (2, reason), (4, reason)]
    assert result.missing == ["1"]


def test_a_short_or_distant_name_is_not_guessed():
    result = read("crime – Good\npublic – Adequate\nManaging the estate – Good")
    assert result.readings == []
    assert len(result.unread) == 3


def test_the_same_grade_twice_is_set_aside_and_different_grades_are_a_conflict():
    same = read("Investigating crime – Good\nInvestigating crime: good")
    assert (pairs(same.exact), len(same.repeated), same.conflicts) == ({"6": "good"}, 1, [])
    different = read("Investigating crime – Good\n\nInvestigating crime: adequate")
    assert different.conflicts == ["Lines 1 and 3 give “Investigating crime” different grades."]


def test_lines_with_a_grade_in_them_come_first_among_the_unread():
    result = read("Investigating crime – Satisfactory\nFinance – Good")
    assert [unread.line for unread in result.unread] == [2, 1]


def test_a_whole_news_item_gives_its_list_and_counts_the_rest():
    story = "\n".join(f"Paragraph {number} says that much is good and some is not." for number in range(40))
    result = read(f"{story}\n{PRESS_RELEASE}\n{story}")
    assert len(result.readings) == 9
    assert len(result.left_alone) == 82
    assert result.left_alone[1] == "Paragraph 0 says that much is good and some is not."


def test_names_with_accents_are_found_however_they_are_composed():
    vocabulary = Vocabulary((area("1", "Préventing crime"),), {}, PEEL.all_grades)
    assert pairs(read("Pre\u0301venting crime – Good", vocabulary).exact) == {"1": "good"}


@pytest.mark.parametrize("text", ["x" * 200_001, "\n" * 2_000], ids=["bytes", "lines"])
def test_too_long_a_text_is_refused_before_it_is_looked_at(text):
    with pytest.raises(TooMuch, match="at most"):
        read(text)


def test_too_long_a_line_is_named_and_the_others_are_read():
    result = read("x" * (MAX_LINE_LENGTH + 1) + "\nInvestigating crime – Good")
    assert pairs(result.exact) == {"6": "good"}
    assert [(unread.line, unread.reason) for unread in result.unread] == [(1, "longer than 400 characters")]


@pytest.mark.parametrize(
    "unit",
    [
        "- - - ",
        "      ",
        "– : | \t",
        "one two good ",
        "a" * 390 + " – Good",
        "Investigating crim – Good",
        "••••",
        "Good",
        "is good at ",
        "Investigating crime good and so on ",
        "Good • Investigating crime • ",
        "Investigating crime • Good • Good • ",
        "Good: Investigating crime, ",
        "Good: " + "Investigating crime, " * 18 + "and so on",
        "One good. ",
        "Good and crime data integrity in it ",
    ],
    ids=repr,
)
def test_the_work_grows_in_step_with_the_text(unit):
    """Twice the lines may cost twice the steps; guesses are capped, so they add a constant at most."""
    line = (unit * 400)[:MAX_LINE_LENGTH] if len(unit) < 20 or unit.endswith(" ") else unit
    half, whole = (read("\n".join([line] * count)).steps for count in (80, 160))
    assert whole <= 2.1 * half
    # Each character is held against each wording of the vocabulary, and guesses at most against each other.
    words = len(FIVE) + sum(len(area.keys) for area in PEEL.areas) + len(PEEL.outcomes)
    assert whole <= 160 * MAX_LINE_LENGTH * 3 * words + MAX_GUESSES * words * MAX_NAME_LENGTH
