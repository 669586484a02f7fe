"""Grades that stand before their areas: what is read of such groups, and what is reported with its reason."""

import pytest

from tests.inspections.test_grade_list import PEEL, pairs, read


def reasons(result):
    return [(unread.line, unread.reason) for unread in result.unread]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Outstanding in:\nCrime data integrity\nGood at:\nInvestigating crime", {"2": "outstanding", "6": "good"}),
        (
            "It is good at:\nInvestigating crime;\nResponding to the public; and\nProtecting vulnerable people.",
            {"6": "good", "5": "good", "7": "good"},
        ),
        ("It is good at:\nInvestigating crime,\nResponding to the public, and", {"6": "good", "5": "good"}),
        ("It is good at:\n- investigating crime and\n- responding to the public", {"6": "good", "5": "good"}),
        ("The force requires improvement in:\n• Investigating crime", {"6": "requires-improvement"}),
        (
            "They were adequate in:\n1. Investigating crime\n2. Responding to the public",
            {"6": "adequate", "5": "adequate"},
        ),
        ("Good:\nInvestigating crime\nAdequate:\nResponding to the public", {"6": "good", "5": "adequate"}),
        ("Not graded:\nVictim service\nGood for:\nInvestigating crime", {"1": "ungraded", "6": "good"}),
        ("Good: Investigating crime, Responding to the public", {"6": "good", "5": "good"}),
        ("The force is good at: investigating crime; responding to the public.", {"6": "good", "5": "good"}),
        (
            "Adequate in: building, supporting and protecting the workforce, crime data integrity and "
            "preventing and deterring crime and antisocial behaviour, and reducing vulnerability",
            {"9": "adequate", "2": "adequate", "4": "adequate"},
        ),
        ("Good\nInvestigating crime, responding to the public", {"6": "good", "5": "good"}),
        ("Investigating crime – good; and\nResponding to the public – adequate.", {"6": "good", "5": "adequate"}),
    ],
)
def test_areas_below_or_after_a_grade_have_it(text, expected):
    result = read(text)
    assert pairs(result.exact) == expected
    assert (result.to_confirm, result.unread, result.left_alone) == ([], [], {})


@pytest.mark.parametrize(
    "sentence",
    [
        "The force is not good at:",
        "The force is no longer good at:",
        "In 2021 the force was good at:",
        "Last time it was good at:",
        "It could be good at:",
        "At night the force is good at:",
        "Some forces are good at:",
        "Its officers think it is good at:",
        "It took many years and much patience, and now it is good at:",
        "It is good at much and outstanding in:",
        "What we say of a force that is good at it:",
    ],
)
def test_a_sentence_that_may_mean_something_else_heads_nothing_and_is_reported(sentence):
    result = read(f"{sentence}\nInvestigating crime")
    assert result.readings == []
    assert reasons(result) == [
        (1, "it cannot be told whether the lines below have this grade"),
        (2, "no grade stands beside this area"),
    ]


def test_prose_that_leads_on_to_an_area_is_no_heading_without_a_colon():
    result = read("We do not think that it\nis good at\ninvestigating crime")
    assert (result.readings, reasons(result)) == ([], [(3, "no grade stands beside this area")])


@pytest.mark.parametrize(
    "line",
    [
        "Good: Investigating crime, Finance",
        "Good: Investigating crime. Adequate in parts",
        "The force is good at: investigating crime and nothing else",
        "Good: the force answers calls",
    ],
)
def test_a_list_after_a_grade_of_which_a_part_is_no_area_is_reported_whole(line):
    result = read(line)
    assert result.readings == []
    assert [(unread.line, unread.has_grade) for unread in result.unread] == [(1, True)]
    assert "not every part is the name of an area" in result.unread[0].reason


def test_an_item_of_a_list_below_a_heading_that_is_no_area_is_reported_and_ends_the_list():
    result = read("It is good at:\n- Investigating crime\n- Finance\n- Responding to the public")
    assert pairs(result.exact) == {"6": "good"}
    assert reasons(result) == [
        (3, "no area of this framework is called “Finance”"),
        (4, "no grade stands beside this area"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Good at:\nInvestigating crime\nProtecting vulnerable people\n\nResponding to the public\nIt takes calls.",
        "Good at:\nInvestigating crime;\nProtecting vulnerable people.\nResponding to the public\nIt takes calls.",
        "Good\nInvestigating crime\nProtecting vulnerable people\n\nResponding to the public\nIt takes calls.",
    ],
)
def test_the_title_of_a_chapter_after_a_list_is_asked_about(text):
    result = read(text)
    assert pairs(result.exact) == {"6": "good", "7": "good"}
    assert pairs(result.to_confirm) == {"5": "good"}
    assert result.to_confirm[0].doubt == "it stands apart from the list above: is line 1 its grade?"


def test_a_list_whose_lines_are_all_parted_alike_is_one_list():
    result = read("Good at:\n\nInvestigating crime.\n\nResponding to the public.\n\nProtecting vulnerable people.")
    assert pairs(result.exact) == {"6": "good", "5": "good", "7": "good"}


def test_a_list_of_areas_that_can_be_parted_in_two_ways_is_not_read():
    areas = (
        *PEEL.areas,
        *(type(PEEL.areas[0])(name, name, frozenset({name}), {}) for name in ("crime", "crime and public", "public")),
    )
    vocabulary = type(PEEL)(areas, PEEL.outcomes, PEEL.all_grades)
    result = read("Good at: crime and public", vocabulary)
    assert (result.readings, len(result.unread)) == ([], 1)
