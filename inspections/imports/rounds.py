"""Where import-export hands a file over to our importer: a round of grades that an editor uploads."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from import_export.formats.base_formats import Format
from import_export.resources import Resource
from import_export.results import Error, Result

from accounts.models import User
from inspections.models import Framework, Organisation

from .importing import Effect, Importer, Outcome
from .mapping import BadMapping, Mapping, mapping_of
from .plain import completed
from .records import Fault, Record, read_records
from .refusals import BadTable
from .tables import Limits, is_zip, read_table

MOST_ROWS = 2_000
MOST_BYTES = 5_000_000
LIMITS = Limits(rows=MOST_ROWS, columns=200, unpacked=20_000_000)


class GradeFile(Format):
    """A CSV file or a workbook. Which of them is seen by its bytes, and read by the importer."""

    def __init__(self, encoding: str | None = None) -> None:
        """The library names an encoding; which one it is, the importer finds."""

    def get_title(self) -> str:
        return "CSV or XLSX"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> bytes:
        # A tablib dataset would hold no numbers of rows, which every refusal has to name.
        return in_stream


@dataclass
class Entry:
    """One inspection of the file, and what becomes of it."""

    record: Record
    body: str
    effect: Effect

    @property
    def faults(self) -> list[Fault]:
        return self.record.faults


@dataclass
class Round(Result):
    """All that becomes of one file: of each inspection in it, and of rows that belong to none."""

    entries: list[Entry] = field(default_factory=list)
    strays: list[Fault] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    mapping: Mapping | None = None
    is_workbook: bool = False

    def __post_init__(self) -> None:
        super().__init__()

    def of(self, outcome: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.effect.outcome == outcome]

    @property
    def created(self) -> list[Entry]:
        return self.of(Outcome.CREATED)

    @property
    def corrected(self) -> list[Entry]:
        return self.of(Outcome.CORRECTED)

    @property
    def unchanged(self) -> list[Entry]:
        return self.of(Outcome.UNCHANGED)

    @property
    def refused(self) -> list[Entry]:
        return self.of(Outcome.REFUSED)

    @property
    def stored(self) -> list[Entry]:
        """Those that make, or made, a draft."""
        return [*self.created, *self.corrected]

    @property
    def faults(self) -> list[Fault]:
        """Every refused cell in the order of the file; an inspection refused as a whole counts as one of its rows."""
        found = [*self.strays, *(fault for entry in self.entries for fault in entry.faults)]
        found += [
            Fault(entry.record.rows[0], "", entry.body, entry.effect.reason)
            for entry in self.refused
            if entry.effect.reason
        ]
        return sorted(found, key=lambda fault: fault.row)

    @property
    def reading(self) -> str:
        """How the file was read, for whoever finds odd signs in the names."""
        if self.mapping is None or self.is_workbook:
            return _("Excel workbook, its first sheet")
        names = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs")}
        encodings = {"cp1252": _("Windows-1252 (look whether names are right)"), "utf-8-sig": "UTF-8", "utf-8": "UTF-8"}
        return _("text in %(encoding)s, divided by %(delimiter)s") % {
            "encoding": encodings.get(self.mapping.encoding, self.mapping.encoding),
            "delimiter": names.get(self.mapping.delimiter, self.mapping.delimiter),
        }

    @property
    def digest(self) -> str:
        """What was shown, in short: a confirmation is for this and for nothing else."""
        said = [(str(entry.record.key), entry.effect.outcome, repr(entry.effect.changes)) for entry in self.entries]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


class RoundResource(Resource):
    """Reads, maps, refuses and stores a round as `manage.py import_grades` does, for the pages of import-export."""

    @classmethod
    def get_display_name(cls) -> str:
        return _("Round of grades")

    def __init__(
        self, *, by: User, now: dt.datetime, framework: Framework | None = None, facts: dict[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.by, self.now, self.framework, self.facts = by, now, framework, facts or {}

    def import_data(self, dataset: bytes, dry_run: bool = False, **kwargs: Any) -> Round:
        """What becomes of the file with these bytes; with `dry_run` what would, and nothing is changed."""
        result = Round(is_workbook=is_zip(dataset))
        framework: Framework = self.framework  # type: ignore[assignment]
        try:
            facts, result.unread = completed(self.facts, dataset, framework, LIMITS)
            result.mapping = mapping_of(facts)
            found = list(read_records(read_table(dataset, result.mapping, LIMITS), framework, result.mapping))
        except (BadTable, BadMapping) as error:
            result.append_base_error(Error(error))
            return result
        result.strays = [fault for fault in found if isinstance(fault, Fault)]
        records = [record for record in found if isinstance(record, Record)]
        names = Organisation.objects.prefetch_related("names").in_bulk({record.body for record in records})
        importer = Importer(
            framework=framework,
            mapping=result.mapping,
            by=self.by,
            now=self.now,
            explained_in=_("in the form, under “If the file changes grades that are published here”"),
        )
        for record in records:
            if record.faults:
                effect = Effect(Outcome.REFUSED)
            else:
                effect = importer.look(record) if dry_run else importer.store(record)
            body = names[record.body].name_on(record.reported_on)
            result.entries.append(Entry(record=record, body=body, effect=effect))
        return result
