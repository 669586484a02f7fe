"""What of a file is refused, and how that is said."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from inspections.imports import BadMapping
from inspections.imports.mapping import mapping_of
from inspections.models import Framework, Inspection, Organisation

from .rounds import CORRECTION, HEAD, TIDY, force

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (force("Nowhereshire"), "row 2, column “Force”, value “Nowhereshire”: no body is known by this name or code"),
        (
            force(day="2024-02-16"),
            "row 2, column “Published”, value “2024-02-16”: no date written like 16/02/2024 or 16/02/24",
        ),
        (force(day="30/02/2024"), "row 2, column “Published”, value “30/02/2024”: no date written like"),
        (
            force(**{"Investigating crime": "No longer reported"}),
            "row 3, column “Grade”, value “No longer reported”: the framework has this area, so that something",
        ),
        (
            force(**{"": "No longer reported"}),
            "row 4, column “Question”, value “”: the framework has no such area",
        ),
        (
            [["Exampleshire", "16/02/2024", "Rural crime", "No longer reported"]],
            "row 2, column “Force”, value “Exampleshire”: none of its rows is about an area that the framework has",
        ),
        (force(Finance="Good"), "row 4, column “Question”, value “Finance”: the framework has no such area"),
        (
            force(**{"Investigating crime": "Satisfactory"}),
            "row 3, column “Grade”, value “Satisfactory”: not on the scale of this area, which knows: Outstanding",
        ),
        (
            force(**{"Investigating crime": "3"}),
            "row 3, column “Grade”, value “3”: a number or letter is no grade here",
        ),
        (
            force(**{"Investigating crime": "A"}),
            "row 3, column “Grade”, value “A”: a number or letter is no grade here",
        ),
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


def test_a_date_that_fits_two_formats_differently_is_refused(load):
    mapping = TIDY.replace('"%d/%m/%y"', '"%m/%d/%Y"')
    _out, errors = load([HEAD, *force(day="03/04/2024")], mapping=mapping)
    assert "could be 4 March 2024 or 3 April 2024" in errors


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


def test_a_remark_with_markup_is_named_with_its_cell(load):
    mapping = TIDY.replace('grade = "Grade"', 'grade = "Grade"\nnote = "Remark"')
    rows = [[*row, remark] for row, remark in zip(force(), ["See <b>page 4</b>", "R&D, < 5"], strict=True)]
    _out, errors = load([[*HEAD, "Remark"], *rows], mapping=mapping)
    said = "row 2, column “Remark”, value “See <b>page 4</b>”: a remark is plain text, and “<b>” is markup"
    assert said in errors
    assert "R&D" not in errors
    assert not Inspection.objects.exists()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "Grades of the round"', 'title = "Grades of <em>the round</em>"'),
        ('reason = "The force had supplied wrong data."', 'reason = "Wrong <em>data</em>."'),
    ],
)
def test_markup_in_the_map_is_refused_before_anything_is_read(load, old, new):
    _out, errors = load([HEAD, *force()], mapping=(TIDY + CORRECTION).replace(old, new))
    assert "“<em>” is markup" in errors
    assert not Inspection.objects.exists()


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
    with pytest.raises(CommandError, match="Name its encoding in the column map"):
        call_command(
            "import_grades", str(tmp_path / "old.csv"), "--map", str(tmp_path / "map.toml"), "--as", writer.email
        )


def test_a_map_with_faults_lists_them_all():
    with pytest.raises(BadMapping) as bad:
        mapping_of({"layout": "long", "columns": {"bod": "Force"}, "source": {"licence": "mine"}, "colour": "red"})
    said = "\n".join(bad.value.faults)
    for fault in ("“framework” is missing", "tidy or wide", "no “bod”", "needs “body”", "needs “url”", "“colour”"):
        assert fault in said
