"""The gallery shows every component, needs no database for them, and is not found by search engines."""

import re

import pytest

from design.examples import examples
from design.gallery import FOLDER, component_names, components

ARGUMENTS = re.compile(r"^\{# (?P<name>[\w]+): .+ #\}$")


def test_the_gallery_shows_every_component_and_no_other():
    assert sorted(examples()) == component_names()


def test_components_need_no_database():
    assert all(component.renderings for component in components())  # no database mark: any query would fail this test


@pytest.mark.django_db
def test_the_gallery_has_a_section_for_each_component(client):
    page = client.get("/design/").content.decode()
    for component in components():
        assert f'id="{component.anchor}"' in page


@pytest.mark.django_db
def test_the_gallery_is_not_for_search_engines(client):
    assert client.get("/design/")["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
def test_the_gallery_sets_no_cookie(client):
    response = client.get("/design/")
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("name", component_names())
def test_a_component_states_its_arguments_in_its_first_line(name):
    first_line = (FOLDER / f"{name}.html").read_text().splitlines()[0]
    match = ARGUMENTS.match(first_line)
    assert match, first_line
    assert match["name"] == name.rsplit("/")[-1]


@pytest.mark.parametrize("name", component_names())
def test_every_argument_of_a_component_is_in_an_example(name):
    used = set(re.findall(r"(?:\{\{ |=|if |in |or |% table )(\w+)[ |.%}]", (FOLDER / f"{name}.html").read_text()))
    given = {argument for values in examples()[name].values() for argument in values}
    stated = (FOLDER / f"{name}.html").read_text().splitlines()[0]
    assert given <= set(re.findall(r"\w+", stated)), "an example gives what the component does not take"
    assert given <= used | {"content"}, "an example gives what the template does not read"
