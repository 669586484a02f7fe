"""A browser that objects for its owner is taken at its word, until the owner says otherwise."""

import pytest


def css(client, value="", gpc=True) -> str:
    headers = {"Cookie": f"cookie_consent={value}"} | ({"Sec-GPC": "1"} if gpc else {})
    return client.get("/cookies/state.css", headers=headers).content.decode()


def test_an_undecided_visitor_with_the_signal_is_not_asked(client, db):
    assert "#cc-ask" not in css(client)
    assert "#cc-ask" in css(client, gpc=False)


@pytest.mark.parametrize("signal", ["0", "true", "", "1, 1"])
def test_only_the_signal_itself_counts(client, db, signal):
    assert b"#cc-ask" in client.get("/cookies/state.css", headers={"Sec-GPC": signal}).content


def test_an_explicit_choice_wins(client, version):
    yes = f"preferences={version('preferences')}|usage={version('usage')}"
    assert css(client, f'"{yes}"').startswith("#cc-accepted:target")


def test_the_cookies_page_says_so(client, choose):
    assert "Global Privacy Control" in client.get("/cookies/", headers={"Sec-GPC": "1"}).content.decode()
    assert "Global Privacy Control" not in client.get("/cookies/").content.decode()
    choose("accept")
    assert "Global Privacy Control" not in client.get("/cookies/", headers={"Sec-GPC": "1"}).content.decode()


def test_a_site_may_leave_the_signal_aside(client, db, settings):
    settings.CONSENT_HONOUR_GPC = False
    assert "#cc-ask" in css(client)
    assert "data-cc-gpc" not in client.get("/design/").content.decode()


def test_pages_are_the_same_with_the_signal(client, db):
    assert client.get("/design/").content == client.get("/design/", headers={"Sec-GPC": "1"}).content
    assert 'data-cc-gpc="1"' in client.get("/design/").content.decode()
