"""Rules that every template keeps: a short base page, nothing inline, error pages that stand alone."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

BASE_DIR = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path
    for folder in (BASE_DIR / "templates", *BASE_DIR.glob("*/templates"))
    for path in folder.rglob("*")
    if path.suffix in {".html", ".svg", ".xml"}
)
INLINE = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without a file": re.compile(
        r"<script\b(?![^>]*\bsrc=)(?![^>]*type=.application/ld\+json)", re.IGNORECASE
    ),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
}
ERROR_PAGES = ["400.html", "403.html", "404.html", "410.html", "500.html", "503.html"]


def test_the_base_page_stays_within_sixty_lines():
    assert len((BASE_DIR / "templates" / "base.html").read_text().splitlines()) <= 60


@pytest.mark.parametrize("what", INLINE)
def test_no_template_holds_anything_inline(what):
    found = [str(path.relative_to(BASE_DIR)) for path in TEMPLATES if INLINE[what].search(path.read_text())]
    assert not found, f"{what} in {found}: the site's policy would block it"


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a style attribute", '<p class="a" style="color: red">'),
        ("a style element", "<style>p {}</style>"),
        ("a script without a file", '<script type="module">import "a";</script>'),
        ("an event attribute", '<a href="/" onclick="go()">'),
        ("a script address", '<a href="javascript:go()">'),
    ],
)
def test_the_rule_about_inline_things_finds_them(what, text):
    assert INLINE[what].search(text)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ERROR_PAGES)
def test_an_error_page_has_one_heading_and_a_way_on(name, rf):
    page = render_to_string(name, request=rf.get("/no/such/page/"))
    assert page.count("<h1") == 1
    assert 'href="/"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("name", ["500.html", "503.html"])
def test_a_server_error_page_needs_nothing_but_its_file(name):
    source = (BASE_DIR / "templates" / name).read_text()
    assert "{%" not in source
    assert "{{" not in source
    assert Template(source).render(Context()).strip().startswith("<!doctype html>")
    assert 'href="/static/css/main.css"' in source


@pytest.mark.django_db
def test_a_removed_page_says_what_was_here_when_it_went_and_what_to_read_instead(rf):
    values = {
        "title": "Stop and search figures",
        "notice": "The figures were wrong.\n\nThey came from another force.",
        "alternative_url": "/news/corrected-figures/",
        "alternative_title": "Corrected figures",
    }
    page = render_to_string("410.html", values, request=rf.get("/news/figures/"))
    assert "Stop and search figures" in page
    assert "<p>They came from another force.</p>" in page
    assert '<a href="/news/corrected-figures/">Corrected figures</a>' in page


@pytest.mark.django_db
def test_the_menu_marks_where_the_reader_is():
    def marks(path: str) -> list[str]:
        page = render_to_string("404.html", request=RequestFactory().get(path))
        return re.findall(r'href="(/[a-z]+/)" aria-current="(\w+)"', page)

    assert marks("/news/") == [("/news/", "page")]
    assert marks("/news/an-article/") == [("/news/", "true")]
    assert marks("/newsletter/") == []
    for path in ("/bodies/", "/programmes/a/", "/areas/a/", "/compare/"):
        assert marks(path) == [("/inspections/", "true")]


@pytest.mark.django_db
def test_the_feedback_link_carries_the_address_of_the_page(rf):
    page = render_to_string("404.html", request=rf.get("/news/a&b/"))
    assert 'href="/feedback/?page=%2Fnews%2Fa%26b%2F"' in page


@pytest.mark.django_db
def test_demonstration_content_is_called_so(rf):
    line = "Demonstration content, not an official publication"
    assert line in render_to_string("404.html", {"is_demo": True}, request=rf.get("/x/"))
    assert line not in render_to_string("404.html", {"is_demo": False}, request=rf.get("/x/"))


@pytest.mark.django_db
def test_the_banner_says_the_phase_and_is_gone_when_the_site_is_live(rf):
    def banner(phase: str) -> str:
        page = render_to_string("404.html", {"site_details": {"phase": phase}}, request=rf.get("/x/"))
        return page[page.index("<header") : page.index("</header>")]

    assert ">Alpha</strong>" in banner("alpha")
    assert ">Beta</strong>" in banner("beta")
    assert "phase-banner" not in banner("live")


@pytest.mark.django_db
def test_the_footer_names_the_licence(rf):
    details = {"licence_name": "Some Licence 1.0", "licence_url": "https://licence.example/1"}
    page = render_to_string("404.html", {"site_details": details}, request=rf.get("/x/"))
    assert '<a href="https://licence.example/1" rel="license">Some Licence 1.0</a>' in page


def test_every_module_a_template_names_is_started_by_main():
    named = {name for path in TEMPLATES for name in re.findall(r'data-module="([\w -]+)"', path.read_text())}
    started = set(re.findall(r'"([\w-]+)": \(\) => import\("\./modules/', (BASE_DIR / "static/js/main.js").read_text()))
    assert {module for names in named for module in names.split()} == started
