"""Who may upload a round, and where its file waits until it is confirmed or forgotten."""

import datetime as dt

import pytest
import time_machine
from django.core.files.storage import storages
from django.utils import timezone

from inspections.admin.upload_storage import UploadStorage
from inspections.models import Inspection
from tests.factories.accounts import UserFactory

from .pages import CONFIRM, EXAMPLESHIRE, UPLOAD, hidden, text

pytestmark = pytest.mark.django_db


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
