"""Who is asked again, and who is not."""

from datetime import UTC, datetime, timedelta

import pytest
from cookie_consent.models import Cookie, CookieGroup

from consent import actions, register
from consent.models import RegisterState


@pytest.fixture
def state(client):
    """What the stylesheet takes the client's cookie for."""

    def read() -> str:
        text = client.get("/cookies/state.css").content.decode()
        starts = {"#cc-ask": "undecided", "#cc-accepted": "accepted", "#cc-rejected": "rejected", "#cc-error": "mixed"}
        return next((state for start, state in starts.items() if text.startswith(start)), "gpc")

    return read


@pytest.mark.parametrize(("choice", "expected"), [("accept", "undecided"), ("reject", "rejected")])
def test_a_new_cookie_asks_again_whoever_said_yes(choose, state, add_cookie, choice, expected):
    choose(choice)
    add_cookie("usage", "another")
    assert state() == expected


@pytest.mark.parametrize("choice", ["accept", "reject"])
def test_a_new_group_asks_everyone(choose, state, choice):
    choose(choice)
    with actions.change_register(by="test"):
        video = CookieGroup.objects.create(varname="video", name="Video")
        Cookie.objects.create(cookiegroup=video, name="player")
    assert state() == "undecided"


@pytest.mark.parametrize("choice", ["accept", "reject"])
def test_asking_everyone_again_asks_those_who_said_no_too(choose, state, group, choice):
    choose(choice)
    actions.ask_again(groups=[group("usage")], by="test")
    register.forget()
    assert state() == "undecided"
    choose(choice)
    assert state() == f"{choice}ed"


def test_an_answer_about_another_group_is_left_alone(client, choose, state, group):
    choose("reject")
    actions.ask_again(groups=[group("usage")], by="test")
    register.forget()
    assert client.cookies["cookie_consent"].value.startswith("preferences=-1")
    choose("reject", **{"version-preferences": None})
    assert state() == "rejected"


def test_removing_the_newest_cookie_asks_nobody(choose, state, add_cookie):
    newest = add_cookie("usage", "another")
    choose("accept")
    with actions.change_register(by="test"):
        newest.delete()
    assert state() == "accepted"


def test_a_page_older_than_the_register_saves_what_it_showed_and_asks_again(client, choose, state, fields, add_cookie):
    shown = fields()
    add_cookie("usage", "another")
    response = choose("accept", **shown)
    assert shown["version-usage"] in client.cookies["cookie_consent"].value
    assert response["Location"] == "/news/#cc-ask"  # no confirmation: there is more to ask
    assert state() == "undecided"


def test_a_page_that_did_not_show_a_group_leaves_its_answer_as_it_was(client, choose, add_cookie, save_page, version):
    save_page(preferences="no", usage="yes")
    choose("accept", **{"version-usage": None})
    assert client.cookies["cookie_consent"].value == (f"usage={version('usage')}|preferences={version('preferences')}")


def test_a_version_newer_than_the_register_is_saved_as_the_one_in_force(client, choose, fields, add_cookie, version):
    newest = add_cookie("usage", "another")
    shown = fields()
    with actions.change_register(by="test"):
        newest.delete()
    choose("accept", **shown)
    assert client.cookies["cookie_consent"].value.endswith(f"usage={version('usage')}")
    assert version("usage") < shown["version-usage"]


def test_a_group_without_cookies_is_not_offered(client, choose, settings):
    settings.CONSENT_SCRIPTS = [("empty", "/static/empty.js")]
    with actions.change_register(by="test"):
        CookieGroup.objects.create(varname="empty", name="Empty group")
    page = client.get("/design/").content.decode()
    assert "version-empty" not in page
    assert "/static/empty.js" not in page
    assert "Empty group" not in client.get("/cookies/").content.decode()


def test_a_site_with_nothing_to_ask_has_no_banner(client, db):
    with actions.change_register(by="test"):
        CookieGroup.objects.filter(is_required=False).delete()
    page = client.get("/design/").content.decode()
    assert "cc-banner" not in page
    assert "consent-early" not in page
    cookies = client.get("/cookies/").content.decode()
    assert "Essential cookies" in cookies
    assert "<form" not in cookies.partition("<main")[2].partition("</main>")[0]


def test_a_script_is_rendered_for_its_group_and_never_as_a_script(client, db, settings):
    settings.CONSENT_SCRIPTS = [("usage", "/static/count.js")]
    page = client.get("/design/").content.decode()
    assert '<script type="text/plain" data-consent="usage" data-src="/static/count.js"></script>' in page


def test_a_frame_waits_and_its_link_does_not(db):
    from django.template import Context, Template

    source = '{% load consent %}{% consent_frame "usage" "https://video.example/1" title %}'
    page = Template(source).render(Context({"title": "A <film>"}))
    assert '<iframe data-consent="usage" data-src="https://video.example/1" title="A &lt;film&gt;"' in page
    assert " src=" not in page
    assert '<a href="https://video.example/1">A &lt;film&gt;</a>' in page


def test_another_process_follows_within_its_next_look(db, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(register.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(register, "ASK_EVERY", 1.0)
    before = register.current()
    # What another process does: its rows and its number, and no word to this one.
    Cookie.objects.create(cookiegroup=CookieGroup.objects.get(varname="usage"), name="another")
    RegisterState.objects.update(number=before.number + 1)
    clock[0] += 0.5
    assert register.current() is before
    clock[0] += 1.0
    after = register.current()
    assert after.versions["usage"] > before.versions["usage"]
    clock[0] += 60
    assert register.current() is after


def test_versions_are_written_in_utc_and_compare_as_times(db, group):
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)
    group("usage").cookie_set.update(created=summer)
    register.forget()
    assert register.current().versions["usage"] == "2026-07-01T12:00:00+00:00"
    assert (summer + timedelta(microseconds=1)).isoformat() > summer.isoformat()
