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
    ],
)
def test_a_broken_promise_is_named(settings, name, value, expected):
    setattr(settings, name, value)
    assert found() == [expected]


def test_yes_and_no_are_kept_for_a_year_on_this_host_alone():
    assert project.COOKIE_CONSENT_MAX_AGE == 31_536_000
    assert project.COOKIE_CONSENT_DOMAIN is None
    assert project.COOKIE_CONSENT_SAMESITE == "Lax"
