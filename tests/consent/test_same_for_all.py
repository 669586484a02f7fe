"""Every visitor gets the same bytes, and no cookie."""

import gzip
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import get_resolver
from django.utils import timezone

from publishing.models import Listing

PAGES = [
    "/",
    "/news/",
    "/inspections/",
    "/about/",
    "/feedback/",
    "/no/such/page/",
    "/design/",
    "/news/?topic=a&year=2024",
]
COOKIES = [
    None,
    '"preferences=9|usage=-1"',
    '"preferences=-1|preferences.at=x|usage=-1"',
    "{accepted}",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_the_same_bytes_for_every_choice(client, version, address):
    accepted = f'"preferences={version("preferences")}|usage={version("usage")}"'
    bodies = set()
    for cookie in COOKIES:
        headers = {"Cookie": "cookie_consent=" + cookie.format(accepted=accepted)} if cookie else {}
        bodies.add(client.get(address, headers=headers).content)
    bodies.add(client.get(address, headers={"Sec-GPC": "1", "Accept-Language": "cy"}).content)
    assert len(bodies) == 1


@pytest.mark.parametrize("address", PAGES)
def test_a_page_sets_no_cookie_and_does_not_vary_by_one(client, db, address):
    response = client.get(address, headers={"Cookie": 'cookie_consent="usage=-1"'})
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("address", ["/design/", "/no/such/page/"])
def test_the_whole_banner_is_on_every_page(client, db, address):
    page = client.get(address).content.decode()
    order = [page.index(f'id="cc-{block}"') for block in ("accepted", "rejected", "error", "ask")]
    assert order == sorted(order)
    assert page.index("cc-banner") < page.index('class="skip-link"')
    assert f'name="next" value="{address}"' in page
    assert 'data-cc-versions="{&quot;preferences&quot;:' in page
    assert "csrfmiddlewaretoken" not in page


def test_nothing_of_the_library_answers_or_runs():
    modules = {str(getattr(callback, "__module__", "")) for callback in _views(get_resolver())}
    assert not any(module.startswith("cookie_consent") for module in modules)
    assert not any("cookie_consent" in name for name in settings.MIDDLEWARE)


def test_no_template_uses_the_librarys_filters_or_script():
    root = Path(settings.BASE_DIR)
    templates = [*root.glob("templates/**/*.html"), *root.glob("*/templates/**/*.html")]
    assert templates
    for path in templates:
        text = path.read_text()
        assert "cookie_consent_tags" not in text, path
        assert "cookiebar" not in text, path


def _views(resolver):
    for entry in resolver.url_patterns:
        if hasattr(entry, "url_patterns"):
            yield from _views(entry)
        else:
            yield entry.callback


def test_the_front_end_of_consent_is_small():
    files = Path(settings.BASE_DIR) / "consent" / "static" / "consent"
    packed = sum(
        len(gzip.compress((files / name).read_bytes(), 9)) for name in ("consent-early.js", "cookie-banner.js")
    )
    assert packed < 3 * 1024


def test_every_kind_of_page_of_the_demonstration_is_the_same_for_everyone(client, version):
    call_command("demo", "--even-in-production", verbosity=0)
    yes = f"preferences={version('preferences')}|usage={version('usage')}"
    addresses = dict(Listing.objects.live(timezone.now()).values_list("kind", "url"))
    assert len(addresses) > 2
    for address in ["/", "/news/", "/inspections/", *addresses.values()]:
        first = client.get(address)
        assert first.status_code == 200, address
        assert b'id="cc-ask"' in first.content
        assert not first.cookies
        assert "Cookie" not in first.get("Vary", "")
        for cookie in (f'"{yes}"', '"preferences=-1|usage=-1"', f'"{yes.replace("2026", "2025")}"'):
            assert client.get(address, headers={"Cookie": f"cookie_consent={cookie}"}).content == first.content, address
