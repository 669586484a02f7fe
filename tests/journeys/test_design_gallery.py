"""Every component in a real browser: readable by all, at 320 pixels, on paper, in forced colours, by keyboard."""

import pytest
from playwright.sync_api import expect

from .looks import DARK, LIGHT

WIDTHS = [320, 1280]
SCHEMES = ["light", "dark"]
# A link inside a text may be as high as its line.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "a, button, input, select, textarea, summary")]
  .filter((element) => !element.closest("p, .prose, dd, th, h2, h3, .error-summary"))
  .filter((element) => element.localName !== "a" ||
    ![...element.parentNode.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))
  .filter((element) => element.checkVisibility())
  .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
  .filter(([, box]) => box.width < 24 || box.height < 24)
  .map(([html]) => html)"""
OUTLINE = "element => { const style = getComputedStyle(element); return [style.outlineStyle, style.outlineWidth]; }"


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_in_the_gallery(new_page, axe, width):
    with new_page(viewport={"width": width, "height": 900}) as page:
        page.goto("/design/")
        axe(page, LIGHT, DARK)


def test_nothing_is_cut_off_at_320_pixels(new_page):
    with new_page(viewport={"width": 320, "height": 640}) as page:
        page.goto("/design/")
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_nothing_is_cut_off_when_the_reader_spaces_the_text_out(new_page):
    with new_page(viewport={"width": 320, "height": 640}, bypass_csp=True) as page:
        page.goto("/design/")
        # The measures of WCAG 1.4.12, as a reader's own style sheet sets them.
        page.add_style_tag(
            content="* { line-height: 1.5 !important; letter-spacing: 0.12em !important }"
            "* { word-spacing: 0.16em !important } p { margin-block-end: 2em !important }"
        )
        assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_targets_are_large_enough_to_hit(new_page):
    with new_page(viewport={"width": 320, "height": 640}) as page:
        page.goto("/design/")
        page.locator(".skip-link").focus()
        assert page.evaluate(SMALL_TARGETS) == []


def test_the_keyboard_skips_to_the_content(page):
    page.goto("/design/")
    skip = page.get_by_role("link", name="Skip to main content")
    skip.focus()
    assert skip.bounding_box()["height"] >= 24
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_focus_is_three_pixels_wide(new_page, scheme):
    with new_page(color_scheme=scheme) as page:
        page.goto("/design/")
        page.keyboard.press("Tab")
        for _ in range(5):
            page.keyboard.press("Tab")
            assert page.locator(":focus").evaluate(OUTLINE) == ["solid", "3px"]


def test_paper_has_no_menus_and_shows_addresses(new_page):
    with new_page(viewport={"width": 794, "height": 1123}, color_scheme="dark") as page:
        page.emulate_media(media="print", color_scheme="dark")
        page.goto("/design/")
        for name in (".skip-link", ".site-nav", ".phase-banner", ".site-footer__links", ".breadcrumbs", ".pagination"):
            expect(page.locator(name).first).to_be_hidden()
        assert page.locator(".site-footer .print-only").inner_text().endswith("/design/")
        address = page.locator(".prose a").first.evaluate("element => getComputedStyle(element, '::after').content")
        assert "/inspections/" in address
        assert page.locator("thead").first.evaluate("e => getComputedStyle(e).display") == "table-header-group"
        assert page.locator("html").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"


def test_grades_keep_their_outline_and_shape_in_forced_colours(new_page):
    with new_page(forced_colors="active") as page:
        page.goto("/design/")
        grade = page.locator(".grade--good").first
        assert grade.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
        expect(grade.locator("svg")).to_be_visible()
        ink = "e => getComputedStyle(e).color"
        assert grade.locator("svg").evaluate("e => getComputedStyle(e).fill") == grade.evaluate(ink)


def test_the_gallery_is_whole_without_script(page_without_script):
    page_without_script.goto("/design/")
    assert page_without_script.locator(".gallery__component").count() > 20
    expect(page_without_script.locator(".grade-table").first).to_be_visible()
