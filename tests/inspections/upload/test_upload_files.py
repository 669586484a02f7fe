"""Which files an upload takes, and which it refuses in words."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from inspections.models import Inspection
from tests.factories.inspections import BodyFactory

from .pages import HEAD, text, workbook

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "data",
    [
        "\ufeffbody;reported_on;area;grade\r\n\r\nExampleshire;2024-02-16;1;Good\r\n;;;\r\n".encode(),
        "sep=;\r\nBody;Reported on;Area;Grade\r\nExampleshire;2024-02-16;1;Good\r\n".encode("cp1252"),
        "body\treported_on\tarea\tgrade\nExampleshire\t2024-02-16\t1\tGood\n".encode("utf-16"),
        workbook(
            ["body", "reported_on", "area", "grade", "Ignored"],
            [],
            ["Exampleshire", dt.datetime(2024, 2, 16), 1.0, "Good", "Dyfed–Powys"],  # noqa: DTZ001 - as Excel has it
        ),
    ],
    ids=["utf-8 with a mark", "windows", "utf-16", "workbook"],
)
def test_whatever_a_spreadsheet_program_saved_is_read(send, data):
    page = text(send(data=data))
    assert "Store 1 draft and submit it" in page
    assert "16 February 2024" in page


def test_how_a_file_was_read_is_said(send):
    BodyFactory(slug="dyfed", name="Dyfed–Powys")
    data = "\n".join([HEAD, "Dyfed–Powys,2024-02-16,1,Good"]).encode("cp1252")
    page = text(send(data=data))
    assert "text in Windows-1252 (look whether names are right), divided by commas" in page
    assert "Dyfed–Powys" in page


def test_more_than_2000_rows_are_refused_with_the_way_to_load_them(send, waiting):
    page = text(send(*["Exampleshire,2024-02-16,1,Good"] * 2001))
    assert "more than 2,000 rows" in page and "manage.py import_grades" in page
    assert 'name="confirm"' not in page


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b" " * 5_000_001, "an upload takes 5\N{NO-BREAK SPACE}MB"),
        (b"PK\x03\x04 no archive", "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0", "of the old kind, or one with a password"),
        (b'"' * 200_001, "no well-formed CSV"),
        (b"a,b\n\0,x", "no column called"),
        (b"body,reported_on,area,grade,grade\n", "stands in the file twice"),
        (b"Force,Date,Question,Grade\n", "The file has no column called “body”, “reported_on”, “area”. It has: Force"),
        (b"\n", "It has: none"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_words(send, data, said):
    response = send(data=data)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Inspection.objects.exists()


def test_an_empty_file_and_none_at_all_are_named(send):
    assert "Choose the file." in text(send(data=b""))
    answer = send(data=b"", import_file=SimpleUploadedFile("empty.csv", b""))
    assert "This file is empty" in text(answer)
