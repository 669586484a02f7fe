"""What readers and machines meet when something is missing, wrong or down."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.urls import path

from config import urls as site_urls

pytestmark = pytest.mark.django_db


def fail(request):
    raise RuntimeError("the reader must not see this")


class FailingUrls:
    """The site's addresses, and one behind which a programming error waits."""

    urlpatterns = [path("fail/", fail), *site_urls.urlpatterns]
    handler400, handler403 = site_urls.handler400, site_urls.handler403
    handler404, handler500 = site_urls.handler404, site_urls.handler500


@pytest.fixture
def reader():
    """A client that gets the answer to a failure, as readers do, instead of the exception."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/", "/news/", "/news/an-article/", "/about/", "/nothing/here/"])
def test_a_page_that_needs_the_database_says_it_is_not_available(reader, database_out_of_reach, address):
    response = reader.get(address)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "private, no-store"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    page = response.content.decode()
    assert "Sorry, this page is not available just now" in page
    assert "Error" not in page and "Traceback" not in page and "sqlite" not in page and "psycopg" not in page


def test_a_site_whose_database_is_back_answers_again(reader, request):
    assert reader.get("/").status_code == 200
    request.getfixturevalue("database_out_of_reach")
    assert reader.get("/").status_code == 503


def test_a_message_that_cannot_be_stored_comes_back_to_its_writer(reader, database_out_of_reach):
    typed = {"wrong": "Typed with care", "page": "/news/"}
    response = reader.post("/feedback/", typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "private, no-store"
    page = response.content.decode()
    assert "Typed with care</textarea>" in page and "We could not store your message just now." in page


@pytest.mark.parametrize("address", ["/health/live", "/robots.txt"])
def test_what_needs_no_database_answers_without_one(client, database_out_of_reach, address):
    assert client.get(address).status_code == 200


def test_a_programming_error_is_not_shown(reader, settings):
    settings.ROOT_URLCONF = FailingUrls
    response = reader.get("/fail/")
    assert response.status_code == 500
    assert "Sorry, there is a problem" in response.content.decode()
    assert "must not see" not in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_an_address_of_nothing_is_not_found_and_may_be_kept(client):
    response = client.get("/news/nothing/")
    assert response.status_code == 404
    assert "Page not found" in response.content.decode()
    assert response["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    assert not response.cookies
    assert "Vary" not in response


def test_another_sites_name_is_refused_with_our_own_page(client):
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "We could not understand this request" in response.content.decode()
    assert "evil.example" not in response.content.decode()


# --- Health -----------------------------------------------------------------------------------------------


def test_a_site_that_can_work_says_it_is_ready(client):
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ready"})
    assert response["Cache-Control"] == "no-store"


def test_being_live_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/health/live")
    assert response.json() == {"status": "live"}
    assert response["Cache-Control"] == "no-store"


def test_a_site_without_its_database_is_not_ready(client, database_out_of_reach):
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["problems"] == ["the database does not answer"]
    assert response["Cache-Control"] == "no-store"


def test_a_site_with_migrations_to_apply_is_not_ready(client):
    MigrationRecorder(connection).record_unapplied("website", "0001_initial")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["problems"]) == (503, ["migrations are not applied"])


def test_a_site_that_cannot_store_files_is_not_ready(client, settings, tmp_path):
    (tmp_path / "in-the-way").write_text("a file where the folder should be")
    settings.MEDIA_ROOT = tmp_path / "in-the-way"
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["problems"]) == (503, ["the media folder cannot be written"])


def test_asking_leaves_no_file_behind(client, settings):
    client.get("/health/ready")
    assert list(settings.MEDIA_ROOT.iterdir()) == []


def test_robots_are_kept_out_of_the_newsroom(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in response.content.decode()
