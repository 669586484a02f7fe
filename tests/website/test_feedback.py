"""The feedback form: open to everyone, without a cookie, and to no program."""

import datetime as dt

import pytest
import time_machine

from website.models import Feedback

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def send(client):
    """`send(wrong="...")` posts the form as a browser does from our own page."""

    def post(headers=OWN, remote_address="192.0.2.1", **fields):
        fields = {"wrong": "The date is wrong."} | fields
        return client.post("/feedback/", fields, headers=headers, REMOTE_ADDR=remote_address)

    return post


def test_a_message_is_stored_with_the_page_it_is_about(client, send):
    form = client.get("/feedback/?page=/news/progress/%3Fa=b").content.decode()
    assert '<input type="hidden" name="page" value="/news/progress/?a=b"' in form
    response = send(page="/news/progress/?a=b", doing="Reading", email="reader@example.org")
    assert response.status_code == 303
    assert response["Location"] == "/feedback/thanks/?page=%2Fnews%2Fprogress%2F%3Fa%3Db"
    stored = Feedback.objects.get()
    assert (stored.page, stored.doing, stored.wrong) == ("/news/progress/?a=b", "Reading", "The date is wrong.")
    assert (stored.email, stored.created_at, stored.handled_by) == ("reader@example.org", NOW, None)
    assert 'href="/news/progress/?a=b"' in client.get(response["Location"]).content.decode()


def test_neither_the_form_nor_its_answer_sets_a_cookie(client, send):
    for response in (client.get("/feedback/"), send(), send(wrong="")):
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
    assert "csrfmiddlewaretoken" not in client.get("/feedback/").content.decode()


def test_an_answer_to_the_form_is_not_kept(send):
    assert send()["Cache-Control"] == send(wrong="")["Cache-Control"] == "private, no-store"


def test_a_mistake_keeps_what_was_typed_and_is_named_in_a_summary(send):
    response = send(wrong="", doing="Looking for the report", email="no address", page="/news/")
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert '<a href="#id_wrong">' in page and '<a href="#id_email">' in page
    assert "Looking for the report</textarea>" in page and 'value="no address"' in page and 'value="/news/"' in page
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Referer": "https://evil.example/feedback/"},
    ],
)
def test_a_form_that_did_not_come_from_our_page_is_refused_and_kept_for_the_sender(send, headers):
    response = send(headers=headers, wrong="Typed with care")
    assert response.status_code == 403
    assert "Typed with care</textarea>" in response.content.decode()
    assert not Feedback.objects.exists()


def test_a_browser_that_names_our_origin_is_believed(send):
    assert send(headers={"Origin": "http://testserver"}).status_code == 303


def test_a_program_that_fills_in_every_field_is_thanked_and_ignored(send):
    assert send(nickname="Bob").status_code == 303
    assert not Feedback.objects.exists()


def test_one_address_may_send_twenty_messages_in_ten_minutes(send):
    assert {send().status_code for _ in range(20)} == {303}
    refused = send(wrong="The twenty-first")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    assert "The twenty-first</textarea>" in refused.content.decode()
    assert send(remote_address="192.0.2.2").status_code == 303
    with time_machine.travel(NOW + dt.timedelta(minutes=10), tick=False):
        assert send().status_code == 303
    assert Feedback.objects.count() == 22


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: a=b",
        "/" + "a" * 500,
        "/a\x00",
        "news/",
    ],
)
def test_an_address_that_is_not_ours_is_dropped(client, send, address):
    assert send(page=address).status_code in (303, 422)
    assert not Feedback.objects.exclude(page="").exists()
    for path in ("/feedback/", "/feedback/thanks/"):
        page = client.get(path, {"page": address}).content.decode()
        page = page[page.index("<main") : page.index("</main>")]
        assert "evil.example" not in page and "javascript:" not in page and "aaaa" not in page


@pytest.mark.parametrize(("field", "longest"), [("doing", 1000), ("wrong", 4000)])
def test_a_message_has_a_longest_length(send, field, longest):
    assert send(**{field: "x" * longest}).status_code == 303
    assert send(**{field: "x" * (longest + 1)}).status_code == 422


def test_hostile_text_comes_back_as_text(send):
    page = send(wrong="</textarea><script>alert(1)</script>", headers={}).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;/textarea&gt;&lt;script&gt;" in page


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_the_form_is_read_and_sent_and_nothing_else(client, method):
    assert getattr(client, method)("/feedback/").status_code == 405


def test_text_that_no_database_can_store_is_refused(send):
    assert send(wrong="a\x00b").status_code == 422


def test_messages_older_than_a_year_are_found(send):
    send()
    assert not Feedback.objects.expired(NOW + dt.timedelta(days=365)).exists()
    assert Feedback.objects.expired(NOW + dt.timedelta(days=366)).exists()


def test_who_dealt_with_a_message_first_stays_named(send, chief, publisher):
    send()
    message = Feedback.objects.get()
    message.handle(by=chief, now=NOW)
    message.handle(by=publisher, now=NOW + dt.timedelta(days=1))
    assert (message.handled_by, message.handled_at) == (chief, NOW)
    assert not Feedback.objects.open().exists()
