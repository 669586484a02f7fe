"""What the library takes and what it refuses by kind, size and name, with a sentence that says why."""

from __future__ import annotations

import itertools
import random
import secrets

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from publishing import uploads
from publishing.uploads.handler import Unstored
from publishing.uploads.names import normalise
from tests.factories.files import archive, pdf, picture
from tests.library import all_bytes, refusal_of

# --- Not what it says, or not for us ----------------------------------------------------------------------


SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"


@pytest.mark.parametrize(
    ("data", "name", "code", "says"),
    [
        (SVG, "logo.svg", "svg", "can carry scripts"),
        (SVG, "logo.png", "svg", "can carry scripts"),
        (b"\xef\xbb\xbf \n<?xml version='1.0'?><!-- x --><svg/>", "logo.svg", "svg", "Export the picture as PNG"),
        ("\ufeff<svg/>".encode("utf-16-le"), "logo.svg", "svg", "can carry scripts"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "page.html", "web_page", "run scripts"),
        (b"<?xml version='1.0'?><html/>", "photo.jpg", "web_page", "run scripts"),
        (archive("[Content_Types].xml", "word/document.xml"), "letter.docx", "office", "Save it as PDF"),
        (archive("mimetype", "content.xml"), "letter.odt", "office", "Save it as PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50, "letter.doc", "office", "Save it as PDF"),
        (b"{\\rtf1 hello}", "letter.rtf", "office", "Save it as PDF"),
        (archive("a.txt"), "files.zip", "archive", "one by one"),
        (b"PK\x03\x04 and then nothing", "files.zip", "archive", "one by one"),
        (b"\x1f\x8b\x08" + b"\0" * 20, "logo.svgz", "archive", "one by one"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 20, "photo.heic", "heic", "Export it as JPEG"),
        (b"\0\0\0\x18ftypavif" + b"\0" * 20, "photo.jpg", "heic", "Export it as JPEG"),
        (b"\0\0\0\x18ftypisom" + b"\0" * 20, "film.mp4", "media", "JPEG, PNG, WebP and GIF"),
        (b"ID3\x04" + b"\0" * 20, "speech.mp3", "media", "PDF documents"),
        (b"MZ\x90\0" + b"\0" * 20, "report.pdf.exe", "program", "program"),
        (b"MZ\x90\0" + b"\0" * 20, "report.pdf", "program", "program"),
        (b"#!/bin/sh\nrm -rf /", "photo.jpg", "program", "program"),
        (b"II*\0" + b"\0" * 20, "scan.tif", "other_picture", "TIFF"),
        (b"BM" + b"\0" * 20, "scan.bmp", "other_picture", "BMP"),
        (b"area,grade\nCrime,Good\n", "grades.csv", "unknown", "JPEG, PNG, WebP and GIF"),
        (b"\0" * 100, "photo.jpg", "unknown", "JPEG, PNG, WebP and GIF"),
    ],
)
def test_what_the_library_does_not_take_is_named_and_a_way_out_offered(data, name, code, says):
    error = refusal_of(data, name)
    assert error.code == code
    assert says in error.messages[0]


CONTENTS = {
    "jpg": picture("JPEG", (16, 16)),
    "png": picture("PNG", (16, 16)),
    "webp": picture("WEBP", (16, 16)),
    "gif": picture("GIF", (16, 16)),
    "pdf": pdf(),
}


@pytest.mark.parametrize(("named", "held"), list(itertools.permutations(CONTENTS, 2)))
def test_a_name_has_to_agree_with_the_content(named, held):
    error = refusal_of(CONTENTS[held], f"file.{named}")
    assert error.code == "wrong_extension"
    assert f"named “.{named}”" in error.messages[0]
    assert f"name it “.{held}”" in error.messages[0]


@pytest.mark.parametrize("name", ["report", "", ".", "..", "/", "report.", "…"])
def test_a_name_without_an_ending_is_refused(name):
    error = refusal_of(CONTENTS["pdf"], name)
    assert error.code == "no_extension"
    assert "Name it “.pdf”" in error.messages[0]


@pytest.mark.parametrize("name", ["a.html", "a.php", "a.pdf.html", "a.pdf.svg", "a.pdf\u202efdp.exe"])
def test_content_of_one_kind_under_a_dangerous_name_is_refused(name):
    assert refusal_of(CONTENTS["pdf"], name).code == "wrong_extension"


@pytest.mark.parametrize(
    "data", [b"GIF89a<script>alert(1)</script>", b"\xff\xd8\xff<?php system($_GET[0]);", b"\x89PNG\r\n\x1a\n<svg/>"]
)
def test_a_picture_by_its_first_bytes_alone_is_no_picture(data):
    name = {b"G": "a.gif", b"\xff": "a.jpg", b"\x89": "a.png"}[data[:1]]
    assert refusal_of(data, name).code == "damaged_image"


def test_a_picture_that_is_a_web_page_too_comes_out_as_a_picture_alone():
    page = b"<script>alert(document.domain)</script>"
    accepted = uploads.accept(picture("GIF", (16, 16)) + page, "a.gif")
    assert not any(page in data for data in all_bytes(accepted))
    accepted = uploads.accept(picture("JPEG", (16, 16), comment=page) + archive("x.txt"), "a.jpg")
    assert not any(page in data or b"PK\x03\x04" in data for data in all_bytes(accepted))


# --- Sizes --------------------------------------------------------------------------------------------------


class NeverRead(SimpleUploadedFile):
    def read(self, *args):
        raise AssertionError("read")


def claiming(size: int) -> NeverRead:
    upload = NeverRead("report.pdf", b"x")
    upload.size = size
    return upload


def test_a_file_over_the_limit_is_refused_before_it_is_read():
    with pytest.raises(ValidationError) as caught:
        uploads.read(claiming(uploads.DOCUMENT_BYTES + 1_000_000))
    assert caught.value.messages == ["This file has 51\xa0MB; the limit is 50\xa0MB. Make it smaller, or split it."]


def test_an_empty_file_is_refused():
    with pytest.raises(ValidationError, match="empty"):
        uploads.read(SimpleUploadedFile("report.pdf", b""))


def test_a_file_that_found_no_room_says_so():
    with pytest.raises(ValidationError, match="no room left"):
        uploads.read(Unstored("report.pdf", 10, is_disk_full=True))


def test_pictures_have_a_limit_of_their_own():
    error = refusal_of(picture("PNG", (16, 16)) + b"\0" * uploads.IMAGE_BYTES, "photo.png")
    assert error.code == "image_too_large"
    assert "20\xa0MB" in error.messages[0]


# --- Names --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\jane\\report.pdf", "report.pdf"),
        ("re\0port.pdf", "report.pdf"),
        ("report..pdf", "report.pdf"),
        ("...report...pdf...", "report.pdf"),
        ("fdp.\u202egpj.exe", "fdp.gpj.exe"),
        ("re\u200bport\u2066.pdf", "report.pdf"),
        ("line\r\nSet-Cookie: a=b.pdf", "line Set-Cookie: a=b.pdf"),
        ("  spaced   out .pdf ", "spaced out .pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("con", "_con"),
        ("lpt1.tar.pdf", "_lpt1.tar.pdf"),
        ("console.pdf", "console.pdf"),
        ("cafe\u0301.pdf", "café.pdf"),
        ("адміністрація.pdf", "адміністрація.pdf"),
        ("\ud800.pdf", "pdf"),
        ("", "file"),
        ("..", "file"),
        ("\u202e", "file"),
    ],
)
def test_a_name_is_kept_as_people_can_read_it(given, kept):
    assert normalise(given) == kept


@pytest.mark.parametrize("stem", ["a" * 300, "é" * 200, "😀" * 100, "a" * 251 + "é"])
def test_a_name_has_at_most_255_bytes_and_keeps_its_ending(stem):
    name = normalise(f"{stem}.pdf")
    assert name.endswith(".pdf")
    assert 250 <= len(name.encode()) <= 255


# --- Whatever comes ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("held", CONTENTS)
def test_damaged_files_are_taken_or_refused_and_never_anything_else(held):
    """Bytes changed, cut out and doubled, from a fixed seed."""
    chance = random.Random(f"candour {held}")
    whole = CONTENTS[held]
    outcomes = set()
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 3, 20))):
            start = chance.randrange(len(data))
            kind = chance.randrange(3)
            if kind == 0:
                data[start] = chance.randrange(256)
            elif kind == 1 and len(data) > 40:
                del data[start : start + chance.randrange(1, 20)]
            else:
                data[start:start] = data[start : start + chance.randrange(1, 50)]
        try:
            uploads.accept(bytes(data), f"file.{held}")
            outcomes.add("taken")
        except ValidationError as error:
            outcomes.add(error.code)
    assert outcomes - {"taken"}


def test_random_bytes_are_refused():
    for _ in range(50):
        refusal_of(secrets.token_bytes(64), "photo.jpg")
