"""Whether this process can do its work, asked by whatever watches over it."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def problems() -> list[str]:
    """What stands in the way of serving the site, in a few words each; empty when nothing does."""
    checks: tuple[Callable[[], str | None], ...] = (_database_problem, _media_problem)
    return [found for check in checks if (found := check())]


def _database_problem() -> str | None:
    try:
        applied = set(MigrationRecorder(connection).applied_migrations())
    except DatabaseError:
        return "the database does not answer"
    return "migrations are not applied" if _known_migrations() - applied else None


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _media_problem() -> str | None:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"ready")
    except OSError:
        return "the media folder cannot be written"
    return None
