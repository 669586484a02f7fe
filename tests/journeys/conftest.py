"""A real browser on the real application: what a reader or an editor meets."""

import os
import re
import threading
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.test.testcases import LiveServerThread

from tools.chromium import FLAGS, find_chromium

PATIENCE = 30_000  # ms; a busy machine is no failure
# Half-way between two colours is nobody's choice: what moves has arrived, and what scripts put off to the next picture
# is done.
SETTLE = """async () => {
    const next = () => new Promise(requestAnimationFrame)
    await next().then(next)
    const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime < Infinity)
    await Promise.allSettled(ending.map((one) => one.finished))
}"""
# Preloading would make axe add inline styles of its own, which the policy refuses and the console reports.
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
# The rules of axe-core that look at colours; in another scheme the rest of a page is the same.
OF_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def browser():
    """Chromium, once for the run. Without one a journey is skipped, or fails where CI says that all must run."""
    path = find_chromium()
    if path is None:
        reason = "No Chromium found on PATH (chromium, chromium-browser or google-chrome)."
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    # Playwright keeps an event loop in this thread, which makes Django think that the tests' own queries are in one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def django_db_setup(browser, django_db_setup):
    """The browser first: Django keeps connections made before Playwright's event loop apart from those made after.

    For the same reason journeys have a run of their own (pytest -m journey).
    """


class Underway:
    """The application, and how many requests it is answering."""

    def __init__(self, application):
        self.application = application
        self.number = 0
        self.changed = threading.Condition()

    def __call__(self, environ, start_response):
        self._count(+1)
        try:
            with closing(self.application(environ, start_response)) as answer:
                yield from answer
        finally:
            self._count(-1)

    def _count(self, step: int) -> None:
        with self.changed:
            self.number += step
            self.changed.notify_all()

    def finish(self) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.number == 0, timeout=PATIENCE / 1000), "A request never ended."


@pytest.fixture(scope="session")
def _underway():
    from config.wsgi import application

    return Underway(application)


@pytest.fixture(scope="session")
def _server(django_db_setup, _underway):
    # Django's own handlers for files stand aside: WhiteNoise and the media view answer, as they do for readers.
    server = LiveServerThread("127.0.0.1", static_handler=lambda _: _underway)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield server
    server.terminate()


@pytest.fixture
def site(_server, _underway, transactional_db, settings):
    """The address of the running site, without a slash at its end."""
    settings.SITE_URL = f"http://{_server.host}:{_server.port}"
    yield settings.SITE_URL
    # The browser has left, but what it had asked for is still read from the tables that are emptied now.
    _underway.finish()


class Complaints(list):
    """What the browser complained about: policy violations, console errors, exceptions."""

    def __init__(self):
        super().__init__()
        self.expected: list[str] = []

    def expect(self, pattern: str) -> None:
        """Let complaints matching `pattern` pass, such as the 404 that a journey asks for."""
        self.expected.append(pattern)

    def hear(self, page) -> None:
        page.on("console", self._hear_message)
        page.on("pageerror", lambda error: self.append(f"{page.url}: {error}"))

    def _hear_message(self, message) -> None:
        if message.type == "error":
            self.append(f"{message.location['url']}: {message.text}")

    def unexpected(self) -> list[str]:
        return [text for text in self if not any(re.search(pattern, text) for pattern in self.expected)]


@pytest.fixture
def csp_reports():
    """The browser's complaints in this journey; one that was not expected fails it at the end."""
    complaints = Complaints()
    yield complaints
    unexpected = complaints.unexpected()
    assert not unexpected, "The browser complained:\n" + "\n".join(unexpected)


@contextmanager
def _new_page(browser, site, complaints, **options):
    context = browser.new_context(base_url=site, locale="en-GB", timezone_id="Europe/London", **options)
    context.set_default_timeout(PATIENCE)
    context.on("page", complaints.hear)
    try:
        yield context.new_page()
    finally:
        context.close()


@pytest.fixture
def page(browser, site, csp_reports):
    """A page in a fresh browser profile; `page.goto("/news/")` goes to the running site."""
    with _new_page(browser, site, csp_reports) as page:
        yield page


@pytest.fixture
def page_without_script(browser, site, csp_reports):
    """The same, for a reader whose browser runs no script."""
    with _new_page(browser, site, csp_reports, java_script_enabled=False) as page:
        yield page


@pytest.fixture
def new_page(browser, site, csp_reports):
    """`with new_page(viewport=..., color_scheme="dark") as page`: a page in a browser of any kind."""
    return lambda **options: _new_page(browser, site, csp_reports, **options)


@pytest.fixture
def axe():
    """`axe(page)` fails, naming rule, element and remedy, when axe-core finds anything.

    `axe(page, LIGHT, DARK)` looks at the page in the first look, and at its colours in each of the others.
    """
    from axe_playwright_python.sync_playwright import Axe

    def check(page, *looks) -> None:
        for number, look in enumerate(looks or [{}]):
            if look:
                page.emulate_media(**look)
            page.wait_for_load_state("load")
            page.evaluate(SETTLE)
            results = Axe().run(page, options=OPTIONS | (OF_COLOURS if number else {}))
            assert results.violations_count == 0, f"{page.url} {look or ''}\n{results.generate_report()}"

    return check


@pytest.fixture
def signed_in_page(page, site, signed_in):
    """`signed_in_page(user)` is the page with that person's session."""

    def sign_in(user):
        cookie = signed_in(user).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
        return page

    return sign_in
