"""A database that is out of reach, the loaded demonstration, and a feedback limit that starts afresh."""

import io

import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.test import override_settings

from website.views import FEEDBACK_LIMIT


@pytest.fixture
def database_out_of_reach(db):
    """Until the test ends every query meets the driver's own refusal: nothing answers where the connection points."""
    working = connections["default"]
    broken = connections.create_connection("default")
    nowhere = {"NAME": "/nowhere/at/all/candour"}
    if broken.vendor == "postgresql":
        nowhere = {"HOST": "127.0.0.1", "PORT": "1"}
    broken.settings_dict = broken.settings_dict | nowhere
    connections["default"] = broken
    yield
    connections["default"] = working


@pytest.fixture(scope="module")
def loaded_demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration, loaded once for a module and taken away after it: (its var folder, what the command said).

    A test that reads it asks for `db` as well.
    """
    folder, said = tmp_path_factory.mktemp("demo"), io.StringIO()
    # Slow hashers protect nobody here.
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings = {"VAR_DIR": folder, "MEDIA_ROOT": folder / "media", "IS_LAPTOP": True, "PASSWORD_HASHERS": hashers}
    with django_db_blocker.unblock(), override_settings(**settings), transaction.atomic():
        call_command("demo", stdout=said)
        yield folder, said.getvalue()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def fresh_feedback_limit():
    FEEDBACK_LIMIT.forget()
