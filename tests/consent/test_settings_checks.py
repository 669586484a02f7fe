"""Settings that would break a promise are named before the site starts."""

import pytest
from django.conf import settings as project

from consent.checks import check_settings


def found() -> list[str]:
    return [message.id for message in check_settings()]


def test_our_own_settings_are_sound():
    assert found() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("COOKIE_CONSENT_HTTPONLY", True, "consent.E001"),
        ("MIDDLEWARE", ["cookie_consent.middleware.CleanCookiesMiddleware"], "consent.E002"),
        ("SECURE_REFERRER_POLICY", "no-referrer", "consent.E003"),
        ("COOKIE_CONSENT_LOG_ENABLED", True, "consent.W001"),
        ("CONSENT_HOSTS", ["stats.example"], "consent.E004"),
        ("CONSENT_HOSTS", ["https://a.example; script-src *"], "consent.E004"),
        ("CONSENT_SCRIPTS", [("usage", "https://stats.example/count.js")], "consent.W002"),
    ],
)
def test_a_broken_promise_is_named(settings, name, value, expected):
    setattr(settings, name, value)
    assert found() == [expected]


def test_yes_and_no_are_kept_for_a_year_on_this_host_alone():
    assert project.COOKIE_CONSENT_MAX_AGE == 31_536_000
    assert project.COOKIE_CONSENT_DOMAIN is None
    assert project.COOKIE_CONSENT_SAMESITE == "Lax"


def test_a_script_of_another_host_is_let_through_once_it_is_named(settings, client, db):
    settings.CONSENT_SCRIPTS = [("usage", "https://stats.example/count.js")]
    settings.CONSENT_HOSTS = ["https://stats.example"]
    assert found() == []
    policies = {
        client.get(address, headers=headers)["Content-Security-Policy"]
        for address in ("/design/", "/cookies/", "/no/such/page/")
        for headers in ({}, {"Cookie": 'cookie_consent="usage=-1"'})
    }
    (policy,) = policies
    for directive in ("script-src 'self'", "connect-src 'self'", "img-src 'self'", "frame-src"):
        assert f"{directive} https://stats.example" in policy
