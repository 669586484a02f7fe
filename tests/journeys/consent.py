"""What the journeys through the cookie banner share."""

BANNER_MODULE = "**/cookie-banner*.js"
CHOICE = "**/cookies/consent/"
PAGE = "/no/such/page/"  # every page has the same banner; this one needs no content


def shown_blocks(page) -> list[str]:
    """The parts of the banner a reader sees, in order, once the page and its style sheets are there.

    A part that a style sheet hides is "visible" to the browser's tools until that sheet has come.
    """
    page.wait_for_load_state("load")
    return [block.get_attribute("id") for block in page.locator(".cc-block").all() if block.is_visible()]


def consent_cookie(page) -> str | None:
    """The value of the choice's cookie without its quotes, or None."""
    values = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "cookie_consent"]
    return values[0].strip('"') if values else None


def press(page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
