"""What the settings do with each environment that they may meet."""

import os
import re
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config import production

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "not-a-real-key-but-a-long-one-0123456789-abcdefghij",
    "ALLOWED_HOSTS": "candour.example,www.candour.example",
    "DATABASE_URL": "postgresql://candour:secret@db.example:5433/candour",
}

WITHOUT_DOT_ENV = "import environs; environs.Env.read_env = lambda *_, **__: None"  # a developer's own stays out of it


def start(environment: dict[str, str], expression: str = "None") -> subprocess.CompletedProcess:
    """Load the settings in a new Python with `environment` alone and print `expression` of them."""
    names = set(PRODUCTION) | {"DEBUG", "PORT", "SITE_NAME", "SITE_URL"}
    clean = {name: value for name, value in os.environ.items() if name not in names}
    program = f"{WITHOUT_DOT_ENV}; from config import settings as s; print(({expression}))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False
    )


def read(environment: dict[str, str], expression: str) -> str:
    result = start(environment, expression)
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def test_an_empty_environment_runs_on_a_laptop_that_answers_itself_alone():
    assert read({}, "s.IS_LAPTOP, s.ALLOWED_HOSTS, s.DEBUG") == "(True, ['localhost', '127.0.0.1', '[::1]'], False)"


def test_a_laptop_keeps_its_key_from_one_start_to_the_next():
    assert read({}, "s.SECRET_KEY") == read({}, "s.SECRET_KEY") != ""


def test_a_laptop_keeps_its_key_from_other_people():
    read({}, "s.SECRET_KEY")
    assert (ROOT / "var" / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("missing", PRODUCTION)
def test_half_configured_it_does_not_start_but_says_what_is_missing_and_how_to_set_it(missing):
    result = start({name: value for name, value in PRODUCTION.items() if name != missing})
    assert result.returncode != 0
    listed = re.findall(r"^  ([A-Z_]+): \S.*such as|^  ([A-Z_]+): \S.*make one with", result.stderr, re.MULTILINE)
    assert ["".join(names) for names in listed] == [missing]
    assert ".env.example" in result.stderr


@pytest.mark.parametrize("only", PRODUCTION)
def test_one_of_the_three_alone_names_the_other_two(only):
    result = start({only: PRODUCTION[only]})
    assert result.returncode != 0
    assert set(re.findall(r"^  ([A-Z_]+): ", result.stderr, re.MULTILINE)) == set(PRODUCTION) - {only}


def test_production_uses_postgresql_at_the_address_given():
    database = "s.DATABASES['default']"
    assert read(PRODUCTION, f"{database}['ENGINE'], {database}['HOST'], {database}['PORT']") == (
        "('django.db.backends.postgresql', 'db.example', 5433)"
    )


def test_production_finds_a_database_behind_a_socket():
    environment = PRODUCTION | {"DATABASE_URL": "postgresql://candour@%2Frun%2Fpostgresql/candour"}
    assert read(environment, "s.DATABASES['default']['HOST']") == "/run/postgresql"


def test_production_is_https_at_its_first_host_unless_told():
    assert read(PRODUCTION, "s.SITE_URL, s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_TRUSTED_ORIGINS") == (
        "('https://candour.example', True, True, ['https://candour.example'])"
    )


def test_production_on_plain_http_sends_nobody_to_https():
    environment = PRODUCTION | {"SITE_URL": "http://candour.example"}
    assert (
        read(environment, "s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS")
        == "(False, False, 0)"
    )


def test_a_proxy_on_this_machine_is_trusted_until_others_are_named():
    assert read(PRODUCTION, "[str(network) for network in s.TRUSTED_PROXIES]") == "['127.0.0.1/32', '::1/128']"
    named = PRODUCTION | {"TRUSTED_PROXIES": "10.0.0.0/24, 192.0.2.1"}
    assert read(named, "[str(network) for network in s.TRUSTED_PROXIES]") == "['10.0.0.0/24', '192.0.2.1/32']"


def test_a_proxy_that_is_no_address_stops_the_start_and_says_so():
    result = start(PRODUCTION | {"TRUSTED_PROXIES": "proxy.internal"})
    assert result.returncode != 0
    assert "TRUSTED_PROXIES holds addresses or networks" in result.stderr


def test_the_health_addresses_answer_without_https():
    assert read(PRODUCTION, "s.SECURE_REDIRECT_EXEMPT") == "['^health/']"


def settings_read() -> set[str]:
    """Names that the settings read from the environment."""
    code = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "production.py"))
    return set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', code))


def test_the_example_environment_has_every_setting_and_no_other():
    example = (ROOT / ".env.example").read_text()
    assert set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE)) == settings_read()


def test_the_operators_guide_has_every_setting_and_no_other():
    table = (ROOT / "docs" / "operate.md").read_text().partition("## Settings")[2].partition("\n## ")[0]
    assert set(re.findall(r"^\| `([A-Z_]+)`", table, re.MULTILINE)) == settings_read()


@pytest.mark.parametrize("blank", [" ", ",", " , "])
def test_a_blank_is_no_setting(blank):
    result = start(PRODUCTION | {"ALLOWED_HOSTS": blank})
    assert result.returncode != 0
    assert "Missing:\n  ALLOWED_HOSTS" in result.stderr


@pytest.mark.parametrize("pattern", ["*", ".candour.example"])
def test_a_pattern_of_hosts_needs_an_address_beside_it(pattern):
    hosts = PRODUCTION | {"ALLOWED_HOSTS": pattern}
    refused = start(hosts)
    assert refused.returncode != 0
    assert "Set SITE_URL" in refused.stderr
    assert read(hosts | {"SITE_URL": "https://www.candour.example"}, "s.SITE_URL") == "https://www.candour.example"


WEAK_KEYS = {
    "short": ("x7Kq-2mLw_9", "has 11 characters and needs 50"),
    "one sign": ("a" * 64, "repeats itself"),
    "few signs": ("abcabdabcabe" * 6, "repeats itself"),
    "one text again and again": ("correct-horse-battery-9" * 3, "repeats itself"),
    "Django's own for a laptop": ("django-insecure-" + "x7Kq2mLw9Rt4" * 5 + "z", "is somebody's example"),
    "an example": ("please-change-me-to-a-long-random-text-0123456789-abcdef", "is somebody's example"),
}


@pytest.mark.parametrize("key", WEAK_KEYS)
def test_a_key_that_can_be_guessed_is_refused_and_not_repeated(key):
    key, why = WEAK_KEYS[key]
    with pytest.raises(ImproperlyConfigured, match=f"SECRET_KEY {why}") as refused:
        production.strong(key)
    assert "secrets.token_urlsafe(50)" in str(refused.value)
    assert key not in str(refused.value)


@pytest.mark.parametrize("make", [lambda: secrets.token_urlsafe(50), lambda: secrets.token_hex(32)])
def test_a_key_made_as_we_say_or_in_hexadecimal_is_taken(make):
    key = make()
    assert production.strong(key) == key


BAD_DATABASES = {
    "nonsense": "cannot be read as an address",
    "postgres//db.example/candour": "cannot be read as an address",
    "postgres://candour:hunter2/x@db.example/candour": "cannot be read as an address",
    "postgres://candour:hunter2@db.example:abc/candour": "cannot be read as an address",
    "postgres://candour:hunter2@db.example": "names no database",
    "mysql://candour:hunter2@db.example/candour": "a database that Candour does not know",
    "sqlite://:memory:": "names no file that stays",
    "sqlite:///candour.sqlite3": "names no file that stays",
}


@pytest.mark.parametrize("url", BAD_DATABASES)
def test_a_database_that_cannot_be_is_refused_with_a_sentence_and_without_its_password(url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=BAD_DATABASES[url]) as refused:
        production.database(Env())
    assert "such as: " in str(refused.value)
    assert "hunter2" not in str(refused.value)


def test_a_password_with_signs_of_addresses_is_taken_as_told(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://candour:a%40b%2Fc@db.example/candour")
    assert production.database(Env())["PASSWORD"] == "a@b/c"


SQLITE = PRODUCTION | {"DATABASE_URL": "sqlite:////srv/candour/candour.sqlite3"}


def test_a_small_sites_sqlite_file_queues_its_writers_as_a_laptops_does():
    assert read(SQLITE, "s.DATABASES['default']['NAME'], s.IS_LAPTOP") == "('/srv/candour/candour.sqlite3', False)"
    options = "sorted(s.DATABASES['default']['OPTIONS'].items())"
    assert read(SQLITE, options) == read({}, options) != "[]"


def manage(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    clean = {name: value for name, value in os.environ.items() if name not in {*PRODUCTION, "SITE_URL"}}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=clean | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_sqlite_in_production_is_no_silent_choice(tmp_path):
    result = manage(PRODUCTION | {"DATABASE_URL": f"sqlite:///{tmp_path}/candour.sqlite3"}, "check")
    assert result.returncode == 0
    assert "website.W001" in result.stderr
    assert "PostgreSQL" in result.stderr


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"SECRET_KEY": "short"}, "SECRET_KEY has 5 characters"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL cannot be read as an address"),
        ({"SITE_URL": "candour.example"}, "SITE_URL is “candour.example”"),
    ],
)
def test_a_command_that_cannot_start_prints_the_sentence_alone(bad, said):
    result = manage(PRODUCTION | bad, "migrate")
    assert result.returncode == 1
    assert result.stderr.startswith(said)
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "url", ["candour.example", "ftp://candour.example", "https://", "http://[", "https://a.example/x"]
)
def test_a_site_address_that_leads_nowhere_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="SITE_URL is"):
        production.address(url)
