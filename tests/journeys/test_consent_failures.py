"""When a choice cannot be saved the reader is told so, can try again, and nothing that needs a yes has run."""

import json

import pytest
from playwright.sync_api import expect

from .consent import CHOICE, PAGE, consent_cookie, expect_blocks, press

GATED = "/static/gated-for-a-test.js"

FAILURES = {
    "500": lambda route: route.fulfill(status=500, body='{"ok": true}'),
    "403": lambda route: route.fulfill(status=403, body='{"ok": false}'),
    "empty 200": lambda route: route.fulfill(status=200, body=""),
    "a login page of somebody's wifi": lambda route: route.fulfill(status=200, body="<html>"),
    "not ok": lambda route: route.fulfill(status=200, body='{"ok": false}'),
    "offline": lambda route: route.abort("internetdisconnected"),
    "connection reset": lambda route: route.abort("connectionreset"),
}


@pytest.fixture(autouse=True)
def _refused_requests(csp_reports):
    csp_reports.expect("Failed to load resource")


@pytest.fixture
def gated(page, settings):
    """The page has a script for the usage group; this is the list of the times it was asked for."""
    settings.CONSENT_SCRIPTS = [("usage", GATED)]
    asked = []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body="document.documentElement.dataset.ran = 'yes'", content_type="text/javascript")

    page.route(f"**{GATED}", answer)
    return asked


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_is_told_and_nothing_runs(page, gated, failure):
    page.goto(PAGE)
    page.route(CHOICE, FAILURES[failure])
    press(page, "Accept additional cookies")
    expect(page.locator("#cc-error")).to_be_focused()
    expect_blocks(page, "cc-error", "cc-ask")
    expect(page.get_by_text("Your choice was not saved")).to_be_visible()
    expect(page.get_by_text("Your browser did not keep")).to_be_hidden()
    assert consent_cookie(page) is None
    assert gated == []

    page.unroute(CHOICE)
    press(page, "Accept additional cookies")
    expect(page.locator("#cc-accepted")).to_be_focused()
    expect_blocks(page, "cc-accepted")
    expect(page.locator("html")).to_have_attribute("data-ran", "yes")
    assert len(gated) == 1


def test_a_server_that_does_not_answer_is_given_up(page, gated):
    page.add_init_script("AbortSignal.timeout = () => AbortSignal.abort()")
    page.goto(PAGE)
    page.route(CHOICE, lambda route: None)
    press(page, "Accept additional cookies")
    expect(page.locator("#cc-error")).to_be_focused()
    expect_blocks(page, "cc-error", "cc-ask")
    assert gated == []


def test_a_yes_whose_cookie_is_not_kept_is_no_yes(page, gated):
    page.goto(PAGE)
    saved = {"ok": True, "cookie": "usage=2026-01-01T00:00:00+00:00", "choices": {"usage": True}}
    page.route(CHOICE, lambda route: route.fulfill(status=200, body=json.dumps(saved)))
    press(page, "Accept additional cookies")
    expect(page.locator("#cc-error")).to_be_focused()
    expect_blocks(page, "cc-error", "cc-ask")
    expect(page.get_by_text("Your browser did not keep the cookie")).to_be_visible()
    assert gated == []


@pytest.mark.parametrize("has_script", [True, False])
def test_a_browser_that_blocks_cookies_is_told_so(new_page, has_script):
    with new_page(java_script_enabled=has_script) as page:

        def answer_without_cookie(route):
            response = route.fetch(max_redirects=0)
            page.context.clear_cookies()
            headers = {name: value for name, value in response.headers.items() if name != "set-cookie"}
            route.fulfill(status=response.status, headers=headers, body=response.body())

        page.goto(PAGE)
        page.route(CHOICE, answer_without_cookie)
        press(page, "Reject additional cookies")
        expect(page.locator("#cc-error")).to_be_visible()
        expect_blocks(page, "cc-error", "cc-ask")
        expect(page.get_by_text("Your browser did not keep the cookie")).to_be_visible()
        expect(page.get_by_text("There was a technical problem")).to_be_hidden()


def test_a_form_on_another_site_saves_nothing(new_page, site):
    form = f"""<form method="post" action="{site}/cookies/consent/"><input name="choice" value="accept">
        <input name="version-usage" value="2020-01-01T00:00:00+00:00"><button>Win</button></form>"""
    with new_page() as page:
        page.route("http://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
        page.goto("http://evil.example/")
        press(page, "Win")
        expect(page.get_by_role("heading", name="Your choice was not saved")).to_be_visible()
        assert page.context.cookies() == []
