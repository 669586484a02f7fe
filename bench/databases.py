"""Databases of the benchmarks' own: what is measured never touches a site."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

FOLDER = settings.VAR_DIR / "bench"


def attach(name: str) -> BaseDatabaseWrapper:
    """The database `name` of an earlier `create`, as the one that everything uses from now on."""
    given = copy.deepcopy(connections["default"].settings_dict)
    given["NAME"] = given["TEST"]["NAME"] = _place(name, given["ENGINE"])
    use(connection := load_backend(given["ENGINE"]).DatabaseWrapper(given, "default"))
    return connection


def use(connection: BaseDatabaseWrapper) -> None:
    connections["default"] = connection


@contextmanager
def create(name: str, *, keep: bool = False) -> Iterator[BaseDatabaseWrapper]:
    """A new database with every table and no content, removed at the end. It is the one in use.

    With `keep` it is the one that was kept before, if there is one, and it stays.
    """
    FOLDER.mkdir(parents=True, exist_ok=True)
    site = connections["default"]
    given = copy.deepcopy(site.settings_dict)
    given["TEST"]["NAME"] = _place(name, given["ENGINE"])
    use(connection := load_backend(given["ENGINE"]).DatabaseWrapper(given, "default"))
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=keep)
    try:
        yield connection
    finally:
        use(connection)
        connection.creation.destroy_test_db(site.settings_dict["NAME"], verbosity=0, keepdb=keep)
        use(site)


def settle(connection: BaseDatabaseWrapper) -> None:
    """What PostgreSQL does by itself in the hour after a load. SQLite does nothing of the kind."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _place(name: str, engine: str) -> str:
    return str(FOLDER / f"{name}.sqlite3") if engine.endswith("sqlite3") else f"candour_bench_{name}".replace("-", "_")
