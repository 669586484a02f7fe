"""Several processes serve one site: they agree on the register soon after it changes, and stay agreed."""

import os
import subprocess
import sys
import threading
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from consent import actions
from consent.models import RegisterState

# Says each number it comes to know, and stops once it has looked on for a while after the second.
LOOK = """
import time, django
django.setup()
from consent import register
seen, looks = [], 0
while looks < 40:
    number = register.current().number
    if not seen or number != seen[-1]:
        seen.append(number)
        print(number, flush=True)
    looks += len(seen) > 1
    time.sleep(0.05)
"""
PATIENCE = 30.0  # seconds until we give up: Django starts first, then five times what is promised


@pytest.fixture
def other_process(transactional_db):
    """The lines of a second process: each number of the register it comes to know."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite's test database is in this process alone")
    where = connection.settings_dict
    host = f"{quote(where['HOST'], safe='')}:{where['PORT']}" if where["PORT"] else quote(where["HOST"], safe="")
    user = quote(where["USER"] or "", safe="") + (f":{quote(where['PASSWORD'], safe='')}" if where["PASSWORD"] else "")
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{user}@{host}/{where['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", LOOK],
        cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    guard = threading.Timer(PATIENCE, process.kill)
    guard.start()
    yield process.stdout
    guard.cancel()
    process.kill()
    process.wait()


def test_another_process_follows_and_stays(other_process):
    before = RegisterState.objects.get().number
    assert int(other_process.readline()) == before
    with actions.change_register(by="test"):
        pass
    # Whatever else it says until it stops would be a change of mind.
    assert [int(line) for line in other_process] == [before + 1]
