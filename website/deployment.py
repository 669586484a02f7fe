"""What an operator is told of the site's set-up by Django's checks."""

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import connection


@register
def check_database(**options: object) -> list[CheckMessage]:
    """SQLite serves a small site. It is allowed in production, but not in silence."""
    if settings.IS_LAPTOP or connection.vendor != "sqlite":
        return []
    return [
        Warning(
            "This site keeps its data in an SQLite file.",
            hint="That does for one machine with few editors: one of them writes at a time. Keep the file on a local "
            "disk, back it up with sqlite3's .backup while the site runs, and move to PostgreSQL to grow.",
            id="website.W001",
        )
    ]
