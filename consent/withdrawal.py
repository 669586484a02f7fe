"""Removing the cookies of a refused group: on this host, its parent domains and each path they may have."""

import ipaddress
from collections.abc import Iterable
from fnmatch import fnmatchcase
from http.cookies import CookieError, Morsel

from django.http import HttpRequest, HttpResponse

from .register import Register

LONG_AGO = "Thu, 01 Jan 1970 00:00:00 GMT"
MOST_COOKIES = 20  # per answer: each takes a line for every domain and path, and headers have a limit


def is_match(name: str, pattern: str) -> bool:
    """Whether a cookie's name is the pattern; `*` stands for anything, other characters for themselves."""
    return fnmatchcase(name, pattern.replace("[", "[[]").replace("?", "[?]"))


def parent_domains(host: str) -> list[str]:
    """The domains a cookie of this host may have been set for. Browsers themselves refuse public suffixes."""
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        labels = name.strip(".").split(".")
        return [".".join(labels[start:]) for start in range(len(labels) - 1)]
    return []


def delete_refused(request: HttpRequest, response: HttpResponse, refused: Iterable[str], register: Register) -> None:
    """Expire every cookie of this request that belongs to a refused group, and none that is essential."""
    essential = {cookie.name for group in register.essential for cookie in group.cookies}
    groups = set(refused)
    registered = [cookie for group in register.offered if group.varname in groups for cookie in group.cookies]
    doomed = [
        (name, {"/", *(cookie.path for cookie in registered if is_match(name, cookie.name) and cookie.path)})
        for name in request.COOKIES
        if name not in essential and any(is_match(name, cookie.name) for cookie in registered)
    ]
    for name, paths in doomed[:MOST_COOKIES]:
        for domain in ["", *parent_domains(request.get_host())]:
            for path in sorted(paths):
                _expire(response, name, domain, path)


def _expire(response: HttpResponse, name: str, domain: str, path: str) -> None:
    morsel: Morsel[str] = Morsel()
    try:
        morsel.set(name, "", "")
    except CookieError:
        return  # a name that no response may carry
    morsel.update({"expires": LONG_AGO, "max-age": "0", "path": path, "domain": domain})
    # Django keeps one cookie for a name; its answer is written from the values, so keys may differ.
    response.cookies[f"{name};{path};{domain}"] = morsel
