"""A round of inspections from a file: what is stored, what is refused and how it is said."""

import csv
import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from openpyxl import Workbook

from inspections.actions import load_reference_data
from inspections.imports import BadMapping, Importer, Outcome, about_how_many_rows, read_records
from inspections.imports.mapping import facts_of, mapping_of
from inspections.models import Framework, Inspection, Organisation, OrganisationAlias
from publishing.models import LookLater, State
from tests.newsroom import address, press
from tests.reading import text_of

pytestmark = pytest.mark.django_db

TIDY = """
framework = "peel-2023-25"
no_row = ["no longer reported"]

[columns]
body = "Force"
reported_on = "Published"
area = "Question"
grade = "Grade"

[dates]
formats = ["%d/%m/%Y", "%d/%m/%y"]

[grades]
"4" = "outstanding"
"8" = "not_rated"
"NULL" = "not_sourced"

[source]
title = "Grades of the round"
url = "https://example.org/grades.csv"
licence = "ogl-3"
"""

CORRECTION = """
[correction]
reason = "The force had supplied wrong data."
source = "Letter of the inspectorate"
"""

WIDE = """
framework = "peel-2023-25"
layout = "wide"
[columns]
body = "Force"
reported_on = "Published"
[areas]
"Responding" = "5"
"Investigating" = "6"
[source]
title = "Grades of the round"
url = "https://example.org/grades.csv"
licence = "ogl-3"
"""


@pytest.fixture(autouse=True)
def reference_data(db):
    load_reference_data()
    for name in ("Exampleshire Police", "Samplefordshire Police"):
        slug = name.split()[0].lower()
        body = Organisation.objects.create(kind="body", slug=slug, name=name, codes={"ons": f"E{slug[:3]}"})
        OrganisationAlias.objects.create(organisation=body, text=slug.title())


@pytest.fixture
def load(tmp_path, writer):
    """`load(rows)` writes the rows to a file and imports it; returns what the command said."""

    def run(rows, *arguments, mapping=TIDY, name="grades.csv"):
        path, toml = tmp_path / name, tmp_path / "map.toml"
        toml.write_text(mapping)
        if name.endswith(".xlsx"):
            book = Workbook()
            for row in rows:
                book.active.append(row)
            book.save(path)
        else:
            with path.open("w", newline="") as file:
                csv.writer(file).writerows(rows)
        out, errors = io.StringIO(), io.StringIO()
        try:
            command = ["import_grades", str(path), "--map", str(toml), "--as", writer.email, *arguments]
            call_command(*command, stdout=out, stderr=errors)
        except CommandError as error:
            return out.getvalue(), errors.getvalue() + str(error)
        return out.getvalue(), errors.getvalue()

    return run


HEAD = ["Force", "Published", "Question", "Grade"]


def force(name="Exampleshire", day="16/02/2024", **grades):
    grades = {"Responding to the public": "Adequate", "Investigating crime": "requires improvement"} | grades
    return [[name, day, area, grade] for area, grade in grades.items()]


def grades_of(inspection):
    rows = inspection.judgments.select_related("area", "grade")
    return {row.area.code: row.grade.code if row.grade else row.outcome for row in rows}


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


def test_an_area_that_the_framework_no_longer_had_gets_no_row(load):
    load([HEAD, *force(**{"Crime data integrity": "No longer reported"})])
    assert "2" not in grades_of(Inspection.objects.get())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (force("Nowhereshire"), "row 2, column “Force”, value “Nowhereshire”: no body is known by this name or code"),
        (force(day="2024-02-16"), "row 2, column “Published”, value “2024-02-16”: no date in one of the formats"),
        (force(day="30/02/2024"), "row 2, column “Published”, value “30/02/2024”: no date"),
        (force(Finance="Good"), "row 4, column “Question”, value “Finance”: the framework has no such area"),
        (
            force(**{"Investigating crime": "Satisfactory"}),
            "row 3, column “Grade”, value “Satisfactory”: not on the scale of this area, which knows: Outstanding",
        ),
        (force(**{"Investigating crime": "3"}), "row 3, column “Grade”, value “3”: a number is no grade here"),
        (force(**{"Investigating crime": "=D2"}), "row 3, column “Grade”, value “=D2”: a formula without its result"),
        (force("=A1"), "row 2, column “Force”, value “=A1”: a formula without its result"),
        (
            force(**{"Investigating crime": "carried_forward"}),
            "row 3, column “Grade”, value “carried_forward”: a grade that is carried forward has to say from where",
        ),
        (
            [*force(), ["Exampleshire", "16/02/2024", "Investigating crime", "Good"]],
            "row 4, column “Grade”, value “Good”: another row gives this area another grade",
        ),
        (
            [
                *force(),
                *force("Samplefordshire"),
                ["Exampleshire", "16/02/2024", "Protecting vulnerable people", "Good"],
            ],
            "row 6, column “Force”, value “Exampleshire”: rows of this inspection stand further up",
        ),
    ],
)
def test_a_refused_cell_is_named_with_row_column_value_and_reason(rows, said, load):
    _out, errors = load([HEAD, *rows])
    assert said in errors
    assert "what was refused is named above" in errors


def test_an_inspection_with_one_refused_cell_is_not_stored_at_all_and_the_others_are(load):
    out, _errors = load([HEAD, *force(**{"Investigating crime": "Fine"}), *force("Samplefordshire")])
    assert out == "1 created, 0 corrected, 0 unchanged, 1 refused.\n"
    assert Inspection.objects.get().body.slug == "samplefordshire"


def test_rows_of_no_inspection_are_counted_by_themselves_each_on_its_line(load):
    out, errors = load(
        [HEAD, *force("Nowhereshire"), *force(**{"Investigating crime": "Fine"}), *force("Samplefordshire")]
    )
    assert out == "1 created, 0 corrected, 0 unchanged, 1 refused; and 2 rows that belong to no inspection.\n"
    assert [line.split(",")[0] for line in errors.splitlines()[:3]] == ["row 2", "row 3", "row 5"]


def test_how_far_it_is_is_told_of_every_kind_of_file(tmp_path):
    (tmp_path / "grades.csv").write_text("Force\nA\nB\n")
    book = Workbook()
    for name in ("Force", "A", "B"):
        book.active.append([name])
    book.save(tmp_path / "grades.xlsx")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing")
    counts = [about_how_many_rows(tmp_path / name) for name in ("grades.csv", "grades.xlsx", "broken.xlsx")]
    assert counts == [3, 3, None]


def test_a_date_that_fits_two_formats_differently_is_refused(load):
    mapping = TIDY.replace('"%d/%m/%y"', '"%m/%d/%Y"')
    _out, errors = load([HEAD, *force(day="03/04/2024")], mapping=mapping)
    assert "could be 2024-03-04 or 2024-04-03" in errors


def test_a_dry_run_says_what_would_be_and_changes_nothing(load):
    out, _errors = load([HEAD, *force()], "--dry-run")
    assert out == "Would be: 1 created, 0 corrected, 0 unchanged, 0 refused.\n"
    assert not Inspection.objects.exists()


def test_the_same_file_again_changes_nothing(load):
    load([HEAD, *force()])
    out, _errors = load([HEAD, *force()])
    assert out == "0 created, 0 corrected, 1 unchanged, 0 refused.\n"
    assert Inspection.objects.count() == 1


def test_a_draft_that_says_otherwise_is_not_overwritten(load):
    load([HEAD, *force()])
    _out, errors = load([HEAD, *force(**{"Investigating crime": "Good"})])
    assert "rows 2 to 3: an open draft of this inspection says otherwise" in errors


def test_released_at_once_by_a_second_person_with_the_day_of_the_report(load, publisher):
    load([HEAD, *force()], "--release-as", publisher.email, "--reason", "The official file of the round.")
    inspection = Inspection.objects.get()
    assert (inspection.state, inspection.released_by) == (State.RELEASED, publisher)
    assert inspection.public_timestamp.date() == dt.date(2024, 2, 16)
    assert inspection.public_precision == "day"
    assert not LookLater.objects.exists()


def test_a_changed_grade_becomes_a_correction_that_says_why(load, publisher):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()], *release)
    changed = [HEAD, *force(**{"Responding to the public": "Requires improvement"})]
    _out, errors = load(changed, *release)
    assert (
        "rows 2 to 3: a published grade would change (Responding to the public: from Adequate to Requires improvement)"
        in errors
    )
    out, errors = load(changed, *release, mapping=TIDY + CORRECTION)
    assert (out, errors) == ("0 created, 1 corrected, 0 unchanged, 0 refused.\n", "")
    first, second = Inspection.objects.order_by("number")
    assert (grades_of(first)["5"], grades_of(second)["5"]) == ("adequate", "requires-improvement")
    assert second.change_note == "Changed: Responding to the public. The force had supplied wrong data."
    assert second.regrade_source == "Letter of the inspectorate"


DATED = TIDY + CORRECTION + "on = 2024-08-08\n"


def test_a_correction_bears_the_day_on_which_the_inspectorate_made_it(load, publisher):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()], *release)
    load([HEAD, *force(**{"Investigating crime": "Good"})], *release, mapping=DATED)
    correction = Inspection.objects.get(number=2)
    assert timezone.localdate(correction.public_timestamp) == dt.date(2024, 8, 8)
    assert correction.public_precision == "day"
    assert timezone.localdate(correction.live_from) == timezone.localdate()


def test_whoever_releases_a_correction_is_offered_its_day_and_sees_it_in_the_preview(load, publisher, signed_in):
    load([HEAD, *force()], "--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force(**{"Investigating crime": "Good"})], mapping=DATED)
    draft, desk = Inspection.objects.get(number=2), signed_in(publisher)
    form = desk.get(address(draft, "do/release")).context["form"]
    assert form["shown_on"].value() == dt.date(2024, 8, 8)
    assert "to good on 8 August 2024" in text_of(desk.get(address(draft, "preview")))
    press(desk, draft, "release", shown_on="", shown_precision="day")
    draft.refresh_from_db()
    assert draft.public_timestamp == draft.live_from


def test_a_correction_of_a_day_to_come_is_refused(load, publisher):
    load([HEAD, *force()], "--release-as", publisher.email, "--reason", "The official file of the round.")
    mapping = DATED.replace("2024-08-08", "2999-08-08")
    _out, errors = load([HEAD, *force(**{"Investigating crime": "Good"})], "--dry-run", mapping=mapping)
    assert "rows 2 to 3: the correction is dated 2999-08-08, which is still to come" in errors


def test_a_day_of_correction_that_is_none_is_a_fault_of_the_map():
    with pytest.raises(BadMapping, match="“on” is a date such as 2024-02-16, not “8 August”"):
        mapping_of(facts_of(TIDY + CORRECTION + 'on = "8 August"', name="The map"))


@pytest.mark.parametrize("withdrawal", ["now", "later"])
def test_a_withdrawn_inspection_is_not_brought_back_by_a_file(load, publisher, withdrawal):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()], *release)
    at = timezone.now() + dt.timedelta(days=withdrawal == "later")
    Inspection.objects.get().withdraw(by=publisher, notice="It named a person.", at=at, now=at)
    out, errors = load([HEAD, *force(**{"Investigating crime": "Good"})], *release, mapping=TIDY + CORRECTION)
    assert out == "0 created, 0 corrected, 0 unchanged, 1 refused.\n"
    assert "rows 2 to 3: this inspection was withdrawn, and a file does not bring it back" in errors
    assert Inspection.objects.count() == 2


def test_a_name_of_two_bodies_is_refused_with_both(load):
    Organisation.objects.get(slug="samplefordshire").aliases.create(text="County")
    Organisation.objects.get(slug="exampleshire").names.create(name="County", valid_to=dt.date(2010, 1, 1))
    _out, errors = load([HEAD, *force("county"), *force("Samplefordshire", day="17/02/2024")])
    assert (
        "row 2, column “Force”, value “county”: this may be Exampleshire Police (exampleshire) or Samplefordshire "
        "Police (samplefordshire): write a name, code or address that the one meant has alone" in errors
    )
    assert Inspection.objects.get().body.slug == "samplefordshire"


def test_a_code_that_two_registers_give_to_different_bodies_is_refused(load):
    for slug, codes in (("northshire", {"ons": "E99"}), ("southshire", {"companies": "E99"})):
        Organisation.objects.create(kind="body", slug=slug, name=slug.title(), codes=codes)
    _out, errors = load([HEAD, *force("E99")])
    assert "this may be Northshire (northshire) or Southshire (southshire)" in errors
    assert not Inspection.objects.exists()


def test_what_a_later_file_leaves_out_or_blank_takes_no_grade_away(load, publisher):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()], *release)
    for later in ([*force()[:1]], force(**{"Investigating crime": ""}), force(**{"Investigating crime": "NULL"})):
        out, errors = load([HEAD, *later])
        assert (out, errors) == ("0 created, 0 corrected, 1 unchanged, 0 refused.\n", "")
    load([HEAD, *force(**{"Investigating crime": "Good"})[1:]], *release, mapping=TIDY + CORRECTION)
    grades = grades_of(Inspection.objects.get(number=2))
    assert (grades["5"], grades["6"]) == ("adequate", "good")


def test_an_area_that_a_later_file_says_was_not_there_keeps_its_grade(load, publisher):
    load([HEAD, *force(**{"Crime data integrity": "Good"})])
    out, errors = load([HEAD, *force(**{"Crime data integrity": "No longer reported"})])
    assert (out, errors) == ("0 created, 0 corrected, 1 unchanged, 0 refused.\n", "")
    assert grades_of(Inspection.objects.get())["2"] == "good"


def test_a_remark_that_is_too_long_is_named_and_not_cut(load):
    mapping = TIDY.replace('grade = "Grade"', 'grade = "Grade"\nnote = "Remark"')
    rows = [[*row, remark] for row, remark in zip(force(), ["x" * 301, "Brief."], strict=True)]
    _out, errors = load([[*HEAD, "Remark"], *rows], mapping=mapping)
    assert "row 2, column “Remark”" in errors and "300 characters at most" in errors
    assert not Inspection.objects.exists()


def test_an_area_kept_for_comparison_alone_has_no_grade(load):
    Framework.objects.get(slug="peel-2023-25").areas.filter(code="6").update(is_recorded=False)
    _out, errors = load([HEAD, *force()])
    assert "value “Investigating crime”: the framework has no such area" in errors


def test_two_imports_of_one_inspection_at_the_same_moment_store_it_once(writer):
    framework = Framework.objects.get(slug="peel-2023-25")
    mapping = mapping_of(facts_of(TIDY, name="The map"))
    row = {"Force": "Exampleshire", "Published": "16/02/2024", "Question": "5", "Grade": "Good"}
    [record] = read_records([(2, row)], framework, mapping)
    one, other = (Importer(framework=framework, mapping=mapping, by=writer, now=timezone.now()) for _ in range(2))
    assert one.store(record).outcome == Outcome.CREATED
    late = other.store(record)
    assert late.outcome == Outcome.REFUSED
    assert "stored by somebody else at this very moment" in late.reason
    assert Inspection.objects.count() == 1


def test_an_account_that_may_not_release_releases_nothing(load, writer):
    out, errors = load([HEAD, *force()], "--release-as", writer.email, "--reason", "I am sure.")
    assert out == "0 created, 0 corrected, 0 unchanged, 1 refused.\n"
    assert "Your role does not let you release" in errors
    assert not Inspection.objects.exists()


def test_a_release_without_a_reason_or_by_nobody_known_is_refused_before_anything_is_read(load, publisher):
    assert "--release-as needs --reason" in load([HEAD], "--release-as", publisher.email)[1]
    assert "no active staff account" in load([HEAD], "--release-as", "nobody@example.org", "--reason", "x")[1]


def test_a_file_without_the_columns_of_the_map_is_refused_with_those_it_has(load):
    _out, errors = load([["Force", "Date"], ["Exampleshire", "16/02/2024"]])
    assert "The file has no column “Published”, “Question”, “Grade”. It has: Force, Date." in errors


def test_a_file_in_another_encoding_says_how_to_name_it(load, tmp_path, writer):
    (tmp_path / "map.toml").write_text(TIDY)
    (tmp_path / "old.csv").write_bytes("Force,Published,Question,Grade\nDyfed–Powys,x,y,z\n".encode("cp1252"))
    with pytest.raises(CommandError, match="Name its encoding in the map"):
        call_command(
            "import_grades", str(tmp_path / "old.csv"), "--map", str(tmp_path / "map.toml"), "--as", writer.email
        )


def test_a_map_with_faults_lists_them_all():
    with pytest.raises(BadMapping) as bad:
        mapping_of({"layout": "long", "columns": {"bod": "Force"}, "source": {"licence": "mine"}, "colour": "red"})
    said = "\n".join(bad.value.faults)
    for fault in ("“framework” is missing", "tidy or wide", "no “bod”", "needs “body”", "needs “url”", "“colour”"):
        assert fault in said


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
