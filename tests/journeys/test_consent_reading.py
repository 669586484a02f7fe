"""The browser's script and the server read every cookie alike."""

import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings

from consent import choices, register
from tests.consent.test_junk_cookies import junk

READ = """([source, cookies, versions, again]) => cookies.map((cookie) => {
    const root = { dataset: { ccCookie: "cookie_consent", ccVersions: versions, ccAgain: again }, className: "" };
    const document = { documentElement: root, cookie };
    new Function("document", "navigator", source)(document, {});
    return [root.className.trim(), root.ccRead()];
})"""


def check(browser, rf, number: int, seed: int) -> None:
    known, now = register.current(), datetime.now(UTC)
    cookies = list(_cookies(random.Random(seed), known.versions, number))
    source = (Path(settings.BASE_DIR) / "consent/static/consent/consent-early.js").read_text()
    page = browser.new_page()
    import json

    answers = page.evaluate(READ, [source, cookies, json.dumps(known.versions), json.dumps(known.asked_again)])
    page.close()
    states = set()
    for cookie, (state, groups) in zip(cookies, answers, strict=True):
        request = rf.get("/")
        request.META["HTTP_COOKIE"] = cookie.encode().decode("latin-1")
        read = choices.read(request, known, now)
        assert (state, groups) == (f"cc-is-{read.state}", read.groups), cookie
        states.add(read.state)
    assert states == {"undecided", "accepted", "rejected", "mixed"}


def _cookies(generator, versions, number):
    for _ in range(number):
        if generator.random() < 0.5:
            yield f"a=b; cookie_consent={junk(generator, versions['usage'])}"
            continue
        later = "2026-01-01T00:00:00.000001+00:00"
        answers = [
            f"{group}={generator.choice([version, '-1', later, version[:19] + '+00:00', f'-1|{group}.at={version}'])}"
            for group, version in versions.items()
        ]
        generator.shuffle(answers)
        yield f"cookie_consent={generator.choice(['', chr(34)])}{'|'.join(answers)}"


def test_500_cookies_are_read_alike(browser, db, rf):
    check(browser, rf, 500, seed=3)


@pytest.mark.drill
def test_5000_cookies_are_read_alike(browser, db, rf):
    check(browser, rf, 5_000, seed=4)


def test_they_agree_on_a_no_from_before_everyone_was_asked_again(browser, db, rf):
    from cookie_consent.models import CookieGroup

    from consent import actions

    actions.ask_again(groups=CookieGroup.objects.filter(varname="usage"), by="test")
    register.forget()
    check(browser, rf, 200, seed=5)
