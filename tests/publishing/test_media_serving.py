"""Who gets a file of the library, when, and with which headers."""

from __future__ import annotations

import datetime as dt
import secrets

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing import views
from publishing.models import Availability, Listing, MediaFile
from tests.factories.accounts import UserFactory
from tests.factories.media import a_draft_with, a_picture, a_report, released, show

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def absent(name: str) -> str:
    """A name of the same shape that no file has."""
    return secrets.token_urlsafe(24) + name[32:]


def every_address(file: MediaFile) -> list[str]:
    return [file.get_absolute_url(), *(picture.get_absolute_url() for picture in file.pictures)]


def what_a_stranger_learns(client, url: str) -> tuple:
    """Status, headers and body of an answer, without the address asked for, which a link in the page repeats."""
    response = client.get(url)
    name = url.rpartition("/")[2]
    body = b"".join(response).replace(name.encode(), b"NAME")
    headers = dict(response.headers)
    if response.status_code == 404:
        headers.pop("ETag")  # a digest of the page, and so of the address in it
    return response.status_code, headers, body


# --- The embargo --------------------------------------------------------------------------------------


class Stage:
    """An edition with a picture, brought into one state of its life."""

    def __init__(self, writer, publisher):
        self.writer, self.publisher = writer, publisher
        self.file = a_picture(writer, now=NOON - 60 * MINUTE)
        with time_machine.travel(NOON - 30 * MINUTE, tick=False):
            self.page = a_draft_with(self.file, writer)

    def draft(self):
        pass

    def submitted(self):
        self.page.submit(by=self.writer)

    def scheduled(self):
        released(self.page, self.publisher, now=NOON - 20 * MINUTE, at=NOON + MINUTE)

    def cancelled(self):
        self.scheduled()
        self.page.unschedule(by=self.publisher, now=NOON - 10 * MINUTE)

    def discarded(self):
        self.page.discard(by=self.writer)

    def live(self):
        released(self.page, self.publisher, now=NOON - 20 * MINUTE)

    def superseded(self):
        self.live()
        second = self.page.new_draft(by=self.writer, now=NOON - 15 * MINUTE)
        second.change_note = "The picture was taken out."
        second.edit(by=self.writer)
        second.blocks.all()[0].delete()
        released(second, self.publisher, now=NOON - 10 * MINUTE)

    def withdrawn(self):
        self.live()
        self.page.withdraw(by=self.publisher, notice="A figure was wrong.", now=NOON - 10 * MINUTE)

    def gone(self):
        self.live()
        return self.page.withdraw(
            by=self.publisher, notice="Shown by mistake.", availability=Availability.GONE, now=NOON - 10 * MINUTE
        )

    def redirected(self):
        self.live()
        other = a_draft_with(a_report(self.writer), self.writer, title="New", slug="new")
        released(other, self.publisher, now=NOON - 15 * MINUTE)
        self.page.withdraw(
            by=self.publisher,
            notice="",
            availability=Availability.REDIRECT,
            redirect_to=other.document,
            now=NOON - 10 * MINUTE,
        )

    def superseded_and_gone(self):
        self.superseded()
        self.page.withdraw(
            by=self.publisher, notice="Shown by mistake.", availability=Availability.GONE, now=NOON - 5 * MINUTE
        )

    def gone_and_back_without_it(self):
        again = self.gone().new_draft(by=self.writer, now=NOON - 8 * MINUTE)
        again.change_note = "Back without the picture."
        again.edit(by=self.writer)
        again.blocks.all()[0].delete()
        released(again, self.publisher, now=NOON - 5 * MINUTE)


HIDDEN = (
    *("draft", "submitted", "scheduled", "cancelled", "discarded"),
    *("gone", "redirected", "superseded_and_gone", "gone_and_back_without_it"),
)
SHOWN = ("live", "superseded", "withdrawn")


@pytest.fixture
def stage(writer, publisher, request):
    stage = Stage(writer, publisher)
    getattr(stage, request.param)()
    return stage


@pytest.mark.parametrize("stage", HIDDEN, indirect=True)
def test_a_stranger_cannot_tell_a_hidden_file_from_an_absent_one(stage, client):
    with time_machine.travel(NOON, tick=False):
        for url in every_address(stage.file):
            name = url.rpartition("/")[2]
            hidden = what_a_stranger_learns(client, url)
            assert hidden[0] == 404
            assert hidden == what_a_stranger_learns(client, reverse("publishing:media", args=[absent(name)]))


@pytest.mark.parametrize("stage", HIDDEN, indirect=True)
def test_staff_see_what_readers_may_not_and_nobody_keeps_it(stage, signed_in):
    client = signed_in(UserFactory())
    with time_machine.travel(NOON, tick=False):
        for url in every_address(stage.file):
            response = client.get(url)
            assert response.status_code == 200
            assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("stage", SHOWN, indirect=True)
def test_what_readers_can_read_they_can_fetch(stage, client):
    with time_machine.travel(NOON, tick=False):
        for url in every_address(stage.file):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("stage", ["draft", "scheduled", "gone"], indirect=True)
@pytest.mark.parametrize("former", [{"is_active": False}, {"is_staff": False}])
def test_who_is_no_longer_staff_is_a_stranger(stage, former, signed_in):
    person = UserFactory()
    client = signed_in(person)
    type(person).objects.filter(pk=person.pk).update(**former)
    with time_machine.travel(NOON, tick=False):
        assert client.get(stage.file.get_absolute_url()).status_code == 404


def test_somebody_signed_in_without_a_role_is_a_stranger(writer, signed_in):
    person = UserFactory(role=None, is_staff=True)
    file = a_picture(writer)
    assert signed_in(person).get(file.get_absolute_url()).status_code == 404


def test_the_view_alone_keeps_what_staff_see_out_of_every_cache(writer, rf, settings):
    """Whatever the layers above make of an answer without instructions."""
    request = rf.get("/")
    request.user, request.now, request.COOKIES = writer, NOON, {settings.SESSION_COOKIE_NAME: "x"}
    assert views.media(request, a_report(writer).name)["Cache-Control"] == "private, no-store"


def test_hidden_and_absent_names_cost_the_same_statements(writer, publisher, client):
    """What differs in work can be told apart by time."""

    def statements(name):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("publishing:media", args=[name]))
        return [query["sql"].replace(name[:32], "KEY") for query in captured if "mediafile" in query["sql"]]

    hidden = a_picture(writer)
    released(a_draft_with(hidden, writer, now=NOON), publisher, now=NOON, at=NOON + MINUTE)
    with time_machine.travel(NOON, tick=False):
        for name in (hidden.name, hidden.pictures[0].name):
            assert statements(name) == statements(absent(name))
            assert len(statements(name)) == 1


def test_a_file_is_public_from_its_very_minute(writer, publisher, client):
    file = a_report(writer, now=NOON)
    released(a_draft_with(file, writer), publisher, now=NOON, at=NOON + 5 * MINUTE)
    url = file.get_absolute_url()
    with time_machine.travel(NOON + 5 * MINUTE - dt.timedelta(microseconds=1), tick=False):
        assert client.get(url).status_code == 404
    with time_machine.travel(NOON + 5 * MINUTE, tick=False):
        assert client.get(url).status_code == 200


def test_a_refusal_is_kept_by_no_cache_beyond_the_release(writer, publisher, client):
    file = a_report(writer, now=NOON)
    released(a_draft_with(file, writer), publisher, now=NOON, at=NOON + MINUTE)
    with time_machine.travel(NOON, tick=False):
        response = client.get(file.get_absolute_url())
    assert "s-maxage=60" in response["Cache-Control"]


def test_a_file_taken_away_later_is_kept_by_no_cache_beyond_that(writer, publisher, client):
    file = a_report(writer, now=NOON)
    page = released(a_draft_with(file, writer), publisher, now=NOON)
    page.withdraw(by=publisher, notice="Ends.", availability=Availability.GONE, now=NOON + MINUTE, at=NOON + 2 * MINUTE)
    with time_machine.travel(NOON + MINUTE, tick=False):
        response = client.get(file.get_absolute_url())
        assert response.status_code == 200
        assert "s-maxage=60" in response["Cache-Control"]
    with time_machine.travel(NOON + 2 * MINUTE, tick=False):
        assert client.get(file.get_absolute_url()).status_code == 404


def test_another_document_keeps_a_file_public(writer, publisher, client):
    file = a_report(writer, now=NOON)
    first = released(a_draft_with(file, writer, now=NOON), publisher, now=NOON)
    released(a_draft_with(file, writer, now=NOON, title="Other", slug="other"), publisher, now=NOON)
    first.withdraw(by=publisher, notice="Gone.", availability=Availability.GONE, now=NOON + MINUTE)
    with time_machine.travel(NOON + 2 * MINUTE, tick=False):
        assert client.get(file.get_absolute_url()).status_code == 200


def test_a_file_that_came_back_after_its_page_was_gone_is_public_again(writer, publisher, client):
    file = a_report(writer, now=NOON)
    page = released(a_draft_with(file, writer, now=NOON), publisher, now=NOON)
    gone = page.withdraw(by=publisher, notice="Gone.", availability=Availability.GONE, now=NOON + MINUTE)
    again = gone.new_draft(by=writer, now=NOON + 2 * MINUTE)
    again.change_note = "Back."
    again.edit(by=writer)
    released(again, publisher, now=NOON + 3 * MINUTE)
    with time_machine.travel(NOON + 4 * MINUTE, tick=False):
        assert client.get(file.get_absolute_url()).status_code == 200


# --- The answer -----------------------------------------------------------------------------------------


@pytest.fixture
def live_picture(writer, publisher):
    file = a_picture(writer)
    released(a_draft_with(file, writer), publisher)
    return file


@pytest.fixture
def live_report(writer, publisher):
    file = a_report(writer, title="Report: “Well led?”")
    released(a_draft_with(file, writer), publisher)
    return file


def test_a_picture_is_shown_in_the_page_and_nothing_in_it_can_run(live_picture, client):
    response = client.get(live_picture.get_absolute_url())
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline;")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert b"".join(response) == live_picture.file.open().read()


def test_a_report_is_downloaded_under_its_title(live_report, client):
    response = client.get(live_report.get_absolute_url())
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="report-well-led.pdf"'
    assert int(response["Content-Length"]) == len(b"".join(response)) == live_report.size


def test_every_rendition_says_what_it_is(live_picture, client):
    for picture in live_picture.pictures:
        assert client.get(picture.get_absolute_url())["Content-Type"] == picture.content_type


def test_public_answers_are_the_same_for_staff_and_no_cookie_is_looked_at(live_picture, client, signed_in, publisher):
    url = live_picture.get_absolute_url()
    answers = [what_a_stranger_learns(one, url) for one in (client, signed_in(publisher))]
    assert answers[0] == answers[1]
    assert "Vary" not in answers[0][1] or "Cookie" not in answers[0][1]["Vary"]
    assert client.get(url)["Cache-Control"].startswith("public, max-age=0, s-maxage=")


def test_a_stranger_is_not_asked_for_a_session(writer, client):
    hidden = a_picture(writer)
    for name in (hidden.name, absent(hidden.name)):
        client.cookies.clear()
        response = client.get(reverse("publishing:media", args=[name]))
        assert "Cookie" not in response.get("Vary", "")
        assert not response.cookies


def test_a_copy_that_is_still_right_is_not_sent_again(live_report, client):
    url = live_report.get_absolute_url()
    etag = client.get(url)["ETag"]
    assert live_report.sha256 in etag
    response = client.get(url, headers={"If-None-Match": etag})
    assert response.status_code == 304
    assert response["Cache-Control"].startswith("public")
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_etag_learnt_elsewhere_opens_nothing(writer, client):
    hidden = a_report(writer)
    response = client.get(hidden.get_absolute_url(), headers={"If-None-Match": f'"{hidden.sha256}"'})
    assert response.status_code == 404
    assert hidden.sha256 not in str(response.headers)


def test_head_says_the_same_without_the_bytes(live_report, client):
    url = live_report.get_absolute_url()
    head, get = client.head(url), client.get(url)
    assert head.status_code == 200
    assert head.content == b""
    assert head.headers == get.headers


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nothing_but_reading_is_answered_and_hidden_names_not_otherwise(method, live_report, writer, client):
    hidden = a_picture(writer)
    names = [live_report.name, hidden.name, absent(hidden.name)]
    answers = [getattr(client, method)(reverse("publishing:media", args=[name])) for name in names]
    assert {answer.status_code for answer in answers} == {405}
    assert len({str(answer.headers) for answer in answers}) == 1


def test_the_queries_do_not_grow_with_the_uses_of_a_file(live_picture, writer, publisher, client):
    """One to find the file and whether it is public, one for the rendition."""

    def queries(url):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return [query["sql"] for query in captured if "mediafile" in query["sql"] or "rendition" in query["sql"]]

    url = live_picture.pictures[0].get_absolute_url()
    before = queries(url)
    assert len(before) == 2
    for number in range(3):
        released(a_draft_with(live_picture, writer, title=f"Page {number}", slug=f"page-{number}"), publisher)
    assert len(queries(url)) == 2
    assert len(queries(live_picture.get_absolute_url())) == 1


def test_a_file_lost_from_the_storage_is_a_404_and_is_logged(live_report, client, caplog):
    live_report.file.storage.delete(live_report.file.name)
    assert client.get(live_report.get_absolute_url()).status_code == 404
    assert live_report.file.name in caplog.text


# --- Names ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "../settings.py",
        "..%2f..%2fconfig%2fsettings.py",
        "%2e%2e/%2e%2e/etc/passwd",
        "..%252f..%252fetc%252fpasswd",
        "....//....//etc/passwd",
        "..\\..\\windows\\win.ini",
        "..%5c..%5cwin.ini",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "library/{name}",
        "./{name}",
        "{name}/",
        "{name}%00",
        "{name}%00.html",
        "{name}.html",
        "{name};.html",
        "{name}::$DATA",
        "{name}%20",
        "%20{name}",
        "{key}",
        "{key}-320.webp",
        "{key}-1.pdf",
        "{key}.html",
        "{swapped}",
        "%ff%fe",
        "%00{name}",
        "%c0%ae%c0%ae/",
        "con",
        "nul.pdf",
        "a" * 5000,
    ],
)
def test_only_the_exact_name_is_answered(path, live_report, client):
    name = live_report.name
    path = path.format(name=name, key=live_report.key, swapped=name.swapcase())
    response = client.get(f"/media/{path}")
    assert response.status_code == 404
    assert "text/html" in response["Content-Type"] and b"%PDF" not in b"".join(response)


def test_a_query_string_changes_nothing(live_report, client):
    response = client.get(live_report.get_absolute_url() + "?content-type=text/html&download=../../x")
    assert response["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(
    "wanted", ["bytes=0-10", "bytes=-1", "bytes=" + ",".join(["0-"] * 2000), "lines=1-2", "bytes=9-1"]
)
def test_a_range_is_answered_with_the_whole_file(wanted, live_report, client):
    response = client.get(live_report.get_absolute_url(), headers={"Range": wanted})
    assert response.status_code == 200
    assert len(b"".join(response)) == live_report.size


def test_names_carry_192_random_bits_and_say_nothing_of_the_file(writer, monkeypatch):
    asked = []
    real = secrets.token_urlsafe
    monkeypatch.setattr(secrets, "token_urlsafe", lambda nbytes=None: asked.append(nbytes) or real(nbytes))
    names = {a_report(writer, title="Grades of 2026").name for _ in range(5)}
    assert asked == [24] * 5
    assert len(names) == 5
    assert all(len(name) == len("x" * 32 + ".pdf") for name in names)


def test_a_listing_is_all_that_opens_a_file(live_picture, client):
    Listing.objects.all().delete()
    assert client.get(live_picture.get_absolute_url()).status_code == 404


def test_a_second_picture_in_a_page_opens_with_it(writer, publisher, client):
    first, second = a_picture(writer), a_report(writer)
    page = a_draft_with(first, writer)
    show(second, page)
    released(page, publisher)
    assert {client.get(file.get_absolute_url()).status_code for file in (first, second)} == {200}
