"""Time, memory and queries of one import run of a national round, and of the same file again.

python -m bench.import_round                   40,000 inspections with 6 judgments each
python -m bench.import_round 1000              as many as you say
python -m bench.import_round 1000 --by-area    from a file sorted by area, so that the rows of each stand far apart
"""

import argparse
import csv
import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import islice
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench import databases, fictional  # noqa: E402
from inspections.models import Framework  # noqa: E402

SIZE, AREAS, EVERY = 40_000, 6, 10_000
MAP = """
framework = "round-1"
columns = {body = "body", reported_on = "day", area = "area", grade = "grade"}
[source]
title = "Grades of the round"
url = "https://examiners.example/grades.csv"
licence = "ogl-3"
"""


class Counter:
    """How many statements went to the database, and with `say` what every 10,000 inspections took."""

    def __init__(self, say: bool = False) -> None:
        self.count = self.inspections = 0
        self.say, self.began = say, time.perf_counter()

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        if self.say and sql.startswith('INSERT INTO "inspections_inspection" '):
            self.inspections += 1
            if self.inspections % EVERY == 0:
                seconds = time.perf_counter() - self.began
                said = f"  {self.inspections:>6,} after {seconds:7.1f} s, peak {peak():4.0f} MB"
                print(said, file=sys.__stdout__, flush=True)  # the command's own words are caught
        return execute(sql, params, many, context)


def peak() -> float:
    """The most memory that this process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write_round(
    country: fictional.Country, framework: Framework, folder: Path, *, by_area: bool = False
) -> tuple[Path, Path]:
    """The grades of a round as a tidy CSV, a judgment a row, and its column map."""
    table, mapping = folder / f"{framework.slug}.csv", folder / f"{framework.slug}.toml"
    with table.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["body", "day", "area", "grade"])
        writer.writerows(rows_by_area(country, framework) if by_area else rows(country, framework))
    mapping.write_text(MAP.replace("round-1", framework.slug))
    return table, mapping


def rows(country: fictional.Country, framework: Framework) -> Iterator[list[Any]]:
    for body, day, found in fictional.grades(country, framework):
        for area, grade in zip(country.areas[framework.pk], found, strict=True):
            yield [body.name, day, area.name, grade.label]


def rows_by_area(country: fictional.Country, framework: Framework) -> Iterator[list[Any]]:
    number = len(country.areas[framework.pk])
    for place in range(number):
        yield from islice(rows(country, framework), place, None, number)


def run_command(table: Path, mapping: Path) -> str:
    """Import and release; what the command says at its end. What it refuses ends the benchmark."""
    said, refused = io.StringIO(), io.StringIO()
    people = {"email": "writer@example.org", "release_as": "chief@example.org", "reason": "The round as published."}
    try:
        with redirect_stderr(refused), redirect_stdout(said):
            call_command("import_grades", table, map=mapping, **people)
    except CommandError as error:
        sys.exit(f"{refused.getvalue()}{said.getvalue()}{error}")
    return said.getvalue().strip()


def measure(size: int, *, by_area: bool) -> None:
    with databases.create(f"import-{size}"), tempfile.TemporaryDirectory() as folder:
        country = fictional.found(size, rounds=1, areas=AREAS)
        fictional.staff()
        files = write_round(country, country.frameworks[0], Path(folder), by_area=by_area)
        del country
        for what in ("first", "again"):
            counter, worked = Counter(say=True), time.process_time()
            with connection.execute_wrapper(counter):
                said = run_command(*files)
            seconds, worked = time.perf_counter() - counter.began, time.process_time() - worked
            print(
                f"{size:>6,} inspections, {what}: {seconds:7.1f} s; each {worked / size * 1000:5.1f} ms of CPU, "
                f"{counter.count / size:5.1f} queries; peak {peak():4.0f} MB  ({said})",
                flush=True,
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m bench.import_round", description=__doc__)
    parser.add_argument("size", nargs="?", type=int, default=SIZE)
    parser.add_argument("--by-area", action="store_true")
    measure(**vars(parser.parse_args()))
