"""Before a choice no page of the site stores anything, whichever address it has."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.inspections import FrameworkFactory, ProgrammeFactory, released_inspection
from tests.factories.news import PublisherFactory, released_article
from tests.factories.pages import released_page
from tests.website.test_every_address import SAMPLES, names

pytestmark = pytest.mark.journey

# What a browser downloads or posts instead of showing it.
NOT_PAGES = {"consent:choose", "consent:state_css", "publishing:media"}


@pytest.fixture
def addresses(writer, publisher) -> list[str]:
    """Every address in the site's own list of them, with something public behind each."""
    before = timezone.now() - dt.timedelta(days=1)
    framework = FrameworkFactory(slug="a-framework", programme=ProgrammeFactory(slug="a-programme"))
    body = PublisherFactory()
    slugs = {"body": body, "framework": framework, "slug": "an-inspection"}
    released_inspection(by=writer, release_by=publisher, at=before, **slugs)
    released_article(writer, publisher, now=before, slug="an-article", publisher=body)
    released_page(writer, publisher, now=before, slug="about")
    known = [name for name in names() if name not in NOT_PAGES]
    return [reverse(name, args=[SAMPLES[name]] if name in SAMPLES else []) for name in known]


def test_no_address_stores_anything_before_a_choice(page, addresses, csp_reports):
    shown = 0
    for address in addresses:
        if not page.request.get(address).headers["content-type"].startswith("text/html"):
            continue
        page.goto(address)
        shown += 1
        assert page.context.storage_state(indexed_db=True) == {"cookies": [], "origins": []}, address
        assert page.evaluate("sessionStorage.length") == 0, address
    # The programmes' and the feeds' addresses are asked for too: none of them may set a cookie either.
    assert page.context.cookies() == []
    assert shown >= 15
