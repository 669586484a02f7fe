"""A database that is out of reach, and a feedback limit that starts afresh."""

import pytest
from django.db import connections

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


@pytest.fixture(autouse=True)
def fresh_feedback_limit():
    FEEDBACK_LIMIT.forget()
