"""Only our own pages make a choice: every combination of what browsers send."""

import itertools

import pytest

from consent.models import ConsentEvent
from consent.origin import is_same_origin, told_origin

OWN = "http://testserver"
FETCH_SITE = {None: None, "same-origin": True, "same-site": False, "cross-site": False, "none": False, "": False}
ORIGIN = {None: None, OWN: True, "https://testserver": False, "http://testserver.evil.example": False, "null": False}
REFERER = {
    None: None,
    f"{OWN}/news/": True,
    "http://evil.example/http://testserver/": False,
    "http://testserver@evil.example/": False,
    "//testserver/": False,
    "http://[": False,
    "": False,
}


@pytest.mark.parametrize(("site", "origin", "referer"), [*itertools.product(FETCH_SITE, ORIGIN, REFERER)])
def test_the_first_header_that_is_sent_decides(rf, site, origin, referer):
    sent = {"Sec-Fetch-Site": site, "Origin": origin, "Referer": referer}
    request = rf.post("/", headers={name: value for name, value in sent.items() if value is not None})
    verdicts = (FETCH_SITE[site], ORIGIN[origin], REFERER[referer])
    expected = next((verdict for verdict in verdicts if verdict is not None), None)
    assert told_origin(request) is expected
    assert is_same_origin(request) is (expected is True)


@pytest.mark.parametrize(
    ("forwarded", "origin", "expected"),
    [
        ("https", "https://testserver", True),
        ("https", "http://testserver", False),
        ("http", "http://testserver", True),
        ("http", "https://testserver", False),
        (None, "http://testserver", True),
        (None, "https://testserver", False),
    ],
)
def test_behind_a_proxy_its_scheme_counts(rf, settings, forwarded, origin, expected):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"Host": "testserver", "Origin": origin} | ({"X-Forwarded-Proto": forwarded} if forwarded else {})
    assert is_same_origin(rf.post("/", headers=headers)) is expected


def test_a_forwarded_scheme_nobody_vouches_for_counts_for_nothing(rf, settings):
    settings.SECURE_PROXY_SSL_HEADER = None
    request = rf.post("/", headers={"Origin": "https://testserver", "X-Forwarded-Proto": "https"})
    assert not is_same_origin(request)


@pytest.mark.parametrize("origin", ["cross-site", "same-site", "none"])
def test_a_post_from_elsewhere_saves_nothing(client, choose, origin):
    for json in (False, True):
        response = choose("accept", origin=origin, json=json)
        assert response.status_code == 403
    assert not client.cookies
    assert not ConsentEvent.objects.exists()


def test_a_browser_that_sends_no_origin_is_asked_once_more_with_a_token(choose, fields):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    response = client.post("/cookies/consent/", {**fields(), "choice": "accept", "next": "/news/"})
    assert response.status_code == 403
    assert set(client.cookies) == {"csrftoken"}
    page = response.content.decode()
    assert 'name="choice" value="accept"' in page
    token = client.cookies["csrftoken"].value
    answer = client.post(
        "/cookies/consent/", {**fields(), "choice": "accept", "next": "/news/", "csrfmiddlewaretoken": token}
    )
    assert answer["Location"] == "/news/#cc-accepted"


def test_a_token_of_another_cookie_is_refused(fields):
    from django.middleware.csrf import _get_new_csrf_string
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = _get_new_csrf_string()
    wrong = {**fields(), "choice": "accept", "csrfmiddlewaretoken": _get_new_csrf_string()}
    assert client.post("/cookies/consent/", wrong).status_code == 403
    assert "cookie_consent" not in client.cookies


def test_a_token_does_not_help_a_post_from_elsewhere(fields):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.post("/cookies/consent/", fields())
    token = client.cookies["csrftoken"].value
    data = {**fields(), "choice": "accept", "csrfmiddlewaretoken": token}
    assert client.post("/cookies/consent/", data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
