"""Files in the library stay as they are, whole, from the upload on."""

from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import IntegrityError, models, transaction

from publishing import uploads
from publishing.actions import add_file
from publishing.models import Frozen, MediaFile, MediaUse, Refused, Rendition
from tests.factories.accounts import UserFactory
from tests.factories.files import pdf, picture
from tests.factories.media import a_draft_with, a_picture, a_report, released

pytestmark = pytest.mark.django_db


def on_disk(folder) -> set[str]:
    return {path.name for path in Path(folder).rglob("*") if path.is_file()}


def names_of(*files: MediaFile) -> set[str]:
    return {stored.name for file in files for stored in (file, *file.pictures)}


# --- Adding ---------------------------------------------------------------------------------------------


def test_a_file_is_stored_with_its_digest_size_and_renditions(writer, media_folder):
    file = a_picture(writer, picture("JPEG", (1000, 500)))
    assert [rendition.width for rendition in file.pictures] == [320, 640, 960, 1000]
    assert on_disk(media_folder) == names_of(file)
    for stored in (file, *file.pictures):
        data = stored.file.open().read()
        assert (stored.sha256, stored.size) == (uploads.sha256(data), len(data))


def test_a_stored_name_says_nothing_of_the_uploaded_one(writer):
    file = a_report(writer, title="Grades 2026")
    assert file.original_name == "report.pdf"
    assert file.name == f"{file.key}.pdf"
    assert "report" not in file.name.lower() and "2026" not in file.name


class FullDisk:
    """Stands in for os.write's error: the storage takes some files and then has no room."""

    def __init__(self, monkeypatch, takes: int, error: OSError):
        self.left, self.error, self.real = takes, error, default_storage._save
        monkeypatch.setattr(type(default_storage._wrapped), "_save", lambda storage, *args: self.save(*args))

    def save(self, name, content):
        if self.left == 0:
            # What a full disk leaves behind: the beginning of a file.
            path = Path(default_storage.path(name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(b"half")
            raise self.error
        self.left -= 1
        return self.real(name, content)


@pytest.mark.parametrize("takes", [0, 1, 3])
@pytest.mark.parametrize(
    ("error", "says"),
    [(OSError(errno.ENOSPC, "no space"), "no room left"), (OSError(errno.EIO, "broken"), "could not be stored")],
)
def test_a_disk_that_fails_leaves_nothing_behind(takes, error, says, writer, media_folder, monkeypatch):
    FullDisk(monkeypatch, takes, error)
    with pytest.raises(Refused, match=says):
        a_picture(writer, picture("JPEG", (1000, 500)))
    assert not on_disk(media_folder)
    assert not MediaFile.objects.exists() and not Rendition.objects.exists()


def test_rows_that_cannot_be_written_take_their_bytes_with_them(writer, media_folder):
    with pytest.raises(IntegrityError), transaction.atomic():
        a_picture(writer, title="")
    assert not on_disk(media_folder)
    assert not MediaFile.objects.exists()


def test_who_may_not_edit_adds_nothing(media_folder):
    accepted = uploads.accept(pdf(), "report.pdf")
    for person in (UserFactory(role=None), UserFactory(is_active=False)):
        with pytest.raises(PermissionDenied):
            add_file(by=person, accepted=accepted, title="Report")
    assert not on_disk(media_folder)


# --- Staying as they are ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[("file", "library/other.pdf"), ("sha256", "0" * 64), ("content_type", "text/html"), ("size", 1)],
        *[("key", "x" * 32), ("original_name", "other.pdf"), ("source_sha256", "0" * 64), ("pages", 9)],
        *[("kind", "image"), ("uploaded_at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)), ("width", 3)],
    ],
)
def test_a_stored_file_never_changes(field, value, writer):
    file = a_report(writer)
    setattr(file, field, value)
    with pytest.raises(Frozen, match="Replace it"):
        file.save()
    assert getattr(MediaFile.objects.get(), field) != value


def test_a_rendition_never_changes(writer):
    rendition = a_picture(writer).pictures[0]
    with pytest.raises(Frozen):
        rendition.save()


def test_the_description_changes_until_an_edition_with_the_file_is_released(writer, publisher):
    file = a_picture(writer)
    page = a_draft_with(file, writer)
    file.describe(by=writer, title="Market day", alt_text="Two officers.", credit="A. Person")
    assert MediaFile.objects.get().credit == "A. Person"
    released(page, publisher)
    with pytest.raises(Frozen, match="released page"):
        file.describe(by=writer, title="Market day", alt_text="Two officers.", credit="Somebody else")
    assert MediaFile.objects.get().credit == "A. Person"


def test_what_a_reviewer_sees_of_a_file_is_what_is_released(writer, publisher):
    file = a_picture(writer, title="Market day", credit="A. Person")
    page = a_draft_with(file, writer)
    page.submit(by=writer)
    for changed in ({"title": "Another day"}, {"credit": "B. Person"}, {"alt_text": "Something else."}):
        said = {"title": "Market day", "alt_text": "", "credit": "A. Person"} | changed
        with pytest.raises(Frozen, match="submitted for review"):
            file.describe(by=writer, **said)
    page.send_back(by=publisher)
    file.refresh_from_db()
    file.describe(by=writer, title="Market day", alt_text="", credit="C. Person")
    released(page, publisher)
    assert MediaFile.objects.get().credit == "C. Person"


def test_a_page_under_review_does_not_hold_up_the_files_of_others(writer):
    mine, other = a_picture(writer), a_report(writer)
    a_draft_with(mine, writer).submit(by=writer)
    a_draft_with(other, writer, slug="another")
    other.describe(by=writer, title="The report", alt_text="", credit="")
    assert MediaFile.objects.get(pk=other.pk).title == "The report"


def test_a_scheduled_release_freezes_the_description_until_it_is_cancelled(writer, publisher):
    file = a_picture(writer)
    now = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    page = released(a_draft_with(file, writer, now=now), publisher, now=now, at=now + dt.timedelta(days=1))
    with pytest.raises(Frozen):
        file.describe(by=writer, title="Other", alt_text="", credit="")
    page.unschedule(by=publisher, now=now)
    file.describe(by=writer, title="Other", alt_text="", credit="")


def test_who_may_not_edit_describes_nothing(writer):
    file = a_report(writer)
    with pytest.raises(PermissionDenied):
        file.describe(by=UserFactory(role=None), title="Other", alt_text="", credit="")


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "image"},
        {"kind": "other"},
        {"pages": None},
        {"pages": 0},
        {"size": 0},
        {"width": 10, "height": 10},
        {"title": ""},
    ],
)
def test_the_database_keeps_the_measures_of_a_file_sound(wrong, writer):
    file = a_report(writer)
    with pytest.raises(IntegrityError), transaction.atomic():
        MediaFile.objects.filter(pk=file.pk).update(**wrong)


def test_no_two_files_share_a_key_or_their_bytes(writer):
    first, second = a_report(writer), a_report(writer)
    for same in ({"key": first.key}, {"file": first.file.name}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MediaFile.objects.filter(pk=second.pk).update(**same)


# --- Going ----------------------------------------------------------------------------------------------------


def test_a_file_nothing_uses_is_discarded_with_its_bytes(writer, media_folder, django_capture_on_commit_callbacks):
    kept, file = a_report(writer), a_picture(writer)
    with django_capture_on_commit_callbacks(execute=True):
        file.discard(by=writer)
    assert on_disk(media_folder) == names_of(kept)
    assert list(MediaFile.objects.all()) == [kept]


def test_bytes_go_only_when_the_row_has_really_gone(writer, media_folder):
    file = a_report(writer)
    with pytest.raises(RuntimeError), transaction.atomic():
        file.discard(by=writer)
        raise RuntimeError
    assert on_disk(media_folder) == {file.name}


def test_a_file_in_a_draft_cannot_be_discarded(writer, media_folder):
    file = a_report(writer)
    a_draft_with(file, writer)
    with pytest.raises(Refused, match="page or a draft"):
        file.discard(by=writer)
    assert on_disk(media_folder) == {file.name}


def test_a_file_that_an_edition_ever_used_cannot_be_deleted(writer, publisher):
    file = a_report(writer)
    released(a_draft_with(file, writer), publisher)
    with pytest.raises(models.ProtectedError):
        MediaFile.objects.all().delete()
    with pytest.raises(Refused):
        file.discard(by=publisher)


def test_a_file_that_was_replaced_stays_as_history(writer):
    file = a_report(writer)
    newer = a_report(writer, pdf(4), replaces=file)
    with pytest.raises(Refused, match="replaced"):
        file.discard(by=writer)
    assert list(file.replaced_by.all()) == [newer]


def test_who_may_not_discard_discards_nothing(writer):
    with pytest.raises(PermissionDenied):
        a_report(writer).discard(by=UserFactory(role=None))
    assert MediaFile.objects.exists()


# --- Use --------------------------------------------------------------------------------------------------------


def test_uses_are_noted_at_release_and_forgotten_when_it_is_cancelled(writer, publisher):
    file = a_report(writer)
    now = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
    page = a_draft_with(file, writer, now=now)
    assert not MediaUse.objects.exists()
    assert file.unreleased_editions() == [page]
    released(page, publisher, now=now, at=now + dt.timedelta(days=1))
    assert MediaUse.objects.get().file == file
    assert file.unreleased_editions() == []
    page.unschedule(by=publisher, now=now)
    assert not MediaUse.objects.exists()


def test_files_are_described_in_words(writer):
    report, photo = a_report(writer), a_picture(writer)
    assert (report.type_text, report.pages) == ("PDF", 3)
    assert photo.type_text == "JPEG"
    assert report.size_text == f"{report.size}\xa0bytes"


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (2, "2 bytes"),
        (999, "999 bytes"),
        (1_000, "1 KB"),
        (640_400, "640 KB"),
        (999_499, "999 KB"),
        (999_500, "1 MB"),
        (1_240_000, "1.2 MB"),
        (50_000_000, "50 MB"),
    ],
)
def test_sizes_are_told_in_units_people_know(size, text):
    assert MediaFile(size=size).size_text == text.replace(" ", "\xa0")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("PEEL 2023–25: the report", "peel-202325-the-report.pdf"),
        ("Adroddiad yr arolygiad ŵ", "adroddiad-yr-arolygiad-ŵ.pdf"),
        ("../../etc/passwd", "etcpasswd.pdf"),
        ("“…”", "document.pdf"),
        ("a" * 200, "a" * 100 + ".pdf"),
    ],
)
def test_a_readers_copy_is_named_after_the_title(title, name):
    assert MediaFile(kind="document", title=title, file="library/x.pdf").download_name == name
