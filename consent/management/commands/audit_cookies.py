"""Visit the site in a browser and report what it keeps or asks for that the register does not know."""

import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from consent import conf, register
from consent.withdrawal import is_match

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# As root, as in most containers, Chromium does not start with its sandbox; the pages visited are our own.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing in the browser that should not be there at that point."""

    when: str
    kind: str
    name: str
    where: str

    def __str__(self) -> str:
        return f"{self.when}: {self.kind} {self.name} ({self.where})"


class Command(BaseCommand):
    help = (
        "Visits the site in Chromium before a choice, after a no and after a yes, and reports cookies, storage and "
        "requests to other hosts that the register does not allow at that point. Exits with 1 when it finds any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", nargs="?", default=getattr(settings, "SITE_URL", ""), help="where the site runs")
        parser.add_argument("--pages", type=int, default=20, help="how many to visit, by links from the front page")
        parser.add_argument("--path", action="append", default=[], help="visit this page too; may be given again")

    def handle(self, *, address: str, pages: int, path: list[str], **options: object) -> None:
        if not urlsplit(address).netloc:
            raise CommandError("Give the address where the site runs, such as http://localhost:8000.")
        known = register.current()  # before the browser: Django refuses queries while its event loop runs
        with _chromium() as browser:
            findings = sorted(audit(browser, address.rstrip("/"), known, most=pages, paths=path))
        for finding in findings:
            self.stdout.write(str(finding))
        if findings:
            raise CommandError(f"{len(findings)} findings. Add them to the register, or take them off the site.")
        self.stdout.write("Nothing outside the register.")


@contextmanager
def _chromium() -> Iterator:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise CommandError("This needs Playwright: pip install playwright.") from error
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        raise CommandError(f"No Chromium on PATH (looked for {', '.join(BROWSERS)}).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


def audit(browser, address: str, known: register.Register, *, most: int, paths: Iterable[str] = ()) -> set[Finding]:
    """What Playwright's `browser` keeps and asks for in each of the three states, less what the register allows."""
    visited: list[str] = []
    findings: set[Finding] = set()
    for when, button in (("before a choice", ""), ("after a no", "reject"), ("after a yes", "accept")):
        context = browser.new_context(base_url=address)
        visit = _Visit(context.new_page(), address, when, _allowed(known, when))
        visit.choose(button)
        visited = visited or visit.find_pages(most, paths)
        for page in visited:
            visit.look_at(page)
        findings |= visit.findings
        context.close()
    return findings


def _allowed(known: register.Register, when: str) -> list[str]:
    groups = known.groups if when == "after a yes" else known.essential
    return [cookie.name for group in groups for cookie in group.cookies]


class _Visit:
    """One reader with a fresh browser, in one state of consent."""

    def __init__(self, page, address: str, when: str, allowed: list[str]) -> None:
        self.page, self.address, self.when, self.allowed = page, address, when, allowed
        self.findings: set[Finding] = set()
        page.on("request", lambda request: self._check_request(request.url))

    def choose(self, button: str) -> None:
        self.page.goto("/")
        if button and self.page.locator("#cc-ask").count():
            self.page.locator(f'#cc-ask button[value="{button}"]').click()
            self.page.locator(f"#cc-{button}ed").wait_for()

    def find_pages(self, most: int, paths: Iterable[str]) -> list[str]:
        found = ["/", *paths]
        for page in found:  # grows while we walk
            if len(found) >= most:
                break
            self.page.goto(page)
            for link in self.page.eval_on_selector_all("a[href]", "links => links.map((link) => link.href)"):
                path = urldefrag(link).url.removeprefix(self.address)
                if re.match(r"/(?!/)", path) and not path.startswith("/admin/") and path not in found:
                    found.append(path)
        return found[:most]

    def look_at(self, path: str) -> None:
        self.page.goto(path)
        self.page.wait_for_load_state("networkidle")
        state = self.page.context.storage_state(indexed_db=True)
        for cookie in state["cookies"]:
            self._check(cookie["name"], "cookie", path)
        for origin in state["origins"]:
            for kept in origin.get("localStorage", []):
                self._check(kept["name"], "local storage", path)
            for database in origin.get("indexedDB", []):
                self._check(database["name"], "database", path)
        for name in self.page.evaluate("Object.keys(sessionStorage)"):
            self._check(name, "session storage", path)

    def _check(self, name: str, kind: str, path: str) -> None:
        if not any(is_match(name, pattern) for pattern in self.allowed):
            self.findings.add(Finding(self.when, kind, name, f"first seen on {path}"))
            self.allowed.append(name)  # one line for each is enough

    def _check_request(self, url: str) -> None:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        is_allowed = self.when == "after a yes" and origin in conf.foreign_hosts()
        if parts.scheme in {"http", "https"} and origin != self.address and not is_allowed:
            self.findings.add(Finding(self.when, "request to", origin, "not named in CONSENT_HOSTS"))
