"""A body's grades as shapes, the oldest first."""

import datetime as dt
import re

import pytest

from tests.factories.inspections import FrameworkFactory, ScaleFactory
from tests.reading import text_of

from .frameworks import link, successor

pytestmark = pytest.mark.django_db

PANEL, LINE = re.compile(r'<div class="grade-chart__panel[ "]'), "grade-chart__panel--apart"


def figure_in(client):
    html = text_of(client.get("/bodies/exampleshire/"))
    return html[html.index('<figure class="grade-chart') : html.index("</figure>")]


def chart_in(client):
    return figure_in(client).partition("<figcaption")[0]


def caption_in(client):
    return figure_in(client).partition("<figcaption")[2]


def test_the_chart_stands_from_old_to_new_with_a_line_and_its_reason_between_frameworks(client, inspected):
    first = FrameworkFactory(areas=2, version="First", title="The first")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    second = successor(first, version="Second", compare_note="It was drawn anew.")
    inspected(second, ["adequate", None], dt.date(2023, 1, 1))
    earlier, later = chart_in(client).split(LINE)
    assert ">First</text>" in earlier
    assert earlier.count("grade-chart__mark ") == 2
    assert "2 of 2 areas were graded: two good." in earlier
    assert ">Second</text>" in later
    assert later.count("grade-chart__mark ") == 1
    assert "<title>Area number 1: Adequate</title>" in later
    assert "Not to be compared with the inspections before. It was drawn anew.</desc>" in later
    assert '<a href="#before-report-2023">Not comparable with The first: why</a>' in later
    assert 'id="before-report-2023"' in text_of(client.get("/bodies/exampleshire/"))
    assert "What a dashed line parts is not to be compared as a whole" in caption_in(client)


def test_areas_that_may_be_compared_bring_no_two_frameworks_into_one_panel(client, inspected):
    first = FrameworkFactory(areas=2, title="The first")
    second = successor(first, default_scale=first.default_scale)
    for area in (1, 2):
        link(first, second, "yes", area=area, into=area)
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["good", "adequate"], dt.date(2023, 1, 1))
    drawn = chart_in(client)
    assert len(PANEL.findall(drawn)) == 2
    assert drawn.count(LINE) == 1
    assert "But for single areas not to be compared with the inspections before." in drawn
    assert "Not comparable as a whole with The first: why" in drawn


def test_inspections_under_one_framework_share_a_panel_and_no_line_is_spoken_of(client, inspected):
    framework = FrameworkFactory(areas=1, version="2021")
    inspected(framework, ["good"], dt.date(2021, 1, 1))
    inspected(framework, ["adequate"], dt.date(2023, 1, 1))
    drawn = chart_in(client)
    assert len(PANEL.findall(drawn)) == 1
    assert drawn.count('<svg class="grade-chart__drawing"') == 2
    assert drawn.index("(2021)</title>") < drawn.index("(2023)</title>")
    assert re.findall(r'grade-chart__date"[^>]*>(\d+)<', drawn) == ["2021", "2023"]
    assert LINE not in drawn
    assert "dashed line" not in caption_in(client)
    assert "Here the oldest inspection comes first; below, where the same stands in words, the newest does." in (
        caption_in(client)
    )


def test_more_inspections_than_a_page_is_wide_go_on_in_another_panel_without_a_line(client, inspected):
    framework = FrameworkFactory(areas=1)
    for year in range(2019, 2024):
        inspected(framework, ["good"], dt.date(year, 1, 1))
    drawn = chart_in(client)
    assert [panel.count('<svg class="grade-chart__') for panel in PANEL.split(drawn)[1:]] == [4, 1]
    assert LINE not in drawn


def test_nothing_in_the_chart_scrolls_or_stops_the_keyboard(client, inspected):
    framework = FrameworkFactory(areas=1)
    for year in (2021, 2023):
        inspected(framework, ["good"], dt.date(year, 1, 1))
    assert "tabindex" not in chart_in(client)


def test_each_inspection_names_every_grade_of_its_scale_and_sets_each_mark_beside_its_own(client, inspected):
    framework = FrameworkFactory(areas=7, default_scale=ScaleFactory(words=["inadequate", "adequate", "good"]))
    inspected(framework, ["good"] * 6 + ["adequate"], dt.date(2021, 1, 1))
    inspected(framework, ["good"] * 7, dt.date(2023, 1, 1))
    drawings = chart_in(client).split('<svg class="grade-chart__drawing"')[1:]
    assert len(drawings) == 2
    for drawn in drawings:
        heights = [int(y) for y in re.findall(r'translate\(0 (\d+)\)"> *<line', drawn)]
        assert re.findall(r'grade-chart__word"[^>]*>([^<]+)<', drawn) == ["Good", "Adequate", "Inadequate"]
        marks = re.findall(r'grade-chart__mark--(\w+)" transform="translate\((\d+) (\d+)\)', drawn)
        assert len({(x, y) for _tone, x, y in marks}) == 7
        assert all(heights[0] < int(y) < heights[1] for tone, _x, y in marks if tone == "good")
        assert all(heights[1] < int(y) < heights[2] for tone, _x, y in marks if tone == "adequate")


def test_the_chart_says_which_inspections_it_leaves_out(client, inspected):
    first = FrameworkFactory(areas=1, title="Known one")
    inspected(first, ["good"], dt.date(2020, 1, 1))
    inspected(successor(first, title="Unknown one"), [None, None], dt.date(2022, 1, 1))
    inspected(successor(first, title="Known two"), ["good", "good"], dt.date(2024, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "because no grade is held or stands: Unknown one.</figcaption>" in html


def test_one_inspection_alone_is_no_chart(client, inspected):
    inspected(FrameworkFactory(areas=1), ["good"], dt.date(2021, 1, 1))
    assert "grade-chart" not in text_of(client.get("/bodies/exampleshire/"))
