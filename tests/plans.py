"""How a database would answer a question."""

from django.db import connection


def plan(rows) -> str:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # On small tables the planner would rather read and sort everything: ask what it can do, not what it likes.
            for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
                cursor.execute(f"SET LOCAL {way} = off")
    return rows.explain()
