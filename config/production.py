"""What production refuses in its settings: each refusal says which setting, why, and how to set it."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

HOW = {
    "SECRET_KEY": "a long random text; make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
    "ALLOWED_HOSTS": "the site's host names, separated by commas, such as: beta.example.police.uk",
    "DATABASE_URL": "where PostgreSQL is, such as: postgres://candour:password@db.internal:5432/candour",
}
# What is left of 32 random bytes in hexadecimal at its worst passes; what a person types for the time being does not.
LEAST_LENGTH, LEAST_VARIETY = 50, 10
PLACEHOLDER = re.compile(r"insecure|change.?me|replace.?me|your.?(django.?)?secret|placeholder", re.IGNORECASE)
SQLITE_OPTIONS = {
    # Writers queue at BEGIN instead of failing in the middle of a transaction.
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON",
}


def require_all(missing: list[str]) -> None:
    if missing:
        how = "\n".join(f"  {name}: {HOW[name]}" for name in missing)
        raise ImproperlyConfigured(
            "Candour does not start half configured. One of SECRET_KEY, ALLOWED_HOSTS and DATABASE_URL is set, "
            f"so this is production, and production needs all three. Missing:\n{how}\n"
            "Set them in the environment or in .env (see .env.example), or unset all three to run on a laptop."
        )


def strong(key: str) -> str:
    """`key`, or a refusal that does not repeat it: who guesses it signs in as anybody."""
    if PLACEHOLDER.search(key):
        why = "is somebody's example"
    elif len(key) < LEAST_LENGTH:
        why = f"has {len(key)} characters and needs {LEAST_LENGTH}"
    elif len(set(key)) < LEAST_VARIETY or key in (key + key)[1:-1]:
        why = "repeats itself"
    else:
        return key
    raise ImproperlyConfigured(f"SECRET_KEY {why}, so it can be guessed. Set it to {HOW['SECRET_KEY']}")


def database(env: Env) -> dict[str, Any]:
    """Django's settings for the database at DATABASE_URL, which no refusal repeats: a password is in it."""
    how = (
        f"It says {HOW['DATABASE_URL']}\nIn the password write a sign that addresses use themselves, such as @ or /, "
        "as %40 or %2F."
    )
    try:
        found: dict[str, Any] = dict(env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True))
    except EnvError as error:
        raise ImproperlyConfigured(f"DATABASE_URL cannot be read as an address. {how}") from error
    if found["ENGINE"] == "django.db.backends.sqlite3":
        if not Path(found["NAME"]).is_absolute():
            raise ImproperlyConfigured(
                "DATABASE_URL names no file that stays: say where it is from the root on, with four slashes, "
                "such as: sqlite:////srv/candour/candour.sqlite3"
            )
        return found | {"OPTIONS": SQLITE_OPTIONS}
    if found["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            f"DATABASE_URL leads to a database that Candour does not know: it keeps its data in PostgreSQL. {how}"
        )
    if not found["NAME"]:
        raise ImproperlyConfigured(f"DATABASE_URL names no database at its end. {how}")
    return found | {"OPTIONS": {"connect_timeout": 2} | found.get("OPTIONS", {})}


def address(url: str) -> str:
    """The address of the site without a slash at its end."""
    try:
        parts = urlsplit(url)
        is_address = parts.scheme in ("http", "https") and parts.hostname and not parts.path.strip("/")
    except ValueError:
        is_address = False
    if not is_address:
        raise ImproperlyConfigured(
            f"SITE_URL is “{url}”. It is the address readers see, from https:// on and without a path, "
            "such as https://beta.example.police.uk"
        )
    return url.rstrip("/")
