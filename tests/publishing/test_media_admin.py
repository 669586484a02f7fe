"""The media library at the desk: who may do what, and what the forms say."""

from __future__ import annotations

import errno
from html import unescape
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from publishing import media_admin, uploads
from publishing.models import MediaFile
from publishing.uploads.handler import LibraryUploadHandler
from tests.factories.accounts import UserFactory
from tests.factories.files import pdf, picture
from tests.factories.media import a_draft_with, a_picture, a_report, released

pytestmark = pytest.mark.django_db

LIST = "/admin/publishing/mediafile/"
ADD = f"{LIST}add/"
WORDS = {"title": "Market day", "alt_text": "Two officers at a stall.", "credit": "A. Person"}


def sent(data: bytes | None = None, name: str = "photo.jpg") -> dict:
    """What the upload form sends."""
    return WORDS | {"upload": SimpleUploadedFile(name, data or picture())}


def page_of(response) -> str:
    return unescape(response.content.decode())


@pytest.fixture
def desk(writer, signed_in):
    return signed_in(writer)


# --- Adding -------------------------------------------------------------------------------------------------


def test_a_picture_is_added_with_what_describes_it(desk, writer):
    response = desk.post(ADD, sent(), follow=True)
    file = MediaFile.objects.get()
    assert response.redirect_chain == [(LIST, 302)]
    assert (file.title, file.alt_text, file.credit, file.uploaded_by) == (*WORDS.values(), writer)
    assert "Market day" in page_of(response)


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"<svg/>", "logo.svg", "SVG pictures are refused because they can carry scripts."),
        (picture("PNG"), "report.pdf", "This file is named “.pdf” but holds a PNG picture."),
        (b"", "photo.jpg", "This file is empty."),
        (pdf(change=lambda writer: writer.add_attachment("x", b"y")), "report.pdf", "This PDF holds attached files."),
    ],
)
def test_a_refused_upload_says_why_and_keeps_what_was_typed(data, name, says, desk, media_folder):
    response = desk.post(ADD, WORDS | {"upload": SimpleUploadedFile(name, data)})
    assert response.status_code == 200
    page = page_of(response)
    assert says in page
    assert all(f'value="{words}"' in page for words in WORDS.values())
    assert "<title>Error:" in page
    assert not MediaFile.objects.exists() and not media_folder.exists()


def test_no_file_and_no_title_are_asked_for(desk):
    page = page_of(desk.post(ADD, {"credit": "A. Person"}))
    assert page.count("This field is required.") == 2
    assert 'value="A. Person"' in page


def test_the_same_file_is_added_once(desk, writer):
    there = a_picture(writer)
    response = desk.post(ADD, sent())
    assert "This very file is in the library already" in page_of(response)
    assert f'href="{LIST}{there.pk}/change/"' in page_of(response)
    assert MediaFile.objects.count() == 1


def test_a_title_in_a_refusal_is_escaped(desk, writer):
    a_picture(writer, title="<script>alert(1)</script>")
    assert b"<script>alert(1)" not in desk.post(ADD, sent()).content


def test_a_file_added_from_a_block_goes_back_to_the_block(desk):
    response = desk.post(ADD, sent() | {"_popup": "1"})
    assert response.templates[0].name.endswith("popup_response.html")
    assert str(MediaFile.objects.get().pk) in page_of(response)


@pytest.fixture
def small_limits(settings, monkeypatch, tmp_path):
    """Limits that a test can pass without megabytes."""
    monkeypatch.setattr(uploads, "DOCUMENT_BYTES", 200_000)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.FILE_UPLOAD_TEMP_DIR


def test_an_upload_over_the_limit_is_counted_and_never_stored(desk, small_limits, monkeypatch):
    on_disk = []
    complete = LibraryUploadHandler.file_complete

    def watched(handler, size):
        handler.file.flush()
        on_disk.append(Path(handler.file.temporary_file_path()).stat().st_size)
        return complete(handler, size)

    monkeypatch.setattr(LibraryUploadHandler, "file_complete", watched)
    page = page_of(desk.post(ADD, sent(b"%PDF-1.7" + b"x" * 1_000_000, "report.pdf")))
    assert "This file has 1\xa0MB; the limit is 200\xa0KB." in page
    assert 'value="Market day"' in page
    assert 0 < on_disk[0] <= 200_000
    assert list(small_limits.iterdir()) == []


def test_an_upload_below_the_limit_passes_through_a_temporary_file(desk, small_limits):
    desk.post(ADD, sent(pdf(100), "report.pdf"))
    assert MediaFile.objects.get().pages == 100
    assert list(small_limits.iterdir()) == []


def test_an_upload_that_finds_no_room_says_so(desk, small_limits, monkeypatch):
    def no_room(file, data):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(TemporaryUploadedFile, "write", no_room, raising=False)
    page = page_of(desk.post(ADD, sent(pdf(100), "report.pdf")))
    assert "the server has no room left" in page
    assert 'value="Market day"' in page


def test_a_library_that_finds_no_room_says_so(desk, monkeypatch, media_folder):
    def no_room(storage, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(type(default_storage._wrapped), "_save", no_room)
    page = page_of(desk.post(ADD, sent()))
    assert "the server has no room left" in page
    assert 'value="Market day"' in page
    assert not MediaFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_other_save_waits_for_a_picture_to_be_made_anew(signed_in, monkeypatch):
    client = signed_in(UserFactory())
    seen = []
    accept = uploads.accept

    def watched(data, name):
        seen.append(connection.in_atomic_block)
        return accept(data, name)

    monkeypatch.setattr(media_admin.uploads, "accept", watched)
    client.post(ADD, sent())
    assert seen == [False]
    assert MediaFile.objects.count() == 1


# --- Who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["", "add/", "{pk}/change/", "{pk}/replace/", "{pk}/delete/", "{pk}/history/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_no_role_gets_nowhere(address, method, writer, client, signed_in):
    file = a_report(writer)
    url = LIST + address.format(pk=file.pk)
    assert getattr(client, method)(url, sent() if method == "post" else None).status_code == 302
    without_role = signed_in(UserFactory(role=None, is_staff=True))
    assert getattr(without_role, method)(url, sent() if method == "post" else None).status_code == 403
    assert MediaFile.objects.count() == 1


@pytest.mark.parametrize("address", ["add/", "{pk}/replace/"])
def test_an_upload_needs_the_token_of_its_form(address, writer):
    file = a_report(writer)
    client = Client(enforce_csrf_checks=True)
    client.force_login(writer)
    assert client.post(LIST + address.format(pk=file.pk), sent()).status_code == 403
    assert MediaFile.objects.count() == 1


# --- Looking --------------------------------------------------------------------------------------------------


def test_the_list_says_what_each_file_is_and_whether_it_is_used(desk, writer, publisher):
    photo, report = a_picture(writer, title="A photo"), a_report(writer, title="A report")
    released(a_draft_with(report, writer), publisher)
    page = page_of(desk.get(LIST))
    assert "JPEG picture, 400 × 300 pixels" in page and "PDF, 3 pages" in page
    assert photo.thumbnail.get_absolute_url() in page
    assert page.count("In a released page</td>") == page.count("In none yet</td>") == 1


@pytest.mark.parametrize(("query", "found"), [("used=yes", ["Used"]), ("used=no", ["Unused"]), ("q=unus", ["Unused"])])
def test_the_list_is_narrowed(query, found, desk, writer, publisher):
    released(a_draft_with(a_report(writer, title="Used"), writer), publisher)
    a_report(writer, pdf(9), title="Unused")
    assert [row.title for row in desk.get(f"{LIST}?{query}").context["cl"].result_list] == found


def test_the_list_costs_the_same_for_any_number_of_files(desk, writer):
    a_picture(writer)
    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for number in range(3):
        a_picture(writer, picture("JPEG", (50 + number, 50)))
    with CaptureQueriesContext(connection) as many:
        desk.get(LIST)
    assert len(few) == len(many) <= 12


def test_the_list_goes_on_over_more_than_one_page(desk, writer, monkeypatch):
    for number in range(3):
        a_report(writer, pdf(number + 1), title=f"Report {number}")
    monkeypatch.setattr(media_admin.MediaFileAdmin, "list_per_page", 2)
    page = page_of(desk.get(LIST))
    assert "Report 2" in page and "Report 0" not in page
    assert 'href="?p=2"' in page
    assert "Report 0" in page_of(desk.get(f"{LIST}?p=2"))


def test_a_file_of_a_page_under_review_is_shown_and_not_offered_for_change(desk, writer):
    file = a_picture(writer)
    page = a_draft_with(file, writer)
    address = f"/admin/publishing/mediafile/{file.pk}/change/"
    assert 'name="credit"' in desk.get(address).content.decode()
    page.submit(by=writer)
    html = desk.get(address).content.decode()
    assert 'name="credit"' not in html
    assert "A page submitted for review uses this file." in html


def test_a_file_says_where_it_is_used(desk, writer, publisher):
    file = a_report(writer)
    released(a_draft_with(file, writer, title="A page", slug="a-page"), publisher)
    a_draft_with(file, writer, title="Next year", slug="next-year")
    page = page_of(desk.get(f"{LIST}{file.pk}/change/"))
    assert "Live since" in page and '<a href="/a-page/">A page</a>' in page
    assert "Draft: <a href=" in page and "Next year" in page


# --- Changing ---------------------------------------------------------------------------------------------------


def test_what_describes_a_file_is_changed_while_no_release_uses_it(desk, writer):
    file = a_picture(writer)
    desk.post(f"{LIST}{file.pk}/change/", WORDS)
    file.refresh_from_db()
    assert file.credit == "A. Person"


def test_a_used_file_is_shown_and_cannot_be_changed_or_deleted(desk, writer, publisher):
    file = a_picture(writer, credit="The first")
    released(a_draft_with(file, writer), publisher)
    page = page_of(desk.get(f"{LIST}{file.pk}/change/"))
    assert "A released page uses this file." in page
    assert 'name="credit"' not in page
    assert desk.post(f"{LIST}{file.pk}/change/", WORDS).status_code == 403
    assert desk.post(f"{LIST}{file.pk}/delete/", {"post": "yes"}).status_code == 403
    file.refresh_from_db()
    assert file.credit == "The first"


def test_fields_that_are_not_on_the_form_cannot_be_smuggled_in(desk, writer):
    file = a_report(writer)
    before = MediaFile.objects.values().get()
    desk.post(
        f"{LIST}{file.pk}/change/",
        WORDS | {"file": "library/x", "sha256": "0", "key": "x", "content_type": "text/html"},
    )
    after = MediaFile.objects.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"title", "credit"}


def test_a_file_is_replaced_by_a_new_row(desk, writer, publisher):
    old = a_picture(writer, title="The square", credit="A. Person")
    released(a_draft_with(old, writer), publisher)
    form = page_of(desk.get(f"{LIST}{old.pk}/replace/"))
    assert 'value="The square"' in form and 'value="A. Person"' in form
    desk.post(f"{LIST}{old.pk}/replace/", sent(picture("JPEG", (90, 60)), "new.jpg"))
    new = MediaFile.objects.get(replaces=old)
    assert (new.width, new.title) == (90, "Market day")
    assert "Replaced by: <a" in page_of(desk.get(f"{LIST}{old.pk}/change/"))
    assert "Takes the place of: <a" in page_of(desk.get(f"{LIST}{new.pk}/change/"))


def test_a_file_is_replaced_once_and_not_one_time_after_the_other(desk, writer):
    old = a_picture(writer)
    assert "_addanother" in page_of(desk.get(ADD))
    assert "_addanother" not in page_of(desk.get(f"{LIST}{old.pk}/replace/"))


def test_a_file_is_replaced_by_itself_to_correct_what_describes_it(desk, writer):
    old = a_picture(writer)
    desk.post(f"{LIST}{old.pk}/replace/", sent())
    assert MediaFile.objects.get(replaces=old).credit == "A. Person"


def test_a_picture_is_not_replaced_by_a_document(desk, writer):
    old = a_picture(writer)
    response = desk.post(f"{LIST}{old.pk}/replace/", sent(pdf(), "report.pdf"))
    assert "A picture is replaced by a picture" in page_of(response)
    assert MediaFile.objects.count() == 1


def test_a_file_that_nothing_uses_is_deleted(desk, writer, media_folder, django_capture_on_commit_callbacks):
    file = a_picture(writer)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(f"{LIST}{file.pk}/delete/", {"post": "yes"})
    assert not MediaFile.objects.exists()
    assert not [path for path in media_folder.rglob("*") if path.is_file()]


def test_a_file_in_a_draft_is_not_deleted(desk, writer):
    file = a_report(writer)
    a_draft_with(file, writer)
    desk.post(f"{LIST}{file.pk}/delete/", {"post": "yes"})
    assert MediaFile.objects.exists()


# --- Choosing -----------------------------------------------------------------------------------------------------


def offered(client, model: str, term: str = "") -> list[str]:
    asked = {"app_label": "website", "model_name": model, "field_name": "file", "term": term}
    return sorted(row["text"] for row in client.get("/admin/autocomplete/", asked).json()["results"])


def test_a_block_is_offered_what_it_can_show(desk, writer):
    a_picture(writer, title="A photo")
    a_report(writer, title="A report")
    assert offered(desk, "pageimage") == ["A photo"]
    assert offered(desk, "pagedownload") == ["A photo", "A report"]
    assert offered(desk, "pagedownload", "rep") == ["A report"]


def test_a_block_is_offered_the_last_version_alone(desk, writer):
    old = a_report(writer, title="Report")
    a_report(writer, pdf(5), title="Report, corrected", replaces=old)
    assert offered(desk, "pagedownload") == ["Report, corrected"]


def test_titles_of_files_are_offered_to_staff_alone(writer, client, signed_in):
    a_report(writer)
    asked = {"app_label": "website", "model_name": "pagedownload", "field_name": "file"}
    assert client.get("/admin/autocomplete/", asked).status_code == 302
    without_role = signed_in(UserFactory(role=None, is_staff=True))
    assert without_role.get("/admin/autocomplete/", asked).status_code == 403
