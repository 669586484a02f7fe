"""What grades, and what stands in their place, go by: pasted lists and files read the same words."""

import pytest

from inspections.actions import load_reference_data
from inspections.grade_list import read_grade_list
from inspections.grade_list.vocabulary import vocabulary_of
from inspections.imports import Mapping
from inspections.imports.records import Lexicon
from inspections.models import Area, Framework, Grade, GradeScale
from tests.factories.inspections import released_inspection
from tests.newsroom import typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def peel():
    load_reference_data()
    return Framework.objects.select_related("programme").get(slug="peel-2023-25")


def pasted(framework, words):
    """What a pasted line gives the area: a grade's code or an outcome, None if it is refused."""
    readings = read_grade_list(f"Investigating crime – {words}", vocabulary_of(framework)).readings
    return next((reading.grade or reading.outcome for reading in readings), None)


def filed(framework, words, **codes):
    """The same of a cell of a file."""
    try:
        outcome, grade, _note = Lexicon(framework, Mapping(framework.slug, grades=codes)).judgment("6", words)
    except ValueError:
        return None
    return Grade.objects.get(pk=grade).code if grade else outcome


@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        ("RI", "requires-improvement"),
        ("requiring improvement", "requires-improvement"),
        ("Requires-improvement", "requires-improvement"),
        ("N/A", "not_rated"),
        ("not graded", "ungraded"),
        ("Inspected, not graded", "ungraded"),
        ("Not reported yet", "pending"),
        ("pending", "pending"),
        ("not_inspected", "not_inspected"),
        ("Grade not held here", "not_sourced"),
        ("carried forward", None),
        ("Carried forward from an earlier inspection", None),
        ("graded", None),
        ("A", None),
        ("I", None),
        ("3", None),
        ("satisfactory", None),
    ],
)
def test_a_pasted_list_and_a_file_read_the_same_words(peel, words, meaning):
    assert (pasted(peel, words), filed(peel, words)) == (meaning, meaning)


def test_a_letter_is_a_grade_of_a_file_only_when_its_map_says_so(peel):
    assert filed(peel, "A", a="adequate") == "adequate"


def test_a_grade_that_is_carried_forward_is_refused_in_a_pasted_list_with_the_reason(peel):
    result = read_grade_list("Investigating crime – carried forward", vocabulary_of(peel))
    assert "has to say from where" in result.unread[0].reason


def test_an_alias_of_any_scale_is_read_on_that_scale_alone(peel):
    Grade.objects.filter(scale__code="police-4", code="good").update(aliases=["met in full"])
    assert (pasted(peel, "met in full"), filed(peel, "met in full")) == (None, None)
    Grade.objects.filter(scale__code="police-5", code="good").update(aliases=["Met in full"])
    assert (pasted(peel, "met in full"), filed(peel, "met in full")) == ("good", "good")


def test_a_wording_that_two_grades_of_a_scale_bear_is_refused(peel):
    Grade.objects.filter(scale__code="police-5", code__in=["good", "adequate"]).update(aliases=["satisfactory"])
    assert (pasted(peel, "satisfactory"), filed(peel, "satisfactory")) == (None, None)


def test_a_name_that_two_areas_bear_is_refused_in_a_file_too_and_both_are_named(peel):
    Area.objects.filter(framework=peel, code__in=["5", "6"]).update(short_name="Crime")
    with pytest.raises(ValueError, match="“Responding to the public” or “Investigating crime”"):
        Lexicon(peel, Mapping(peel.slug)).area("Crime", "Good")
    assert Lexicon(peel, Mapping(peel.slug, areas={"crime": "6"})).area("Crime", "Good") == "6"


# --- At the desk --------------------------------------------------------------------------------------------------


@pytest.fixture
def send(chief, signed_in, writer, publisher):
    """`send(aliases)` gives the grade “good” of a frozen scale these aliases; returns them as stored, and the page."""
    client = signed_in(chief)
    scale = released_inspection(by=writer, release_by=publisher).framework.default_scale
    url = f"/admin/inspections/gradescale/{scale.pk}/change/"

    def run(aliases):
        form = client.get(url)
        rows = form.context["inline_admin_formsets"][0].formset.forms
        place = next(place for place, row in enumerate(rows) if row.instance.code == "good")
        response = client.post(url, typed(form, **{f"grades-{place}-aliases": aliases}))
        return GradeScale.objects.get(pk=scale.pk).grades.get(code="good").aliases, response.content.decode()

    return run


def test_a_chief_editor_gives_a_frozen_grade_its_aliases_a_line_each(send):
    assert send(" Met  in full \n\nall fine")[0] == ["Met in full", "all fine"]
    assert send("")[0] == []


@pytest.mark.parametrize(
    ("alias", "reason"),
    [
        ("G", "“G” is too little to read a grade from."),
        ("inadequate", "“inadequate” means “Inadequate” already."),
        ("Not graded", "“Not graded” means “no grade at all” already."),
    ],
)
def test_an_alias_that_could_mean_something_else_is_refused(send, alias, reason):
    stored, page = send(alias)
    assert stored == []
    assert reason in page
