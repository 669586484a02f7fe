"""The scanner finds what the register does not allow, and nothing on our own site."""

from cookie_consent.models import Cookie

from consent import register
from consent.management.commands.audit_cookies import Finding, audit

from .consent import PAGE


def test_our_own_site_keeps_to_its_register(browser, site):
    assert audit(browser, site, register.current(), most=5, paths=["/cookies/", PAGE]) == set()


def test_a_cookie_that_is_not_registered_is_found(browser, site):
    Cookie.objects.filter(name="cookie_consent").delete()
    found = audit(browser, site, register.load(), most=1)
    assert found == {
        Finding(when, "cookie", "cookie_consent", "first seen on /") for when in ("after a no", "after a yes")
    }
