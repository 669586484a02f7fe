"""Posting a choice as our own pages post it."""

from datetime import UTC

import pytest
from cookie_consent.models import Cookie, CookieGroup

from consent import actions, register


@pytest.fixture(autouse=True)
def fresh_register(cookie_register, monkeypatch):
    """These tests change the register: look at its number at each use, and begin with no event written."""
    monkeypatch.setattr(register, "ASK_EVERY", 0.0)
    actions._written.clear()
    register.forget()


@pytest.fixture
def fields(db):
    """The hidden fields of the page as it is now."""

    def read() -> dict[str, str]:
        known = register.current()
        return {
            "policy": known.policy(site_name()).sha256,
            **{f"version-{group}": version for group, version in known.versions.items()},
        }

    return read


def site_name() -> str:
    from consent import conf

    return conf.site_name()


@pytest.fixture
def choose(client, fields):
    """`choose("accept")` presses a button of the banner; `json=True` does so as the script; the rest replace fields."""

    def post(choice: str | None = None, *, json=False, headers=None, origin="same-origin", **changed):
        data = {"next": "/news/", **fields(), **changed}
        if choice:
            data["choice"] = choice
        sent = dict(headers or {})
        if origin:
            sent["Sec-Fetch-Site"] = origin
        if json:
            sent["Accept"] = "application/json"
        return client.post("/cookies/consent/", {k: v for k, v in data.items() if v is not None}, headers=sent)

    return post


@pytest.fixture
def save_page(choose):
    """`save_page(usage="yes", preferences="no")` saves the cookies page."""

    def post(**answers):
        return choose(source="page", **{f"group-{group}": answer for group, answer in answers.items()})

    return post


@pytest.fixture
def group(db):
    return lambda varname: CookieGroup.objects.get(varname=varname)


@pytest.fixture
def add_cookie(group):
    """Put a cookie into a group, as the register's admin does."""

    def add(varname: str, name: str, **more) -> Cookie:
        with actions.change_register(by="test"):
            return Cookie.objects.create(cookiegroup=group(varname), name=name, **more)

    return add


@pytest.fixture
def cookie_value():
    """The value a browser sends, as the library writes it."""

    def make(**groups) -> str:
        return '"' + "|".join(f"{key}={value}" for key, value in groups.items()) + '"'

    return make


@pytest.fixture
def with_cookie(client):
    """Give the client a raw consent cookie, in a header of its own, so that nothing tidies it."""

    def get(value: str, path: str = "/cookies/state.css", **headers):
        return client.get(path, headers={"Cookie": f"cookie_consent={value}", **headers})

    return get


@pytest.fixture
def version(group):
    return lambda varname: group(varname).cookie_set.first().created.astimezone(UTC).isoformat()
