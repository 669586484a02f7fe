"""The file to fill in that is offered beside an upload."""

import csv
import io

import pytest
from openpyxl import load_workbook

from inspections.models import Inspection
from tests.factories.inspections import FrameworkFactory

from .pages import UPLOAD, text

pytestmark = pytest.mark.django_db


def test_a_template_has_every_area_and_the_grades_it_allows_and_is_taken_when_filled_in(desk, framework, send, confirm):
    framework.areas.filter(code="2").update(graded_by_default=False)
    answer = desk.get(f"{UPLOAD}template/", {"framework": "round", "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row["area"] for row in rows] == ["Area number 1", "Area number 2"]
    assert rows[0]["allowed"].startswith("Outstanding, Good, Adequate")
    assert [row["grade"] for row in rows] == ["", "ungraded"]
    filled = [row | {"body": "Exampleshire", "reported_on": "2024-02-16"} for row in rows]
    filled[0]["grade"] = rows[0]["allowed"].split(", ")[0]
    file = io.StringIO()
    table = csv.DictWriter(file, rows[0])
    table.writeheader()
    table.writerows(filled)
    confirm(send(data=file.getvalue().encode()))
    assert Inspection.objects.get().judgments.get(area__code="1").grade.code == "outstanding"


def test_only_frameworks_with_areas_are_offered(desk, framework):
    FrameworkFactory(title="Without areas", areas=0)
    page = text(desk.get(UPLOAD))
    assert "The round" in page and "Without areas" not in page
    framework.areas.update(is_recorded=False)
    assert "There is no framework with areas yet" in text(desk.get(UPLOAD))


def test_a_template_is_a_workbook_too(desk, framework):
    answer = desk.get(f"{UPLOAD}template/", {"framework": "round", "format": "xlsx"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[0] == ("body", "reported_on", "area", "grade", "note", "allowed")
    assert rows[1][2] == "Area number 1"
    assert 'filename="round-template.xlsx"' in answer["Content-Disposition"]
    assert desk.get(f"{UPLOAD}template/", {"framework": "none"}).status_code == 404
