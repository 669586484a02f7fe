"""Without JavaScript a tiny stylesheet shows the part of the banner that the cookie calls for."""

import pytest


@pytest.fixture
def rules(client, with_cookie):
    return lambda value="", **headers: with_cookie(value, **headers).content.decode()


def test_undecided_is_asked(rules, db):
    assert rules().startswith("#cc-ask,")


def test_after_a_choice_only_its_confirmation_may_show(rules, version):
    yes = f"preferences={version('preferences')}|usage={version('usage')}"
    assert rules(f'"{yes}"').startswith("#cc-accepted:target,#cc-error:target{display:block}")
    assert rules('"preferences=-1|usage=-1"').startswith("#cc-rejected:target,#cc-error:target{display:block}")
    assert rules(f'"preferences={version("preferences")}|usage=-1"').startswith("#cc-error:target")


@pytest.mark.parametrize("value", ['"preferences=-1|usage=-1"', ""])
def test_decided_visitors_are_not_asked_and_undecided_are(rules, db, value):
    assert ("#cc-ask" in rules(value)) is (value == "")


def test_it_is_private_and_answers_304(client, db):
    first = client.get("/cookies/state.css")
    assert first["Cache-Control"] == "private, no-cache"
    assert {"Cookie", "Sec-GPC"} <= {part.strip() for part in first["Vary"].split(",")}
    assert first["Content-Type"].startswith("text/css")
    again = client.get("/cookies/state.css", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert (again["Cache-Control"], again["Vary"]) == (first["Cache-Control"], first["Vary"])
    client.cookies["cookie_consent"] = "preferences=-1|usage=-1"
    assert client.get("/cookies/state.css", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_it_sets_no_cookie(client, db):
    assert not client.get("/cookies/state.css").cookies
