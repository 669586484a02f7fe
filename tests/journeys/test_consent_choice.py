"""Choosing in the banner: with JavaScript, without it, and with the module blocked."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from consent import register

from .consent import BANNER_MODULE, PAGE, consent_cookie, expect_blocks, press
from .looks import DARK, FORCED, LIGHT


@pytest.fixture(autouse=True)
def _missing_pages(csp_reports):
    csp_reports.expect("404")


@pytest.fixture(params=["script", "no script", "module blocked"])
def reader(request, new_page, csp_reports):
    """`with reader() as page`: a reader of one of three kinds."""

    @contextmanager
    def open_page(**options):
        with new_page(java_script_enabled=request.param != "no script", **options) as page:
            if request.param == "module blocked":
                csp_reports.expect("net::ERR_FAILED")
                page.route(BANNER_MODULE, lambda route: route.abort())
            page.goto(f"{PAGE}?a=1&b=2")
            yield page

    open_page.has_module = request.param == "script"
    return open_page


@pytest.mark.parametrize(
    ("button", "block"),
    [("Accept additional cookies", "cc-accepted"), ("Reject additional cookies", "cc-rejected")],
)
def test_a_choice_is_confirmed_hidden_and_not_asked_again(reader, button, block):
    with reader() as page:
        expect_blocks(page, "cc-ask")
        press(page, button)
        expect(page.locator(f"#{block}")).to_be_focused()
        expect_blocks(page, block)
        assert all(answer == "-1" for answer in _answers(page)) is (block == "cc-rejected")
        assert page.url.partition("#")[0].endswith(f"{PAGE}?a=1&b=2")

        page.locator(f"#{block}").get_by_text("Hide this message").click()
        page.wait_for_url(re.compile(r"\?a=1&b=2$"))
        expect(page.locator(".cc-banner")).to_be_hidden()
        expect_blocks(page)

        page.goto(f"{PAGE}?c=3")
        expect_blocks(page)


def _answers(page) -> list[str]:
    pairs = (pair.split("=") for pair in (consent_cookie(page) or "").split("|"))
    return [value for key, value in pairs if not key.endswith(".at")]


def test_a_choice_is_kept_on_a_page_that_does_not_exist(reader, csp_reports):
    csp_reports.expect("404")
    with reader() as page:
        page.goto("/no/other/page/?q=1")
        press(page, "Reject additional cookies")
        expect_blocks(page, "cc-rejected")
        assert "/no/other/page/?q=1" in page.url
        assert "usage=-1" in consent_cookie(page)


def test_groups_are_chosen_apart_and_changed_later(reader):
    with reader() as page:
        page.get_by_role("link", name="Customise cookies").click()
        usage = page.get_by_role("group", name=re.compile("how the site is used"))
        preferences = page.get_by_role("group", name=re.compile("your preferences"))
        expect(usage.get_by_label("No")).to_be_checked()
        expect(preferences.get_by_label("No")).to_be_checked()
        expect_blocks(page)
        usage.get_by_label("Yes").check()
        press(page, "Save cookie choices")
        expect(page.locator("#cc-saved")).to_be_focused()
        expect(usage.get_by_label("Yes")).to_be_checked()
        assert "preferences=-1" in consent_cookie(page)
        assert "usage=-1" not in consent_cookie(page)

        page.get_by_role("link", name="Go back to the page you were looking at").click()
        page.wait_for_url(re.compile(rf"{PAGE}\?a=1&b=2$"))
        expect_blocks(page)

        page.get_by_role("link", name="Cookie settings").click()
        usage.get_by_label("No").check()
        press(page, "Save cookie choices")
        expect(page.locator("#cc-saved")).to_be_focused()
        assert "usage=-1" in consent_cookie(page)


def test_a_hostile_link_never_claims_a_choice_that_was_not_made(reader):
    with reader() as page:
        for fragment in ("cc-accepted", "cc-rejected"):
            page.goto("about:blank")
            page.goto(f"{PAGE}#{fragment}")
            expect_blocks(page, "cc-error", "cc-ask")
            expect(page.get_by_text("Your browser did not keep the cookie")).to_be_visible()
        page.goto("/cookies/?saved=1#cc-saved")
        expect(page.get_by_text("Your choices are saved")).to_be_hidden()


def test_a_hostile_link_never_claims_the_other_choice(reader):
    with reader() as page:
        press(page, "Reject additional cookies")
        expect_blocks(page, "cc-rejected")
        page.goto("about:blank")
        page.goto(f"{PAGE}#cc-accepted")
        expect_blocks(page)


def test_global_privacy_control_is_taken_as_a_no_until_a_choice_is_made(reader):
    with reader(extra_http_headers={"Sec-GPC": "1"}) as page:
        page.add_init_script("Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', {get: () => true})")
        page.goto(PAGE)
        expect_blocks(page)
        assert consent_cookie(page) is None
        page.goto("/cookies/")
        expect(page.get_by_text("Your browser sends Global Privacy Control")).to_be_visible()
        for group in page.get_by_role("group").all():
            group.get_by_label("Yes").check()
        press(page, "Save cookie choices")
        expect(page.locator("#cc-saved")).to_be_focused()
        assert "-1" not in _answers(page)
        expect(page.get_by_text("Your browser sends Global Privacy Control")).to_be_hidden()


def test_the_keyboard_alone_is_enough(reader):
    with reader() as page:
        _tab_to(page, "Accept additional cookies")
        _tab_to(page, "Reject additional cookies", presses=1)
        page.keyboard.press("Enter")
        expect(page.locator("#cc-rejected")).to_be_focused()
        expect_blocks(page, "cc-rejected")
        _tab_to(page, "You can change this at any time", presses=1)
        _tab_to(page, "Hide this message", presses=1)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: "#cc-" not in address)
        expect(page.locator(".cc-banner")).to_be_hidden()
        _tab_to(page, "Skip to main content", presses=1)


def _tab_to(page, text: str, presses: int = 6) -> None:
    for _ in range(presses):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == text:
            return
    raise AssertionError(
        f"{text!r} was not reached; the focus is on {page.evaluate('document.activeElement.outerHTML')}"
    )


def test_every_state_is_accessible_and_fits_320_pixels(new_page, axe):
    with new_page(viewport={"width": 320, "height": 800}) as page:

        def check(*shown: str) -> None:
            expect_blocks(page, *shown)
            axe(page, LIGHT, DARK, FORCED)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320

        page.goto(PAGE)
        check("cc-ask")
        accept, reject = (
            page.get_by_role("button", name=f"{name} additional").bounding_box() for name in ("Accept", "Reject")
        )
        assert (accept["width"], accept["height"]) == (reject["width"], reject["height"])
        page.route("**/cookies/consent/", lambda route: route.fulfill(status=200, body="{}"))
        press(page, "Accept additional cookies")
        check("cc-error", "cc-ask")
        page.unroute_all()
        press(page, "Accept additional cookies")
        check("cc-accepted")
        page.goto("/cookies/")
        check()
        press(page, "Save cookie choices")
        expect(page.locator("#cc-saved")).to_be_focused()
        check()
        page.context.clear_cookies()
        page.goto("/cookies/?problem=1")
        check()
        page.goto(PAGE)
        press(page, "Reject additional cookies")
        check("cc-rejected")


def test_the_banner_moves_nothing_after_the_first_paint(page):
    page.goto(PAGE)
    shift = page.evaluate("""() => new Promise((done) => {
        let sum = 0;
        const add = (list) => list.forEach((entry) => { sum += entry.value; });
        const observer = new PerformanceObserver((list) => add(list.getEntries()));
        observer.observe({ type: "layout-shift", buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => { add(observer.takeRecords()); done(sum); }));
    })""")
    assert shift == 0


def test_another_tab_and_the_back_button_know_of_the_choice(page):
    page.goto(PAGE)
    other = page.context.new_page()
    other.goto(PAGE)
    page.goto(f"{PAGE}?second")
    press(other, "Accept additional cookies")
    expect(other.locator("#cc-accepted")).to_be_focused()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect_blocks(page)
    page.go_back()
    expect_blocks(page)


@pytest.mark.parametrize("answer", ["accept", "reject"])
def test_nothing_is_stored_in_the_browser_before_a_choice(page, answer, csp_reports):
    csp_reports.expect("404")
    page.goto(PAGE)
    for address in ("/", "/news/", "/inspections/", "/about/", "/feedback/", "/cookies/", PAGE):
        page.goto(address)
        kept = page.context.storage_state(indexed_db=True)
        assert kept == {"cookies": [], "origins": []}, address
        assert page.evaluate("sessionStorage.length") == 0
    press(page, f"{answer.title()} additional cookies")
    expect_blocks(page, f"cc-{answer}ed")
    assert [cookie["name"] for cookie in page.context.cookies()] == ["cookie_consent"]


def test_a_page_with_script_asks_the_server_nothing_for_the_banner(page):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "/cookies/" in url]


def test_the_page_shows_the_register_of_its_own_moment(page):
    page.goto(PAGE)
    versions = page.evaluate("JSON.parse(document.documentElement.dataset.ccVersions)")
    assert versions == register.current().versions
