"""Uploading a round of grades in the newsroom: shown first, stored only when confirmed, and nothing left behind."""

import csv
import datetime as dt
import io
import re

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from inspections.admin.upload_storage import UploadStorage
from inspections.models import Inspection
from publishing.models import State
from tests.factories.accounts import UserFactory
from tests.factories.inspections import BodyFactory, FrameworkFactory, released_inspection

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/inspections/inspection/import/"
CONFIRM = "/admin/inspections/inspection/process_import/"
HEAD = "body,reported_on,area,grade"
EXAMPLESHIRE = ("Exampleshire,2024-02-16,1,Good", "Exampleshire,2024-02-16,2,Adequate")
SAMPLEFORD = ("Sampleford,2024-02-17,Area number 1,Requires improvement", "Sampleford,2024-02-17,2,Good")
SOURCE = {"title": "Grades of the round", "url": "https://example.org/grades.csv", "licence": "ogl-3"}
CORRECTION = {"reason": "The force had supplied wrong data.", "source": "Letter of the inspectorate"}


@pytest.fixture(autouse=True)
def waiting(tmp_path, settings):
    """Where uploads wait; what is in it is what was left behind."""
    options = {"location": tmp_path / "uploads"}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"import_export": backend}
    return lambda: sorted(options["location"].iterdir()) if options["location"].exists() else []


@pytest.fixture
def framework():
    BodyFactory(slug="exampleshire", name="Exampleshire")
    BodyFactory(slug="sampleford", name="Sampleford")
    return FrameworkFactory(slug="round", title="The round", areas=2)


@pytest.fixture
def desk(writer, signed_in):
    return signed_in(writer)


@pytest.fixture
def send(desk, framework):
    """`send(*lines)` uploads them under our own headings; returns the answer."""

    def post(*lines, data=None, name="grades.csv", head=HEAD, client=desk, **said):
        data = "\n".join([head, *lines]).encode() if data is None else data
        file = {"import_file": SimpleUploadedFile(name, data)} if data else {}
        form = {"framework": framework.pk, "kind": "full", "layout": "tidy", "dates": ["%Y-%m-%d"]}
        return client.post(UPLOAD, form | SOURCE | file | said)

    return post


@pytest.fixture
def confirm(desk):
    """`confirm(preview)` presses its button; `press` another one, such as “discard”."""

    def post(preview, press="confirm", client=desk, url=CONFIRM):
        return client.post(url, hidden(preview) | {press: "x"})

    return post


def hidden(preview):
    """What the preview's form would send."""
    form = preview.context["confirm_form"]
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def workbook(*rows):
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def kept(response):
    return re.search(r'name="kept" value="([^"]+)"', response.content.decode()).group(1)


# --- What is shown, and what is stored ----------------------------------------------------------------------


def test_the_list_leads_to_the_upload(desk):
    assert f'href="{UPLOAD}"' in text(desk.get("/admin/inspections/inspection/"))
    assert "Upload a round of grades" in text(desk.get(UPLOAD))


def test_a_preview_says_what_would_happen_and_stores_nothing(send):
    page = text(send(*EXAMPLESHIRE, *SAMPLEFORD))
    assert "Nothing is stored yet." in page
    assert "Store 2 drafts and submit them" in page
    assert "2 of 2 areas were graded: one good and one adequate." in page
    assert "16 February 2024" in page
    assert not Inspection.objects.exists()


def test_what_is_confirmed_becomes_submitted_drafts_with_links_and_the_file_goes(send, confirm, writer, waiting):
    preview = send(*EXAMPLESHIRE, *SAMPLEFORD)
    assert len(waiting()) == 1
    page = text(confirm(preview))
    drafts = Inspection.objects.all()
    assert [(draft.state, draft.submitted_by) for draft in drafts] == [(State.SUBMITTED, writer)] * 2
    for draft in drafts:
        assert f'href="/admin/inspections/inspection/{draft.pk}/edition/"' in page
    assert "2 drafts are stored and submitted" in page
    assert waiting() == []
    assert LogEntry.objects.filter(object_id__in=[draft.pk for draft in drafts], user=writer).count() == 2


def test_the_same_file_again_changes_nothing(send, confirm):
    confirm(send(*EXAMPLESHIRE))
    preview = send(*EXAMPLESHIRE)
    page = text(preview)
    assert "<dt>Unchanged</dt><dd>1" in page
    assert "Exampleshire, 16 February 2024" in page
    assert 'name="confirm"' not in page
    assert "Nothing was stored." in text(confirm(preview))
    assert Inspection.objects.count() == 1


def test_a_confirmation_counts_once(send, confirm):
    preview = send(*EXAMPLESHIRE)
    confirm(preview)
    response = confirm(preview)
    assert (response.status_code, response["Location"]) == (302, UPLOAD)
    assert Inspection.objects.count() == 1


def test_a_correction_shows_both_grades_and_needs_reason_and_source(send, confirm, framework, writer, publisher):
    body = BodyFactory(slug="known", name="Known")
    released_inspection(by=writer, release_by=publisher, body=body, framework=framework, grades=("good", "good"))
    lines = ("Known,2024-02-16,1,Good", "Known,2024-02-16,2,Requires improvement")
    refused = text(send(*lines))
    assert "a published grade would change (Area number 2: from Good to Requires improvement)" in refused
    assert 'name="confirm"' not in refused
    preview = send(*lines, **CORRECTION, changed_on="2024-08-08")
    assert "Area number 2: from <strong>Good</strong> to <strong>Requires improvement</strong>" in text(preview)
    confirm(preview)
    draft = Inspection.objects.get(number=2)
    assert (draft.state, draft.regrade_reason) == (State.SUBMITTED, CORRECTION["reason"])
    assert timezone.localdate(draft.public_timestamp) == dt.date(2024, 8, 8)
    assert draft.judgments.get(area__code="2").grade.code == "requires-improvement"
    assert draft.judgments.get(area__code="1").grade.code == "good"


def test_an_inspection_with_a_refused_cell_is_left_out_and_the_others_are_stored(send, confirm):
    preview = send(EXAMPLESHIRE[0], "Exampleshire,2024-02-16,2,Fine", *SAMPLEFORD, "Nowhere,2024-02-16,1,Good")
    page = text(preview)
    assert '<th scope="row">3</th> <td>grade</td> <td>Fine</td> <td>not on the scale' in page
    assert '<th scope="row">6</th> <td>body</td> <td>Nowhere</td> <td>no body is known' in page
    assert "<dt>Refused</dt><dd>1, and 1 row that belongs to none</dd>" in page
    confirm(preview)
    assert Inspection.objects.get().body.slug == "sampleford"


def test_what_a_cell_holds_is_shown_as_text_never_as_markup(send):
    page = send("<script>alert(1)</script>,2024-02-16,1,Good", name="<b>.csv").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_what_changed_since_the_preview_is_shown_before_anything_is_stored(send, confirm, framework, writer):
    preview = send(*EXAMPLESHIRE, *SAMPLEFORD)
    confirm(send(*EXAMPLESHIRE))
    again = confirm(preview)
    assert again.status_code == 409
    assert "something changed here since you looked" in text(again)
    assert Inspection.objects.count() == 1
    confirm(again)
    assert Inspection.objects.count() == 2


def test_refused_cells_are_taken_home_as_a_file_that_runs_nothing(send, confirm, waiting):
    preview = send("=cmd(),2024-02-16,1,Good", *EXAMPLESHIRE)
    answer = confirm(preview, press="refused")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["row", "column", "value", "reason"]
    assert rows[1][:3] == ["2", "body", "'=cmd()"]
    assert "attachment" in answer["Content-Disposition"]
    assert len(waiting()) == 1
    confirm(preview)
    assert Inspection.objects.count() == 1


def test_what_is_given_up_is_deleted(send, confirm, waiting):
    response = confirm(send(*EXAMPLESHIRE), press="discard")
    assert response.status_code == 302
    assert waiting() == []
    assert not Inspection.objects.exists()


# --- What the editor says of the file --------------------------------------------------------------------------


def test_a_refused_form_keeps_what_was_typed_and_the_file(send, desk, confirm, waiting):
    response = send(*EXAMPLESHIRE, licence="", title="Grades of the year")
    page = text(response)
    assert "Readers are told where the grades come from" in page
    assert 'value="Grades of the year"' in page
    until = timezone.localtime() + dt.timedelta(hours=1)
    minutes = {f"{until - dt.timedelta(minutes=ago):%H:%M}" for ago in (0, 1)}
    assert re.search(r"“grades.csv” is still here, until (\d\d:\d\d)\.", page).group(1) in minutes
    preview = send(data=b"", kept=kept(response))
    assert "Store 1 draft and submit it" in text(preview)
    assert len(waiting()) == 1
    confirm(preview)
    assert waiting() == []


def test_another_file_takes_the_place_of_the_one_kept(send, waiting):
    response = send(*EXAMPLESHIRE, licence="")
    assert "Store 2 drafts" in text(send(*EXAMPLESHIRE, *SAMPLEFORD, kept=kept(response)))
    assert len(waiting()) == 1


def test_the_preview_leads_back_to_the_form_with_everything_in_it(send, confirm):
    preview = send(*EXAMPLESHIRE, reason="Wrong data.", source="Letter", column_map='no_row = ["gone"]')
    response = confirm(preview, press="edit", url=UPLOAD)
    page = text(response)
    assert "no_row = [&quot;gone&quot;]" in page and "Wrong data." in page
    assert "“grades.csv” is still here" in page
    assert "Store 1 draft" in text(send(data=b"", kept=kept(response)))


def test_a_map_says_what_columns_areas_and_codes_mean(send, confirm):
    column_map = """
        no_row = ["predates"]
        dates.formats = ["%d/%m/%y"]
        [columns]
        body = "Force"
        reported_on = "Published"
        area = "Question"
        grade = "Code"
        [grades]
        "4" = "good"
        [areas]
        "First" = "1"
        [source]
        title = "The map's own"
    """
    lines = ("Exampleshire;16/02/24;First;4", "Exampleshire;16/02/24;2;Adequate")
    confirm(send(*lines, head="Force;Published;Question;Code", column_map=column_map))
    draft = Inspection.objects.get()
    assert draft.judgments.get(area__code="1").grade.code == "good"
    assert draft.reported_on == dt.date(2024, 2, 16)
    assert draft.documents.get().title == "The map's own"


def test_a_map_that_cannot_be_used_is_refused_beside_its_box(send):
    for column_map, said in (
        ("= nonsense", "is no TOML file"),
        ('colour = "red"', "There is no setting “colour”"),
        ('framework = "another"', "another framework than the one chosen"),
        ("source = 5", "[source] has to be a table"),
        ('delimiter = ";;"', "is one sign"),
    ):
        page = text(send(*EXAMPLESHIRE, column_map=column_map))
        assert said in page, column_map
        assert "Look at the marked boxes" in page
        assert column_map.replace('"', "&quot;") in page


def test_dates_are_read_only_as_was_ticked(send):
    line = "Exampleshire,16/02/2024,1,Good"
    assert "no date in one of the formats %Y-%m-%d" in text(send(line))
    assert "16 February 2024" in text(send(line, dates=["%d/%m/%Y", "%Y-%m-%d"]))


def test_one_date_for_all_reports_may_be_given_instead_of_a_column(send):
    page = text(send("Exampleshire,1,Good", head="body,area,grade", reported_on="2024-02-16"))
    assert "16 February 2024" in page
    assert "no column called “reported_on”" in text(send("Exampleshire,1,Good", head="body,area,grade"))


def test_a_wide_file_is_read_by_the_names_of_its_areas(send, confirm):
    page = send(
        "Exampleshire,2024-02-16,Good,Adequate,x", head="body,reported_on,Area number 1,2,Remarks", layout="wide"
    )
    assert "<dt>Columns left aside</dt><dd>Remarks</dd>" in text(page)
    confirm(page)
    assert Inspection.objects.get().judgments.get(area__code="2").grade.code == "adequate"
    refused = text(send("Exampleshire,2024-02-16,Good", head="body,reported_on,Finance", layout="wide"))
    assert "No column is called after an area of “The round”" in refused


def test_a_correction_with_half_an_explanation_is_asked_for_the_rest(send):
    assert "A correction needs both" in text(send(*EXAMPLESHIRE, reason="Wrong data."))


# --- What a file may be -----------------------------------------------------------------------------------------


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


# --- Who may, and what stays behind ------------------------------------------------------------------------------


def test_only_who_may_start_and_submit_inspections_may_upload(send, signed_in, desk, framework):
    nobody = signed_in(UserFactory(role=None, is_staff=True))
    assert nobody.get(UPLOAD).status_code == 403
    assert send(*EXAMPLESHIRE, client=nobody).status_code == 403
    assert nobody.post(CONFIRM, {}).status_code == 403
    assert nobody.get(f"{UPLOAD}template/?framework=round").status_code == 403
    assert desk.get(CONFIRM).status_code == 405


def test_a_waiting_file_belongs_to_who_uploaded_it(send, confirm, signed_in, publisher):
    preview = send(*EXAMPLESHIRE)
    other = signed_in(publisher)
    assert confirm(preview, client=other).status_code == 302
    assert not Inspection.objects.exists()
    confirm(preview)
    assert Inspection.objects.count() == 1


@pytest.mark.parametrize("name", ["../../../etc/passwd", "passwd", "", "WyJhIiwiYiJd:1x:y"])
def test_no_file_but_a_waiting_one_can_be_named(send, desk, name):
    sent = hidden(send(*EXAMPLESHIRE)) | {"import_file_name": name, "confirm": "x"}
    response = desk.post(CONFIRM, sent)
    assert (response.status_code, response["Location"]) == (302, UPLOAD)
    assert "no longer kept here" in text(send(data=b"", kept=name or "x"))


def test_what_nobody_came_back_for_is_deleted_after_an_hour(send, confirm, desk, waiting):
    preview = send(*EXAMPLESHIRE)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=61)):
        assert confirm(preview).status_code == 302
        assert not Inspection.objects.exists()
        UploadStorage.clear_out(timezone.now())
    assert waiting() == []


def test_uploads_wait_where_no_address_leads_and_only_we_can_read(settings, tmp_path):
    from config import settings as ours

    options = ours.STORAGES["import_export"]["OPTIONS"]
    assert ours.MEDIA_ROOT not in [options["location"], *options["location"].parents]
    assert ours.STATIC_ROOT not in [options["location"], *options["location"].parents]
    settings.STORAGES = settings.STORAGES | {
        "import_export": ours.STORAGES["import_export"] | {"OPTIONS": options | {"location": tmp_path / "own"}}
    }
    storage = UploadStorage()
    storage.save(b"grades")
    path = tmp_path / "own" / storage.name
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert storages["import_export"].exists(storage.name)


def test_the_answers_are_kept_by_nobody(send, desk):
    for response in (desk.get(UPLOAD), send(*EXAMPLESHIRE)):
        assert "no-store" in response["Cache-Control"]
        assert "unsafe" not in response["Content-Security-Policy"]


# --- A file to fill in ------------------------------------------------------------------------------------------------


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
