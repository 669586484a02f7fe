"""A picture of every state of the banner, for people to look at: var/walks/consent/."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from .consent import CHOICE, PAGE, expect_blocks, press

KINDS = [(width, scheme, script) for width in (320, 1280) for scheme in ("light", "dark") for script in (True, False)]


@pytest.mark.drill
@pytest.mark.parametrize(("width", "scheme", "script"), KINDS)
def test_every_state_is_pictured(new_page, csp_reports, width, scheme, script):
    csp_reports.expect("Failed to load resource")
    folder = Path(settings.BASE_DIR) / "var" / "walks" / "consent"
    folder.mkdir(parents=True, exist_ok=True)
    viewport = {"width": width, "height": 800}
    with new_page(viewport=viewport, color_scheme=scheme, java_script_enabled=script) as page:

        def picture(state: str, *blocks: str) -> None:
            expect_blocks(page, *[f"cc-{block}" for block in blocks])
            name = f"{state}-{width}-{scheme}-{'script' if script else 'no-script'}.png"
            page.screenshot(path=folder / name, full_page=state.startswith("page"))

        page.goto(PAGE)
        picture("1-ask", "ask")
        if script:
            page.route(CHOICE, lambda route: route.fulfill(status=500))
            press(page, "Accept additional cookies")
            expect(page.locator("#cc-error")).to_be_focused()
            picture("2-failed", "error", "ask")
            page.unroute(CHOICE)
        page.goto("about:blank")
        page.goto(f"{PAGE}#cc-accepted")
        picture("3-blocked", "error", "ask")
        for number, choice in enumerate(("Accept", "Reject"), start=4):
            page.context.clear_cookies()
            page.goto(PAGE)
            press(page, f"{choice} additional cookies")
            expect(page.locator(f"#cc-{choice.lower()}ed")).to_be_focused()
            picture(f"{number}-{choice.lower()}ed", f"{choice.lower()}ed")
        page.goto("/cookies/")
        picture("page")
        press(page, "Save cookie choices")
        expect(page.locator("#cc-saved")).to_be_focused()
        picture("page-saved")
