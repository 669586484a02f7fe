"""Every address of the newsroom refuses those who have no business there."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from publishing.models import LookLater
from tests.factories.accounts import UserFactory
from tests.newsroom import address
from website.models import Page

# Whoever is signed in as staff reaches these; the rest asks for a role.
FOR_ALL_STAFF = {
    "index",
    "app_list",
    "password_change",
    "password_change_done",
    "jsi18n",
    "logout",
    "view_on_site",
    None,
}
OPEN = {"login", "logout"}


def routes(patterns, prefix: str) -> list[tuple[str, str | None]]:
    """(address with 1 for every argument, name) of every pattern below."""
    found = []
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += routes(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            found.append((filled(route), entry.name))
    return found


def filled(route: str) -> str:
    route = re.sub(r"<\w+:verb>", "release", route)
    route = re.sub(r"\(\?P<app_label>[^)]*\)", "website", route)
    route = re.sub(r"\(\?P<url>\.\*\)", "nowhere", route)
    return "/" + re.sub(r"<[^>]+>", "1", route).replace("^", "").replace("$", "").replace("\\", "")


def of_the_admin() -> list[tuple[str, str | None]]:
    entry = next(entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", None) == "admin")
    return routes(entry.url_patterns, str(entry.pattern))


ALL = of_the_admin()


def is_let_in(response) -> bool:
    """A key that leads to nothing leads the admin back to its front page, which shows nothing either."""
    return response.status_code not in (403, 404, 405) and response.get("Location") != "/admin/"


@pytest.fixture
def newsroom(db, chief):
    """Something for every address with a key in it to find."""
    page = Page.start(by=chief, title="Stray dogs", slug="stray-dogs", summary="Where a dog waits.")
    LookLater.objects.create(document=page.document, reason="Forced.", raised_by=chief, raised_at=page.created_at)


def test_the_rule_sees_the_newsroom():
    names = {name for _, name in ALL}
    assert {"website_page_changelist", "website_page_verb", "website_page_preview", "autocomplete"} <= names
    assert {f"{model._meta.app_label}_{model._meta.model_name}_change" for model in admin.site._registry} <= names


def test_a_stranger_is_asked_to_sign_in_everywhere(newsroom, client):
    let_in = [
        f"{method} {url}"
        for url, name in ALL
        if name not in OPEN
        for method in ("get", "post")
        if "/admin/login/" not in getattr(client, method)(url).get("Location", "")
    ]
    assert let_in == []


def test_an_account_that_may_not_sign_in_is_turned_away_everywhere(newsroom, signed_in, django_user_model):
    reader = django_user_model.objects.create_user("reader@newsroom.example", "long enough password", name="Reader")
    client = signed_in(reader)
    let_in = [
        f"{method} {url}"
        for url, name in ALL
        if name not in OPEN
        for method in ("get", "post")
        if "/admin/login/" not in getattr(client, method)(url).get("Location", "")
    ]
    assert let_in == []


def test_someone_without_a_role_sees_nothing(newsroom, signed_in):
    client = signed_in(UserFactory(role=None, is_staff=True))
    let_in = [
        f"{method} {url}"
        for url, name in ALL
        if name not in FOR_ALL_STAFF | OPEN
        for method in ("get", "post")
        if is_let_in(getattr(client, method)(url))
    ]
    assert let_in == []
    assert "/admin/website/" not in client.get("/admin/").content.decode()


def test_nobody_deletes_an_edition(newsroom, chief, signed_in):
    page = Page.objects.get()
    assert signed_in(chief).get(address(page, "delete")).status_code == 403
    assert signed_in(chief).post(address(page, "delete"), {"post": "yes"}).status_code == 403
    assert Page.objects.exists()


def test_a_writer_finds_files_for_a_block_and_no_people(newsroom, writer, signed_in):
    ask = "/admin/autocomplete/?term=a&app_label=website&model_name=pageblock&field_name=file"
    assert signed_in(writer).get(ask).status_code == 200
    assert signed_in(UserFactory(role=None, is_staff=True)).get(ask).status_code == 403
    assert signed_in(writer).get("/admin/accounts/user/").status_code == 403


def test_no_other_site_presses_a_button_in_the_newsroom(newsroom, chief, signed_in):
    page = Page.objects.get()
    client = signed_in(chief, Client(enforce_csrf_checks=True))
    assert client.post(address(page, "do/submit"), {"seen": page.lock_version}).status_code == 403
    page.refresh_from_db()
    assert page.state == "draft"
