"""Which Python the commands choose."""

import os
import subprocess
from pathlib import Path

import pytest

FIND_PYTHON = Path(__file__).resolve().parents[2] / "tools" / "find-python"


@pytest.fixture
def machine(tmp_path):
    """A machine that has the Pythons which the test puts on its PATH, and no other."""

    def has(**versions: tuple[int, int]) -> Path:
        for name, (major, minor) in versions.items():
            program = tmp_path / name.replace("_", ".")
            is_too_old = int((major, minor) < (3, 11))
            answer = f'[ "$1" = --version ] && echo "Python {major}.{minor}.0" && exit 0'
            program.write_text(f"#!/bin/sh\n{answer}\nexit {is_too_old}\n")
            program.chmod(0o755)
        return tmp_path

    return has


def find(path: Path, **environment: str) -> subprocess.CompletedProcess:
    environment |= {"PATH": str(path)}
    return subprocess.run(["/bin/sh", FIND_PYTHON], env=environment, capture_output=True, text=True, check=False)


def test_the_python_that_the_locks_are_made_for_comes_first(machine):
    assert find(machine(python3=(3, 13), python3_12=(3, 12), python3_11=(3, 11))).stdout == "python3.11\n"


def test_a_machine_with_python3_alone_will_do(machine):
    assert find(machine(python3=(3, 12))).stdout == "python3\n"


def test_one_that_is_named_wins(machine):
    path = machine(python3_11=(3, 11), mine=(3, 12))
    assert find(path, PYTHON=str(path / "mine")).stdout == f"{path / 'mine'}\n"


def test_a_python_that_is_too_old_is_refused_with_its_version_and_what_to_do(machine):
    result = find(machine(python3=(3, 9)))
    assert result.returncode == 1
    assert "3.11 or later; this machine offers Python 3.9.0" in result.stderr
    assert "apt-get install" in result.stderr


def test_a_machine_without_python_is_told_so(machine):
    result = find(machine())
    assert result.returncode == 1
    assert "this machine offers no python3" in result.stderr


def test_this_machine_has_one():
    assert find(Path(os.environ["PATH"])).returncode == 0
