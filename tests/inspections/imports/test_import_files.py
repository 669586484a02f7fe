"""What a file of grades may be: its encoding, its empty rows, its formulas, and what is refused before it is read."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from inspections.imports import BadMapping, BadTable, Limits, read_table
from inspections.imports.mapping import facts_of, mapping_of

LIMITS = Limits(rows=3, columns=5, unpacked=1_000_000)
FACTS = {
    "framework": "any",
    "columns": {"body": "Body", "reported_on": "Day", "area": "Area", "grade": "Grade"},
    "source": {"title": "Grades", "url": "https://example.org/", "licence": "ogl-3"},
}
HEAD = ["Body", "Day", "Area", "Grade"]


def read(data, limits=LIMITS, **facts):
    return list(read_table(data, mapping_of(FACTS | facts), limits))


def refusal(data, limits=LIMITS, **facts):
    with pytest.raises(BadTable) as bad:
        read(data, limits, **facts)
    return str(bad.value)


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def with_sheet(xml, **parts):
    """A workbook whose first sheet is this XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(HEAD))) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            is_sheet = part.filename == "xl/worksheets/sheet1.xml"
            new.writestr(part.filename, xml if is_sheet else old.read(part))
    return file.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_encoding_and_delimiter_that_the_map_names_is_read(encoding, delimiter):
    text = "\r\n".join(delimiter.join(row) for row in (HEAD, ["Dyfed–Powys", "2024-02-16", "5", "Good"]))
    named = "utf-8-sig" if encoding.startswith("utf-8") else encoding
    rows = read(text.encode(encoding), encoding=named, delimiter=delimiter)
    assert rows == [(2, {"Body": "Dyfed–Powys", "Day": "2024-02-16", "Area": "5", "Grade": "Good"})]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers():
    lines = ["", ",,,", ",".join(HEAD), "", "A,d,5,Good", " , ,,", "B,d,5,Good"]
    assert [(number, row["Body"]) for number, row in read("\n".join(lines).encode())] == [(5, "A"), (7, "B")]
    assert [(number, row["Body"]) for number, row in read(workbook([], HEAD, [], ["A"], [None, " "], ["B"]))] == [
        (4, "A"),
        (6, "B"),
    ]


def test_a_cell_of_several_lines_is_one_row_as_in_a_spreadsheet():
    rows = read(b'Body,Day,Area,Grade\nA,d,5,"Good,\nsince then"\nB,d,5,Good\n')
    assert [(number, row["Body"]) for number, row in rows] == [(2, "A"), (3, "B")]
    said = refusal(b'Body,Day,Area,Grade\nA,d,"5\n6",Good\nB,d,"5,Good\nC,d,5,Good\n')
    assert "row 3 cannot be read" in said


def test_the_line_in_which_excel_names_its_delimiter_is_no_header():
    rows = read(b"sep=;\r\nBody;Day;Area;Grade\r\nA;d;5;Good\r\n", delimiter=";")
    assert [(number, row["Body"]) for number, row in rows] == [(3, "A")]


def test_a_column_that_is_needed_must_not_stand_there_twice():
    assert "The column “Grade” stands in the file twice" in refusal(b"Body,Day,Area,Grade,Grade\n")


def test_a_formula_counts_by_its_result_and_without_one_by_its_own_text():
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        + '<row r="1">'
        + "".join(f'<c t="inlineStr"><is><t>{name}</t></is></c>' for name in HEAD)
        + "</row>"
        + '<row r="2"><c t="str"><f>A1</f><v>Known</v></c><c><f>TODAY()</f></c><c t="inlineStr"><is><t>5</t></is></c>'
        + '<c t="e"><f>1/0</f><v>#DIV/0!</v></c></row></sheetData></worksheet>'
    )
    [(_number, row)] = read(with_sheet(sheet))
    assert [row[name] for name in HEAD] == ["Known", "=TODAY()", "5", "#DIV/0!"]


def test_a_day_of_a_workbook_is_a_day():
    rows = read(workbook(HEAD, ["A", dt.datetime(2024, 2, 16, 9, 30), "5", "Good"]))  # noqa: DTZ001 - as Excel has it
    assert rows[0][1]["Day"] == dt.date(2024, 2, 16)


def test_more_rows_than_the_limit_are_refused_with_the_way_to_load_them():
    said = refusal("\n".join([",".join(HEAD), *["A,d,5,Good"] * 4]).encode())
    assert "more than 3 rows" in said and "manage.py import_grades" in said
    assert "more than 3 rows" in refusal(("\n" * 50).encode() + b"x")
    assert len(read("\n".join([",".join(HEAD), *["A,d,5,Good"] * 4]).encode(), limits=None)) == 4


def test_more_columns_than_the_limit_are_refused():
    assert "more than 5 columns" in refusal(b"a,b,c,d,e,f\n")
    assert "more than 5 columns" in refusal(workbook([*HEAD, "e", "f"]))
    far_out = '<row r="1"><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>'
    assert "more than 5 columns" not in refusal(with_sheet(_sheet(far_out)))  # further out than is looked


def _sheet(rows):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_opened():
    bomb = with_sheet(_sheet('<row r="1">' + " " * 5_000_000 + "</row>"))
    assert len(bomb) < 20_000
    assert "unpacks to more than 1 MB" in refusal(bomb)


def test_more_cells_than_the_limits_multiply_to_are_refused_before_they_are_read():
    crowded = with_sheet(_sheet("<row>" + "<c><v>1</v></c>" * 16 + "</row>"))
    assert "more than 15 cells" in refusal(crowded)
    with pytest.raises(BadTable, match="no column"):
        read(crowded, limits=None)


def test_a_row_that_says_it_is_the_billionth_ends_the_reading():
    far_down = with_sheet(_sheet('<row r="1000000000"><c><v>1</v></c></row>'))
    assert "more than 3 rows" in refusal(far_down)
    assert "rows that no sheet can have" in refusal(far_down, limits=None)


def test_entities_are_refused():
    xml = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>' + _sheet("<row><c><v>&a;</v></c></row>")
    assert "holds entities" in refusal(with_sheet(xml))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04 and then nothing", "no Excel workbook"),
        (workbook(HEAD)[:-200], "no Excel workbook"),
        (with_sheet("<worksheet>"), "no Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of the old kind, or one with a password"),
        (b"Body,Day\xff\xfe", "not in utf-8-sig. Name its encoding"),
        (b'Body,"Day"x,Area', "no well-formed CSV"),
        (b"Body,Day,Area,Grade\nA,\0,5,Good", "signs that are no text"),
        (b"", "It has: none"),
        (b"\n\n", "It has: none"),
    ],
)
def test_what_is_no_table_is_refused_in_words(data, said):
    assert said in refusal(data)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("delimiter = 5", "“delimiter” has to be text"),
        ('delimiter = ";;"', "“delimiter” is one sign"),
        ('encoding = "base64"', "There is no encoding “base64”"),
        ('encoding = "idna"', "There is no encoding “idna”"),
        ('no_row = "gone"', "no_row has to be a list"),
        ('reported_on = "16/02/2024"', "a date such as 2024-02-16"),
        ('dates = "x"', "[dates] has to be a table"),
        ('dates.formats = ["%d%d"]', "“%d%d” is no format of a date"),
        ('source.url = "javascript:alert(1)"', "[source] “url”: Enter a valid URL"),
        ('correction.source_url = "javascript:alert(1)"', "[correction] “source_url”: Enter a valid URL"),
        (f'correction.source = "{"x" * 301}"', "[correction] “source”: Ensure this value has at most 300"),
        ("a = " + "[" * 5000, "is no TOML file"),
    ],
)
def test_a_map_that_nobody_could_use_is_refused_in_words(line, said):
    with pytest.raises(BadMapping) as bad:
        mapping_of(facts_of(line, name="The map"))
    assert said in str(bad.value)


def broken(whole: bytes):
    """`whole` with some of its bytes changed, taken out or put in."""
    changes = st.lists(st.tuples(st.integers(0, len(whole) - 1), st.binary(max_size=8), st.integers(0, 8)), min_size=1)

    def apply(changes):
        data = bytearray(whole)
        for place, new, gone in changes:
            data[place : place + gone] = new
        return bytes(data)

    return changes.map(apply)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    data=st.binary(max_size=200) | broken(b"Body,Day,Area,Grade\nA,2024-02-16,5,Good\n") | broken(workbook(HEAD, ["A"]))
)
def test_whatever_the_bytes_are_they_are_read_or_refused(data):
    try:
        read(data)
    except BadTable as refusal:
        assert str(refusal)
