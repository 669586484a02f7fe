"""The security headers of each area, and that nothing of one visitor reaches another."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.views.decorators.clickjacking import xframe_options_exempt, xframe_options_sameorigin

from website.middleware import open_to_scripts, response_headers

pytestmark = pytest.mark.django_db

PUBLIC_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types candour-consent"
)


def answer(path, view):
    """What `view` answers at `path`, with the headers that every answer gets."""
    return open_to_scripts(response_headers(view))(RequestFactory().get(path))


def test_a_public_page_allows_nothing_inline_and_no_frame(client):
    response = client.get("/nothing/here/")
    assert response["Content-Security-Policy"] == PUBLIC_POLICY
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Access-Control-Allow-Origin" not in response


def test_the_desk_has_a_new_nonce_for_each_answer(client):
    policies = [client.get("/admin/login/")["Content-Security-Policy"] for _ in range(2)]
    nonces = [re.search(r"script-src 'self' 'nonce-([\w-]{20,})'", policy)[1] for policy in policies]
    assert nonces[0] != nonces[1]
    assert all("frame-ancestors 'none'" in policy and "trusted-types" not in policy for policy in policies)


def test_a_page_that_may_be_framed_says_so_in_its_policy():
    page = xframe_options_exempt(lambda request: HttpResponse("a badge"))
    response = answer("/inspections/peel/embed/", page)
    assert "frame-ancestors *;" in response["Content-Security-Policy"]
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_preview_may_be_framed_by_our_own_desk_alone():
    page = xframe_options_sameorigin(lambda request: HttpResponse("a preview"))
    assert "frame-ancestors 'self'" in answer("/admin/preview/", page)["Content-Security-Policy"]


def test_a_policy_of_the_views_own_stands():
    response = answer("/admin/x/", lambda request: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))
    assert response["Content-Security-Policy"] == "sandbox"


def test_media_is_sandboxed_and_may_be_shown_elsewhere():
    response = answer("/media/photo.png", lambda request: HttpResponse())
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_the_page_in_place_of_a_missing_file_has_its_styles(client):
    response = client.get("/media/nothing.png")
    assert response.status_code == 404
    assert "style-src 'self'" in response["Content-Security-Policy"]
    assert "sandbox" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/feeds/news.atom", "/data/grades.csv"])
def test_feeds_and_open_data_are_for_everyones_programs(path):
    response = answer(path, lambda request: HttpResponse())
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_https_is_asked_for_from_then_on(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 63_072_000, True
    response = Client().get("/nothing/here/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
