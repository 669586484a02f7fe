"""What is stored of a round of inspections in a file."""

import datetime as dt

import pytest
from django.utils import timezone
from openpyxl import Workbook

from inspections.imports import Importer, Outcome, about_how_many_rows, read_records
from inspections.imports.mapping import facts_of, mapping_of
from inspections.models import Framework, Inspection, Organisation
from publishing.models import LookLater, State

from .rounds import HEAD, TIDY, WIDE, force, grades_of

pytestmark = pytest.mark.django_db


def test_each_inspection_becomes_a_submitted_draft_with_a_row_for_every_area(load, writer):
    out, errors = load([HEAD, *force(), *force("Samplefordshire Police", "17/02/24")])
    assert (out, errors) == ("2 created, 0 corrected, 0 unchanged, 0 refused.\n", "")
    inspection = Inspection.objects.get(body__slug="exampleshire")
    assert (inspection.state, inspection.submitted_by) == (State.SUBMITTED, writer)
    assert inspection.reported_on == dt.date(2024, 2, 16)
    grades = grades_of(inspection)
    assert (grades["5"], grades["6"], grades["1"], grades["7"]) == (
        "adequate",
        "requires-improvement",
        "ungraded",
        "not_sourced",
    )
    assert inspection.documents.get().licence == "ogl-3"
    assert Inspection.objects.get(body__slug="samplefordshire").reported_on == dt.date(2024, 2, 17)


def test_a_workbook_and_a_wide_layout_are_read_too(load):
    rows = [["Force", "Published", "Responding", "Investigating"], ["Exampleshire", dt.date(2024, 2, 16), "Good", "RI"]]
    out, errors = load(rows, mapping=WIDE, name="grades.xlsx")
    assert (out, errors) == ("1 created, 0 corrected, 0 unchanged, 0 refused.\n", "")
    grades = grades_of(Inspection.objects.get())
    assert (grades["5"], grades["6"]) == ("good", "requires-improvement")


def test_codes_and_blanks_mean_what_the_map_says(load):
    load(
        [HEAD, *force(**{"Investigating crime": "4", "Crime data integrity": "8", "Leadership & force management": ""})]
    )
    inspection = Inspection.objects.get()
    grades = grades_of(inspection)
    assert (grades["6"], grades["2"], grades["10"]) == ("outstanding", "not_rated", "not_sourced")
    assert inspection.judgments.get(area__code="10").note == "The file leaves this grade blank."


def test_what_stands_in_place_of_a_grade_is_known_by_its_own_name_too(load):
    load([HEAD, *force(**{"Crime data integrity": "Not inspected this time", "Investigating crime": "not_rated"})])
    grades = grades_of(Inspection.objects.get())
    assert (grades["2"], grades["6"]) == ("not_inspected", "not_rated")


def test_a_cell_that_says_that_the_framework_has_no_such_area_is_left_out_where_that_is_so(load):
    mapping = WIDE.replace("[columns]", 'no_row = ["predates this judgment"]\n[columns]').replace(
        "[source]", '"Rural crime" = "99"\n[source]'
    )
    rows = [["Force", "Published", "Responding", "Investigating", "Rural crime"]]
    rows += [["Exampleshire", "2024-02-16", "Good", "Good", "Predates this judgment"]]
    assert load(rows, mapping=mapping)[0].startswith("1 created")
    rows = [HEAD, *force("Samplefordshire", **{"Rural crime": "No longer reported"})]
    assert load(rows)[0].startswith("1 created")
    for inspection in Inspection.objects.all():
        assert inspection.judgments.count() == inspection.framework.areas.recorded().count()
        # What the import leaves out, the release does not ask for.
        assert [issue for issue in inspection.issues(timezone.now()) if issue.is_stop] == []


def test_how_far_it_is_is_told_of_every_kind_of_file(tmp_path):
    (tmp_path / "grades.csv").write_text("Force\nA\nB\n")
    book = Workbook()
    for name in ("Force", "A", "B"):
        book.active.append([name])
    book.save(tmp_path / "grades.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing")
    counts = [about_how_many_rows(tmp_path / name) for name in ("grades.csv", "grades.xlsx", "broken.xlsx")]
    assert counts == [3, 3, None]


def test_a_dry_run_says_what_would_be_and_changes_nothing(load):
    out, _errors = load([HEAD, *force()], "--dry-run")
    assert out == "Would be: 1 created, 0 corrected, 0 unchanged, 0 refused.\n"
    assert not Inspection.objects.exists()


def test_released_at_once_by_a_second_person_with_the_day_of_the_report(load, publisher):
    load([HEAD, *force()], "--release-as", publisher.email, "--reason", "The official file of the round.")
    inspection = Inspection.objects.get()
    assert (inspection.state, inspection.released_by) == (State.RELEASED, publisher)
    assert inspection.public_timestamp.date() == dt.date(2024, 2, 16)
    assert inspection.public_precision == "day"
    assert not LookLater.objects.exists()


def test_two_imports_of_one_inspection_at_the_same_moment_store_it_once(reference_data, writer):
    framework = Framework.objects.get(slug="peel-2023-25")
    mapping = mapping_of(facts_of(TIDY, name="The map"))
    row = {"Force": "Exampleshire", "Published": "16/02/2024", "Question": "5", "Grade": "Good"}
    [record] = read_records([(2, row)], framework, mapping)
    one, other = (
        Importer(framework=framework, mapping=mapping, by=writer, now=timezone.now(), explained_in="") for _ in range(2)
    )
    assert one.store(record).outcome == Outcome.CREATED
    late = other.store(record)
    assert late.outcome == Outcome.REFUSED
    assert "stored by somebody else at this very moment" in late.reason
    assert Inspection.objects.count() == 1


def test_what_one_inspection_costs_does_not_grow_with_the_file(load, django_assert_max_num_queries):
    """Bodies, areas and grades are looked up once; each inspection is a fixed number of statements."""
    names = [f"Force {number}" for number in range(12)]
    for number, name in enumerate(names):
        Organisation.objects.create(kind="body", slug=f"force-{number}", name=name)
    fixed, each = 25, 25
    with django_assert_max_num_queries(fixed + each * len(names)):
        out, _errors = load([HEAD, *(row for name in names for row in force(name))])
    assert out.startswith("12 created")
    assert Framework.objects.get(slug="peel-2023-25").frozen_at is None
