"""From the grades of a programme to the bodies that wait for a report, page by page."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from inspections import overviews
from tests.factories.inspections import BodyFactory, FrameworkFactory, ProgrammeFactory, released_inspection

from .looks import DARK, LIGHT


@pytest.fixture
def programme(site, writer, publisher, monkeypatch):
    """One body is reported on under the newer version; five still wait, two to a page."""
    monkeypatch.setattr(overviews, "ROWS", 2)
    programme = ProgrammeFactory(slug="peel", name="PEEL")
    older, newer = (FrameworkFactory(programme=programme, title=f"PEEL {year}", areas=2) for year in (2022, 2024))
    people = {"by": writer, "release_by": publisher, "grades": ["good"] * 2}
    released_inspection(**people, framework=newer, body=BodyFactory(name="Exampleshire", slug="exampleshire"))
    for name in ("Ash", "Beech", "Elm", "Oak", "Yew"):
        body = BodyFactory(name=name, slug=name.lower())
        released_inspection(**people, framework=older, body=body, reported_on=dt.date(2022, 5, 1))
    return programme


@pytest.mark.parametrize("width", [320, 1280])
def test_a_reader_leafs_through_the_bodies_without_a_report(new_page, programme, axe, width):
    with new_page(viewport={"width": width, "height": 800}) as page:
        page.goto("/programmes/peel/")
        for names in (["Elm", "Oak"], ["Yew"]):
            page.get_by_role("link", name="More bodies without a report yet").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("No report yet under PEEL 2024")
            expect(page.locator("main ul").get_by_role("link")).to_have_text(names)
            axe(page, LIGHT, DARK)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_label("Breadcrumbs").get_by_role("link", name="PEEL").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("PEEL")
        expect(page.get_by_role("link", name="Exampleshire").first).to_be_visible()
