"""Areas and grades on lines of their own: read where that can be done in one way only, else asked or reported."""

import pytest

from inspections.grade_list import Vocabulary, read_grade_list
from tests.inspections.test_grade_list import FIVE, PEEL, area, pairs

AREAS = {
    "I": "Investigating crime",
    "R": "Responding to the public",
    "P": "Protecting vulnerable people",
    "M": "Managing offenders and suspects",
}
WORDS = AREAS | {
    "o": "Outstanding",
    "g": "Good",
    "a": "Adequate",
    "q": "Requires improvement",
    "i": "Inadequate",
    ".": "What the inspectors saw.",
    ">": "The force is good at:",
    "_": "",
}
CODES = {"6": "I", "5": "R", "7": "P", "8": "M"}
LETTERS = {FIVE[word.lower()]: letter for letter, word in WORDS.items() if word.lower() in FIVE}


def read(lines):
    """The reading of a text of which each letter stands for a line."""
    return read_grade_list("\n".join(WORDS[letter] for letter in lines), PEEL)


def found(readings):
    return " ".join(CODES[code] + LETTERS[grade] for code, grade in pairs(readings).items())


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("IgRa", "Ig Ra"),
        ("I_g_R_a_", "Ig Ra"),
        ("Ig.Ra.Pq.", "Ig Ra Pq"),
        ("gI", "Ig"),
        ("gIRaP", "Ig Rg Pa"),
        ("gI.aR", "Ig Ra"),
        ("gIR.aPM", "Ig Rg Pa Ma"),
        (">IR.aP", "Ig Rg Pa"),
        ("IgRa.>PM", "Ig Ra Pg Mg"),
        ("I.RgPa", "Rg Pa"),
        ("ogaqi.IgRa", "Ig Ra"),
    ],
)
def test_lines_in_a_clear_order_are_read(lines, expected):
    result = read(lines)
    assert (found(result.exact), result.to_confirm) == (expected, [])


@pytest.mark.parametrize(
    ("lines", "asked", "left"),
    [
        ("ogaqiIgRa", "Ig Ra", [1, 2, 3, 4, 5]),
        ("gIaRq", "Ia Rq", [1]),
        ("gIaR", "Ig Ra", []),
        ("gIg", "Ig", [1]),
        ("IgR", "Ig", [3]),
        ("IgRaa", "Ig", [3, 4, 5]),
        ("IRPgaq", "", [1, 2, 3, 4, 5, 6]),
        ("gaqIRP", "", [1, 2, 3, 4, 5, 6]),
        ("ogIRaP", "Pa", [1, 2, 3, 4]),
        ("gIRaPi", "Ig Rg Pa", [6]),
        ("gIRPa", "Ig Rg Pg", [5]),
        (">Ig", "Ig", [1]),
        ("I.gR.aP.q", "Rg Pa", [1, 9]),
        ("g.Ia.Rq.P", "Ia Rq", [1, 9]),
        ("IgRa.g", "Ig Ra", [6]),
    ],
)
def test_lines_that_can_be_read_in_two_ways_are_asked_about_or_reported(lines, asked, left):
    result = read(lines)
    assert result.exact == []
    assert found(result.to_confirm) == asked
    assert sorted(unread.line for unread in result.unread) == left
    assert all(unread.reason for unread in result.unread)


def test_a_question_names_the_line_of_the_area_and_that_of_the_grade():
    reading = read("gIa").to_confirm[0]
    assert (reading.line, reading.text) == (2, "Investigating crime")
    assert reading.doubt == "the lines here can be read in two ways: is line 3 its grade?"


def test_a_grade_that_heads_nothing_is_reported_with_its_line_before_other_lines():
    result = read("gaIR")
    assert [(unread.line, unread.has_grade) for unread in result.unread] == [
        *((1, True), (2, True)),
        *((3, False), (4, False)),
    ]
    assert result.unread[0].reason == "no area can be told to which this grade belongs"
    assert [unread.line for unread in read("g.").unread] == [1]
    assert [unread.line for unread in read(">.").unread] == [1]


def test_a_line_with_both_ends_what_stands_alone():
    text = "Good\nInvestigating crime – Adequate\nResponding to the public"
    result = read_grade_list(text, PEEL)
    assert pairs(result.exact) == {"6": "adequate"}
    assert [unread.line for unread in result.unread] == [1, 3]


@pytest.mark.parametrize(
    "text",
    [
        "Meeting demand – Good",
        "Meeting demand\nGood",
        "Good\nMeeting demand",
        "Meeting demand",
        "Meeting demand (Good)",
        "eeting demand – Good",
    ],
)
def test_an_area_of_which_no_grades_are_recorded_is_reported(text):
    vocabulary = Vocabulary(
        areas=(area("1", "Efficiency"), area("1-1", "Meeting demand", is_recorded=False)),
        outcomes={},
        all_grades=frozenset(FIVE),
    )
    result = read_grade_list(text, vocabulary)
    assert result.readings == []
    assert "this site records no grades for this area" in [unread.reason for unread in result.unread]
    assert (result.missing, result.not_mentioned) == (["1"], [])


def test_an_area_of_which_no_grades_are_recorded_keeps_its_grade_from_the_next():
    vocabulary = Vocabulary(
        areas=(area("1", "Meeting demand", is_recorded=False), area("2", "Efficiency"), area("3", "Legitimacy")),
        outcomes={},
        all_grades=frozenset(FIVE),
    )
    result = read_grade_list("Efficiency\nGood\nMeeting demand\nAdequate\nLegitimacy\nInadequate", vocabulary)
    assert pairs(result.exact) == {"2": "good", "3": "inadequate"}
