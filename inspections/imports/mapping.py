"""The column map: a small TOML file that says what the columns and codes of a grade file mean."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from inspections.models import DatePrecision, Inspection, InspectionDocument, normalise

LAYOUTS = ("tidy", "wide")
TABLES = {"columns", "dates", "grades", "areas", "source", "correction"}
PLAIN = {"framework", "layout", "kind", "precision", "encoding", "delimiter", "reported_on", "no_row"}
COLUMNS = {"body", "reported_on", "area", "grade", "note"}
SOURCE = {"kind", "title", "url", "licence", "publisher"}
CORRECTION = {"reason", "source", "source_url", "on"}


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
    area's wording (tidy) or a column (wide) to the area's code. `no_row` are cells that say that the framework has no
    such area, and are left out where that is so. `correction` explains to readers a grade that differs from the one
    published; its `on` is the day when the inspectorate changed it.
    """

    framework: str
    layout: str = "tidy"
    kind: str = Inspection.Kind.FULL
    precision: str = DatePrecision.DAY
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    reported_on: dt.date | None = None
    columns: AnyMapping[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ("%Y-%m-%d",)
    grades: AnyMapping[str, str] = field(default_factory=dict)
    areas: AnyMapping[str, str] = field(default_factory=dict)
    no_row: frozenset[str] = frozenset()
    source: AnyMapping[str, str] = field(default_factory=dict)
    correction: AnyMapping[str, Any] = field(default_factory=dict)

    @property
    def is_wide(self) -> bool:
        return self.layout == "wide"


def read_mapping(path: Path) -> Mapping:
    """The column map in the file at `path`. Raises BadMapping with all that is wrong in it, OSError without a file."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadMapping([_("%(file)s is no TOML file: %(error)s") % {"file": path.name, "error": error}]) from error
    return mapping_of(facts_of(text, name=path.name))


def facts_of(text: str, *, name: str) -> dict[str, Any]:
    """What the TOML in `text` states; `name` is what a refusal calls it. Raises BadMapping."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadMapping([_("%(file)s is no TOML file: %(error)s") % {"file": name, "error": error}]) from error


def mapping_of(facts: dict[str, Any]) -> Mapping:
    """The column map that `facts` state. Raises BadMapping."""
    # What is missing can only be told when what is there has the right form.
    faults = [*_unknown_keys(facts), *(_wrong_forms(facts) or _faults(facts))]
    if faults:
        raise BadMapping(faults)
    plain = {name: facts[name] for name in PLAIN - {"no_row", "reported_on"} if name in facts}
    return Mapping(
        **plain,
        reported_on=_day(facts.get("reported_on")),
        columns=facts.get("columns", {}),
        dates=tuple(facts.get("dates", {}).get("formats", ("%Y-%m-%d",))),
        grades={normalise(cell): str(code) for cell, code in facts.get("grades", {}).items()},
        areas={
            (text if facts.get("layout") == "wide" else normalise(text)): str(code)
            for text, code in facts.get("areas", {}).items()
        },
        no_row=frozenset(normalise(text) for text in facts.get("no_row", ())),
        source=facts.get("source", {}),
        correction=_dated(facts.get("correction", {})),
    )


def _unknown_keys(facts: dict[str, Any]) -> list[str]:
    known = {"columns": COLUMNS, "source": SOURCE, "correction": CORRECTION, "dates": {"formats"}}
    faults = [_("There is no setting “%s”.") % name for name in facts if name not in PLAIN | TABLES]
    for table, names in known.items():
        faults += [
            _("[%(table)s] has no “%(name)s”; it knows: %(known)s.")
            % {"table": table, "name": name, "known": ", ".join(sorted(names))}
            for name in _table(facts, table)
            if name not in names
        ]
    return faults


def _table(facts: dict[str, Any], name: str) -> dict[str, Any]:
    said = facts.get(name, {})
    return said if isinstance(said, dict) else {}


# --- The form of what is there -----------------------------------------------------------------------------------


def _wrong_forms(facts: dict[str, Any]) -> list[str]:
    faults = [
        _("“%s” has to be text in quotation marks.") % name
        for name in sorted(PLAIN - {"no_row", "reported_on"})
        if not isinstance(facts.get(name, ""), str)
    ]
    faults += [
        _("[%s] has to be a table.") % table for table in sorted(TABLES) if not isinstance(facts.get(table, {}), dict)
    ]
    for table in sorted(TABLES - {"dates"}):
        kinds = (str, int) if table in ("grades", "areas") else (str,)
        faults += [
            _("[%(table)s] “%(name)s” has to be text in quotation marks.") % {"table": table, "name": name}
            for name, value in _table(facts, table).items()
            if not isinstance(value, kinds) and (table, name) != ("correction", "on")
        ]
    lists = {"no_row": facts.get("no_row", []), "[dates] formats": _table(facts, "dates").get("formats", [])}
    faults += [
        _('%s has to be a list of texts, such as ["a", "b"].') % name
        for name, texts in lists.items()
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts)
    ]
    return faults or [*_wrong_day(facts), *_wrong_formats(facts), *_wrong_encoding(facts)]


def _day(said: Any) -> dt.date | None:
    """A TOML date, or the same in quotation marks. Raises ValueError."""
    if not said:
        return None
    if isinstance(said, str):
        return dt.date.fromisoformat(said)
    if isinstance(said, dt.date) and not isinstance(said, dt.datetime):
        return said
    raise ValueError(said)


def _wrong_day(facts: dict[str, Any]) -> list[str]:
    faults = []
    for name, said in (
        ("“reported_on”", facts.get("reported_on")),
        ("[correction] “on”", _table(facts, "correction").get("on")),
    ):
        try:
            _day(said)
        except ValueError:
            faults.append(_("%(name)s is a date such as 2024-02-16, not “%(said)s”.") % {"name": name, "said": said})
    return faults


def _dated(correction: dict[str, Any]) -> dict[str, Any]:
    return correction | {"on": _day(correction["on"])} if "on" in correction else correction


def _wrong_formats(facts: dict[str, Any]) -> list[str]:
    """Formats that strptime cannot use: it says so only when it is asked to read a date."""
    faults, sample = [], dt.date(2024, 2, 16)
    for form in _table(facts, "dates").get("formats", []):
        try:
            dt.datetime.strptime(sample.strftime(form), form)  # noqa: DTZ007 - a day has no zone
        except (ValueError, re.error):
            faults.append(_("[dates] “%s” is no format of a date; one is “%%d/%%m/%%Y”.") % form)
    return faults


def _wrong_encoding(facts: dict[str, Any]) -> list[str]:
    faults = []
    if len(facts.get("delimiter", ",")) != 1 or facts.get("delimiter") in ('"', "\r", "\n", " "):
        faults.append(_('“delimiter” is one sign, such as “;” or a tab ("\\t").'))
    try:
        # Some that Python knows are none for a text of any kind, such as idna.
        b"\xff".decode(facts.get("encoding", "utf-8"), errors="replace")
    except (LookupError, UnicodeError):
        faults.append(_("There is no encoding “%s”.") % facts["encoding"])
    return faults


# --- What is said ----------------------------------------------------------------------------------------------------


def _faults(facts: dict[str, Any]) -> list[str]:
    faults = []
    if not facts.get("framework"):
        faults.append(_("“framework” is missing: the slug of the framework whose areas were graded."))
    layout = facts.get("layout", "tidy")
    if layout not in LAYOUTS:
        faults.append(_("“layout” is tidy or wide, not “%s”.") % layout)
    source = facts.get("source", {})
    for name, said, choices in (
        ("kind", facts.get("kind"), Inspection.Kind.values),
        ("precision", facts.get("precision"), DatePrecision.values),
        ("[source] kind", source.get("kind"), InspectionDocument.Kind.values),
        ("[source] licence", source.get("licence"), InspectionDocument.Licence.values),
    ):
        if said and said not in choices:
            faults.append(_("%(name)s is one of: %(choices)s.") % {"name": name, "choices": ", ".join(choices)})
    columns = facts.get("columns", {})
    needed = ["body"] + ([] if facts.get("reported_on") else ["reported_on"])
    needed += [] if layout == "wide" else ["area", "grade"]
    faults += [_("[columns] needs “%s”.") % name for name in needed if not columns.get(name)]
    if layout == "wide" and not facts.get("areas"):
        faults.append(_("A wide layout needs [areas]: the area of each column that holds grades."))
    for name in ("title", "url", "licence"):
        if not source.get(name):
            faults.append(_("[source] needs “%s”: readers are told where the grades come from.") % name)
    faults += _unfit("source", source, InspectionDocument, {name: name for name in ("title", "url", "publisher")})
    fields = {"source": "regrade_source", "source_url": "regrade_source_url", "reason": "regrade_reason"}
    faults += _unfit("correction", facts.get("correction", {}), Inspection, fields)
    return faults


def _unfit(table: str, said: dict[str, str], model: type[Model], fields: dict[str, str]) -> list[str]:
    """What the fields of `model` would refuse, in their own words: an address that is none, a text that is too long."""
    faults = []
    for name, column in fields.items():
        try:
            if value := said.get(name):
                model._meta.get_field(column).clean(value, None)  # type: ignore[union-attr]
        except ValidationError as error:
            where = {"table": table, "name": name, "said": " ".join(error.messages)}
            faults.append(_("[%(table)s] “%(name)s”: %(said)s") % where)
    return faults
