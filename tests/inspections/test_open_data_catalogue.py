"""The catalogue at /data/ and the Data Package."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given
from hypothesis import strategies as st

from inspections.opendata.columns import CHANGES, DATASETS, JUDGMENTS, Column, Dataset, Kind
from inspections.opendata.formats import FORMULA_STARTS, csv_cell, csv_lines
from tests.factories.inspections import (
    london,
    regrade,
    released_inspection,
    scheduled_inspection,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def test_the_catalogue_names_each_column_its_licence_and_its_size(client, people):
    edition = released_inspection(**people, grades=["good", "good"])
    regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="adequate")
    html = text_of(client.get("/data/"))
    for dataset in DATASETS.values():
        assert f'href="{dataset.csv_path}"' in html
        assert f'href="{dataset.json_path}"' in html
        for column in dataset.columns:
            assert f"<code>{column.name}</code>" in html
    assert "2 rows" in html
    assert "1 row<" in html
    assert "8 August 2024, 9:00am" in html
    assert "Open Government Licence v3.0" in html


def test_an_empty_site_has_a_catalogue(client):
    assert text_of(client.get("/data/")).count("0 rows") == 2


def test_rows_are_counted_once_until_something_changes(client, people):
    edition = released_inspection(**people, grades=["good"] * 3)
    assert "3 rows" in text_of(client.get("/data/"))
    with CaptureQueriesContext(connection) as asked:
        assert "3 rows" in text_of(client.get("/data/"))
    assert not [query for query in asked if "inspections_judgment" in query["sql"]]
    regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="adequate")
    package = client.get("/data/datapackage.json").json()
    assert [resource["stats"]["rows"] for resource in package["resources"]] == [3, 1]


def test_the_count_tells_nothing_of_what_is_to_come(client, people, clock):
    scheduled_inspection(**people, at=london(2024, 3, 2), grades=["good"], now=london(2024, 3, 1))
    with clock(2024, 3, 1, 12):
        html = text_of(client.get("/data/"))
        assert html.count("0 rows") == 2
        assert "Last change" not in html
        assert "modified" not in client.get("/data/datapackage.json").json()
    with clock(2024, 3, 2, 9):
        assert "1 row<" in text_of(client.get("/data/"))


def test_the_catalogue_counts_the_rows_of_the_table_of_changes(client, people, publisher):
    first = regrade(released_inspection(**people), **people, at=london(2024, 8, 8), area="1", grade="adequate")
    again = regrade(first, **people, at=london(2024, 8, 9), area="1", grade="good")
    regrade(again, **people, at=london(2024, 8, 10), area="1", grade="good", regrade_reason="")
    back = regrade(released_inspection(**people), **people, at=london(2024, 8, 8), area="2", grade="adequate")
    back.withdraw(by=publisher, notice="Taken back.", now=london(2024, 8, 9))
    removed = regrade(released_inspection(**people), **people, at=london(2024, 8, 8), area="3", grade="adequate")
    removed.withdraw(by=publisher, notice="Removed.", availability="gone", now=london(2024, 8, 9))
    rows = b"".join(client.get("/data/changes.csv")).decode().splitlines()[1:]
    assert len(rows) == 2
    assert "2 rows<" in text_of(client.get("/data/")).split('id="changes"')[1]


def test_the_catalogue_costs_the_same_whatever_there_is(client, people):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get("/data/")
        return len(queries)

    regrade(released_inspection(**people), **people, at=london(2024, 8, 8), area="1", grade="adequate")
    few = cost()
    for _ in range(5):
        regrade(released_inspection(**people), **people, at=london(2024, 8, 8), area="1", grade="adequate")
    assert cost() == few <= 12


def test_the_data_package_describes_the_tables_as_they_are(client, people):
    released_inspection(**people)
    package = client.get("/data/datapackage.json").json()
    assert package["licenses"][0]["title"] == "Open Government Licence v3.0"
    assert [resource["name"] for resource in package["resources"]] == ["judgments", "changes"]
    for resource in package["resources"]:
        path = re.sub(r"^https?://[^/]+", "", resource["path"])
        header = next(csv.reader(io.StringIO(b"".join(client.get(path)).decode(), newline="")))
        assert [field["name"] for field in resource["schema"]["fields"]] == header
        assert set(resource["schema"]["primaryKey"]) <= set(header)


def test_each_row_keeps_the_rules_of_the_schema(client, people):
    edition = released_inspection(**people, grades=["good", None, "adequate"])
    regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="adequate")
    right = {
        "integer": lambda cell: re.fullmatch(r"-?\d+", cell),
        "boolean": lambda cell: cell in ("true", "false"),
        "datetime": lambda cell: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", cell),
        "string": lambda cell: True,
    }
    for dataset in (JUDGMENTS, CHANGES):
        rows = list(csv.DictReader(io.StringIO(b"".join(client.get(dataset.csv_path)).decode(), newline="")))
        assert len({tuple(row[name] for name in dataset.key) for row in rows}) == len(rows) > 0
        for field in (column.field for column in dataset.columns):
            rules = field["constraints"]
            for cell in (row[field["name"]] for row in rows):
                assert cell or not rules["required"], field["name"]
                assert not cell or right[field["type"]](cell)
                assert not cell or re.fullmatch(rules.get("pattern", ".*"), cell)
                assert not cell or cell in rules.get("enum", [cell])


@pytest.mark.parametrize(
    "start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "=cmd|' /C calc'!A0"]
)
def test_a_cell_of_text_never_starts_a_formula(start):
    assert csv_cell(Column("a", Kind.TEXT, "A text."), start) == f"'{start}"


@pytest.mark.parametrize("plain", ["Exampleshire", "a=1", "5-a-side", "'quoted'", "", " =1"])
def test_other_text_stays_as_it_is(plain):
    assert csv_cell(Column("a", Kind.TEXT, "A text."), plain) == plain


TEXT, NUMBER = Column("a", Kind.TEXT, "A text."), Column("b", Kind.WHOLE_NUMBER, "A number.")


@given(st.text(), st.integers())
@example("=1+1", -5)
@example("\0=1+1", 0)
def test_any_text_comes_back_as_text_and_any_number_as_itself(text, number):
    dataset = Dataset("a", "A", "A.", ("a",), (TEXT, NUMBER))
    written = "".join(csv_lines(dataset, [{"a": text, "b": number}]))
    _header, (cell, told) = csv.reader(io.StringIO(written, newline=""))
    assert not cell.startswith(FORMULA_STARTS)
    assert cell.removeprefix("'") == text.replace("\0", "").removeprefix("'")
    assert told == str(number)
