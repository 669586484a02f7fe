"""The open data's pages in a browser, and the card in the frame of another site."""

import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.factories.inspections import BodyFactory, london, regrade, released_inspection

from .looks import DARK, FORCED, LIGHT


@pytest.fixture
def edition(site, writer, publisher):
    people = {"by": writer, "release_by": publisher}
    body = BodyFactory(name="Exampleshire Police", slug="exampleshire")
    first = released_inspection(**people, body=body, grades=["outstanding", "adequate", None], slug="peel")
    return regrade(first, **people, at=london(2024, 8, 8), area="2", grade="requires-improvement")


@contextmanager
def another_site(body):
    """The address of a page with this body, served from an origin that is not ours."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!doctype html><html lang=en><title>A newspaper</title>{body}".encode())

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def lines_to_copy(page):
    page.goto("/inspections/peel/")
    page.locator(".reuse__embed summary").click()
    return page.locator(".reuse__lines").inner_text()


@pytest.mark.parametrize("width", [320, 700])
def test_the_lines_to_copy_show_the_card_on_another_site(page, site, edition, axe, width):
    lines = lines_to_copy(page)
    assert f'<iframe src="{site}/inspections/peel/embed/" title="Grades: ' in lines
    page.set_viewport_size({"width": width, "height": 900})
    with another_site(f"<main><h1>A newspaper</h1>{lines}</main>") as address:
        page.goto(address)
        card = page.frame_locator("iframe")
        expect(card.locator("h1")).to_have_text(edition.title)
        words = ["Outstanding", "Requires improvement", "Inspected, not graded"]
        expect(card.locator(".grade__label")).to_have_text(words)
        expect(card.locator("main")).to_contain_text("Current as of")
        expect(card.locator("table")).to_contain_text("changed from adequate", ignore_case=True)
        frame = page.frames[1]
        frame.wait_for_load_state("load")
        assert frame.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        high = frame.evaluate("[document.documentElement.scrollHeight, document.documentElement.clientHeight]")
        assert high[0] <= high[1], high
        assert frame.evaluate("getComputedStyle(document.querySelector('.embed')).display") == "grid"
        axe(page)
        assert not page.context.cookies()


@pytest.mark.parametrize("width", [320, 700])
def test_the_card_of_a_body_shows_itself_on_another_site(page_without_script, site, edition, width):
    page = page_without_script
    page.goto("/bodies/exampleshire/")
    page.locator(".reuse__embed summary").click()
    lines = page.locator(".reuse__lines").inner_text()
    page.set_viewport_size({"width": width, "height": 900})
    with another_site(f"<main><h1>A newspaper</h1>{lines}</main>") as address:
        page.goto(address)
        card = page.frame_locator('iframe[title="Latest grades: Exampleshire Police"]')
        expect(card.locator(".grade__label")).to_have_text(
            ["Outstanding", "Requires improvement", "Inspected, not graded"]
        )
        expect(card.locator("main")).to_contain_text("Current as of")
        frame = page.frames[1]
        assert frame.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        assert not page.context.cookies()


def test_the_card_needs_no_script(page_without_script, site, edition):
    with another_site(f'<iframe src="{site}/inspections/peel/embed/" title="Grades"></iframe>') as address:
        page_without_script.goto(address)
        expect(page_without_script.frame_locator("iframe").locator(".grade__label")).to_have_count(3)


def test_no_other_page_lets_itself_be_framed(page, site, edition, csp_reports):
    csp_reports.expect("frame-ancestors|X-Frame-Options|frame")
    with another_site(f'<iframe src="{site}/inspections/peel/" title="The page"></iframe>') as address:
        with page.expect_console_message(lambda said: re.search("frame-ancestors|X-Frame-Options", said.text)):
            page.goto(address)
        page.frames[1].wait_for_url("chrome-error://**")
        expect(page.frame_locator("iframe").locator("h1", has_text=edition.title)).to_have_count(0)


def test_another_sites_script_may_read_the_data_and_not_the_pages(page, site, edition, csp_reports):
    csp_reports.expect("CORS|Failed to load|ERR_FAILED")
    read = "address => fetch(address).then(answer => answer.text().then(text => answer.status)).catch(() => 'refused')"
    with another_site("<h1>A newspaper</h1>") as address:
        page.goto(address)
        for path in (
            *(
                "/data/judgments.csv",
                "/data/openapi.json",
                "/inspections/peel/data.json",
                "/bodies/exampleshire/feed.atom",
            ),
            "/feeds/all.json",
        ):
            assert page.evaluate(read, site + path) == 200, path
        for path in ("/inspections/peel/", "/bodies/exampleshire/", "/"):
            assert page.evaluate(read, site + path) == "refused", path


def test_another_sites_script_may_ask_whether_what_it_holds_is_still_right(page, site, edition, csp_reports):
    ask = """async address => {
        const first = await fetch(address);
        const again = await fetch(address, {headers: {"If-None-Match": first.headers.get("ETag")}, cache: "no-store"});
        return [first.status, again.status];
    }"""
    with another_site("<h1>A newspaper</h1>") as address:
        page.goto(address)
        for path in ("/data/judgments.csv", "/inspections/peel/data.json", "/bodies/exampleshire/feed.json"):
            assert page.evaluate(ask, site + path) == [200, 304], path


PAGES = [
    "/data/",
    "/data/docs/",
    "/feeds/",
    "/inspections/peel/embed/",
    "/inspections/nothing/embed/",
    "/bodies/exampleshire/embed/",
]


def test_pages_about_data_have_nothing_that_axe_finds(page, edition, axe, csp_reports):
    csp_reports.expect("nothing/embed/.*404")
    for path in PAGES:
        page.goto(path)
        axe(page, LIGHT, DARK)


def test_pages_about_data_fit_a_narrow_screen(new_page, edition, csp_reports):
    csp_reports.expect("nothing/embed/.*404")
    with new_page(viewport={"width": 320, "height": 640}) as page:
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_what_was_withdrawn_or_taken_down_is_told_of_in_every_look_and_width(
    new_page, site, edition, writer, publisher, axe
):
    about = {"by": writer, "release_by": publisher, "framework": edition.framework, "grades": ["good", "good", None]}
    other = released_inspection(**about, body=BodyFactory(name="Otherton Police", slug="otherton"), slug="other")
    removed = released_inspection(**about, body=other.body, kind="revisit", slug="removed", at=london(2024, 5, 1))
    removed.withdraw(by=publisher, notice="A court said so.", availability="gone")
    edition.withdraw(by=publisher, notice="It was wrong.")
    slug = edition.framework.slug
    told = {
        f"/programmes/{edition.framework.programme.slug}/": ("It was wrong.", "A later report was taken down"),
        f"/areas/{slug}-area-1/": ("It was wrong.", "A later report was taken down"),
        f"/compare/?framework={slug}&body=exampleshire&body=otherton": (
            "It was wrong.",
            "A later report was taken down",
        ),
        "/inspections/": ("It was wrong.",),
        "/bodies/exampleshire/embed/": ("It was wrong.",),
        "/bodies/otherton/embed/": ("A later report was taken down",),
    }
    with new_page(viewport={"width": 320, "height": 640}) as page:
        for path, sentences in told.items():
            page.goto(path)
            for sentence in sentences:
                expect(page.get_by_text(sentence)).to_be_visible()
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            axe(page, LIGHT, DARK, FORCED)
            page.emulate_media(media="print")
            for sentence in sentences:
                expect(page.get_by_text(sentence)).to_be_visible()
            page.emulate_media(media="screen")


def test_structured_data_are_read_and_no_policy_is_broken(page, edition):
    page.goto("/inspections/peel/")
    text = page.locator('script[type="application/ld+json"]').inner_text()
    assert '"Report"' in text
    page.goto("/bodies/exampleshire/")
    assert '"GovernmentOrganization"' in page.locator('script[type="application/ld+json"]').inner_text()
