"""Settings that would break a promise of this app, said before the site starts, and names no register may hold."""

import re
from urllib.parse import urlsplit

from cookie_consent.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.translation import gettext as _

from . import conf
from .withdrawal import is_match

LEAST_LITERAL = 2  # characters besides the star: `*` or `a*` would take everything
NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+", re.ASCII)

ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?", re.ASCII)


@register
def check_settings(**options: object) -> list[CheckMessage]:
    """Misconfiguration of the consent library, as far as it matters here."""
    found: list[CheckMessage] = []
    if settings.COOKIE_CONSENT_HTTPONLY:
        found.append(
            Error(
                "The banner's script cannot read the choice.",
                hint="Set COOKIE_CONSENT_HTTPONLY = False; the cookie holds no secret.",
                id="consent.E001",
            )
        )
    if any(name.startswith("cookie_consent.middleware") for name in settings.MIDDLEWARE):
        found.append(
            Error(
                "The library's middleware sets cookies on pages that are the same for everyone.",
                hint="Remove cookie_consent.middleware from MIDDLEWARE; refusing removes cookies without it.",
                id="consent.E002",
            )
        )
    if getattr(settings, "SECURE_REFERRER_POLICY", "") == "no-referrer":
        found.append(
            Error(
                "Browsers would send `Origin: null`, and every choice would be refused.",
                hint="Set SECURE_REFERRER_POLICY = 'same-origin'.",
                id="consent.E003",
            )
        )
    if settings.COOKIE_CONSENT_LOG_ENABLED:
        found.append(
            Warning(
                "The library's log has no wording and no bound.",
                hint="Set COOKIE_CONSENT_LOG_ENABLED = False; consent events replace it.",
                id="consent.W001",
            )
        )
    return found + _check_hosts()


def _check_hosts() -> list[CheckMessage]:
    hosts = conf.foreign_hosts()
    found: list[CheckMessage] = [
        Error(f"{host!r} in CONSENT_HOSTS is not an origin.", hint="Write https://stats.example.", id="consent.E004")
        for host in hosts
        if not ORIGIN.fullmatch(host)
    ]
    for _group, address in conf.scripts():
        parts = urlsplit(address)
        if parts.netloc and f"{parts.scheme}://{parts.netloc}" not in hosts:
            hint = "Name its origin in CONSENT_HOSTS, or serve the script from this site."
            found.append(Warning(f"The security policy of pages blocks {address}.", hint=hint, id="consent.W002"))
    return found


def problems_of(name: str, *, is_essential: bool, essential: set[str], additional: set[str]) -> list[str]:
    """Why a cookie of this name may not enter the register: sentences for its editor, none if it may.

    `essential` and `additional` are the other names in the register.
    """
    if not NAME.fullmatch(name):
        return [_("A cookie's name has no spaces, brackets, quotation marks or accents. Use * for a part that varies.")]
    if is_essential:
        takers = sorted(pattern for pattern in additional if is_match(name, pattern))
        return [_("“%s” is not essential and would take in this name. Change that one first.") % one for one in takers]
    found = []
    if len(name.replace("*", "")) < LEAST_LITERAL:
        found.append(_("Give at least two characters besides *, or the pattern would take in other sites' cookies."))
    taken = sorted(other for other in essential if is_match(other, name))
    return found + [_("This would take in “%s”, which is essential.") % one for one in taken]
