"""PDF documents the library takes, and those it refuses for what they hold."""

from __future__ import annotations

import struct
import zlib

import pytest
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, StreamObject, TextStringObject

from publishing import uploads
from tests.factories.files import archive, pdf
from tests.library import refusal_of


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
