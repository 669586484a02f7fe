"""Pages, tables and feeds of a national site: how long each takes and asks, and how that grows with the country.

python -m bench.national                 43 bodies over four rounds; 300, 3,000 and 30,000 over two
python -m bench.national 300 30000       as many as you say
python -m bench.national --keep 30000    in a database that stays for the next time

All sizes are asked in turn, so that a busy machine slows all of them alike. On SQLite, which works within the process,
the processor's time is measured, else the clock's. Rows are loaded in bulk (bench/load.py); up to a hundred bodies are
loaded by the real import command.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench import databases, fictional, import_round, load  # noqa: E402
from inspections.models import Inspection, Judgment, Organisation  # noqa: E402
from tools.static_files import collect_if_stale  # noqa: E402

SIZES = (43, 300, 3_000, 30_000)
AREAS, TIMES = 10, 15
FEW = 100  # bodies; up to here the country is imported by the command, and has been inspected oftener
ALLOWED = 1.6

CLIENTS = cycle(range(1, 255))  # one after the other, as readers come: one alone would ask too often for its share

Address = Callable[["Site"], str]


@dataclass
class Site:
    """A country of one size in its database, and what was measured of it."""

    size: int
    database: object
    bodies: list[str] = field(default_factory=list)
    inspections: list[str] = field(default_factory=list)
    milliseconds: dict[str, list[float]] = field(default_factory=dict)
    queries: dict[str, int] = field(default_factory=dict)
    number: int = 0

    def body(self) -> str:
        """Another one each time, from all over the country."""
        self.number += 1
        return self.bodies[self.number * 7919 % len(self.bodies)]

    def inspection(self) -> str:
        self.number += 1
        return self.inspections[self.number * 7919 % len(self.inspections)]

    @property
    def round(self) -> int:
        """The last one."""
        return 4 if self.size <= FEW else 2

    @property
    def middle(self) -> str:
        return self.bodies[len(self.bodies) // 2]


# Every one shows as much at any size: a page of a list, or one body, inspection or feed.
PAGES: dict[str, Address] = {
    "front page": lambda site: "/",
    "inspections": lambda site: "/inspections/",
    "inspections, of one programme": lambda site: "/inspections/?programme=national",
    "inspections, of a small programme": lambda site: "/inspections/?programme=small",
    "inspections, older": lambda site: f"/inspections/?older=2014-06-01.{site.size}",
    "inspections, of one body": lambda site: f"/inspections/?body={site.body()}",
    "inspection": lambda site: f"/inspections/{site.inspection()}/",
    "inspection as JSON": lambda site: f"/inspections/{site.inspection()}/data.json",
    "embed": lambda site: f"/inspections/{site.inspection()}/embed/",
    "bodies": lambda site: "/bodies/",
    "bodies, a part of the name": lambda site: "/bodies/?q=alder",
    "bodies, a name nobody has": lambda site: "/bodies/?q=nowhere",
    "body": lambda site: f"/bodies/{site.body()}/",
    "body as JSON": lambda site: f"/bodies/{site.body()}/data.json",
    "body as CSV": lambda site: f"/data/judgments.csv?body={site.body()}",
    "matrix": lambda site: "/programmes/national/",
    "matrix, from the middle": lambda site: f"/programmes/national/?after={site.middle}",
    "matrix, of a region": lambda site: "/programmes/national/?region=South",
    "matrix, of a rare region": lambda site: "/programmes/national/?region=Isles",
    "matrix, by grade": lambda site: "/programmes/national/?sort=3",
    "matrix, by grade from the middle": lambda site: f"/programmes/national/?sort=3&after={site.middle}",
    "matrix, by grade of a region": lambda site: "/programmes/national/?sort=3&region=South",
    "matrix, an older round": lambda site: "/programmes/national/?version=round-1",
    "bodies without a report": lambda site: "/programmes/national/?show=waiting",
    "matrix of a small programme": lambda site: "/programmes/small/",
    "area": lambda site: f"/areas/round-{site.round}-area-3/",
    "area, from the middle": lambda site: f"/areas/round-{site.round}-area-3/?after={site.middle}",
    "compare, the form": lambda site: f"/compare/?framework=round-{site.round}",
    "compare, four bodies": lambda site: (
        f"/compare/?framework=round-{site.round}&" + "&".join(f"body={site.body()}" for _ in range(4))
    ),
    "compare, by an alias": lambda site: f"/compare/?framework=round-{site.round}&body=No.+00005&body=No.+00010",
    "catalogue of data": lambda site: "/data/",
    "feed of everything": lambda site: "/feeds/all.atom",
    "feed of a body": lambda site: f"/bodies/{site.body()}/feed.atom",
    "feed of a programme": lambda site: "/programmes/national/feed.atom",
    "feed of a small programme": lambda site: "/programmes/small/feed.atom",
    "feed of an area": lambda site: f"/areas/round-{site.round}-area-3/feed.json",
}
# As long as the country is large: sent while it is read.
TABLE = "/data/judgments.csv"


def load_country(site: Site) -> None:
    began, size = time.perf_counter(), site.size
    country = fictional.found(size, rounds=site.round, areas=AREAS)
    small = fictional.small_programme(country, AREAS)
    writer, _chief = fictional.staff()
    for framework in country.frameworks:
        if size <= FEW:
            with tempfile.TemporaryDirectory() as folder:
                import_round.run_command(*import_round.write_round(country, framework, Path(folder)))
        else:
            load.load_round(country, framework, writer)
    load.load_round(small, small.frameworks[0], writer)
    load.freeze(timezone.now())
    databases.settle(connection)
    how = "imported by the command" if size <= FEW else "loaded in bulk"
    number = Judgment.objects.count()
    print(f"{size:>6,} bodies, {number:,} judgments, {how} in {time.perf_counter() - began:.0f} s", flush=True)


def ask(client: Client, site: Site, name: str, *, is_counted: bool) -> None:
    databases.use(site.database)
    client.defaults["REMOTE_ADDR"] = f"192.0.2.{next(CLIENTS)}"
    address, counter = PAGES[name](site), import_round.Counter()
    visitor = {"REMOTE_ADDR": f"10.0.{site.number // 250 % 250}.{site.number % 250}"}  # no one asks too often
    site.number += 1
    clock = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    began = clock()
    if is_counted:  # apart: counting costs time
        with connection.execute_wrapper(counter):
            response = client.get(address, **visitor)
        site.queries[name] = counter.count
    else:
        response = client.get(address, **visitor)
    b"".join(response)
    seconds = clock() - began
    if response.status_code != 200:
        raise SystemExit(f"{address} answers {response.status_code}")
    if not is_counted:
        site.milliseconds.setdefault(name, []).append(seconds * 1000)


def ask_all(sites: list[Site]) -> None:
    client = Client(SERVER_NAME="localhost")
    for name in PAGES:
        for number in range(-2, TIMES):
            for site in sites:
                ask(client, site, name, is_counted=number == -1)


def table_of(sites: list[Site]) -> Iterator[str]:
    yield f"{'median milliseconds (queries)':<36}" + "".join(f"{site.size:>16,}" for site in sites) + "    ratio"
    for name in PAGES:
        medians = [statistics.median(site.milliseconds[name]) for site in sites]
        cells = "".join(
            f"{middle:>10.1f} ({site.queries[name]:>3})" for middle, site in zip(medians, sites, strict=True)
        )
        ratio = medians[-1] / medians[0]
        yield f"{name:<36}{cells}{ratio:>9.2f}{'  <- grows' if ratio > ALLOWED else ''}"


def stream(name: str) -> None:
    """The whole table of judgments, in a process of its own: its peak of memory is that of the table."""
    databases.attach(name)
    client = Client(SERVER_NAME="localhost")
    client.get("/")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began, size = time.perf_counter(), 0
    pieces = iter(client.get(TABLE))
    size += len(next(pieces)) + len(next(pieces))
    first = time.perf_counter() - began
    size += sum(len(piece) for piece in pieces)
    seconds = time.perf_counter() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(
        f"{name}: CSV of {size / 1e6:,.1f} MB, first rows after {first * 1000:.0f} ms, all after {seconds:.1f} s, "
        f"{grown:.0f} MB of memory more than a page",
        flush=True,
    )


def main() -> None:
    if sys.argv[1:2] == ["stream"]:
        stream(sys.argv[2])
        return
    sizes = [int(size) for size in sys.argv[1:] if size != "--keep"] or SIZES
    collect_if_stale()
    sites = []
    with ExitStack() as stack:
        for size in sizes:
            keep = "--keep" in sys.argv
            sites.append(site := Site(size, stack.enter_context(databases.create(f"national-{size}", keep=keep))))
            if not Organisation.objects.exists():
                load_country(site)
            site.bodies = list(Organisation.objects.bodies().by_name().values_list("slug", flat=True))
            site.inspections = list(Inspection.objects.live(timezone.now()).values_list("slug", flat=True)[:30_000])
        ask_all(sites)
        print(*table_of(sites), sep="\n", flush=True)
        for site in sites:
            # Its database is let go of meanwhile, as SQLite's journal and PostgreSQL's pages are shared.
            subprocess.run([sys.executable, "-m", "bench.national", "stream", f"national-{site.size}"], check=True)


if __name__ == "__main__":
    main()
