"""How a file of the library is answered: headers, copies, names, and what it costs."""

from __future__ import annotations

import secrets

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.media import a_draft_with, a_picture, a_report, released
from tests.library import absent, what_a_stranger_learns

pytestmark = pytest.mark.django_db


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
