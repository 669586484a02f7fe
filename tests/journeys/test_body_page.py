"""The page of a body in a browser: its chart on a small screen, its tables, what the keyboard meets."""

import datetime as dt
from itertools import pairwise

import pytest
from django.utils import timezone

from inspections.models import AreaLink, InspectionText
from tests.factories.inspections import BodyFactory, FrameworkFactory, draft_inspection, release

from .looks import DARK, FORCED, LIGHT

ADDRESS = "/bodies/exampleshire/"
# How much is wider than its box, or stands beyond the window.
CUT_OFF = """() => {
    const isCut = (one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== 'visible'
    const parts = '.grade-chart, .grade-chart__panel, .scroll-region:not([tabindex]), .comparison-break'
    const widest = Math.max(...[...document.querySelectorAll('.grade-chart__drawing')].map(
        (one) => one.getBoundingClientRect().right))
    return [...document.querySelectorAll(parts)].filter(isCut).length + (widest > innerWidth ? 1 : 0)
}"""


@pytest.fixture(autouse=True)
def inspections(site, writer, publisher):
    """Four inspections under one framework, and an earlier one whose first area may be compared."""
    first = FrameworkFactory(areas=2, title="PEEL 2018/19", version="2018/19")
    later = FrameworkFactory(areas=2, programme=first.programme, supersedes=first, default_scale=first.default_scale)
    AreaLink.objects.create(
        from_area=first.areas.get(order=1),
        to_area=later.areas.get(order=1),
        into=later,
        kind="same",
        comparable="yes",
        reason="The question stayed as it was.",
        source="The inspectorate",
    )
    body = BodyFactory(name="Exampleshire Police", slug="exampleshire")
    for year in (2019, 2020, 2021, 2022, 2023):
        draft = draft_inspection(
            by=writer,
            now=timezone.now() - dt.timedelta(days=9),
            body=body,
            framework=later if year > 2019 else first,
            grades=["requires-improvement", "good"],
            reported_on=dt.date(year, 1, 1),
            slug=f"report-{year}",
        )
        for number, region in enumerate(("main", "response")):
            InspectionText.objects.create(parent=draft, text=f"<p>Said in {year}.</p>", region=region, ordering=number)
        release(draft, by=writer, release_by=publisher, at=timezone.now() - dt.timedelta(days=9))


@pytest.mark.parametrize("width", [320, 641, 1280])
def test_nothing_is_cut_off_and_nothing_stands_in_anyones_way(new_page, axe, width):
    with new_page(viewport={"width": width, "height": 800}) as page:
        page.goto(ADDRESS)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT_OFF) == 0
        axe(page, LIGHT, DARK, FORCED)


def test_on_a_phone_inspections_stand_one_below_the_other_with_words_of_their_own(new_page):
    places = "[...document.querySelectorAll('.grade-chart__drawing')].map((one) => one.getBoundingClientRect())"
    with new_page(viewport={"width": 320, "height": 800}) as page:
        page.goto(ADDRESS)
        drawn = page.evaluate(f"{places}.map((box) => [box.left, box.bottom, box.top])")
        assert len({left for left, _bottom, _top in drawn}) == 1
        assert all(later[2] >= earlier[1] for earlier, later in pairwise(drawn))
        page.set_viewport_size({"width": 1280, "height": 800})
        assert len(set(page.evaluate(f"{places}.map((box) => box.top)"))) == 1


def test_the_keyboard_stops_at_links_and_at_a_table_that_scrolls(page):
    page.goto(ADDRESS)
    page.locator("h1").click()
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate("(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()")
        )
        if names[-1] == "Show the grades on your own site":
            break
    assert names[-1] == "Show the grades on your own site"
    assert [name for name in names if "its inspections, the newest first" in name] == [names[1]]
    assert names[0] == "Not comparable as a whole with PEEL 2018/19: why"


def test_both_sides_of_an_inspection_stand_side_by_side_where_there_is_room(new_page):
    with new_page(viewport={"width": 1280, "height": 800}) as page:
        page.goto(ADDRESS)
        for width, is_beside in ((1280, True), (320, False)):
            page.set_viewport_size({"width": width, "height": 800})
            inspectorate, body = (page.locator(".exchange__side").nth(number).bounding_box() for number in (0, 1))
            assert (inspectorate["y"] == body["y"]) is is_beside
            assert (inspectorate["x"] == body["x"]) is not is_beside


def test_paper_holds_every_table(page):
    page.goto(ADDRESS)
    page.emulate_media(media="print")
    on_paper = page.locator("#main").inner_text()
    told = ["Comparable: The same area. The question stayed as it was.", "Said in 2020."]
    for words in (*told, *(f"1 January {year}" for year in range(2020, 2024))):
        assert words in on_paper, words
