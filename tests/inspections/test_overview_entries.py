"""Overviews of many bodies show what the editions say at each moment, in order, narrowed and page by page."""

import datetime as dt
import importlib
import re

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command

from inspections import coverage, overviews
from inspections.models import OverviewEntry
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    regrade,
    release,
    released_inspection,
)

pytestmark = pytest.mark.django_db

NOW = london(2024, 6, 1)
ROW = re.compile(r'rowheader"><a href="/bodies/([^/]+)/"')
COUNT = re.compile(r'grade__label">(\w+)[^<]*</span>\s*</span>\s*</th>\s*<td>(\d+)</td>')


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as moved:
        yield moved


@pytest.fixture
def framework(db):
    return FrameworkFactory(areas=2, slug="round-1")


@pytest.fixture
def inspected(people, framework):
    """`inspected("Alpha", ["good", "adequate"])`: a body of that name, inspected under the framework."""

    def inspect(name, grades=("good", "good"), region="", body=None, day=dt.date(2024, 2, 16), at=NOW, **fields):
        body = body or BodyFactory(name=name, slug=name.lower(), region=region)
        fields = {"framework": framework, "slug": f"{name.lower()}-{day}"} | fields
        return released_inspection(**people, at=at, body=body, grades=list(grades), reported_on=day, **fields)

    return inspect


def page(client, framework, **asked):
    return " ".join(client.get(f"/programmes/{framework.programme.slug}/", asked).content.decode().split())


def bodies_in(client, framework, **asked):
    return ROW.findall(page(client, framework, **asked))


def waiting_in(html):
    return re.findall(r'<li><a href="/bodies/([^/]+)/"', html.split("No report yet under")[-1])


def followed(client, framework, label, query):
    """Every page from `query` on, by the link with this label."""
    while query:
        html = client.get(f"/programmes/{framework.programme.slug}/{query}").content.decode()
        yield " ".join(html.split())
        more = re.search(rf'href="(\?[^"]+)">{label}', html)
        query = more and more[1].replace("&amp;", "&")


# --- Order, region and pages together -----------------------------------------------------------------------------


def test_an_order_by_grade_in_a_region_shows_each_of_its_bodies_once_from_page_to_page(
    client, framework, inspected, monkeypatch
):
    grades = ["adequate", "outstanding", "good", None, "adequate", "good", "inadequate"]
    for name, grade in zip("ABCDEFG", grades, strict=True):
        inspected(name, [grade, "good"], region="North")
    for name in "XYZ":
        inspected(name, ["outstanding", "good"], region="South")
    monkeypatch.setattr(overviews, "ROWS", 2)
    pages = [ROW.findall(html) for html in followed(client, framework, "More bodies", "?sort=1&region=North")]
    assert pages == [["b", "c"], ["f", "a"], ["e", "g"], ["d"]]


@pytest.mark.parametrize("query", ["?", "?sort=1"])
def test_bodies_of_one_name_are_not_lost_between_pages(client, framework, inspected, monkeypatch, query):
    for number in range(3):
        inspected(f"X{number}", body=BodyFactory(name="The same", slug=f"same-{number}"))
    monkeypatch.setattr(overviews, "ROWS", 2)
    pages = [ROW.findall(html) for html in followed(client, framework, "More bodies", query)]
    assert pages == [["same-0", "same-1"], ["same-2"]]


def test_an_order_by_grade_follows_what_is_published_minute_by_minute(client, people, framework, inspected, clock):
    inspected("Alpha", ["adequate", "good"])
    draft = draft_inspection(
        by=people["by"], now=NOW, framework=framework, body=BodyFactory(name="Beta", slug="beta"), grades=["good"] * 2
    )
    draft.submit(by=people["by"], now=NOW)
    draft.release(by=people["release_by"], now=NOW, at=london(2024, 6, 2))
    assert bodies_in(client, framework, sort="1") == ["alpha"]
    clock.move_to(london(2024, 6, 2))
    assert bodies_in(client, framework, sort="1") == ["beta", "alpha"]


def test_a_cancelled_release_stands_in_no_overview(client, people, framework, inspected, clock):
    inspected("Alpha")
    draft = draft_inspection(
        by=people["by"], now=NOW, framework=framework, body=BodyFactory(name="Beta", slug="beta"), grades=["good"] * 2
    )
    draft.submit(by=people["by"], now=NOW)
    draft.release(by=people["release_by"], now=NOW, at=london(2024, 6, 2))
    draft.unschedule(by=people["release_by"], now=NOW)
    clock.move_to(london(2024, 6, 2))
    assert bodies_in(client, framework) == ["alpha"]


def test_a_withdrawn_grade_neither_orders_nor_counts(client, people, framework, inspected, clock):
    inspected("Alpha", ["adequate", "good"])
    best = inspected("Beta", ["outstanding", "good"])
    area = framework.areas.get(order=1).get_absolute_url()
    assert bodies_in(client, framework, sort="1") == ["beta", "alpha"]
    best.withdraw(by=people["release_by"], notice="Taken back.", now=NOW, at=london(2024, 6, 2))
    assert dict(COUNT.findall(client.get(area).content.decode()))["Outstanding"] == "1"
    clock.move_to(london(2024, 6, 2))
    assert bodies_in(client, framework, sort="1") == ["alpha", "beta"]
    html = " ".join(client.get(area).content.decode().split())
    assert "Bodies inspected: 1. Graded on this: 1." in html
    assert dict(COUNT.findall(html))["Outstanding"] == "0"


def test_what_is_gone_leaves_the_overviews(client, people, framework, inspected):
    inspected("Alpha")
    inspected("Beta").withdraw(by=people["release_by"], notice="Gone.", availability="gone", now=NOW + dt.timedelta(1))
    with time_machine.travel(NOW + dt.timedelta(2), tick=False):
        assert bodies_in(client, framework) == ["alpha"]


def test_a_regrade_moves_a_body_and_the_counts(client, people, framework, inspected, clock):
    inspected("Alpha", ["adequate", "good"])
    beta = inspected("Beta", ["inadequate", "good"])
    regrade(beta, **people, at=london(2024, 6, 3), area="1", grade="outstanding")
    assert bodies_in(client, framework, sort="1") == ["alpha", "beta"]
    clock.move_to(london(2024, 6, 3))
    assert bodies_in(client, framework, sort="1") == ["beta", "alpha"]
    area = client.get(framework.areas.get(order=1).get_absolute_url()).content.decode()
    assert dict(COUNT.findall(area)) | {"Outstanding": "1", "Inadequate": "0"} == dict(COUNT.findall(area))


# --- No report yet ------------------------------------------------------------------------------------------------


@pytest.fixture
def newer(framework):
    return FrameworkFactory(programme=framework.programme, slug="round-2", areas=2)


def test_every_body_without_a_report_is_met_once_on_the_way_through_the_pages(
    client, framework, newer, inspected, monkeypatch
):
    rows = [inspected(name, day=dt.date(2024, 1, 1)) for name in "ABCDEF"]
    inspected("A", body=rows[0].body, framework=newer)
    monkeypatch.setattr(overviews, "ROWS", 2)
    pages = followed(client, framework, "More bodies without a report yet", "?version=round-2")
    assert [waiting_in(html) for html in pages] == [["b", "c"], ["d", "e"], ["f"]]


def test_a_body_waits_until_the_minute_its_report_is_published(client, people, framework, newer, inspected, clock):
    first, _other = inspected("Alpha", day=dt.date(2024, 1, 1)), inspected("Beta", day=dt.date(2024, 1, 1))
    inspected("Gamma", framework=newer)
    draft = draft_inspection(
        by=people["by"], now=NOW, framework=newer, body=first.body, grades=["good"] * 2, slug="alpha-2"
    )
    draft.submit(by=people["by"], now=NOW)
    draft.release(by=people["release_by"], now=NOW, at=london(2024, 6, 2))
    assert waiting_in(page(client, framework)) == ["alpha", "beta"]
    clock.move_to(london(2024, 6, 2))
    assert waiting_in(page(client, framework)) == ["beta"]


def test_nobody_waits_for_a_version_that_a_later_one_has_followed(client, framework, newer, inspected):
    inspected("Alpha", framework=newer)
    inspected("Beta", day=dt.date(2024, 1, 1))
    assert waiting_in(page(client, framework, version="round-2")) == ["beta"]
    assert "No report yet under" not in page(client, framework, version="round-1")


def test_a_region_narrows_who_waits_too_and_who_is_counted(client, framework, newer, inspected, monkeypatch):
    for name in "ABC":
        inspected(name, region="North", day=dt.date(2024, 1, 1))
    inspected("S", region="South", day=dt.date(2024, 1, 1))
    inspected("N", region="North", framework=newer)
    assert "Bodies with a report: 1. No report yet: 4." in page(client, framework)
    monkeypatch.setattr(overviews, "ROWS", 2)
    pages = list(followed(client, framework, "More bodies without a report yet", "?region=North"))
    assert [waiting_in(html) for html in pages] == [["a", "b"], ["c"]]
    assert "Bodies with a report: 1. No report yet: 3." in pages[0]
    for query in ("?region=Nowhere", "?region=Nowhere&show=waiting"):
        assert client.get(f"/programmes/{framework.programme.slug}/{query}").status_code == 404


def test_a_body_that_was_closed_does_not_wait(client, framework, newer, inspected):
    inspected("N", framework=newer)
    for name, closed in (("A", dt.date(2024, 5, 31)), ("B", dt.date(2024, 6, 1))):
        body = inspected(name, day=dt.date(2024, 1, 1)).body
        body.closed_on = closed
        body.save()
    assert waiting_in(page(client, framework)) == ["b"]


def test_large_numbers_of_bodies_are_not_counted_to_the_end(client, framework, inspected, monkeypatch):
    for name in "ABC":
        inspected(name)
    monkeypatch.setattr(coverage, "MOST_COUNTED", 2)
    assert "Bodies with a report: more than 2. No report yet: 0." in page(client, framework)


def test_another_kind_of_list_is_not_found(client, framework, inspected):
    inspected("Alpha")
    assert client.get(f"/programmes/{framework.programme.slug}/?show=else").status_code == 404


# --- The entries and the editions ---------------------------------------------------------------------------------


def test_verify_editions_finds_an_overview_that_was_tampered_with(framework, inspected, capsys):
    inspected("Alpha", ["adequate", "good"])
    call_command("verify_editions")
    OverviewEntry.objects.filter(area__code="1").update(place=-5)
    with pytest.raises(CommandError):
        call_command("verify_editions")
    assert "Overviews do not show its body as its editions say." in capsys.readouterr().err


def test_inspections_from_before_there_were_overviews_get_the_same_entries(people, framework, newer, inspected):
    alpha = inspected("Alpha", ["adequate", None], day=dt.date(2023, 1, 1))
    inspected("Alpha", body=alpha.body)
    inspected("Alpha", body=alpha.body, framework=newer, day=dt.date(2024, 3, 1))
    regrade(inspected("Beta"), **people, at=london(2024, 6, 3), area="1", grade="outstanding")
    revisit = draft_inspection(
        by=people["by"], now=NOW, framework=newer, body=alpha.body, grades=["good"] * 2, kind="revisit", slug="revisit"
    )
    revisit.judge(by=people["by"], area="2", outcome="not_inspected")
    release(revisit, **people, at=NOW)
    names = [field.attname for field in OverviewEntry._meta.concrete_fields if field.attname != "id"]
    written = set(OverviewEntry.objects.values_list(*names))
    OverviewEntry.objects.update(outcome="pending", place=0)
    importlib.import_module("inspections.migrations.0010_sorted_by_name_of_the_day").write_entries(apps, None)
    assert set(OverviewEntry.objects.values_list(*names)) == written
