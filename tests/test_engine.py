"""The engine that the run claims to be on is the one it is on."""

import os

from django.db import connection


def test_the_database_is_the_one_this_run_is_for(settings):
    expected = os.environ.get("EXPECTED_DATABASE") or ("sqlite" if settings.IS_LAPTOP else "postgresql")
    assert connection.vendor == expected
