"""A framework's own words are what its grade lists are read with."""

import pytest

from inspections.actions import load_reference_data
from inspections.grade_list import read_grade_list
from inspections.grade_list.vocabulary import vocabulary_of
from inspections.models import Framework
from tests.inspections.test_grade_list import PRESS_RELEASE

pytestmark = pytest.mark.django_db


@pytest.fixture
def peel():
    load_reference_data()
    return Framework.objects.select_related("programme").get(slug="peel-2023-25")


def test_the_list_of_2024_is_read_against_the_framework_as_it_ships(peel):
    result = read_grade_list(PRESS_RELEASE, vocabulary_of(peel))
    assert (len(result.exact), [reading.area for reading in result.to_confirm]) == (8, ["5"])
    assert result.counted == {"outstanding": 1, "good": 1, "adequate": 6, "requires-improvement": 1}
    assert (result.missing, result.not_mentioned) == ([], ["1"])


def test_an_area_of_another_year_is_recognised(peel):
    result = read_grade_list("Effectiveness: good", vocabulary_of(peel))
    assert "it looks like PEEL 2014 or PEEL 2015" in result.unread[0].reason


def test_a_grade_of_five_tiers_is_not_read_against_a_framework_of_four(db):
    load_reference_data()
    pillars = Framework.objects.select_related("programme").get(slug="peel-2016")
    result = read_grade_list("Effectiveness: adequate\nEfficiency: RI", vocabulary_of(pillars))
    assert [(reading.area, reading.grade) for reading in result.exact] == [("efficiency", "requires-improvement")]
    assert "is not on the scale of Effectiveness" in result.unread[0].reason


def test_questions_below_the_pillars_are_known_and_have_no_grades(db):
    load_reference_data()
    pillars = Framework.objects.select_related("programme").get(slug="peel-2018-19")
    result = read_grade_list("Effectiveness: good\nInvestigating crime: good", vocabulary_of(pillars))
    assert [reading.area for reading in result.exact] == ["effectiveness"]
    assert [unread.reason for unread in result.unread] == ["this site records no grades for this area"]
    assert (result.missing, result.not_mentioned) == (["efficiency", "legitimacy"], [])


def test_a_single_letter_is_never_a_grade(peel):
    assert read_grade_list("Investigating crime – I", vocabulary_of(peel)).readings == []


def test_the_words_are_looked_up_in_a_fixed_number_of_queries(peel, django_assert_num_queries):
    with django_assert_num_queries(5):
        vocabulary_of(peel)
