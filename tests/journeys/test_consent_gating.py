"""What needs a yes runs after one, and is gone after a no."""

import pytest
from cookie_consent.models import Cookie, CookieGroup
from django.template import Context, Template
from playwright.sync_api import expect

from consent import actions, register

from .consent import PAGE, expect_blocks, press

TRACKER = "/static/tracker-for-a-test.js"
CODE = """
document.documentElement.dataset.ran = "yes";
for (const path of ["/", "/no/such/"]) document.cookie = `_ga=1;path=${path}`;
document.cookie = "_ga_ABC=1;path=/";
document.cookie = "harmless=1;path=/";
localStorage.setItem("_ga_store", "1");
localStorage.setItem("harmless", "1");
"""


@pytest.fixture
def tracker(page, settings, monkeypatch, csp_reports):
    """The usage group has a script that writes cookies and local storage."""
    csp_reports.expect("404")
    settings.CONSENT_SCRIPTS = [("usage", TRACKER)]
    monkeypatch.setattr(register, "ASK_EVERY", 0.0)
    with actions.change_register(by="test"):
        usage = CookieGroup.objects.get(varname="usage")
        for name in ("_ga", "_ga_*"):
            Cookie.objects.create(cookiegroup=usage, name=name, description="Counts visits.")
    page.context.route(f"**{TRACKER}", lambda route: route.fulfill(body=CODE, content_type="text/javascript"))
    return page


def ran(page) -> bool:
    return page.evaluate("document.documentElement.dataset.ran") == "yes"


def cookie_names(page) -> set[str]:
    return {cookie["name"] for cookie in page.context.cookies()}


def stored_keys(page) -> set[str]:
    return set(page.evaluate("Object.keys(localStorage)"))


def test_a_script_runs_only_after_a_yes_and_then_on_every_page(tracker):
    tracker.goto(PAGE)
    assert not ran(tracker)
    press(tracker, "Accept additional cookies")
    expect(tracker.locator("html")).to_have_attribute("data-ran", "yes")
    tracker.goto("/no/other/page/")
    expect(tracker.locator("html")).to_have_attribute("data-ran", "yes")


def test_a_script_never_runs_after_a_no(tracker):
    tracker.goto(PAGE)
    press(tracker, "Reject additional cookies")
    expect_blocks(tracker, "cc-rejected")
    tracker.goto(PAGE)
    assert not ran(tracker)
    assert cookie_names(tracker) == {"cookie_consent"}


def test_withdrawal_removes_what_the_script_wrote_and_nothing_else(tracker):
    tracker.goto(PAGE)
    press(tracker, "Accept additional cookies")
    expect(tracker.locator("html")).to_have_attribute("data-ran", "yes")
    assert {"_ga", "_ga_ABC", "harmless"} <= cookie_names(tracker)
    tracker.goto("/cookies/")
    for group in tracker.get_by_role("group").all():
        group.get_by_label("No").check()
    press(tracker, "Save cookie choices")
    expect(tracker.locator("#cc-saved")).to_be_focused()
    tracker.wait_for_load_state("load")  # by then the module has removed what the group may not keep
    assert stored_keys(tracker) == {"harmless"}
    tracker.goto(PAGE)  # where the script of this page can see the cookie of this path
    assert cookie_names(tracker) == {"cookie_consent", "harmless"}
    assert not ran(tracker)


def test_what_a_tracker_writes_again_is_gone_on_the_next_page(tracker):
    tracker.goto(PAGE)
    press(tracker, "Reject additional cookies")
    expect_blocks(tracker, "cc-rejected")
    tracker.evaluate("document.cookie = '_ga=again;path=/'; localStorage.setItem('_ga_store', '1')")
    tracker.goto("/no/other/page/")
    assert "_ga" not in cookie_names(tracker)
    assert stored_keys(tracker) == set()


def test_a_page_whose_script_ran_is_loaded_afresh_when_another_tab_withdraws(tracker):
    tracker.goto(PAGE)
    press(tracker, "Accept additional cookies")
    expect(tracker.locator("html")).to_have_attribute("data-ran", "yes")
    other = tracker.context.new_page()
    other.goto("/cookies/")
    for group in other.get_by_role("group").all():
        group.get_by_label("No").check()
    press(other, "Save cookie choices")
    expect(other.locator("#cc-saved")).to_be_focused()
    with tracker.expect_navigation():
        tracker.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert not ran(tracker)
    expect_blocks(tracker)


def test_only_an_address_that_the_server_rendered_becomes_a_script(tracker, csp_reports):
    csp_reports.expect("TrustedScriptURL|TrustedTypePolicy named")
    tracker.goto(PAGE)
    refused = tracker.evaluate("""() => {
        const script = document.createElement("script");
        try { script.src = "/static/other.js"; } catch (error) { return error.name; }
    }""")
    assert refused == "TypeError"
    again = tracker.evaluate("""() => {
        try { trustedTypes.createPolicy("candour-consent", { createScriptURL: (url) => url }); }
        catch (error) { return error.name; }
    }""")
    assert again == "TypeError"


def test_no_page_asks_for_the_script_before_a_yes(tracker):
    asked = []
    tracker.on("request", lambda request: asked.append(request.url))
    for address in (PAGE, "/cookies/", "/no/other/page/"):
        tracker.goto(address)
    assert not [url for url in asked if TRACKER in url]


def test_consent_mode_starts_as_denied_and_grants_what_was_accepted(page, settings, csp_reports):
    csp_reports.expect("404")
    settings.CONSENT_SCRIPTS = [("usage", "/static/consent/consent-mode.js")]
    page.goto(PAGE)
    assert page.evaluate("window.dataLayer") is None
    press(page, "Accept additional cookies")
    expect_blocks(page, "cc-accepted")
    page.wait_for_function("() => window.dataLayer?.length >= 2")
    told = page.evaluate("window.dataLayer.map((entry) => [...entry])")
    assert [entry[:2] for entry in told] == [["consent", "default"], ["consent", "update"]]
    assert set(told[0][2].values()) == {"denied"}
    assert told[1][2] == {"analytics_storage": "granted"}


def test_a_frame_loads_after_a_yes_and_its_link_is_always_there(page, settings, csp_reports):
    csp_reports.expect("404")
    settings.CONSENT_HOSTS = ["https://video.example"]
    source = '{% load consent %}{% consent_frame "usage" "https://video.example/1" "The film" %}'
    frame = Template(source).render(Context())
    asked = []

    def film(route):
        asked.append(route.request.url)
        route.fulfill(body="<p>Film</p>", content_type="text/html")

    def with_frame(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("</main>", f"{frame}</main>"))

    page.route("https://video.example/1", film)
    page.route(f"**{PAGE}", with_frame)
    page.goto(PAGE)
    expect(page.get_by_role("link", name="The film")).to_be_visible()
    expect(page.locator("iframe")).to_be_hidden()
    assert asked == []
    press(page, "Accept additional cookies")
    expect(page.frame_locator("iframe").get_by_text("Film")).to_be_visible()
    expect(page.locator("iframe")).to_have_attribute("title", "The film")
    expect(page.get_by_role("link", name="The film")).to_be_visible()
