"""How long caches may keep an answer: never past the next minute at which something goes live."""

import datetime as dt

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory

from website.middleware import cache_control, public_cache

NOW = dt.datetime(2024, 2, 16, 0, 0, tzinfo=dt.UTC)


def kept(seconds: float | None) -> tuple[int, int]:
    """For how long an answer is fresh, and then stale, when the next boundary is `seconds` away."""
    boundary = None if seconds is None else NOW + dt.timedelta(seconds=seconds)
    with time_machine.travel(NOW, tick=False):
        header = cache_control(boundary)
    parts = dict(part.split("=") for part in header.split(", ") if "=" in part)
    assert parts["max-age"] == "0" and parts["stale-if-error"] == "86400" and header.startswith("public, ")
    return int(parts["s-maxage"]), int(parts["stale-while-revalidate"])


@pytest.mark.parametrize(
    ("seconds", "fresh", "stale"),
    [
        (None, 300, 30),
        (100_000, 300, 30),
        (330, 300, 30),
        (310, 300, 10),
        (300, 300, 0),
        (299.9, 299, 0),
        (120, 120, 0),
        (0.9, 0, 0),
        (0, 0, 0),
        (-5, 0, 0),
    ],
)
def test_an_answer_is_kept_up_to_the_next_boundary(seconds, fresh, stale):
    assert kept(seconds) == (fresh, stale)


def answer(response, method="get", path="/news/"):
    request = getattr(RequestFactory(), method)(path)
    request.now = NOW
    return public_cache(lambda request: response)(request)["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("status", [200, 301, 302, 304, 308, 404, 410])
def test_an_answer_for_everyone_is_kept(status):
    assert answer(HttpResponse(status=status)).startswith("public, max-age=0, s-maxage=")


@pytest.mark.parametrize("status", [400, 403, 405, 500, 503])
def test_a_refusal_or_a_failure_is_not_kept(status):
    assert answer(HttpResponse(status=status)) == "private, no-store"


def test_an_answer_to_a_form_is_not_kept():
    assert answer(HttpResponse(), method="post") == "private, no-store"


def test_nothing_of_the_desk_is_kept():
    assert answer(HttpResponse(), path="/admin/") == "private, no-store"


def test_an_answer_with_a_cookie_is_never_kept():
    response = HttpResponse()
    response.set_cookie("a", "b")
    assert answer(response) == "private, no-store"


def test_an_answer_that_depends_on_a_cookie_is_never_kept():
    assert answer(HttpResponse(headers={"Vary": "Accept-Encoding, Cookie"})) == "private, no-store"


def test_what_a_view_says_of_caching_stands():
    assert answer(HttpResponse(headers={"Cache-Control": "max-age=5"})) == "max-age=5"


@pytest.mark.django_db
def test_an_unchanged_page_is_not_sent_again(client):
    page = client.get("/design/")
    again = client.get("/design/", headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == page["ETag"]
    assert again["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert "X-Frame-Options" not in again
