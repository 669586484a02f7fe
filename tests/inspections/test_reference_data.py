"""The frameworks that come with Candour."""

import datetime as dt

import pytest
from django.core.management import call_command

from inspections import checks
from inspections.actions import load_reference_data
from inspections.models import (
    Area,
    AreaLink,
    Framework,
    Grade,
    GradeScale,
    Organisation,
    OrganisationName,
    Programme,
)

pytestmark = pytest.mark.django_db

KINDS = [Area, AreaLink, Framework, Grade, GradeScale, Organisation, OrganisationName, Programme]


@pytest.fixture
def loaded(db):
    load_reference_data()


def counts():
    return [kind.objects.count() for kind in KINDS]


def test_loading_twice_changes_nothing(loaded):
    before = counts()
    call_command("load_frameworks", verbosity=0)
    assert counts() == before


def test_what_an_editor_changed_is_not_loaded_over(loaded):
    Framework.objects.filter(slug="peel-2023-25").update(compare_note="Ours.")
    load_reference_data()
    assert Framework.objects.get(slug="peel-2023-25").compare_note == "Ours."


def test_every_framework_keeps_the_rules_of_its_kind(loaded):
    assert [checks.framework_issues(framework, framework.areas.all()) for framework in Framework.objects.all()] == [
        [] for _ in range(Framework.objects.count())
    ]


def test_peel_2023_25_has_ten_areas_in_order_nine_of_them_graded(loaded):
    areas = Framework.objects.get(slug="peel-2023-25").areas.order_by("order")
    assert [area.code for area in areas] == [str(number) for number in range(1, 11)]
    assert [area.code for area in areas if not area.graded_by_default] == ["1"]
    assert areas[1].name == "Crime data integrity"
    assert areas[1].short_name == "Recording data about crime"


def test_labels_that_were_not_checked_are_marked(loaded):
    areas = Framework.objects.get(slug="peel-2021-22-v1").areas
    assert areas.count() == 12
    assert not areas.filter(is_name_verified=True).exists()
    assert areas.filter(graded_by_default=True).count() == 10


def test_of_the_two_versions_of_peel_2021_22_the_first_is_held_and_says_so(loaded):
    framework = Framework.objects.get(slug__startswith="peel-2021-22")
    assert framework.version == "2021/22 v1"
    for fact in ("first version", "8 forces", "March 2022", "35 forces", "not verified"):
        assert fact in framework.scope_note


def test_no_area_of_an_earlier_framework_is_comparable_with_peel_2023_25(loaded):
    links = AreaLink.objects.filter(into__slug="peel-2023-25")
    assert links.count() == 22
    assert set(links.values_list("comparable", flat=True)) == {"no"}
    assert not links.filter(reason="").exists()
    assert not links.filter(source="").exists()


def test_the_same_word_on_two_scales_is_two_grades(loaded):
    assert Grade.objects.filter(code="good").count() == 2
    assert not Grade.objects.filter(code="adequate", scale__code="police-4").exists()


def test_the_inspectorate_is_called_as_on_the_day(loaded):
    inspectorate = Organisation.objects.get(slug="hmicfrs")
    assert inspectorate.name_on(dt.date(2016, 12, 31)).startswith("Her Majesty's Inspectorate of Constabulary")
    assert "Fire" not in inspectorate.name_on(dt.date(2016, 12, 31))
    assert inspectorate.name_on(dt.date(2020, 7, 31)).startswith("Her Majesty's Inspectorate of Constabulary and Fire")
    assert inspectorate.name_on(dt.date(2024, 2, 16)).startswith("His Majesty's")
