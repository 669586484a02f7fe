"""A page about the pound of stray dogs, in the states of its life."""

import datetime as dt

import pytest
from django.utils import timezone

from website.models import Page, PageText


@pytest.fixture
def draft(writer):
    edition = Page.start(by=writer, title="Stray dogs", slug="stray-dogs", summary="Where a dog waits.")
    PageText.objects.create(parent=edition, region="main", ordering=10, text="<p>Ring before you come.</p>")
    return edition


@pytest.fixture
def submitted(draft, writer):
    draft.submit(by=writer)
    return draft


@pytest.fixture
def live(submitted, publisher):
    submitted.release(by=publisher)
    return submitted


@pytest.fixture
def scheduled(submitted, publisher):
    submitted.release(by=publisher, at=timezone.now().replace(second=0, microsecond=0) + dt.timedelta(days=20))
    return submitted
