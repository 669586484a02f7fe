"""The register of cookies as one frozen object in memory, so that a page or a choice asks the database nothing."""

import hashlib
import json
import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from cookie_consent.models import Cookie, CookieGroup
from django.core.exceptions import ObjectDoesNotExist
from django.db import Error as DatabaseError
from django.utils.translation import get_language

from . import wording
from .models import CookieDetail, GroupDetail, RegisterState

logger = logging.getLogger(__name__)

ASK_EVERY = 1.0  # seconds between two looks at the register's number
ASK_AFTER_FAILURE = 10.0  # seconds: a database that is down is not asked by every visitor


@dataclass(frozen=True)
class RegisteredCookie:
    name: str
    purpose: str
    provider: str
    expiry: str
    party: str
    kind: str
    path: str
    domain: str
    translations: dict

    def to_dict(self, language: str) -> dict[str, str]:
        words = self.translations.get(language, {})
        return {
            "name": self.name,
            "purpose": words.get("purpose", self.purpose),
            "provider": words.get("provider", self.provider),
            "expiry": words.get("expiry", self.expiry),
            "party": self.party,
            "kind": self.kind,
        }


@dataclass(frozen=True)
class RegisteredGroup:
    varname: str
    name: str
    description: str
    basis: str
    version: str
    asked_again: str
    is_essential: bool
    cookies: tuple[RegisteredCookie, ...]
    translations: dict

    @property
    def is_offered(self) -> bool:
        # The library takes a group without cookies (version "") as accepted, so nobody is asked about one.
        return not self.is_essential and bool(self.cookies)

    @property
    def words(self) -> dict:
        """Name, description and cookies in the language of the page."""
        return self.to_dict(get_language() or "")

    def to_dict(self, language: str) -> dict:
        words = self.translations.get(language, {})
        return {
            "group": self.varname,
            "name": words.get("name", self.name),
            "description": words.get("description", self.description),
            "basis": self.basis,
            "version": self.version,
            "cookies": [cookie.to_dict(language) for cookie in self.cookies],
        }


@dataclass(frozen=True)
class Policy:
    """What a visitor is shown in one language, and its hash."""

    sha256: str
    language: str
    wording: dict[str, dict[str, str]]  # of the banner, and of the cookies page
    register: list[dict]


@dataclass(frozen=True, eq=False)
class Register:
    """Every group and cookie at one number of the register. Compared and cached by identity."""

    number: int
    groups: tuple[RegisteredGroup, ...]
    changed_at: datetime | None = None

    @property
    def essential(self) -> tuple[RegisteredGroup, ...]:
        return tuple(group for group in self.groups if group.is_essential)

    @property
    def offered(self) -> tuple[RegisteredGroup, ...]:
        return tuple(group for group in self.groups if group.is_offered)

    @property
    def versions(self) -> dict[str, str]:
        return {group.varname: group.version for group in self.offered}

    @property
    def asked_again(self) -> dict[str, str]:
        """The groups everyone was asked about again, and since when a "no" counts."""
        return {group.varname: group.asked_again for group in self.offered if group.asked_again}

    @property
    def patterns(self) -> dict[str, list[str]]:
        """Names to remove when a group is refused; `*` stands for anything."""
        return {group.varname: sorted({cookie.name for cookie in group.cookies}) for group in self.offered}

    def policy(self, site_name: str) -> Policy:
        return _policy(self, site_name, get_language() or "")


EMPTY = Register(number=0, groups=())


@lru_cache(maxsize=32)
def _policy(register: Register, site_name: str, language: str) -> Policy:
    words = {"banner": wording.banner(site_name), "page": wording.page()}
    groups = [group.to_dict(language) for group in register.groups]
    content = json.dumps([language, words, groups], sort_keys=True, ensure_ascii=False)
    return Policy(hashlib.sha256(content.encode()).hexdigest(), language, words, groups)


def load() -> Register:
    """The register as the database has it now."""
    # The number first: if the register changes while we read, the next look finds a higher one and reads again.
    state = RegisterState.objects.filter(pk=1).first()
    cookies: dict[int, list[RegisteredCookie]] = {}
    stored = list(Cookie.objects.select_related("detail").order_by("name", "domain", "pk"))
    newest: dict[int, datetime] = {}
    for cookie in stored:
        cookies.setdefault(cookie.cookiegroup_id, []).append(_registered(cookie))
        newest[cookie.cookiegroup_id] = max(newest.get(cookie.cookiegroup_id, cookie.created), cookie.created)
    groups = []
    for group in CookieGroup.objects.select_related("detail").order_by("ordering", "pk"):
        try:
            detail = group.detail
        except ObjectDoesNotExist:
            detail = GroupDetail(group=group, basis="essential" if group.is_required else "consent")
        groups.append(
            RegisteredGroup(
                varname=group.varname,
                name=group.name or group.varname,
                description=group.description,
                basis=detail.basis,
                # The library's version: the newest cookie's time. Always in UTC, so texts compare as times do.
                version=newest[group.pk].astimezone(UTC).isoformat() if group.pk in newest else "",
                asked_again=detail.asked_again_at.astimezone(UTC).isoformat() if detail.asked_again_at else "",
                is_essential=group.is_required,
                cookies=tuple(cookies.get(group.pk, [])),
                translations=detail.translations,
            )
        )
    return Register(state.number if state else 0, tuple(groups), state.changed_at if state else None)


def _registered(cookie: Cookie) -> RegisteredCookie:
    try:
        detail = cookie.detail
    except ObjectDoesNotExist:
        detail = CookieDetail(cookie=cookie)
    return RegisteredCookie(
        name=cookie.name,
        purpose=cookie.description,
        provider=detail.provider,
        expiry=detail.expiry,
        party=detail.party,
        kind=detail.kind,
        path=cookie.path,
        domain=cookie.domain,
        translations=detail.translations,
    )


_known: Register | None = None
_ask_at = 0.0


def current() -> Register:
    """The register in memory, at most `ASK_EVERY` behind the database; with the database down, what we had."""
    global _known, _ask_at
    if _known is not None and time.monotonic() < _ask_at:
        return _known
    _ask_at = time.monotonic() + ASK_EVERY
    try:
        if _known is None or _number() != _known.number:
            _known = load()
    except DatabaseError:
        _ask_at = time.monotonic() + ASK_AFTER_FAILURE
        logger.warning("The cookie register could not be read; going on with what is in memory.")
    return _known or EMPTY


def _number() -> int:
    return RegisterState.objects.filter(pk=1).values_list("number", flat=True).first() or 0


def forget() -> None:
    """Read the register again at the next use."""
    global _known
    _known = None
