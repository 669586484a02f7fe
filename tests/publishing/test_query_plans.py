"""What readers ask most is answered from an index, however many documents there are."""

import datetime as dt

import pytest

from publishing.models import Listing
from publishing.paging import NEWEST_FIRST
from tests.plans import plan
from website.models import Page

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)

QUESTIONS = {
    "newest first": (lambda: Page.objects.public(AT).newest_first()[:20], "website_page_newest"),
    "older than a position": (
        lambda: NEWEST_FIRST.after(Page.objects.public(AT), (AT, 9))[:20],
        "website_page_newest",
    ),
    "newer than a position": (
        lambda: NEWEST_FIRST.before(Page.objects.public(AT), (AT, 9))[:20],
        "website_page_newest",
    ),
    "the next boundary": (lambda: Page.objects.scheduled(AT).order_by("live_from")[:1], "website_page_starts"),
    "the site's next boundary": (
        lambda: Listing.objects.scheduled(AT).order_by("live_from")[:1],
        "publishing_listing_starts",
    ),
    "newest of a kind": (
        lambda: Listing.objects.public(AT).filter(kind="website.page").order_by("-public_timestamp", "-id")[:20],
        "publishing_listing_by_kind",
    ),
    "an address": (lambda: Page.objects.at_address("about", AT), "publishing_slugclaim_"),
    "the newsroom's list": (lambda: Page.objects.heads().order_by("-edited_at", "-id")[:100], "website_page_desk"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_frequent_questions_read_an_index(question):
    rows, index = QUESTIONS[question]
    said = plan(rows())
    assert index in said, said
    assert "TEMP B-TREE" not in said and "Sort" not in said, said
