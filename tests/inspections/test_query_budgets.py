"""How often pages, tables and feeds of inspections ask the database: as often for many bodies as for few."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections import overviews, pages, views
from tests.factories.inspections import BodyFactory, FrameworkFactory, london, regrade, released_inspection

pytestmark = pytest.mark.django_db

NOW = london(2024, 6, 1)
FEW, MANY = 8, 14
# With pages of two rows, there is a next page at either size. The numbers of queries are budgets.
ADDRESSES = {
    "/inspections/": 3,
    "/inspections/?programme=national": 4,
    "/inspections/?body=body-1": 4,
    "/inspections/?older=2024-02-16.999999": 3,
    "/inspections/last-1/": 10,
    "/inspections/last-1/data.json": 18,
    "/inspections/last-1/embed/": 3,
    "/bodies/": 3,
    "/bodies/?q=body": 3,
    "/bodies/?after=body-1": 4,
    "/bodies/body-1/": 10,
    "/bodies/body-1/data.json": 16,
    "/bodies/body-1/feed.atom": 6,
    "/programmes/national/": 12,
    "/programmes/national/?after=body-1": 13,
    "/programmes/national/?region=North": 12,
    "/programmes/national/?sort=1": 12,
    "/programmes/national/?sort=1&region=South&after=body-1": 15,
    "/programmes/national/?version=first": 11,
    "/programmes/national/?show=waiting": 6,
    "/programmes/national/feed.atom": 5,
    "/areas/last-area-1/": 11,
    "/areas/last-area-1/?after=body-1": 12,
    "/areas/last-area-1/feed.json": 5,
    "/compare/": 4,
    "/compare/?framework=last&body=body-1&body=body-2": 12,
    "/compare/?framework=last&body=body-1&body=nobody": 8,
    "/data/": 10,
    "/data/judgments.csv?body=body-1": 11,
    "/feeds/all.atom": 5,
    "/": 3,
}


@pytest.fixture
def grow(people, monkeypatch):
    """`grow(8)` makes a country of so many bodies, each inspected twice, the second time but for every third."""
    for module, name in ((overviews, "ROWS"), (pages, "MOST_BODIES"), (views, "PAGE_SIZE")):
        monkeypatch.setattr(module, name, 2)
    last = FrameworkFactory(slug="last", areas=2, programme__slug="national")
    first = FrameworkFactory(slug="first", areas=2, programme=last.programme)
    made = []

    def reported(framework, day, grades, body):
        slug = f"{framework.slug}-{body.slug.removeprefix('body-')}"
        return released_inspection(
            **people,
            at=NOW - dt.timedelta(days=9),
            framework=framework,
            reported_on=day,
            grades=grades,
            body=body,
            slug=slug,
        )

    def grow_to(number):
        for index in range(len(made), number):
            body = BodyFactory(name=f"Body {index:02}", slug=f"body-{index}", region=("North", "South")[index % 2])
            body.aliases.create(text=f"No. {index}")
            made.append(body)
            reported(first, dt.date(2021, 1, 1), ["adequate", "good"], body)
            if index % 3:
                grade = ("outstanding", "adequate", "inadequate")[index // 2 % 3]
                edition = reported(last, dt.date(2024, 2, 16), [grade, "good"], body)
                if index % 3 == 1:
                    regrade(edition, **people, at=NOW - dt.timedelta(days=1), area="2", grade="adequate")

    return grow_to


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        assert response.status_code == 200, address
        b"".join(response)
    return len([query for query in captured if "consent_" not in query["sql"]])


def test_no_address_asks_oftener_when_the_country_grows(client, grow):
    with time_machine.travel(NOW, tick=False):
        grow(FEW)
        few = {address: queries(client, address) for address in ADDRESSES}
        grow(MANY)
        many = {address: queries(client, address) for address in ADDRESSES}
    assert many == few
    assert {address: number for address, number in many.items() if number > ADDRESSES[address]} == {}
