"""Files that say by themselves how they are to be read: our own names for the columns, and an encoding that fits."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from inspections.models import Framework, normalise

from .records import names_of_areas
from .refusals import BadTable
from .tables import Limits, headings, is_zip

OWN_COLUMNS = ("body", "reported_on", "area", "grade", "note")
DELIMITERS = ",;\t|"
FIRST_LINE = 50_000  # bytes that it is looked for in
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_OWN = {normalise(name): name for name in OWN_COLUMNS}


def completed(
    facts: dict[str, Any], data: bytes, framework: Framework, limits: Limits
) -> tuple[dict[str, Any], list[str]]:
    """The `facts` of a column map, where they are silent what the file with these bytes shows, and its columns that
    they leave aside. Raises BadTable.
    """
    encoding = facts.get("encoding") or encoding_of(data)
    delimiter = facts.get("delimiter") or delimiter_of(data, encoding)
    names = headings(data, encoding, delimiter, limits)
    facts = {"encoding": encoding, "delimiter": delimiter} | facts
    is_wide = facts.get("layout") == "wide"
    if "columns" not in facts:
        facts["columns"] = _own_columns(names, is_wide=is_wide, needs_day=not facts.get("reported_on"))
    if is_wide and "areas" not in facts:
        facts["areas"] = _own_areas(set(names) - set(facts["columns"].values()), framework)
    used = {*facts["columns"].values(), *(facts["areas"] if is_wide else ())}
    return facts, [name for name in names if name and name not in used]


def encoding_of(data: bytes) -> str:
    """UTF-8 if the bytes are that, else the one of Windows in Western Europe, which nearly any bytes are."""
    if is_zip(data):
        return "utf-8"  # a workbook says its own
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return encoding
    for encoding in ("utf-8", "cp1252"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "utf-8"  # whose reader says what is wrong


def delimiter_of(data: bytes, encoding: str) -> str:
    """The sign that divides the first line into the most cells."""
    start = data[:FIRST_LINE].decode(encoding, errors="replace")
    line = next((line for line in start.splitlines() if line.strip()), "")
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4]
    counts = {sign: len(next(csv.reader([line], delimiter=sign), [])) for sign in DELIMITERS}
    return max(counts, key=counts.__getitem__)


def _own_columns(names: list[str], *, is_wide: bool, needs_day: bool) -> dict[str, str]:
    columns = {_OWN[key]: name for name in names if (key := normalise(name)) in _OWN}
    needed = ["body", *(["reported_on"] if needs_day else []), *([] if is_wide else ["area", "grade"])]
    if missing := [name for name in needed if name not in columns]:
        raise BadTable(
            _(
                "The file has no column called %(missing)s. It has: %(found)s. Name the columns as we do, or say in "
                "the column map what yours are called."
            )
            % {"missing": _quoted(missing), "found": ", ".join(filter(None, names)) or _("none")}
        )
    return {name: columns[name] for name in columns if not is_wide or name not in ("area", "grade")}


def _own_areas(names: Iterable[str], framework: Framework) -> dict[str, str]:
    meant = names_of_areas(framework.areas.recorded().prefetch_related("aliases"))
    areas: dict[str, str] = {}
    for name in sorted(names):
        codes = meant.get(normalise(name), {})
        if len(codes) > 1:
            known = _(" or ").join(f"“{area}”" for area in codes.values())
            said = _("The column “%(name)s” may be %(areas)s. Say in [areas] of the column map which it is.")
            raise BadTable(said % {"name": name, "areas": known})
        for code in codes:
            areas[name] = code
    if not areas:
        raise BadTable(
            _("No column is called after an area of “%s”. Say in [areas] of the column map which is which.") % framework
        )
    return areas


def _quoted(names: list[str]) -> str:
    return ", ".join(f"“{name}”" for name in names)
