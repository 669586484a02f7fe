"""A body's grades as shapes, the oldest first."""

import datetime as dt
import re

import pytest

from tests.factories.inspections import FrameworkFactory, ScaleFactory
from tests.reading import text_of

from .frameworks import link, successor

pytestmark = pytest.mark.django_db


def chart_in(client):
    html = text_of(client.get("/bodies/exampleshire/"))
    return html[html.index('<figure class="grade-chart') : html.index("<figcaption")]


def test_the_chart_stands_from_old_to_new_with_a_line_where_nothing_may_be_compared(client, inspected):
    first = FrameworkFactory(areas=2, version="First")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(successor(first, version="Second"), ["adequate", None], dt.date(2023, 1, 1))
    earlier, later = chart_in(client).split("grade-chart__panel--apart")
    assert ">First</text>" in earlier
    assert earlier.count("grade-chart__mark ") == 2
    assert "2 of 2 areas were graded: two good." in earlier
    assert ">Second</text>" in later
    assert later.count("grade-chart__mark ") == 1
    assert "<title>Area number 1: Adequate</title>" in later
    assert "Not to be compared with the inspections before." in later


def test_inspections_that_may_be_compared_share_a_panel(client, inspected):
    framework = FrameworkFactory(areas=1)
    inspected(framework, ["good"], dt.date(2021, 1, 1))
    inspected(framework, ["adequate"], dt.date(2023, 1, 1))
    drawn = chart_in(client)
    assert drawn.count("<svg class=") == 1 + drawn.count('<svg class="shape"')
    assert "grade-chart__panel--apart" not in drawn


def test_a_panel_names_every_grade_of_its_scale_and_sets_each_mark_beside_its_own(client, inspected):
    framework = FrameworkFactory(areas=7, default_scale=ScaleFactory(words=["inadequate", "adequate", "good"]))
    inspected(framework, ["good"] * 6 + ["adequate"], dt.date(2021, 1, 1))
    inspected(framework, ["good"] * 7, dt.date(2023, 1, 1))
    drawn = chart_in(client)
    heights = [int(y) for y in re.findall(r'translate\(0 (\d+)\)"> *<line', drawn)]
    words = re.findall(r'grade-chart__word"[^>]*>([^<]+)<', drawn)
    assert words == ["Good", "Adequate", "Inadequate"]
    marks = re.findall(r'grade-chart__mark--(\w+)" transform="translate\((\d+) (\d+)\)', drawn)
    assert len(marks) == 14
    assert len({(x, y) for _tone, x, y in marks}) == 14
    assert all(heights[0] < int(y) < heights[1] for tone, _x, y in marks if tone == "good")
    assert all(heights[1] < int(y) < heights[2] for tone, _x, y in marks if tone == "adequate")


def test_the_chart_says_which_inspections_it_leaves_out(client, inspected):
    first = FrameworkFactory(areas=1, title="Known one")
    inspected(first, ["good"], dt.date(2020, 1, 1))
    inspected(successor(first, title="Unknown one"), [None, None], dt.date(2022, 1, 1))
    inspected(successor(first, title="Known two"), ["good", "good"], dt.date(2024, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "because no grade is held or stands: Unknown one.</figcaption>" in html


def test_inspections_on_other_scales_never_share_an_axis(client, inspected):
    first = FrameworkFactory(areas=2, default_scale=ScaleFactory(words=["inadequate", "good", "outstanding"]))
    second = successor(first)
    link(first, second, "yes")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["outstanding", "good"], dt.date(2023, 1, 1))
    assert chart_in(client).count('class="grade-chart__panel"') == 2


def test_one_inspection_alone_is_no_chart(client, inspected):
    inspected(FrameworkFactory(areas=1), ["good"], dt.date(2021, 1, 1))
    assert "grade-chart" not in text_of(client.get("/bodies/exampleshire/"))
