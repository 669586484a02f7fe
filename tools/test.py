"""make test: the suite on SQLite and on PostgreSQL, and the journeys, closed by one summary."""

import os
import sys
import time
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from tools.chromium import find_or_install_chromium
from tools.environments import laptop, production
from tools.postgres import database_url, leave_on_sigterm, run

RESULTS = Path("var/test-results")
WORKERS = "2"
JOURNEYS = ["tests/journeys"]
WITHOUT_JOURNEYS = ["--ignore=tests/journeys"]  # collecting what is not run costs seconds in each process
NO_TESTS = 5  # pytest's exit code when it found none


@dataclass
class Part:
    """One run of pytest and what came of it."""

    title: str
    options: list[str]
    environment: dict[str, str]
    may_be_empty: bool = False
    counts: dict[str, int] = field(default_factory=lambda: {"passed": 0, "failed": 0, "skipped": 0})
    seconds: float = 0

    def run(self) -> None:
        print(f"\n=== {self.title} ===", flush=True)
        report = RESULTS / f"{self.title.lower().replace(' ', '-')}.xml"
        report.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, f"--junitxml={report}", *self.options]
        began = time.monotonic()
        code = run(command, self.environment)
        self.seconds = time.monotonic() - began
        if report.exists():
            self._count(report)
        is_empty = code == NO_TESTS and self.may_be_empty
        if code != 0 and not is_empty and not self.counts["failed"]:
            self.counts["failed"] = 1  # the run itself: it broke off, or found no test

    def _count(self, report: Path) -> None:
        for case in ElementTree.parse(report).iter("testcase"):  # noqa: S314 - pytest has just written it
            outcomes = {child.tag for child in case}
            outcome = "failed" if outcomes & {"failure", "error"} else "skipped" if "skipped" in outcomes else "passed"
            self.counts[outcome] += 1

    def __str__(self) -> str:
        counts = ", ".join(f"{number:>4} {outcome}" for outcome, number in self.counts.items())
        return f"  {self.title:<12} {counts}   {self.seconds:5.0f} s"


def suite(postgres: str) -> list[Part]:
    return [
        Part("SQLite", WITHOUT_JOURNEYS, laptop()),
        Part("PostgreSQL", WITHOUT_JOURNEYS, production(postgres)),
        # On PostgreSQL: there the server's threads and the test see one database without sharing a connection.
        Part("Journeys", [*JOURNEYS, "-m", "journey and not drill"], production(postgres)),
    ]


def drills(postgres: str) -> list[Part]:
    drill = ["-m", "drill and not journey"]
    return [
        Part("SQLite drill", drill, laptop(), may_be_empty=True),
        Part("PostgreSQL drill", drill, production(postgres), may_be_empty=True),
        Part("Journeys drill", ["-m", "journey and drill"], production(postgres), may_be_empty=True),
    ]


def main() -> int:
    leave_on_sigterm()
    began = time.monotonic()
    RESULTS.mkdir(parents=True, exist_ok=True)
    is_drill = "--drill" in sys.argv[1:]
    find_or_install_chromium()
    with database_url() as url:
        parts = drills(url) if is_drill else suite(url)
        for part in parts:
            part.run()
    return close(parts, time.monotonic() - began)


def close(parts: list[Part], seconds: float) -> int:
    total = {outcome: sum(part.counts[outcome] for part in parts) for outcome in ("passed", "failed", "skipped")}
    print("\n=== Summary ===")
    for part in parts:
        print(part)
    if total["skipped"]:
        print("  The reason of each skipped test is in its part above.")
    print(f"  All in {seconds:.0f} s. Details: {RESULTS}{os.sep}")
    print(", ".join(f"{number} {outcome}" for outcome, number in total.items()), flush=True)
    return 1 if total["failed"] else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
