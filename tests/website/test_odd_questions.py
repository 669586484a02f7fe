"""Questions that no page asks, from programs that try what happens: never an error of ours."""

from itertools import product

import pytest

from tests.factories.inspections import FrameworkFactory, ProgrammeFactory, released_inspection

pytestmark = pytest.mark.django_db

ODD = ["%00", "%ff", "%F0%9F%92%A9", "'%22--", "9" * 40]
QUESTIONS = {
    "/bodies/": ("q", "after"),
    "/inspections/": ("programme", "body", "older", "newer"),
    "/programmes/a-programme/": ("version", "sort", "region", "after", "show"),
    "/areas/a-framework-area-1/": ("after",),
    "/compare/": ("framework", "body"),
    "/news/": ("topic", "year", "older", "newer"),
    "/feedback/": ("page",),
    "/cookies/": ("page",),
    "/data/judgments.csv": ("body", "programme", "framework", "as_of", "x"),
    "/inspections/an-inspection/data.json": ("as_of",),
}


@pytest.fixture
def published(writer, publisher):
    framework = FrameworkFactory(slug="a-framework", programme=ProgrammeFactory(slug="a-programme"))
    released_inspection(by=writer, release_by=publisher, framework=framework, slug="an-inspection")


def test_an_odd_question_is_answered_or_refused_and_never_fails(client, published):
    for address, names in QUESTIONS.items():
        for name, value in product(names, ODD):
            response = client.get(f"{address}?{name}={value}")
            b"".join(response)
            assert response.status_code in (200, 301, 302, 400, 404), (address, name, value)
            assert not response.cookies


def test_an_odd_question_at_the_desk_does_not_fail_either(signed_in, writer):
    assert signed_in(writer).get("/admin/website/page/?q=%00").status_code == 404
