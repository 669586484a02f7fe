"""Every address in the site's own list of them: its headers, and that it answers everyone alike.

A new address with a part of its own fails here until SAMPLES says how to reach it.
"""

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from tests.factories.accounts import UserFactory
from tests.factories.inspections import FrameworkFactory, ProgrammeFactory, released_inspection
from tests.factories.media import a_draft_with, a_report, released
from tests.factories.news import PublisherFactory, released_article
from tests.factories.pages import released_page

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)
FEEDS = {
    thing: [f"inspections:{thing}_feed_{kind}" for kind in ("atom", "rss", "json")]
    for thing in ("area", "body", "programme")
}
# What an address with a part of its own is tried with. The name of a file is random: the fixture makes one.
SAMPLES = {
    **dict.fromkeys(["inspections:area", *FEEDS["area"]], "a-framework-area-1"),
    **dict.fromkeys(
        ["inspections:body", "inspections:body_data", "inspections:body_embed", *FEEDS["body"]], "exampleshire-police"
    ),
    **dict.fromkeys(["inspections:inspection", "inspections:inspection_data", "inspections:embed"], "an-inspection"),
    **dict.fromkeys(["inspections:programme", *FEEDS["programme"]], "a-programme"),
    "news:article": "an-article",
    "website:page": "about",
}
# What other sites take into their pages and programs.
FOR_PROGRAMS = re.compile(r"/data/|\.json$|/feed\.|^/feeds/")
# One visitor's own, or of this very moment.
NOT_KEPT = {"consent:choose", "consent:preferences", "consent:state_css", "website:live", "website:ready"}
OWN_TO_EACH = {"consent:choose", "consent:preferences", "consent:state_css"}
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


def names() -> list[str]:
    return sorted(_names(get_resolver().url_patterns, ""))


def _names(patterns, namespace):
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}:{pattern.name}"
        elif pattern.namespace != "admin":
            yield from _names(pattern.url_patterns, pattern.namespace)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def samples(django_db_setup, django_db_blocker, tmp_path_factory):
    """Something public behind every address, made once for them all: (the folder of its file, the file's address)."""
    folder, before = tmp_path_factory.mktemp("samples"), NOW - dt.timedelta(days=1)
    frozen = time_machine.travel(NOW, tick=False)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        with frozen:
            writer = UserFactory(email="samples@newsroom.example")
            publisher = UserFactory(publisher=True, email="publishes-samples@newsroom.example")
            framework = FrameworkFactory(slug="a-framework", programme=ProgrammeFactory(slug="a-programme"))
            slugs = {"body": PublisherFactory(), "framework": framework, "slug": "an-inspection"}
            released_inspection(by=writer, release_by=publisher, at=before, **slugs)
            released_article(writer, publisher, now=before, slug="an-article")
            released_page(writer, publisher, now=before, slug="about")
            file = a_report(writer)
            released(a_draft_with(file, writer, now=before), publisher, now=before)
        yield folder, file.get_absolute_url()
        transaction.set_rollback(True)


@pytest.fixture
def address(samples, db, settings, request):
    """The address of the sample that `request.param` names, with something public behind it."""
    settings.MEDIA_ROOT, address_of_file = samples
    name = request.param
    if name == "publishing:media":
        return address_of_file
    return reverse(name, args=[SAMPLES[name]] if name in SAMPLES else [])


def every_address(test):
    return pytest.mark.parametrize("address", names(), indirect=True)(test)


def body_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def name_of(request) -> str:
    return request.node.callspec.params["address"]


@every_address
def test_it_answers_with_every_security_header(client, address, request):
    name, response = name_of(request), client.get(address)
    assert response.status_code == (405 if name == "consent:choose" else 200)
    is_file, is_embed = name == "publishing:media", name in ("inspections:embed", "inspections:body_embed")
    is_data = bool(FOR_PROGRAMS.search(address))
    for header, value in EVERYWHERE.items():
        assert response.get(header) == (None if is_embed and header == "X-Frame-Options" else value), header
    is_shared = is_file or is_data or is_embed
    assert response["Cross-Origin-Resource-Policy"] == ("cross-origin" if is_shared else "same-origin")
    assert response.get("Access-Control-Allow-Origin") == ("*" if is_data else None)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert ("sandbox" in policy) if is_file else ("trusted-types candour-consent" in policy)
    assert ("frame-ancestors *" in policy) if is_embed else (is_file or "frame-ancestors 'none'" in policy)
    assert "unsafe" not in policy
    assert not {"Server", "X-Powered-By"} & set(response.headers)


@every_address
def test_it_says_how_long_it_may_be_kept(client, address, request):
    kept = client.get(address)["Cache-Control"]
    if name_of(request) in NOT_KEPT:
        assert "no-store" in kept or "no-cache" in kept or "private" in kept
    else:
        assert re.fullmatch(r"public, max-age=0, s-maxage=300, stale-while-revalidate=30, stale-if-error=86400", kept)


@every_address
def test_it_sets_no_cookie_and_is_the_same_for_everyone(client, address, request, writer, signed_in):
    if name_of(request) in OWN_TO_EACH:
        return
    staff = signed_in(writer)
    answers = [
        client.get(address),
        client.get(address),
        client.get(address, headers={"Cookie": f"sessionid={'x' * 32}; csrftoken=y; cookie_consent=z; messages=w"}),
        client.get(address, headers={"Accept-Language": "cy, fr;q=0.5", "User-Agent": "another"}),
        staff.get(address),
    ]
    for answer in answers:
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()
        assert "language" not in answer.get("Vary", "").lower()
    assert len({body_of(answer) for answer in answers}) == 1


@every_address
def test_an_unchanged_answer_is_not_sent_again(client, address, request):
    if name_of(request) in NOT_KEPT:
        return
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again["Cache-Control"] == first["Cache-Control"]
    # Nothing that a cache would put in the place of the page's own header.
    assert "Content-Security-Policy" not in again and "X-Frame-Options" not in again


@every_address
def test_head_says_of_it_what_get_does(client, address, request):
    if name_of(request) in NOT_KEPT:
        return
    got, head = client.get(address), client.head(address)
    assert (head.status_code, body_of(head)) == (200, b"")
    for header in ("ETag", "Content-Type", "Cache-Control", "Content-Security-Policy"):
        assert head[header] == got[header], header
    again = client.head(address, headers={"If-None-Match": got["ETag"]})
    assert (again.status_code, again["ETag"]) == (304, got["ETag"])


@every_address
def test_reading_it_changes_nothing(client, address):
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
        client.head(address)
    writes = [query["sql"] for query in captured if re.match(r"\s*(INSERT|UPDATE|DELETE)", query["sql"], re.IGNORECASE)]
    assert writes == []


@every_address
def test_what_is_posted_from_nowhere_is_refused(address, request):
    visitor = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        response = getattr(visitor, method)(address, {"wrong": "x"})
        assert response.status_code in (403, 405, 422)
        assert "<style" not in response.content.decode()
        # The cookies form asks a browser that names no origin once more, with a token.
        assert not response.cookies or name_of(request) == "consent:choose"


@pytest.mark.parametrize(
    "address",
    [
        *("/nothing/", "/nothing/at/all/", "/news/nothing/", "/inspections/nothing/", "/bodies/nothing/", "/media/x"),
        *("/news/?older=x", "/news/?topic=x", "/%00/", "/%F0%9F%92%A9/", "/" + "a" * 3000 + "/", "/admin.php"),
    ],
)
def test_an_address_of_nothing_is_like_any_other(client, address):
    answers = [
        client.get(address),
        client.get(address, headers={"Cookie": f"sessionid={'x' * 32}", "Accept-Language": "cy"}),
    ]
    for answer in answers:
        assert answer.status_code == 404
        assert answer["Cache-Control"].startswith("public, max-age=0, s-maxage=300")
        assert not answer.cookies and "Vary" not in answer
        for header, value in EVERYWHERE.items():
            assert answer[header] == value
    assert answers[0].content == answers[1].content
