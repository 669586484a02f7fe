"""The column map: a small TOML file that says what the columns and codes of a grade file mean."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from inspections.models import DatePrecision, Inspection, InspectionDocument, normalise

LAYOUTS = ("tidy", "wide")
TABLES = {"columns", "dates", "grades", "areas", "source", "correction"}
PLAIN = {"framework", "layout", "kind", "precision", "encoding", "delimiter", "reported_on", "no_row"}
COLUMNS = {"body", "reported_on", "area", "grade", "note"}
SOURCE = {"kind", "title", "url", "licence", "publisher"}
CORRECTION = {"reason", "source", "source_url"}


class BadMapping(ValueError):
    """The column map cannot be used; its message lists every fault with its place."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True)
class Mapping:
    """What the file's columns and codes mean.

    `layout` is “tidy” (one judgment a row) or “wide” (one inspection a row, an area a column). `dates` are strptime
    formats, tried in order. `grades` maps a cell, normalised, to the code of a grade or to an outcome; `areas` maps an
    area's wording (tidy) or a column (wide) to the area's code. `no_row` are cells that say that the framework had no
    such area then. `correction` explains to readers a grade that differs from the one published.
    """

    framework: str
    layout: str = "tidy"
    kind: str = Inspection.Kind.FULL
    precision: str = DatePrecision.DAY
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    reported_on: str = ""
    columns: AnyMapping[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ("%Y-%m-%d",)
    grades: AnyMapping[str, str] = field(default_factory=dict)
    areas: AnyMapping[str, str] = field(default_factory=dict)
    no_row: frozenset[str] = frozenset()
    source: AnyMapping[str, str] = field(default_factory=dict)
    correction: AnyMapping[str, str] = field(default_factory=dict)

    @property
    def is_wide(self) -> bool:
        return self.layout == "wide"


def read_mapping(path: Path) -> Mapping:
    """The column map in the file at `path`. Raises BadMapping with all that is wrong in it, OSError without a file."""
    try:
        facts = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadMapping([_("%(file)s is no TOML file: %(error)s") % {"file": path.name, "error": error}]) from error
    return mapping_of(facts)


def mapping_of(facts: dict[str, Any]) -> Mapping:
    """The column map that `facts` state. Raises BadMapping."""
    faults = [*_unknown_keys(facts), *_faults(facts)]
    if faults:
        raise BadMapping(faults)
    plain = {name: facts[name] for name in PLAIN - {"no_row"} if name in facts}
    return Mapping(
        **plain,
        columns=facts.get("columns", {}),
        dates=tuple(facts.get("dates", {}).get("formats", ("%Y-%m-%d",))),
        grades={normalise(cell): str(code) for cell, code in facts.get("grades", {}).items()},
        areas={
            (text if facts.get("layout") == "wide" else normalise(text)): str(code)
            for text, code in facts.get("areas", {}).items()
        },
        no_row=frozenset(normalise(text) for text in facts.get("no_row", ())),
        source=facts.get("source", {}),
        correction=facts.get("correction", {}),
    )


def _unknown_keys(facts: dict[str, Any]) -> list[str]:
    known = {"columns": COLUMNS, "source": SOURCE, "correction": CORRECTION, "dates": {"formats"}}
    faults = [_("There is no setting “%s”.") % name for name in facts if name not in PLAIN | TABLES]
    for table, names in known.items():
        if not isinstance(facts.get(table, {}), dict):
            faults.append(_("[%s] has to be a table.") % table)
            continue
        faults += [
            _("[%(table)s] has no “%(name)s”; it knows: %(known)s.")
            % {"table": table, "name": name, "known": ", ".join(sorted(names))}
            for name in facts.get(table, {})
            if name not in names
        ]
    return faults


def _faults(facts: dict[str, Any]) -> list[str]:
    faults = []
    if not facts.get("framework"):
        faults.append(_("“framework” is missing: the slug of the framework whose areas were graded."))
    layout = facts.get("layout", "tidy")
    if layout not in LAYOUTS:
        faults.append(_("“layout” is tidy or wide, not “%s”.") % layout)
    for name, choices in (("kind", Inspection.Kind.values), ("precision", DatePrecision.values)):
        if facts.get(name, choices[0]) not in choices:
            faults.append(
                _("“%(name)s” is one of: %(choices)s.") % {"name": name, "choices": ", ".join(map(str, choices))}
            )
    columns = facts.get("columns", {})
    needed = ["body"] + ([] if facts.get("reported_on") else ["reported_on"])
    needed += [] if layout == "wide" else ["area", "grade"]
    faults += [_("[columns] needs “%s”.") % name for name in needed if name not in columns]
    if layout == "wide" and not facts.get("areas"):
        faults.append(_("A wide layout needs [areas]: the area of each column that holds grades."))
    source = facts.get("source", {})
    for name in ("title", "url", "licence"):
        if not source.get(name):
            faults.append(_("[source] needs “%s”: readers are told where the grades come from.") % name)
    if source.get("licence") and source["licence"] not in InspectionDocument.Licence.values:
        known = ", ".join(InspectionDocument.Licence.values)
        faults.append(_("[source] licence is one of: %s.") % known)
    return faults
