"""A choice is saved, remembered, shown, and honestly reported."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from consent import actions, register
from consent.models import ConsentEvent


def saved(client) -> str:
    return client.cookies["cookie_consent"].value


def test_accept_saves_every_version_shown(client, choose, version):
    response = choose("accept")
    assert response.status_code == 303
    assert response["Location"] == "/news/#cc-accepted"
    assert saved(client) == f"preferences={version('preferences')}|usage={version('usage')}"


def test_reject_saves_a_no_for_every_group(client, choose, version):
    response = choose("reject")
    assert response["Location"] == "/news/#cc-rejected"
    assert saved(client) == (
        f"preferences=-1|preferences.at={version('preferences')}|usage=-1|usage.at={version('usage')}"
    )


def test_yes_and_no_last_equally_long_with_the_same_flags(choose, settings):
    yes, no = (choose(choice).cookies["cookie_consent"] for choice in ("accept", "reject"))
    for cookie in (yes, no):
        assert cookie["max-age"] == 365 * 24 * 60 * 60
        assert (cookie["samesite"], cookie["path"], cookie["domain"], cookie["httponly"]) == ("Lax", "/", "", "")
    settings.COOKIE_CONSENT_SECURE = True
    assert choose("accept").cookies["cookie_consent"]["secure"]


def test_an_answer_to_a_choice_is_kept_by_no_cache(choose):
    assert "no-store" in choose("accept")["Cache-Control"]


def test_the_script_is_told_what_was_saved(client, choose):
    response = choose("accept", json=True)
    answer = response.json()
    assert answer["ok"] is True
    assert answer["choices"] == {"preferences": True, "usage": True}
    assert answer["cookie"] == saved(client)


def test_the_library_reads_our_cookie(client, choose, rf):
    from cookie_consent.util import get_cookie_value_from_request

    choose("accept")
    request = rf.get("/")
    request.COOKIES["cookie_consent"] = saved(client)
    assert get_cookie_value_from_request(request, "usage") is True
    choose("reject")
    request.COOKIES["cookie_consent"] = saved(client)
    assert get_cookie_value_from_request(request, "usage") is False


def test_groups_are_chosen_one_by_one_on_the_cookies_page(client, save_page, version):
    response = save_page(preferences="yes", usage="no")
    assert response.status_code == 303
    assert response["Location"] == "/cookies/?saved=1&next=%2Fnews%2F#cc-saved"
    page = client.get(response["Location"]).content.decode()
    assert "Your choices are saved" in page
    assert '<a href="/news/">Go back to the page you were looking at</a>' in page
    assert checked(page) == {"preferences": "yes", "usage": "no"}


def test_the_cookies_page_is_preset_to_no_before_a_choice(client, db):
    page = client.get("/cookies/")
    assert checked(page.content.decode()) == {"preferences": "no", "usage": "no"}
    assert page["Cache-Control"] == "private, no-store"
    assert b"cc-banner" not in page.content


def test_the_address_of_the_cookies_page_claims_nothing_by_itself(client, db):
    page = client.get("/cookies/?saved=1").content.decode()
    assert "Your choices are saved" not in page
    assert "Your browser did not keep the cookie" in page


def test_every_group_and_cookie_of_the_register_is_on_the_cookies_page(client, db):
    page = client.get("/cookies/").content.decode()
    for group in register.current().groups:
        assert group.name in page
        for cookie in group.cookies:
            assert f"<code>{cookie.name}</code>" in page
            assert cookie.purpose in page
            assert cookie.expiry in page


def test_a_choice_is_changed_and_the_new_one_holds(client, choose, save_page):
    choose("accept")
    save_page(preferences="no", usage="no")
    assert checked(client.get("/cookies/").content.decode()) == {"preferences": "no", "usage": "no"}


def test_unknown_keys_of_the_cookie_vanish(client, choose):
    client.cookies["cookie_consent"] = "rubbish=1|usage=-1"
    choose("accept")
    assert "rubbish" not in saved(client)


def test_an_unknown_group_is_not_written(client, choose):
    choose("accept", **{"version-marketing": "2020-01-01T00:00:00+00:00", "group-marketing": "yes"})
    assert "marketing" not in saved(client)


WRONG = [
    {"choice": "maybe"},
    {"choice": ""},
    {"choice": None},
    {"choice": "accept", "version-usage": "junk"},
    {"choice": "accept", "version-usage": "2999-01-01T00:00:00+00:00"},
    {"choice": "accept", "version-usage": "2024-13-45T00:00:00+00:00"},
    {"choice": "accept", "version-usage": ""},
    {"choice": "accept", "version-usage": "-1"},
    {"choice": "accept", "version-usage": "2024-01-01T00:00:00+00:00|essential=1"},
    {"choice": "accept", "version-usage": None, "version-preferences": None},
    {"source": "page", "group-usage": "maybe", "group-preferences": "no"},
    {"source": "page", "group-usage": "yes"},
    {"source": "page"},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_post_that_no_page_of_ours_makes_saves_nothing(client, choose, wrong):
    response = choose(json=True, **wrong)
    assert response.status_code == 422
    assert response.json() == {"ok": False}
    assert not client.cookies
    assert not ConsentEvent.objects.exists()


@pytest.mark.parametrize("wrong", WRONG)
def test_without_script_such_a_post_leads_back_to_the_error(client, choose, wrong):
    response = choose(**wrong)
    assert response.status_code == 303
    assert response["Location"] in {"/news/#cc-error", "/cookies/?problem=1&next=%2Fnews%2F#cc-problem"}
    assert not client.cookies


def test_the_cookies_page_says_that_saving_failed(client, db):
    assert "Your choice was not saved" in client.get("/cookies/?problem=1").content.decode()


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_makes_a_choice(client, db, method):
    assert getattr(client, method)("/cookies/consent/").status_code == 405


def test_a_choice_needs_no_database_before_its_event(choose, monkeypatch):
    monkeypatch.setattr(register, "ASK_EVERY", 3600.0)
    register.current()
    monkeypatch.setattr(register, "_ask_at", float("inf"))
    monkeypatch.setattr(actions, "record_choice", lambda **_: None)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert choose("accept").status_code == 303
    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_a_choice_is_saved_while_its_event_cannot_be(client, choose, caplog):
    with connection.schema_editor() as editor:
        editor.execute("ALTER TABLE consent_consentevent RENAME TO consent_elsewhere")
    try:
        with caplog.at_level(logging.WARNING):
            response = choose("accept")
    finally:
        with connection.schema_editor() as editor:
            editor.execute("ALTER TABLE consent_elsewhere RENAME TO consent_consentevent")
    assert response["Location"] == "/news/#cc-accepted"
    assert "usage=" in saved(client)
    assert "could not be kept" in caplog.text
    assert "usage=" not in caplog.text


def test_a_choice_is_saved_with_the_database_down(fields, choose, client, monkeypatch):
    class Down:
        def __call__(self, *_args, **_kwargs):
            from django.db import OperationalError

            raise OperationalError("no connection")

    sent = fields()
    with connection.execute_wrapper(Down()):
        response = client.post(
            "/cookies/consent/", {**sent, "choice": "reject", "next": "/"}, headers={"Sec-Fetch-Site": "same-origin"}
        )
    assert response["Location"] == "/#cc-rejected"
    assert "usage=-1" in saved(client)


def test_a_choice_on_a_missing_page_leads_back_there_with_its_query(client, choose):
    page = client.get("/no/such/page/?a=1&b=%C3%A9")
    assert page.status_code == 404
    assert 'name="next" value="/no/such/page/?a=1&amp;b=%C3%A9"' in page.content.decode()
    assert choose("accept", next="/no/such/page/?a=1&b=%C3%A9")["Location"] == "/no/such/page/?a=1&b=%C3%A9#cc-accepted"


def test_a_signed_in_editor_has_the_same_banner(client, db, writer):
    before = client.get("/design/").content
    staff = Client()
    staff.force_login(writer)
    assert b'id="cc-ask"' in staff.get("/design/").content
    assert b'id="cc-ask"' in before


def checked(page: str) -> dict[str, str]:
    import re

    found = re.findall(r'name="group-(\w+)"\s+value="(yes|no)"\s+checked', page)
    return dict(found)
