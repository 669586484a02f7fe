"""The tests' own PostgreSQL leaves nothing behind."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import psutil
import pytest

from tools import postgres

ROOT = Path(__file__).resolve().parents[2]
SHOW_FOLDER = "import os; from urllib.parse import *; print(unquote(urlsplit(os.environ['DATABASE_URL']).netloc[9:]))"


@pytest.fixture
def environment(tmp_path):
    folder = Path(tempfile.mkdtemp(prefix="c"))  # short: the name of a socket has room for about a hundred letters
    folder.chmod(0o755)
    yield os.environ | {"DATABASE_URL": "", "TMPDIR": str(folder)}
    folder.rmdir()


def servers_in(folder: str) -> list[psutil.Process]:
    processes = psutil.process_iter(["cmdline"])
    return [process for process in processes if any(folder in word for word in process.info["cmdline"] or [])]


def test_a_command_finds_a_server_that_is_gone_afterwards(environment):
    command = [sys.executable, "-m", "tools.postgres", "python", "-c", SHOW_FOLDER]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    folder = result.stdout.strip()
    assert folder.startswith(environment["TMPDIR"])
    assert not Path(folder).exists()
    assert servers_in(folder) == []


def test_the_commands_failure_is_passed_on(environment):
    command = [sys.executable, "-m", "tools.postgres", "python", "-c", "raise SystemExit(7)"]
    assert subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode == 7


@pytest.mark.parametrize("how", ["terminate", "kill"])
def test_a_run_that_was_stopped_leaves_no_server_at_the_latest_after_the_next_sweep(environment, how, monkeypatch):
    program = f"{SHOW_FOLDER}; import sys; sys.stdout.flush(); input()"
    command = [sys.executable, "-m", "tools.postgres", "python", "-c", program]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=pipe, stdout=pipe, text=True) as run:
        folder = run.stdout.readline().strip()
        assert servers_in(folder)
        getattr(run, how)()
    monkeypatch.setattr(tempfile, "tempdir", environment["TMPDIR"])
    postgres.sweep()
    assert servers_in(folder) == []
    assert not Path(folder).exists()
