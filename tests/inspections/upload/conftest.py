"""Somebody who uploads a round of two bodies, and where it waits to be confirmed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories.inspections import BodyFactory, FrameworkFactory

from .pages import CONFIRM, HEAD, SOURCE, UPLOAD, hidden


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
