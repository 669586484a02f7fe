"""Where bodies stand in lists, and what stays chosen from version to version."""

import datetime as dt

import pytest
import time_machine

from inspections.actions import sort_by_name
from inspections.models import Area, Organisation
from tests.factories.inspections import FrameworkFactory, london
from tests.inspections.overviews.pages import bodies_in, matrix
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def test_bodies_stand_by_name_whatever_its_case_and_accents(client, framework, inspected):
    for slug, name in (("z", "Zed"), ("e", "élan"), ("f", "Ely"), ("d", "dunmere")):
        inspected(slug, about={"name": name})
    assert bodies_in(matrix(client, framework)) == ["d", "e", "f", "z"]


def test_a_renamed_body_moves_to_its_new_place_in_lists(client, framework, inspected):
    for name in ("Alpha", "Beta", "Zed"):
        inspected(name)
    body = Organisation.objects.get(slug="alpha")
    body.names.create(name="Mu, once Alpha", valid_from=dt.date(2024, 7, 1))
    for day, order in ((dt.date(2024, 6, 30), ["Alpha", "Beta", "Zed"]), (dt.date(2024, 7, 1), ["Beta", "Mu", "Zed"])):
        sort_by_name(day=day)
        with time_machine.travel(london(day.year, day.month, day.day, 12), tick=False):
            listed = [name.split(",")[0] for _body, name in client.get("/bodies/").context["bodies"]]
            shown = [row.name.split(",")[0] for row in matrix(client, framework).context["rows"]]
            offered = client.get("/compare/").context["suggested"]
        assert listed == shown == [name.split(",")[0] for name in offered] == order
    assert sort_by_name(day=dt.date(2024, 7, 1)) == 0


def test_an_order_of_another_version_gives_way_to_the_names_and_says_so(client, framework, inspected):
    newer = FrameworkFactory(programme=framework.programme, slug=f"{framework.slug}-z", areas=3)
    first = inspected("Alpha")
    inspected("Alpha", body=first.body, framework=newer, grades=["good"] * 3, day=dt.date(2024, 3, 1))
    response = matrix(client, framework, version=framework.slug, sort="3")
    assert "is not an area of" in text_of(response)
    assert bodies_in(response) == ["alpha"]
    assert matrix(client, framework, sort="77").status_code == 404


def test_a_region_is_kept_when_another_version_is_chosen(client, framework, inspected):
    newer = FrameworkFactory(programme=framework.programme, slug=f"{framework.slug}-z", areas=2)
    inspected("North", about={"region": "North"})
    inspected("South", about={"region": "South"}, framework=newer, day=dt.date(2024, 3, 1))
    response = matrix(client, framework, version=framework.slug, region="South")
    assert bodies_in(response) == [] and "Bodies with a report: 0." in text_of(response)
    assert 'href="/bodies/north/"' in text_of(matrix(client, framework, region="North")).split("No report yet under")[1]


def test_an_area_that_is_never_graded_has_no_row_of_zeros_and_no_order(client, framework, inspected):
    area = framework.areas.get(order=1)
    Area.objects.filter(pk=area.pk).update(graded_by_default=False)
    inspected("Alpha", [None, "good"])
    page = text_of(client.get(area.get_absolute_url()))
    assert "How often each grade was given" not in page and "/bodies/alpha/" in page
    orders = matrix(client, framework).context["fields"][1]["options"]
    assert [code for code, _text, _chosen in orders] == ["2"]


@pytest.mark.parametrize("asked", ["alpha", "mu", "old", "other way"])
def test_a_body_is_found_by_every_name_it_has_had(client, framework, inspected, asked):
    inspected("Alpha")
    inspected("Beta")
    body = Organisation.objects.get(slug="alpha")
    body.names.create(name="Mu", valid_from=dt.date(2024, 7, 1))
    body.names.create(name="Old", valid_to=dt.date(2001, 1, 1))
    body.aliases.create(text="The other way")
    body.stand_by_name_of(dt.date(2026, 1, 1))
    assert [found for found, _name in client.get("/bodies/", {"q": asked}).context["bodies"]] == [body]
