"""Reading a visitor's choice from its cookie, and what to save of a new one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cookie_consent.conf import settings
from cookie_consent.util import parse_cookie_str
from django.http import HttpRequest

from . import conf
from .register import Register

# One shape only, so that texts compare as times do; consent-early.js reads with the same rule.
VERSION = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00", re.ASCII)

DECLINED = "-1"  # the library's word for "no"
VALUE = re.compile(rf"{VERSION.pattern}|{DECLINED}", re.ASCII)


class Unusable(Exception):
    """What was posted cannot have come from our page. Nothing is saved."""


@dataclass(frozen=True)
class Choices:
    """For each offered group: True (accepted), False (refused) or None (not answered at the version in force)."""

    groups: dict[str, bool | None]
    is_refused_by_signal: bool = False

    @property
    def state(self) -> str:
        answers = set(self.groups.values())
        if None in answers:
            return "gpc" if self.is_refused_by_signal else "undecided"
        if len(answers) > 1:
            return "mixed"
        return "accepted" if True in answers else "rejected"

    @property
    def accepted(self) -> set[str]:
        return {group for group, answer in self.groups.items() if answer}


def read(request: HttpRequest, register: Register, now: datetime) -> Choices:
    """The choice this request carries, measured against the register."""
    return Choices(_answers(stored_in(request), register, now), is_refused_by_signal=has_gpc(request))


def stored_in(request: HttpRequest) -> dict[str, str]:
    """The cookie's own keys and values, whatever they are worth."""
    return parse_cookie_str(_cookie_text(request.META.get("HTTP_COOKIE", "")))


def has_gpc(request: HttpRequest) -> bool:
    """Whether the visitor's browser sends Global Privacy Control and the site honours it."""
    return conf.is_gpc_honoured() and request.headers.get("Sec-GPC") == "1"


def _cookie_text(header: str) -> str:
    # Read here and not from request.COOKIES, whose unescaping no script in a browser repeats: both must agree.
    value = ""
    for part in header.split(";"):
        name, separator, rest = part.partition("=")
        if separator and name.strip(" ") == settings.COOKIE_CONSENT_NAME:
            value = rest.strip(" ")
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return "" if '"' in value or "\\" in value else value


def _answers(stored: Mapping[str, str], register: Register, now: datetime) -> dict[str, bool | None]:
    latest = now.astimezone(UTC).isoformat()
    return {group: _answer(stored, group, register, latest) for group in register.versions}


def is_decided(stored: Mapping[str, str], register: Register, now: datetime) -> bool:
    """Whether nothing is left to ask, were this the cookie."""
    return None not in _answers(stored, register, now).values()


def _answer(stored: Mapping[str, str], group: str, register: Register, latest: str) -> bool | None:
    value, version = stored.get(group, ""), register.versions[group]
    if value == DECLINED:
        asked_again = register.asked_again.get(group, "")
        return False if stored.get(refused_at(group), "") >= asked_again else None
    if value == version:
        return True
    # Later than the version in force is still a yes (its newest cookie was removed since); later than now is junk.
    return True if VERSION.fullmatch(value) and version < value <= latest else None


def refused_at(group: str) -> str:
    """The key beside a "no" that holds the version refused. No group can have this name: it has a full stop."""
    return f"{group}.at"


def shown_versions(data: Mapping[str, str], register: Register, now: datetime) -> dict[str, str]:
    """The versions a posted page showed, for the groups that still exist, never newer than those in force.

    Raises Unusable for a version that is malformed or later than `now`, and when there is none at all.
    """
    versions = {}
    for group, current in register.versions.items():
        shown = data.get(f"version-{group}")
        if shown is None:
            continue  # the page is older than the group, so its visitor was not asked about it
        if not VERSION.fullmatch(shown):
            raise Unusable("malformed version")
        try:
            if datetime.fromisoformat(shown) > now:
                raise Unusable("version later than now")
        except ValueError as error:
            raise Unusable("malformed version") from error
        versions[group] = min(shown, current)
    if not versions:
        raise Unusable("no version")
    return versions


def posted(data: Mapping[str, str], versions: Mapping[str, str]) -> dict[str, bool]:
    """Group by group what was chosen, for the groups in `versions`. Raises Unusable when that cannot be told."""
    if data.get("source") == "page":
        answers = {group: data.get(f"group-{group}") for group in versions}
        if not set(answers.values()) <= {"yes", "no"}:
            raise Unusable("unknown answer")
        return {group: answer == "yes" for group, answer in answers.items()}
    if data.get("choice") not in {"accept", "reject"}:
        raise Unusable("unknown choice")
    return dict.fromkeys(versions, data["choice"] == "accept")


def to_keep(request: HttpRequest, group: str) -> dict[str, str]:
    """What the cookie says of a group that the posted page did not show."""
    stored = stored_in(request)
    return {key: stored[key] for key in (group, refused_at(group)) if VALUE.fullmatch(stored.get(key, ""))}


def to_store(answers: Mapping[str, bool], versions: Mapping[str, str]) -> dict[str, str]:
    """The cookie's keys and values for these answers, in the library's format."""
    values = {}
    for group, is_accepted in answers.items():
        values[group] = versions[group] if is_accepted else DECLINED
        if not is_accepted:
            values[refused_at(group)] = versions[group]
    return values
