"""Files in the library, and editions that use them."""

from __future__ import annotations

from typing import Any

from publishing import uploads
from publishing.actions import add_file
from publishing.models import MediaFile
from tests.factories.files import pdf, picture
from website.models import Page, PageDownload, PageImage


def a_picture(by: Any, data: bytes | None = None, name: str = "photo.jpg", **fields: Any) -> MediaFile:
    fields = {"title": "Officers in the market square"} | fields
    return add_file(by=by, accepted=uploads.accept(data or picture(), name), **fields)


def a_report(by: Any, data: bytes | None = None, **fields: Any) -> MediaFile:
    fields = {"title": "Report of the inspection"} | fields
    return add_file(by=by, accepted=uploads.accept(data or pdf(3), "report.pdf"), **fields)


def a_draft_with(file: MediaFile, by: Any, **fields: Any) -> Page:
    """A draft of a standing page that shows or offers `file`."""
    fields = {"title": "About us", "slug": "about-us", "summary": "Who we are."} | fields
    page = Page.start(by=by, **fields)
    show(file, page)
    return page


def show(file: MediaFile, page: Page) -> None:
    if file.is_image:
        PageImage.objects.create(parent=page, file=file, alt_text="Three officers talk to a stallholder.")
    else:
        PageDownload.objects.create(parent=page, file=file, label="Read the report")


def released(page: Page, by: Any, **times: Any) -> Page:
    """`page`, submitted by whoever wrote it and released by another person."""
    page.submit(by=page.edited_by, now=times.get("now"))
    page.release(by=by, **times)
    return page
