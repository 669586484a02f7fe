"""A country of a few bodies."""

import datetime as dt

import pytest

from tests.factories.inspections import BodyFactory, FrameworkFactory, london, released_inspection


@pytest.fixture
def framework(db):
    return FrameworkFactory(areas=2)


@pytest.fixture
def inspected(people, framework):
    """`inspected(name, grades)`: a body with that name and address, inspected under the framework."""

    def inspect(name, grades=("good", "good"), day=dt.date(2024, 2, 16), **fields):
        body = fields.pop("body", None) or BodyFactory(**{"name": name, "slug": name.lower()} | fields.pop("about", {}))
        fields = {"framework": framework, "slug": f"{name.lower()}-{day}"} | fields
        return released_inspection(
            **people, at=london(2024, 6, 1), body=body, grades=list(grades), reported_on=day, **fields
        )

    return inspect
