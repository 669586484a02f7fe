"""The newsroom in a real browser: two people, one page, no mouse."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from publishing.models import State
from tests.factories.media import a_picture
from tests.newsroom import address
from website.models import Page, PageContact, PageQuote, PageText

from .looks import DARK, LIGHT


@pytest.fixture
def draft(site, writer):
    edition = Page.start(by=writer, title="Stray dogs", slug="stray-dogs", summary="Where a dog waits.")
    PageText.objects.create(parent=edition, region="main", ordering=10, text="<p>Ring before you come.</p>")
    PageQuote.objects.create(parent=edition, region="main", ordering=20, text="<p>Bring a lead.</p>", speaker="Warden")
    PageContact.objects.create(parent=edition, region="main", ordering=30, heading="The pound", phone="101")
    return edition


@pytest.fixture
def desk_of(new_page, site, signed_in):
    """`with desk_of(user) as page`: a browser of that person's own."""
    from contextlib import contextmanager

    @contextmanager
    def open_desk(user, **options):
        with new_page(**options) as page:
            cookie = signed_in(user).cookies["sessionid"]
            page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
            yield page

    return open_desk


@pytest.fixture(autouse=True)
def frames_without_script(csp_reports):
    """The preview's frame runs no script, which Chromium says aloud."""
    csp_reports.expect("Blocked script execution in .*/preview/")


def text_box(page, number: int = 0):
    """The editor of a block's text; for a moment a new block has the plain box that the editor replaces."""
    return page.get_by_role("textbox", name="Text").and_(page.locator("[contenteditable=true]")).nth(number)


def press_enter_on(page, control) -> None:
    control.focus()
    page.keyboard.press("Enter")


def test_a_page_goes_from_first_word_to_readers_by_keyboard(desk_of, writer, publisher):
    with desk_of(writer) as page:
        page.goto("/admin/website/page/add/")
        page.get_by_label("Title").focus()
        page.keyboard.type("Stray dogs")
        page.get_by_label("Summary").focus()
        page.keyboard.type("Where a dog waits for its owner.")

        add = page.get_by_role("group", name="Add a block")
        press_enter_on(page, add.get_by_role("button", name="Text"))
        text_box(page).focus()
        page.keyboard.type("Ring before you come.")
        press_enter_on(page, add.get_by_role("button", name="Quote"))
        text_box(page, 1).focus()
        page.keyboard.type("Bring a lead.")
        page.get_by_role("textbox", name="Speaker").focus()
        page.keyboard.type("The warden")
        press_enter_on(page, page.get_by_role("button", name="Save", exact=True))

        page.get_by_text("Saved. Readers see nothing of it").wait_for()
        preview = page.frame_locator("iframe[title='Preview of edition 1']")
        preview.get_by_text("Ring before you come.").wait_for()
        preview.get_by_text("Bring a lead.").wait_for()
        press_enter_on(page, page.get_by_role("button", name="Submit for review"))
        page.get_by_text("another person has to release it").wait_for()
        edition = Page.objects.get()
        assert edition.slug == "stray-dogs"

    with desk_of(publisher) as page:
        page.goto("/admin/website/page/")
        press_enter_on(page, page.get_by_role("link", name="Stray dogs"))
        press_enter_on(page, page.get_by_role("link", name="Release now"))
        press_enter_on(page, page.get_by_role("button", name="Release now"))
        page.get_by_text("Released.").wait_for()
        answer = page.goto(edition.get_absolute_url())
        assert answer.status == 200
        page.get_by_text("Ring before you come.").wait_for()


def test_blocks_are_moved_folded_and_placed_by_keyboard(desk_of, draft, writer):
    with desk_of(writer) as page:
        page.goto(address(draft))
        press_enter_on(page, page.get_by_role("button", name="Move down: Text: Ring before you come."))
        page.get_by_role("status").get_by_text("Moved to place 2 of 3").wait_for()
        expect(page.get_by_role("button", name="Move down: Text: Ring before you come.")).to_be_focused()
        headings = page.locator(".order-machine > .inline-related:not(.empty-form) > h3 .inline_label")
        expect(headings).to_have_text([re.compile(rf"^\s*{kind}:") for kind in ("Quote", "Text", "Contact")])

        fold = page.get_by_role("button", name="Hide: Quote: Bring a lead.")
        expect(fold).to_have_attribute("aria-expanded", "true")
        press_enter_on(page, fold)
        page.get_by_role("textbox", name="Speaker").wait_for(state="hidden")
        press_enter_on(page, page.get_by_role("button", name="Show: Quote: Bring a lead."))

        press_enter_on(page, page.get_by_role("button", name="Add a block before: Text: Ring before you come."))
        expect(page.locator(".plugin-buttons :focus")).to_have_count(1)
        press_enter_on(
            page, page.get_by_role("group", name="Add a block before").get_by_role("button", name="Key figure")
        )
        page.get_by_role("textbox", name="Value").focus()
        page.keyboard.type("12")
        page.get_by_role("textbox", name="Label", exact=False).focus()
        page.keyboard.type("dogs a week")
        press_enter_on(page, page.get_by_role("button", name="Save and continue editing"))
        page.get_by_text("Saved. Readers see nothing of it").wait_for()
        types = list(draft.blocks.order_by("ordering").values_list("type", flat=True))
        assert types == ["quote", "key_figure", "richtext", "contact"]


def test_a_release_is_scheduled_and_stays_hidden(desk_of, draft, writer, publisher, csp_reports):
    draft.submit(by=writer)
    with desk_of(publisher) as page:
        page.goto(address(draft, "edition"))
        page.get_by_role("link", name="Schedule").click()
        page.get_by_label("Date:", exact=True).fill(str(timezone.localdate() + dt.timedelta(days=9)))
        page.get_by_label("London time").fill("09:00")
        page.get_by_role("button", name="Schedule").click()
        page.get_by_text("Scheduled.", exact=True).wait_for()
        page.get_by_role("link", name="Move to another minute").wait_for()
        csp_reports.expect("stray-dogs/: Failed to load resource.*404")
        assert page.goto(draft.get_absolute_url()).status == 404


def test_the_second_of_two_editors_keeps_every_word(desk_of, draft, writer, publisher, csp_reports):
    csp_reports.expect("Failed to load resource.*409")
    with desk_of(writer) as slow, desk_of(publisher) as quick:
        slow.goto(address(draft))
        quick.goto(address(draft))
        quick.get_by_label("Title").fill("Found dogs")
        quick.get_by_role("button", name="Save", exact=True).click()
        quick.get_by_text("Saved. Readers see nothing of it").wait_for()

        slow.get_by_label("Title").fill("My dogs")
        text_box(slow).focus()
        slow.keyboard.press("Control+End")
        slow.keyboard.type(" I typed this.")
        slow.get_by_role("button", name="Save", exact=True).click()
        slow.get_by_role("alert").get_by_text("Not saved. Your text is below").wait_for()
        expect(slow.get_by_label("Title")).to_have_value("My dogs")
        expect(text_box(slow)).to_contain_text("I typed this.")
        with slow.expect_popup() as popup:
            slow.get_by_role("link", name="See what is saved now").click()
        popup.value.get_by_role("heading", name="Found dogs").wait_for()

        slow.get_by_label("I have looked at it").check()
        slow.get_by_role("button", name="Save", exact=True).click()
        slow.get_by_text("Saved. Readers see nothing of it").wait_for()
    draft.refresh_from_db()
    assert draft.title == "My dogs"
    assert "I typed this." in draft.blocks.get(type="richtext").text


def test_regions_are_changed_by_keyboard(desk_of, writer):
    with desk_of(writer) as page:
        page.goto("/admin/inspections/inspection/add/")
        response = page.get_by_role("button", name="What the inspected body says")
        press_enter_on(page, response)
        expect(response).to_have_attribute("aria-pressed", "true")
        expect(page.get_by_role("button", name="What the inspectors say")).to_have_attribute("aria-pressed", "false")
        press_enter_on(page, page.get_by_role("group", name="Add a block").get_by_role("button", name="Text"))
        expect(page.locator(".inline-related[data-region='response']")).to_have_count(1)


def test_a_picture_is_chosen_from_the_library_by_keyboard(desk_of, draft, writer):
    photo = a_picture(writer, title="The yard of the pound")
    with desk_of(writer) as page:
        page.goto(address(draft))
        press_enter_on(page, page.get_by_role("group", name="Add a block").get_by_role("button", name="Image"))
        press_enter_on(page, page.get_by_role("combobox", name="File"))
        expect(page.get_by_role("searchbox", name="File")).to_be_focused()
        page.keyboard.type("yard")
        page.get_by_role("option", name="The yard of the pound").wait_for()
        page.keyboard.press("Enter")
        expect(page.get_by_role("combobox", name="File: The yard of the pound")).to_be_focused()
        page.get_by_role("textbox", name="Alt text").focus()
        page.keyboard.type("A yard with six kennels.")
        press_enter_on(page, page.get_by_role("button", name="Save", exact=True))
        page.get_by_text("Saved. Readers see nothing of it").wait_for()
    assert draft.blocks.get(type="image").file == photo


@pytest.mark.parametrize("width", [320, 1280])
def test_the_newsrooms_pages_have_no_barrier(desk_of, draft, publisher, writer, axe, width):
    other = Page.start(by=writer, title="Found dogs", slug="found-dogs", summary="All of them.")
    other.submit(by=writer)
    other.release(by=publisher)
    pages = ["/admin/website/page/", address(draft), "/admin/website/page/add/", address(draft, "edition")]
    pages += [address(draft, "history"), address(other, "do/withdraw"), address(other, "history")]
    pages += ["/admin/news/article/add/", "/admin/inspections/inspection/add/"]
    with desk_of(publisher, viewport={"width": width, "height": 900}) as page:
        for where in pages:
            page.goto(where)
            axe(page, LIGHT, DARK)


def test_what_the_state_allows_is_what_the_form_needs_no_script_for(
    page_without_script, site, signed_in, draft, writer
):
    page = page_without_script
    cookie = signed_in(writer).cookies["sessionid"]
    page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
    page.goto(address(draft, "edition"))
    page.get_by_role("button", name="Submit for review").click()
    page.get_by_text("Submitted for review. Another person releases it.").wait_for()
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
