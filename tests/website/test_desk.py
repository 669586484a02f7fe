"""The site's details and readers' feedback at the desk."""

import datetime as dt

import pytest

from publishing.models import SiteVersion
from tests.newsroom import start
from website.models import Feedback, Page, SiteDetails

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
def message():
    text = "<script>alert(1)</script> see https://evil.example/"
    return Feedback.objects.create(page="/news/", wrong=text, email="reader@example.org", created_at=NOW)


def test_a_chief_editor_changes_what_every_page_says(client, chief, signed_in):
    desk, version = signed_in(chief), SiteVersion.current()
    response = desk.post(
        "/admin/website/sitedetails/1/change/",
        {
            "phase": "live",
            "contact_email": "press@example.org",
            "licence_name": "Some licence",
            "licence_url": "https://example.org/licence/",
            "is_demo": "on",
        },
    )
    assert response.status_code == 302
    page = client.get("/nothing/").content.decode()
    assert "Some licence" in page and "This is a new service." not in page
    assert "Demonstration content" in page
    assert SiteVersion.current() == version + 1


@pytest.mark.parametrize("who", ["writer", "publisher"])
def test_others_do_not(request, signed_in, who):
    desk = signed_in(request.getfixturevalue(who))
    assert desk.post("/admin/website/sitedetails/1/change/", {"phase": "live"}).status_code == 403
    assert SiteDetails.objects.get().phase == "beta"


def test_nobody_makes_a_second_row_of_details_or_deletes_the_first(chief, signed_in):
    desk = signed_in(chief)
    assert desk.get("/admin/website/sitedetails/add/").status_code == 403
    assert desk.post("/admin/website/sitedetails/1/delete/", {"post": "yes"}).status_code == 403


def test_a_readers_words_are_shown_as_text_and_lead_nowhere(writer, signed_in, message):
    desk = signed_in(writer)
    for address in ("/admin/website/feedback/", f"/admin/website/feedback/{message.pk}/change/"):
        page = desk.get(address).content.decode()
        assert "&lt;script&gt;" in page and "<script>alert" not in page
        assert 'href="https://evil.example' not in page and "mailto:" not in page


def test_feedback_is_marked_as_dealt_with_by_name(writer, signed_in, message):
    desk = signed_in(writer)
    desk.post("/admin/website/feedback/", {"action": "mark_as_dealt_with", "_selected_action": [message.pk]})
    message.refresh_from_db()
    assert message.handled_by == writer
    assert "1 feedback" in desk.get("/admin/website/feedback/?handled=yes").content.decode()
    assert "0 feedback" in desk.get("/admin/website/feedback/?handled=no").content.decode()


def test_nobody_changes_or_deletes_what_a_reader_wrote(chief, signed_in, message):
    desk, address = signed_in(chief), f"/admin/website/feedback/{message.pk}"
    desk.post(f"{address}/change/", {"wrong": "All is well.", "email": "", "page": "", "note": "Answered."})
    before = message.wrong
    message.refresh_from_db()
    assert (message.wrong, message.email, message.note) == (before, "reader@example.org", "Answered.")
    assert desk.post(f"{address}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get("/admin/website/feedback/add/").status_code == 403


def test_a_draft_of_a_page_is_previewed_as_readers_will_see_it(writer, signed_in):
    desk = signed_in(writer)
    start(desk, title="Stray dogs", slug="stray-dogs")
    page = Page.objects.get()
    response = desk.get(f"/admin/website/page/{page.pk}/preview/")
    assert response.status_code == 200
    assert "Stray dogs</h1>" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
