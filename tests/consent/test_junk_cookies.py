"""Whatever stands in the cookie, the answer is never an error and never a yes."""

import random
import string
from datetime import UTC, datetime, timedelta

import pytest


def junk(random: random.Random, version: str) -> str:
    """One cookie value nobody should take for a choice, or for a yes."""
    future = (datetime.now(UTC) + timedelta(days=random.randrange(1, 5000))).isoformat()
    older = "2001-01-01T00:00:00.000000+00:00"
    piece = random.choice(
        [
            lambda: "".join(random.choices(string.printable, k=random.randrange(60))),
            lambda: "é€😀\u202e"[random.randrange(4) :] * random.randrange(1, 9),
            lambda: "|".join(f"{random.choice(['usage', 'preferences', 'x'])}={future}" for _ in range(4)),
            lambda: f"usage={older}|preferences={older}",
            lambda: f"usage={version}x|preferences={version[:-1]}",
            lambda: f"usage={version.replace('+00:00', 'Z')}|preferences={version.replace('T', ' ')}",
            lambda: f"usage=={version}|preferences={version}=",
            lambda: f"usage={version}\\|preferences={version}",
            lambda: f'"usage={version}"|"preferences={version}',
            lambda: "usage=zzzz|preferences=9999",
            lambda: "A" * random.randrange(3000, 4096),
            lambda: "|" * random.randrange(100) + "=" * random.randrange(100),
            lambda: "__proto__=1|constructor=2|usage=true|preferences=1",
            lambda: f"USAGE={version}|Preferences={version}",
            lambda: f"usage=９{version[1:]}|preferences=٢{version[1:]}",
        ]
    )()
    piece = piece.replace("\r", "").replace("\n", "").replace("\x0b", "").replace("\x0c", "").replace(";", "")
    return random.choice([piece, f'"{piece}"', f"{piece}; cookie_consent={piece}", f'"{piece}'])


def check(with_cookie, version, number, seed):
    generator = random.Random(seed)
    for _ in range(number):
        value = junk(generator, version("usage")).encode().decode("latin-1")
        response = with_cookie(value)
        assert response.status_code == 200
        assert response.content.startswith(b"#cc-ask"), value
        page = with_cookie(value, "/cookies/")
        assert page.status_code == 200
        assert 'value="yes" checked' not in page.content.decode()


def test_a_junk_cookie_is_never_an_error_and_never_a_yes(with_cookie, version):
    check(with_cookie, version, 300, seed=1)


@pytest.mark.drill
def test_5000_junk_cookies_are_never_an_error_and_never_a_yes(with_cookie, version):
    check(with_cookie, version, 5_000, seed=2)


def test_the_last_of_two_cookies_counts(with_cookie, version):
    yes = f"usage={version('usage')}|preferences={version('preferences')}"
    answer = with_cookie(f'"usage=-1|preferences=-1"; cookie_consent="{yes}"')
    assert answer.content.startswith(b"#cc-accepted:target")


def test_a_junk_cookie_does_not_hinder_a_choice(client, choose):
    client.cookies["cookie_consent"] = "usage=zzz|preferences=%%%"
    assert choose("reject")["Location"] == "/news/#cc-rejected"
