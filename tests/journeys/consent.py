"""What the journeys through the cookie banner share."""

from playwright.sync_api import expect

BANNER_MODULE = "**/cookie-banner*.js"
CHOICE = "**/cookies/consent/"
PAGE = "/no/such/page/"  # every page has the same banner; this one needs no content


def expect_blocks(page, *names: str) -> None:
    """The parts of the banner a reader sees are these, in this order.

    A part that a style sheet hides is "visible" to the browser's tools until that sheet has come.
    """
    page.wait_for_load_state("load")
    shown = page.locator(".cc-block:visible")
    expect(shown).to_have_count(len(names))
    for number, name in enumerate(names):
        expect(shown.nth(number)).to_have_id(name)


def consent_cookie(page) -> str | None:
    """The value of the choice's cookie without its quotes, or None."""
    values = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "cookie_consent"]
    return values[0].strip('"') if values else None


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
