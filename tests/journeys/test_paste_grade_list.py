"""Pasting a grade list with the keyboard alone; its result at both widths, light and dark."""

import pytest

from tests.factories.inspections import FrameworkFactory, draft_inspection
from tests.newsroom import address

from .looks import DARK, LIGHT


@pytest.fixture
def draft(site, writer):
    edition = draft_inspection(by=writer, framework=FrameworkFactory(areas=3), grades=["good", "good", "good"])
    for area, name in zip(edition.framework.areas.order_by("order"), AREAS, strict=True):
        area.name = name
        area.save()
    return edition


AREAS = ("Investigating crime", "Responding to the public", "Protecting vulnerable people")
LIST = """\
One is good, two adequate. Read <all> of it.
Investigating crime – Good
esponding to the public – Adequate
Protecting vulnerable people – Adequate
Finance – Good
"""


def sign_in(page, site, client):
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


@pytest.mark.parametrize("has_script", [True, False])
def test_with_keys_alone_a_list_is_read_ticked_and_saved(new_page, site, signed_in, writer, draft, has_script):
    with new_page(java_script_enabled=has_script) as page:
        sign_in(page, site, signed_in(writer))
        page.goto(address(draft, "grade-list"))
        page.get_by_label("The list").fill(LIST)
        page.get_by_role("button", name="Read the list").focus()
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="2 areas matched, 1 to confirm, 1 not taken").wait_for()
        assert page.title().startswith("Result:")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        assert page.get_by_role("checkbox", name="Line 3: Responding to the public, Adequate").is_checked()
        page.get_by_role("button", name="Save these judgments").focus()
        page.keyboard.press("Enter")
        page.get_by_text("3 areas have their judgment now.").wait_for()
    assert [row.words for row in draft.judgments.order_by("area__order")] == ["Good", "Adequate", "Adequate"]


@pytest.mark.parametrize("width", [320, 1280])
def test_what_was_read_is_shown_without_a_barrier(new_page, site, signed_in, writer, draft, axe, width):
    with new_page(viewport={"width": width, "height": 900}) as page:
        sign_in(page, site, signed_in(writer))
        page.goto(address(draft, "grade-list"))
        page.get_by_label("The list").fill(LIST)
        page.get_by_role("button", name="Read the list").click()
        page.locator("#result:focus").wait_for()
        axe(page, LIGHT, DARK)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
