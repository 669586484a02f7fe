"""What a project may set, each with the value used when it does not."""

from typing import Any

from cookie_consent.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def site_name(request: HttpRequest | None = None) -> str:
    """The name in "Cookies on ..."."""
    name = getattr(settings, "CONSENT_SITE_NAME", "") or getattr(settings, "SITE_NAME", "")
    return name or (request.get_host() if request else "")


def base_template() -> str:
    """The template the cookies page extends; it has the blocks `title` and `main`."""
    return getattr(settings, "CONSENT_BASE_TEMPLATE", "base.html")


def notice_url() -> str:
    """The page that explains cookies at length."""
    return getattr(settings, "CONSENT_NOTICE_URL", "/cookies-notice/")


def is_gpc_honoured() -> bool:
    """Whether Global Privacy Control counts as "no" where nothing was chosen. A courtesy, on by default."""
    return getattr(settings, "CONSENT_HONOUR_GPC", True)


def scripts() -> list[tuple[str, str]]:
    """Pairs of group and script address, loaded on every page once the group has been accepted."""
    return getattr(settings, "CONSENT_SCRIPTS", [])


def foreign_hosts() -> list[str]:
    """Origins other than the site's own that accepted scripts and frames may load from and send to.

    For the content security policy, which is the same on all pages and for all visitors.
    """
    return getattr(settings, "CONSENT_HOSTS", [])


def keep_events_days() -> int:
    """Days an anonymous consent event is kept as proof. Two years: the cookie's one, and one to answer for it."""
    return getattr(settings, "CONSENT_KEEP_EVENTS_DAYS", 730)


def events_per_minute() -> int:
    """How many events one process writes in a minute, so that a flood cannot fill the database."""
    return getattr(settings, "CONSENT_EVENTS_PER_MINUTE", 300)


def choice_lasts() -> int:
    """Seconds a choice is remembered."""
    return settings.COOKIE_CONSENT_MAX_AGE


def may_manage(user: Any) -> bool:
    """Who may change the register and read the proof: the function named in CONSENT_MAY_MANAGE, else a permission."""
    test = getattr(settings, "CONSENT_MAY_MANAGE", "")
    return bool(import_string(test)(user)) if test else user.has_perm("cookie_consent.change_cookiegroup")
