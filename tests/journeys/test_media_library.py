"""An editor puts files into the library and a picture into a page."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from publishing.models import MediaFile
from tests.factories.files import pdf, picture
from tests.factories.media import a_draft_with, a_picture, a_report, released, show

from .looks import DARK, LIGHT

LIST = "/admin/publishing/mediafile/"


def file(name: str, data: bytes) -> dict:
    # The type is what the browser would claim: nothing must depend on it.
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def test_a_picture_is_uploaded_by_keyboard_and_a_wrong_file_costs_no_typing(signed_in_page, writer, axe):
    page = signed_in_page(writer)
    page.goto(LIST)
    page.get_by_role("link", name="Add library file").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LIST}add/")
    axe(page)
    page.get_by_label("File:").set_input_files(file("photo.jpg", b"<svg/>"))
    page.get_by_label("Title:").focus()
    page.keyboard.type("Market day")
    page.keyboard.press("Tab")
    page.keyboard.type("Two officers at a stall.")
    page.keyboard.press("Enter")
    expect(page.get_by_text("SVG pictures are refused because they can carry scripts.")).to_be_visible()
    expect(page.get_by_label("Title:")).to_have_value("Market day")
    axe(page)
    page.get_by_label("File:").set_input_files(file("photo.jpg", picture()))
    page.get_by_role("button", name="Save", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Market day", exact=True).first).to_be_visible()
    axe(page)
    assert MediaFile.objects.get().alt_text == "Two officers at a stall."


@pytest.mark.parametrize("width", [320, 1280])
def test_the_library_can_be_read_by_everyone(width, new_page, signed_in, site, writer, publisher, axe):
    photo, report = a_picture(writer, alt_text="Two officers."), a_report(writer)
    released(a_draft_with(photo, writer), publisher)
    cookie = signed_in(writer).cookies["sessionid"].value
    with new_page(viewport={"width": width, "height": 800}) as page:
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        for address in (
            LIST,
            *(f"{LIST}{one.pk}/{what}/" for one in (photo, report) for what in ("change", "replace")),
        ):
            page.goto(address)
            axe(page, LIGHT, DARK)


def test_a_picture_is_found_by_title_from_the_block_that_shows_it(signed_in_page, writer, axe):
    photo = a_picture(writer, title="Market day")
    a_report(writer, title="Market report")
    draft = a_draft_with(photo, writer)
    page = signed_in_page(writer)
    page.goto(f"/admin/website/page/{draft.pk}/change/")
    box = page.locator(".field-file .select2-selection").first
    box.focus()
    page.keyboard.press("Enter")
    page.keyboard.type("Market")
    expect(page.get_by_role("option", name="Market day")).to_be_visible()
    expect(page.get_by_role("option", name="Market report")).to_have_count(0)


def test_a_picture_is_added_from_the_block_that_needs_it(signed_in_page, writer):
    draft = a_draft_with(a_picture(writer), writer)
    page = signed_in_page(writer)
    page.goto(f"/admin/website/page/{draft.pk}/change/")
    expect(page.get_by_role("link", name="Delete selected library file")).to_have_count(0)
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Add another library file").first.click()
    window = opened.value
    window.get_by_label("File:").set_input_files(file("new.png", picture("PNG", (90, 60))))
    window.get_by_label("Title:").fill("A new drawing")
    with window.expect_event("close"):
        window.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".field-file .select2-selection").first).to_contain_text("A new drawing")


def test_a_released_page_shows_its_picture_and_offers_its_report(page, writer, publisher, axe):
    photo = a_picture(writer, picture("JPEG", (1500, 1000)), credit="A. Person")
    draft = a_draft_with(photo, writer)
    report = a_report(writer, pdf(12))
    show(report, draft)
    released(draft, publisher)
    page.goto("/about-us/")
    shown = page.locator(".picture__image")
    shown.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.picture__image').naturalWidth > 0")
    assert ".webp" in shown.evaluate("image => image.currentSrc")
    with page.expect_download() as download:
        page.get_by_role("link", name="Read the report").click()
    assert download.value.suggested_filename == "report-of-the-inspection.pdf"
    axe(page)
