"""Sentences that count grades: what is read of them, and what is left alone because it may mean something else."""

import pytest

from inspections.grade_list import MAX_LINE_LENGTH, read_grade_list
from inspections.grade_list.tallies import read_counts
from tests.inspections.test_grade_list import FIVE, PEEL


def read(sentence):
    return read_counts(sentence, FIVE)


@pytest.mark.parametrize(
    ("sentence", "counts"),
    [
        ("One was outstanding, one good and six adequate.", {"outstanding": 1, "good": 1, "adequate": 6}),
        ("Good in 3 areas", {"good": 3}),
        ("It was outstanding in one, good in one, adequate in six", {"outstanding": 1, "good": 1, "adequate": 6}),
        ("good in two and adequate in seven", {"good": 2, "adequate": 7}),
        ("6 areas were graded as adequate; 1 area requires improvement", {"adequate": 6, "requires improvement": 1}),
        ("Of the 10 areas graded then, four were adequate", {"adequate": 4}),
        ("Four of the 10 areas were adequate", {"adequate": 4}),
        ("Four of them adequate – six require improvement", {"adequate": 4}),
        ("Six out of nine were judged adequate (two good)", {"adequate": 6, "good": 2}),
        ("two adequate grades", {"adequate": 2}),
        ("good in three of the nine areas", {"good": 3}),
        ("four adequate of 10 areas", {"adequate": 4}),
    ],
)
def test_counts_that_are_read(sentence, counts):
    assert dict(read(sentence).grades) == counts


@pytest.mark.parametrize(
    "sentence",
    [
        "Three recommendations of 2019, one outstanding recommendation among them",
        "There were two good reasons, and six adequate rooms",
        "At least one inadequate, more than two adequate, about six good",
        "It went from adequate to good in two areas",
        "It remained good in two areas",
        "Good in 2024, and good for three years",
        "One or two adequate, twenty one good",
        "6.5 good, 92% adequate, 1/1/6 outstanding",
        "The force requires improvement in one respect: its records",
        "good in two of its services",
        "of the three good areas",
    ],
)
def test_what_may_count_something_else_is_not_read(sentence):
    assert read(sentence).grades == ()


@pytest.mark.parametrize(
    ("sentence", "totals", "areas"),
    [
        ("Of the 10 areas graded then, four were adequate", (10,), {10}),
        ("Four of 10 areas were adequate", (10,), {10}),
        ("Four good and six adequate of 10", (10,), {10}),
        ("Inspectors graded nine areas of policing", (9,), {9}),
        ("Nine areas of policing carried a grade", (), {9}),
        ("Inspectors graded two areas lower than before", (), {2}),
        ("Six areas were adequate", (), set()),
        ("Of the 43 forces, two were good", (), set()),
    ],
)
def test_of_how_many_areas_a_sentence_speaks(sentence, totals, areas):
    found = read(sentence)
    assert (found.totals, found.areas) == (totals, areas)


def test_the_declared_count_of_a_pasted_list_may_name_the_grade_first():
    result = read_grade_list("Outstanding in one, good in one, adequate in six, inadequate in 1 area.", PEEL)
    assert result.declared == {"outstanding": 1, "good": 1, "adequate": 6, "inadequate": 1}


@pytest.mark.parametrize("unit", ["one ", "one of ", "of the one ", "good in one ", "one areas as was ", "good, "])
def test_the_work_grows_in_step_with_the_sentence(unit):
    half, whole = (read(unit * (length // len(unit))).steps for length in (MAX_LINE_LENGTH // 2, MAX_LINE_LENGTH))
    assert whole <= 2.2 * half
    assert whole <= 30 * MAX_LINE_LENGTH


def declared(text):
    result = read_grade_list(text, PEEL)
    return result.declared, result.declared_line, result.tally_lines_in_doubt


def test_a_count_in_the_present_tense_is_read_whole():
    text = "Now one is outstanding, one good, six adequate and one requires improvement."
    assert declared(text)[0] == {"outstanding": 1, "good": 1, "adequate": 6, "requires-improvement": 1}


@pytest.mark.parametrize(
    "text",
    [
        "Two adequate, one good in 2021 but one outstanding, one good, six adequate now",
        "In 2021 one was good and six adequate, and now one is good",
        "One outstanding, two good.\nIn 2021 three were outstanding, four good.",
    ],
)
def test_counts_of_two_tallies_declare_none_and_their_lines_are_named(text):
    assert declared(text) == ({}, None, list(range(1, text.count("\n") + 2)))


def test_of_two_tallies_the_one_that_fits_what_was_read_is_the_declared_one():
    text = "In 2021 two were good, four adequate.\nNow one is good, one adequate.\n"
    entries = "Investigating crime – Good\nResponding to the public – Adequate"
    assert declared(text + entries) == ({"good": 1, "adequate": 1}, 2, [])


def test_a_tally_said_twice_is_one():
    assert declared("One good, two adequate.\n\nTwo adequate, one good.") == ({"good": 1, "adequate": 2}, 1, [])
