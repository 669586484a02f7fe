"""Makes .venv with the locked packages; standard library only, for it runs before there is anything else."""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PIP_INSTALL = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "2"]
STAMP = VENV / "candour-locks.json"
SITE_LOCK = "requirements.txt"
TEST_LOCK = "requirements-dev.txt"  # holds all of SITE_LOCK too


def set_up(lock: str) -> Path:
    """Bring .venv to `lock` unless it is there already; return its Python. Exits with a sentence when it cannot."""
    wanted = {name: digest(name) for name in {SITE_LOCK, lock}}
    if works(PYTHON) and wanted.items() <= installed().items():
        return PYTHON
    if not works(PYTHON):
        make_venv()
    say(f"Installing the packages of {lock} ...")
    if lacks("uv"):
        run_or_explain([*PIP_INSTALL, "uv"])
    STAMP.unlink(missing_ok=True)
    install(lock)
    STAMP.write_text(json.dumps(wanted))
    return PYTHON


def digest(name: str) -> str:
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    """The locks that .venv was last brought to."""
    return json.loads(STAMP.read_text()) if STAMP.exists() else {}


def works(python: Path) -> bool:
    """Whether `python` is there, starts and is recent enough."""
    command = [python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    return python.exists() and subprocess.run(command, capture_output=True, check=False).returncode == 0


def lacks(package: str) -> bool:
    """Whether .venv lacks `package`."""
    command = [PYTHON, "-c", f"import importlib.util, sys; sys.exit(importlib.util.find_spec({package!r}) is None)"]
    return subprocess.run(command, check=False).returncode != 0


def make_venv() -> None:
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        stop(
            f"Python {version} ({sys.executable}) cannot make an environment: its venv module lacks pip.\n"
            f"On Debian or Ubuntu: apt-get install python{version}-venv"
        )
    say("Making an environment in .venv ...")
    shutil.rmtree(VENV, ignore_errors=True)
    run_or_explain([sys.executable, "-m", "venv", VENV])


def install(lock: str) -> None:
    uv = [PYTHON, "-m", "uv", "pip", "sync", "--quiet", "--require-hashes", "--python", PYTHON, lock]
    if run(uv).returncode != 0:
        # A machine may reach its packages through pip's own settings alone, which uv does not read.
        run_or_explain([*PIP_INSTALL, "--require-hashes", "-r", lock])


def run(command: list) -> subprocess.CompletedProcess:
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def run_or_explain(command: list) -> None:
    result = run(command)
    if result.returncode != 0:
        said = [line for line in (result.stderr + result.stdout).splitlines() if line and "WARNING" not in line]
        stop(
            "The packages could not be fetched. Is this machine online, and does pip know where to fetch them from?\n"
            "Run the same command again when it can: it goes on from here. What was said last:\n  "
            + "\n  ".join(said[-4:])
        )


def say(text: str) -> None:
    print(text, flush=True)


def stop(text: str) -> None:
    print(f"\n{text}", file=sys.stderr, flush=True)
    sys.exit(1)


def go_on_with(module: str, arguments: list[str]) -> None:
    """Become `python -m module` of the environment."""
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", module, *arguments])  # noqa: S606 - nothing of a shell is wanted


if __name__ == "__main__":
    lock, module, *arguments = sys.argv[1:]
    try:
        set_up(lock)
    except KeyboardInterrupt:
        stop("Stopped. Run the same command again to go on.")
    go_on_with(module, arguments)
