"""What the library takes and what it refuses, by content, with a sentence that says why."""

from __future__ import annotations

import io
import itertools
import random
import secrets
import struct
import zipfile
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from publishing import uploads
from publishing.uploads.handler import Unstored
from publishing.uploads.names import normalise
from tests.factories.files import (
    animation,
    gif_claiming,
    jpeg_claiming,
    pdf,
    picture,
    png_claiming,
    webp_claiming,
)

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
TURNED_LEFT = 6
SECRET = b"Jane Whistleblower, 52.2405 N"


def refusal_of(data: bytes, name: str) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        uploads.accept(data, name)
    return caught.value


def all_bytes(accepted: uploads.Accepted) -> list[bytes]:
    return [accepted.data, *(rendition.data for rendition in accepted.renditions)]


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


# --- What is taken ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pillow_format", "name", "stored"),
    [
        ("JPEG", "photo.jpg", "image/jpeg"),
        ("JPEG", "PHOTO.JPEG", "image/jpeg"),
        ("PNG", "drawing.png", "image/png"),
        ("WEBP", "photo.webp", "image/jpeg"),
        ("GIF", "diagram.gif", "image/png"),
    ],
)
def test_a_picture_is_taken_and_stored_in_a_format_every_program_knows(pillow_format, name, stored):
    accepted = uploads.accept(picture(pillow_format, (700, 500)), name)
    assert (accepted.kind, accepted.content_type, accepted.width, accepted.height) == ("image", stored, 700, 500)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_is_taken(mode):
    accepted = uploads.accept(picture("PNG", (60, 40), mode), "drawing.png")
    assert {opened(data).size for data in all_bytes(accepted)} == {(60, 40)}


def test_sixteen_bits_of_grey_are_scaled_and_not_cut_off():
    grey = Image.new("I;16", (4, 4), 0x8000)
    out = io.BytesIO()
    grey.save(out, "PNG")
    assert opened(uploads.accept(out.getvalue(), "scan.png").data).getpixel((0, 0)) == 0x80


def test_what_is_transparent_stays_transparent():
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=True)
    accepted = uploads.accept(out.getvalue(), "logo.webp")
    assert accepted.content_type == "image/png"
    assert all(opened(data).convert("RGBA").getpixel((5, 5))[3] == 0 for data in all_bytes(accepted))


def test_a_transparent_colour_of_a_palette_stays_transparent():
    image = Image.new("P", (40, 40), 3)
    out = io.BytesIO()
    image.save(out, "GIF", transparency=3)
    assert opened(uploads.accept(out.getvalue(), "logo.gif").data).getpixel((5, 5))[3] == 0


def test_a_picture_for_print_is_taken_in_the_colours_of_the_screen():
    accepted = uploads.accept(picture("JPEG", (60, 40), "CMYK"), "print.jpg")
    assert opened(accepted.data).mode == "RGB"


def test_a_profile_is_applied_before_it_is_thrown_away():
    """By this profile red means blue: who drops it without a look shows the wrong colour."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (255, 0, 0)).save(out, "PNG", icc_profile=bytes(profile))
    made = opened(uploads.accept(out.getvalue(), "a.png").data)
    assert made.getpixel((4, 4)) == pytest.approx((0, 0, 255), abs=4)
    assert "icc_profile" not in made.info


def test_a_profile_that_makes_no_sense_is_ignored():
    accepted = uploads.accept(picture("JPEG", (30, 20), icc_profile=b"no profile at all" * 20), "a.jpg")
    assert accepted.width == 30


def test_renditions_fill_the_common_widths_and_never_exceed_the_picture():
    accepted = uploads.accept(picture("JPEG", (1500, 1000)), "photo.jpg")
    webp = [(each.width, each.height) for each in accepted.renditions if each.content_type == "image/webp"]
    assert webp == [(320, 213), (640, 427), (960, 640), (1280, 853), (1500, 1000)]
    others = [each for each in accepted.renditions if each.content_type != "image/webp"]
    assert [(each.content_type, each.width) for each in others] == [("image/jpeg", 1280)]


@pytest.mark.parametrize(
    ("width", "widths"), [(1, [1]), (320, [320]), (321, [320, 321]), (4000, [320, 640, 960, 1280, 1920])]
)
def test_a_picture_is_made_smaller_and_never_larger(width, widths):
    accepted = uploads.accept(picture("PNG", (width, 8)), "line.png")
    assert sorted({each.width for each in accepted.renditions if each.content_type == "image/webp"}) == widths


def test_a_report_is_taken_as_it_is_and_its_pages_are_counted():
    data = pdf(58)
    accepted = uploads.accept(data, "Report.PDF")
    assert (accepted.kind, accepted.content_type, accepted.extension, accepted.pages) == (
        "document",
        "application/pdf",
        "pdf",
        58,
    )
    assert accepted.data == data


# --- Metadata -----------------------------------------------------------------------------------------


def exif() -> bytes:
    data = Image.Exif()
    data[ORIENTATION], data[MAKER] = TURNED_LEFT, SECRET.decode()
    data.get_ifd(GPS)[2] = (52.0, 14.0, 26.0)
    return data.tobytes()


@pytest.mark.parametrize(("pillow_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_a_picture_is_turned_upright_and_forgets_where_it_was_taken(pillow_format, name):
    options = {"exif": exif(), "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if pillow_format != "PNG":
        options["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    original = picture(pillow_format, (60, 40), **options)
    assert SECRET in original
    accepted = uploads.accept(original, name)
    assert (accepted.width, accepted.height) == (40, 60)
    for data in all_bytes(accepted):
        assert SECRET not in data
        assert not opened(data).getexif()
        assert not {"exif", "icc_profile", "xmp", "comment", "Comment", "photoshop"} & set(opened(data).info)


def test_comments_text_chunks_and_what_follows_the_picture_are_gone():
    jpeg = picture("JPEG", (30, 20), comment=SECRET) + SECRET
    text = struct.pack(">I", len(SECRET) + 8) + b"tEXtComment\0" + SECRET
    text += struct.pack(">I", zlib.crc32(text[4:]))
    png = picture("PNG", (30, 20))
    for data, name in ((jpeg, "a.jpg"), (png[:33] + text + png[33:] + SECRET, "a.png")):
        assert SECRET in data
        assert not any(SECRET in made for made in all_bytes(uploads.accept(data, name)))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_metadata_do_not_keep_a_picture_out():
    assert uploads.accept(picture("JPEG", (30, 20), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff junk"), "a.jpg").width == 30


# --- Pictures refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (png_claiming(6400, 6300), "bomb.png"),
        (png_claiming(2**31 - 1, 2**31 - 1), "bomb.png"),
        (png_claiming(40_000, 40_000, b"\0" * 3_000_000), "bomb.png"),
        (jpeg_claiming(65_000, 65_000), "bomb.jpg"),
        (webp_claiming(16_000, 16_000), "bomb.webp"),
        (webp_claiming(2**24, 2**24), "bomb.webp"),
    ],
)
def test_a_bomb_is_refused_by_its_header_and_never_decoded(data, name, monkeypatch):
    def decoded(self):
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", decoded)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    error = refusal_of(data, name)
    assert error.code in ("too_many_pixels", "bomb")
    assert "40 million" in error.messages[0]


def test_forty_million_pixels_are_still_taken_as_far_as_the_header_goes():
    assert refusal_of(png_claiming(8000, 5000), "a.png").code == "damaged_image"
    assert refusal_of(png_claiming(8000, 5001), "a.png").code == "too_many_pixels"


def test_a_picture_is_refused_when_one_side_is_too_long():
    error = refusal_of(png_claiming(16_001, 10), "a.png")
    assert error.code == "too_long"
    assert "16,001 × 10" in error.messages[0]


@pytest.mark.parametrize(("pillow_format", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")])
def test_a_picture_that_moves_is_refused_with_the_reason(pillow_format, name):
    error = refusal_of(animation(pillow_format), name)
    assert error.code == "animated"
    assert "export one frame" in error.messages[0]


@pytest.mark.parametrize(
    ("pillow_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")]
)
def test_a_picture_that_breaks_off_is_refused(pillow_format, name):
    whole = (
        picture(pillow_format, (400, 300), quality=95) if pillow_format != "GIF" else picture("GIF", (400, 300), "L")
    )
    for cut in (20, len(whole) // 3, len(whole) * 2 // 3):
        assert refusal_of(whole[:cut], name).code == "damaged_image"


def test_no_picture_becomes_larger_than_its_header_says():
    """Frames of a GIF may claim more room than its screen."""
    frame = b"," + struct.pack("<HHHH", 0, 0, 60_000, 60_000) + b"\0\x02\x02\x44\x01\0;"
    assert refusal_of(gif_claiming(1, 1)[:-1] + frame, "a.gif").code in ("damaged_image", "too_many_pixels", "bomb")


# --- Not what it says, or not for us ----------------------------------------------------------------------


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()


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


# --- PDF --------------------------------------------------------------------------------------------------


def action(kind: str, **more: object) -> DictionaryObject:
    values = {NameObject(f"/{name}"): value for name, value in more.items()}
    return DictionaryObject({NameObject("/S"): NameObject(kind), **values})


def at_opening(what: DictionaryObject):
    return lambda writer: writer.root_object.update({NameObject("/OpenAction"): writer._add_object(what)})


def on_the_page(annotation: dict[str, object]):
    def change(writer: PdfWriter) -> None:
        row = DictionaryObject({NameObject("/Type"): NameObject("/Annot")})
        row.update({NameObject(name): value for name, value in annotation.items()})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(row)])

    return change


def in_the_root(name: str, value: object):
    return lambda writer: writer.root_object.update({NameObject(name): value})


def loose_stream(writer: PdfWriter) -> None:
    """An attached file that no page and no list leads to."""
    stream = StreamObject()
    stream[NameObject("/Type")] = NameObject("/EmbeddedFile")
    stream.set_data(b"MZ")
    writer._add_object(stream)


def name_by_reference(writer: PdfWriter) -> None:
    """/S is no name but points to one."""
    kind = writer._add_object(NameObject("/SubmitForm"))
    at_opening(DictionaryObject({NameObject("/S"): kind}))(writer)


def script_in_a_page_action(writer: PdfWriter) -> None:
    opening = DictionaryObject({NameObject("/O"): action("/JavaScript", JS=TextStringObject("app.alert(1)"))})
    writer.pages[0][NameObject("/AA")] = opening


ACTIVE = {
    "script at opening": (at_opening(action("/JavaScript", JS=TextStringObject("app.alert(1)"))), "JavaScript"),
    "script on a page": (script_in_a_page_action, "JavaScript"),
    "script in a field": (on_the_page({"/Subtype": NameObject("/Widget"), "/A": action("/JavaScript")}), "JavaScript"),
    "script in a rendition": (at_opening(action("/Rendition", JS=TextStringObject("x"))), "JavaScript"),
    "launch": (at_opening(action("/Launch", F=TextStringObject("cmd.exe"))), "starts programs"),
    "sending by reference": (name_by_reference, "sends"),
    "remote file": (at_opening(action("/GoToR", F=TextStringObject("\\\\evil\\x.pdf"))), "opens other files"),
    "embedded file": (at_opening(action("/GoToE")), "opens other files"),
    "form that sends": (on_the_page({"/Subtype": NameObject("/Widget"), "/A": action("/SubmitForm")}), "sends"),
    "form that fetches": (at_opening(action("/ImportData")), "sends"),
    "attachment": (lambda writer: writer.add_attachment("x.txt", b"hidden"), "attached files"),
    "attached to a page": (on_the_page({"/Subtype": NameObject("/FileAttachment")}), "attached files"),
    "attachment nothing leads to": (loose_stream, "attached files"),
    "film": (on_the_page({"/Subtype": NameObject("/RichMedia")}), "films"),
    "sound": (at_opening(action("/Sound")), "films"),
    "model in 3D": (on_the_page({"/Subtype": NameObject("/3D")}), "films"),
    "XFA": (in_the_root("/AcroForm", DictionaryObject({NameObject("/XFA"): ArrayObject()})), "XFA"),
}


@pytest.mark.parametrize("name", ACTIVE)
def test_an_active_pdf_is_refused_and_the_sentence_says_what_it_holds(name):
    change, says = ACTIVE[name]
    error = refusal_of(pdf(change=change), "report.pdf")
    assert error.code == "active_pdf"
    assert says in error.messages[0]


def test_everything_that_was_found_is_named():
    def change(writer):
        writer.add_attachment("x.txt", b"hidden")
        at_opening(action("/JavaScript"))(writer)

    assert "holds JavaScript and attached files." in refusal_of(pdf(change=change), "report.pdf").messages[0]


def handmade(catalogue: bytes, fourth: bytes, listed: int) -> bytes:
    """A page, a catalogue and one object more, of which the table lists the first `listed`."""
    body = b"%PDF-1.4\n"
    offsets = []
    pages = (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>")
    for number, value in enumerate((catalogue, *pages, fourth), 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets[:listed])
    data = body + b"xref\n0 %d\n0000000000 65535 f \n" % (listed + 1) + table
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (listed + 1, len(body))


@pytest.mark.parametrize(
    "raw",
    [
        b"<< /S /Java#53cript /JS (app.alert\\(1\\)) >>",
        b"<< /#53 /J#61vaScript >>",
        b"<< /S\n/Launch /F (cmd.exe) >>",
    ],
)
def test_active_content_behind_escaped_names_is_found(raw):
    data = handmade(b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>", raw, listed=4)
    assert refusal_of(data, "report.pdf").code == "active_pdf"


def test_active_content_that_the_table_of_objects_leaves_out_is_found():
    """One program believes the table, another looks for objects itself."""
    script = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    assert uploads.accept(handmade(b"<< /Type /Catalog /Pages 2 0 R >>", b"<< >>", listed=3), "report.pdf").pages == 1
    data = handmade(b"<< /Type /Catalog /Pages 2 0 R >>", script, listed=3)
    assert refusal_of(data, "report.pdf").code == "active_pdf"


def test_active_content_inside_a_compressed_object_stream_is_found():
    inner = b"4 0 << /S /JavaScript /JS (x) >>"
    packed = zlib.compress(inner)
    body = b"%PDF-1.5\n"
    offsets = {}
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 4 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] >>",
        5: b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream"
        % (len(packed), packed),
    }
    for number, value in objects.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, value)
    offsets[6] = len(body)
    rows = b"\0\0\0\0" + b"".join(
        b"\2" + struct.pack(">HB", 5, 0) if number == 4 else b"\1" + struct.pack(">HB", offsets[number], 0)
        for number in range(1, 7)
    )
    body += b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (
        len(rows),
        rows,
    )
    data = body + b"startxref\n%d\n%%%%EOF\n" % offsets[6]
    assert b"JavaScript" not in data
    assert refusal_of(data, "report.pdf").code == "active_pdf"


def test_links_bookmarks_and_a_page_to_open_at_are_no_harm():
    def change(writer):
        writer.add_outline_item("Grades", 0)
        on_the_page({"/Subtype": NameObject("/Link"), "/A": action("/URI", URI=TextStringObject("https://x.example"))})(
            writer
        )
        page = writer.pages[0].indirect_reference
        writer.root_object[NameObject("/OpenAction")] = ArrayObject([page, NameObject("/Fit")])
        writer.add_metadata({"/Title": "JavaScript and Launch, explained"})

    assert uploads.accept(pdf(2, change), "report.pdf").pages == 2


@pytest.mark.parametrize("passwords", [{"user_password": "x"}, {"user_password": "", "owner_password": "x"}])
def test_a_protected_pdf_is_refused(passwords):
    error = refusal_of(pdf(**passwords, algorithm="RC4-128"), "report.pdf")
    assert error.code == "encrypted_pdf"
    assert "Save it without protection" in error.messages[0]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"%PDF-1.7\n%%EOF",
        pdf()[:200],
        b"%PDF-1.7\n" + b"<<" * 100_000,
        b"%PDF-1.7\n" + b"1 0 obj\n" + b"[" * 50_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF",
    ],
)
def test_a_broken_pdf_is_refused(data):
    assert refusal_of(data, "report.pdf").code == "damaged_pdf"


def test_pages_that_contain_each_other_are_refused():
    def change(writer):
        pages = writer.root_object["/Pages"].get_object()
        pages[NameObject("/Kids")] = ArrayObject([pages.indirect_reference, pages.indirect_reference])
        pages[NameObject("/Count")] = NumberObject(2)

    assert refusal_of(pdf(change=change), "report.pdf").code in ("damaged_pdf", "empty_pdf")


def test_a_pdf_without_pages_is_refused():
    assert refusal_of(pdf(0), "report.pdf").code == "empty_pdf"


def test_a_pdf_that_is_an_archive_too_is_refused():
    error = refusal_of(pdf() + archive("hidden.txt"), "report.pdf")
    assert error.code == "double_pdf"


def test_a_pdf_behind_something_else_is_no_pdf():
    assert refusal_of(b"<html>" + pdf(), "report.pdf").code == "web_page"
    assert refusal_of(b"\0" + pdf(), "report.pdf").code == "unknown"


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
