"""Loads a round of inspections from a CSV or XLSX file."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from accounts.models import User
from inspections.imports import (
    BadMapping,
    BadTable,
    Fault,
    Importer,
    Outcome,
    Record,
    Row,
    about_how_many_rows,
    read_mapping,
    read_records,
    read_table,
)
from inspections.models import Framework

STRAY = "stray"


class Command(BaseCommand):
    help = (
        "Load a round of inspections from FILE (CSV or XLSX), one submitted draft for each. What the columns and codes "
        "mean stands in a TOML file (docs/import-grades.md). An inspection is stored wholly or not at all; what is "
        "refused is printed with row, column, value and reason, and ends the command with status 1. Running it again "
        "changes nothing; a grade that differs from the published one becomes a correction."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--map", type=Path, required=True, metavar="MAP.toml", help="what the columns and codes mean"
        )
        parser.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the account that imports")
        parser.add_argument("--release-as", metavar="EMAIL", help="release at once, as this account")
        parser.add_argument("--reason", default="", help="why it is released without a look at each (kept, not public)")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        importer, table = self._prepare(options)
        tally: Counter[str] = Counter()
        many = about_how_many_rows(options["file"])
        rows = _bar("reading", many, table)
        with _bar("storing", many) as stored:
            try:
                for record in read_records(rows, importer.framework, importer.mapping):
                    for line in self._store(importer, record, tally):
                        with tqdm.external_write_mode(sys.stderr):
                            self.stderr.write(line)
                    stored.update(1 if isinstance(record, Fault) else len(record.rows))
            except BadTable as error:
                raise CommandError(str(error)) from error
        said = ", ".join(f"{tally[outcome]} {outcome}" for outcome in Outcome)
        if strays := tally[STRAY]:
            said += f"; and {strays} {'row that belongs' if strays == 1 else 'rows that belong'} to no inspection"
        self.stdout.write(f"{'Would be: ' if options['dry_run'] else ''}{said}.")
        if tally[Outcome.REFUSED] or strays:
            raise CommandError("Not all of it was taken; what was refused is named above.")

    def _prepare(self, options: dict[str, Any]) -> tuple[Importer, Iterator[Row]]:
        try:
            mapping = read_mapping(options["map"])
        except (BadMapping, OSError) as error:
            raise CommandError(f"The column map cannot be used:\n{error}") from error
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        framework = Framework.objects.filter(slug=mapping.framework).first()
        if framework is None:
            known = ", ".join(Framework.objects.values_list("slug", flat=True)) or "none; run load_frameworks"
            raise CommandError(f"There is no framework “{mapping.framework}”. Known: {known}.")
        releaser = self._account(options["release_as"]) if options["release_as"] else None
        if releaser and not options["reason"].strip():
            raise CommandError("--release-as needs --reason: nobody looks at each inspection before it is public.")
        importer = Importer(
            framework=framework,
            mapping=mapping,
            by=self._account(options["email"]),
            now=timezone.now(),
            explained_in="under [correction] in the map",
            releaser=releaser,
            reason=options["reason"],
            is_dry=options["dry_run"],
        )
        return importer, read_table(options["file"], mapping)

    def _account(self, email: str) -> User:
        user = User.objects.filter(email__iexact=email, is_active=True, is_staff=True).first()
        if user is None:
            raise CommandError(f"There is no active staff account {email}.")
        return user

    def _store(self, importer: Importer, record: Record | Fault, tally: Counter[str]) -> list[str]:
        """Store one record and count what became of it; returns what has to be said about it."""
        faults = [record] if isinstance(record, Fault) else record.faults
        if faults or isinstance(record, Fault):
            tally[STRAY if isinstance(record, Fault) else Outcome.REFUSED] += 1
            return [str(fault) for fault in faults]
        effect = importer.store(record)
        tally[effect.outcome] += 1
        return [f"{record.place}: {effect.reason}"] if effect.reason else []


def _bar(what: str, rows: int | None, table: Iterator[Row] | None = None) -> tqdm:
    """Of a terminal alone, and gone at the end. It counts by itself what is taken from `table`."""
    return tqdm(table, desc=what, total=rows, unit=" rows", disable=None, leave=False)
