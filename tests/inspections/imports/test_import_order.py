"""A file may be in any order: its inspections are brought together, and its rows keep their numbers."""

import pytest

from inspections.models import Inspection

from .rounds import HEAD, TIDY, WIDE, force, grades_of

pytestmark = pytest.mark.django_db


def by_area(*forces):
    """Their rows sorted by area, so that those of one inspection stand apart."""
    return [row for rows in zip(*forces, strict=True) for row in rows]


@pytest.mark.parametrize("name", ["grades.csv", "grades.xlsx"])
def test_a_file_sorted_by_area_says_the_same_as_one_sorted_by_inspection(load, name):
    one, other = force(), force("Samplefordshire", **{"Investigating crime": "Good"})
    out, errors = load([HEAD, *by_area(one, other)], name=name)
    assert (out, errors) == ("2 created, 0 corrected, 0 unchanged, 0 refused.\n", "")
    drafts = Inspection.objects.order_by("pk")
    assert [draft.internal_note for draft in drafts] == ["Imported from rows 2, 4.", "Imported from rows 3, 5."]
    assert [grades_of(draft)["6"] for draft in drafts] == ["requires-improvement", "good"]
    assert load([HEAD, *one, *other]) == ("0 created, 0 corrected, 2 unchanged, 0 refused.\n", "")


def test_inspections_are_stored_in_the_order_in_which_they_begin(load):
    load([HEAD, *by_area(force("Samplefordshire"), force())])
    assert [draft.body.slug for draft in Inspection.objects.order_by("pk")] == ["samplefordshire", "exampleshire"]


def test_what_is_refused_is_named_by_its_row_in_the_file(load):
    fine = force("Samplefordshire", **{"Investigating crime": "Fine"})
    again = [["Exampleshire", "16/02/2024", "Investigating crime", "Good"]]
    _out, errors = load([HEAD, *by_area(force(), fine), *force("Nowhereshire"), *again])
    lines = [line.split(":")[0] for line in errors.splitlines()]
    assert lines[:4] == [
        "row 6, column “Force”, value “Nowhereshire”",
        "row 7, column “Force”, value “Nowhereshire”",
        "row 8, column “Grade”, value “Good”",
        "row 5, column “Grade”, value “Fine”",
    ]
    assert not Inspection.objects.exists()


def test_an_inspection_refused_as_a_whole_is_named_by_all_its_rows(load):
    load([HEAD, *force(), *force("Samplefordshire")])
    changed = force(**{"Investigating crime": "Good"})
    _out, errors = load([HEAD, *by_area(changed, force("Samplefordshire"))])
    assert errors.startswith("rows 2, 4: an open draft of this inspection says otherwise")


def test_many_rows_far_apart_are_named_in_short(load):
    areas = dict.fromkeys(
        ("Crime data integrity", "Protecting vulnerable people", "Managing offenders and suspects"), "Good"
    )
    load([HEAD, *by_area(force(**areas), force("Samplefordshire", **areas))])
    draft = Inspection.objects.get(body__slug="exampleshire")
    assert draft.internal_note == "Imported from rows 2, 4, 6 … 10."


def test_a_row_for_each_inspection_may_come_back_with_other_areas(load):
    rows = [
        ["Force", "Published", "Responding", "Investigating"],
        ["Exampleshire", "2024-02-16", "Good", "NULL"],
        ["Samplefordshire", "2024-02-16", "Good", "Good"],
        ["Exampleshire", "2024-02-16", "Good", "Adequate"],
    ]
    _out, errors = load(rows, mapping=WIDE + '[grades]\n"NULL" = "not_sourced"\n')
    assert errors.startswith("row 4, column “Investigating”, value “Adequate”: another row gives this area another")
    assert Inspection.objects.get().body.slug == "samplefordshire"


def test_a_file_that_cannot_be_read_to_its_end_stores_nothing(load):
    _out, errors = load([HEAD, *force(), *force("Samplefordshire"), ["\0"]], mapping=TIDY)
    assert "signs that are no text" in errors
    assert not Inspection.objects.exists()
