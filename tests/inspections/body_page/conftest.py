"""A body, and the reports on it."""

import pytest

from tests.factories.inspections import BodyFactory, london, released_inspection


@pytest.fixture
def body(db):
    return BodyFactory(name="Exampleshire Police", slug="exampleshire")


@pytest.fixture
def inspected(people, body):
    """`inspected(framework, grades, day)`: a released inspection of the body."""

    def inspect(framework, grades, day, **fields):
        return released_inspection(
            **people,
            at=london(2025, 1, 1),
            body=body,
            framework=framework,
            grades=grades,
            reported_on=day,
            title=f"Report of {day.year}",
            slug=f"report-{day.year}",
            **fields,
        )

    return inspect
