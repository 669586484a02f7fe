"""From rows to inspections: what each cell means, or why it is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import (
    Area,
    Framework,
    Judgment,
    Organisation,
    OrganisationAlias,
    OrganisationName,
    normalise,
)
from inspections.models.periods import last_day
from inspections.wordings import grades_by_wording, outcomes_by_wording
from publishing.plaintext import markup_in

from .gathering import Gathering, Key
from .mapping import Mapping
from .tables import Row

SAMPLE = dt.date(2024, 2, 16)  # its day can be no month, so it shows in which order they stand
LONGEST_NOTE: int = Judgment._meta.get_field("note").max_length  # type: ignore[assignment]


@dataclass(frozen=True)
class Fault:
    """A cell that is refused: where it is, what it holds, and why."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        return _("row %(row)s, column “%(column)s”, value “%(value)s”: %(reason)s") % vars(self)


@dataclass
class Record:
    """One inspection of the file. With a fault in any of its rows, none of it is stored."""

    body: int
    reported_on: dt.date
    rows: list[int] = field(default_factory=list)
    judgments: dict[str, tuple[str, int | None, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.body, self.reported_on

    @property
    def numbers(self) -> str:
        """Of its rows, as a spreadsheet shows them: “2”, “2 to 7”, “2, 40, 911” or “2, 40, 911 … 3004”."""
        first, last = self.rows[0], self.rows[-1]
        if len(self.rows) > 1 and last - first == len(self.rows) - 1:
            return _("%(first)s to %(last)s") % {"first": first, "last": last}
        if len(self.rows) > 4:
            return "{}, {}, {} … {}".format(*self.rows[:3], last)
        return ", ".join(map(str, self.rows))

    @property
    def place(self) -> str:
        return ngettext("row %s", "rows %s", len(self.rows)) % self.numbers


class Lexicon:
    """Every name that a cell may hold, looked up once for the whole file."""

    def __init__(self, framework: Framework, mapping: Mapping) -> None:
        self.mapping = mapping
        self.bodies = _bodies()
        self.grades: dict[str, dict[str, int]] = {}
        self.scales: dict[str, str] = {}
        areas = framework.areas.recorded().with_scale().prefetch_related("aliases")
        self.areas = names_of_areas(areas)
        for area in areas:
            scale = area.grading_scale
            grades = list(scale.grades.all()) if scale else []
            self.grades[area.code] = {wording: grade.pk for wording, grade in grades_by_wording(grades).items()}
            self.scales[area.code] = ", ".join(grade.label for grade in grades)
        if not mapping.is_wide:
            self.areas |= {text: {code: code} for text, code in mapping.areas.items()}
        self.known_codes = {area.code for area in areas}
        self.outcomes = outcomes_by_wording()

    def body(self, text: str) -> int:
        _require_result(text)
        meant = self.bodies.get(normalise(text), {})
        if not meant:
            raise ValueError(_("no body is known by this name or code") if text else _("the body is missing"))
        if len(meant) > 1:
            bodies = _(" or ").join(sorted(meant.values()))
            raise ValueError(_("this may be %s: write a name, code or address that the one meant has alone") % bodies)
        return next(iter(meant))

    def day(self, cell: Any) -> dt.date:
        """The day a cell names, by the first format that fits; two formats that name different days are refused."""
        if isinstance(cell, dt.date):
            return last_day(cell, self.mapping.precision)
        text = _text(cell)
        _require_result(text)
        found = {}
        for form in self.mapping.dates:
            try:
                found[dt.datetime.strptime(text, form).date()] = form  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        if not found:
            samples = _(" or ").join(SAMPLE.strftime(form) for form in self.mapping.dates)
            raise ValueError(_("no date written like %s") % samples if text else _("the date is missing"))
        if len(found) > 1:
            days = _(" or ").join(date_format(day, "j F Y") for day in sorted(found))
            raise ValueError(_("could be %s: choose one way of writing dates only") % days)
        return last_day(next(iter(found)), self.mapping.precision)

    def area(self, text: str, grade: str) -> str | None:
        """The code of an area; None for one that the framework does not have, if the cell of its grade says so too."""
        _require_result(text)
        meant = self.areas.get(normalise(text), {})
        if len(meant) > 1:
            areas = _(" or ").join(f"“{name}”" for name in meant.values())
            raise ValueError(_("this may be %s: write a name that one of them alone has") % areas)
        if (code := next(iter(meant), None)) in self.known_codes:
            return code
        if text and self.is_no_row(grade):
            return None
        raise ValueError(_("the framework has no such area"))

    def is_no_row(self, cell: str) -> bool:
        """Whether a cell says that the framework has no such area."""
        return bool(cell) and normalise(cell) in self.mapping.no_row

    def judgment(self, area: str, cell: str) -> tuple[str, int | None, str]:
        """Outcome, grade and note that a cell stands for."""
        _require_result(cell)
        outcomes = Judgment.Outcome
        words = normalise(cell)
        if self.is_no_row(cell):
            raise ValueError(
                _(
                    "the framework has this area, so that something has to be said of it: write “not inspected” or "
                    "“grade not held here”, or choose the framework that did not have it"
                )
            )
        if not words and words not in self.mapping.grades:
            return outcomes.NOT_SOURCED, None, _("The file leaves this grade blank.")
        meaning = normalise(self.mapping.grades.get(words, words))
        if grade := self.grades[area].get(meaning):
            return outcomes.GRADED, grade, ""
        outcome = self.outcomes.get(meaning)
        if outcome == outcomes.CARRIED_FORWARD:
            raise ValueError(_("a grade that is carried forward has to say from where: enter it in the newsroom"))
        if outcome is not None:
            return outcome, None, ""
        if (words.isdigit() or len(words) == 1) and words not in self.mapping.grades:
            raise ValueError(
                _("a number or letter is no grade here: say in [grades] of the column map what each code means")
            )
        raise ValueError(_("not on the scale of this area, which knows: %s") % (self.scales[area] or _("no grades")))


def names_of_areas(areas: Iterable[Area]) -> dict[str, dict[str, str]]:
    """Every name, short label, alias and code, normalised, with the areas it may mean, by code."""
    meant: dict[str, dict[str, str]] = {}
    for area in areas:
        for text in (*area.names, *(alias.text for alias in area.aliases.all())):
            if text:
                meant.setdefault(normalise(text), {})[area.code] = area.name
    return meant


def _require_result(text: str) -> None:
    """A formula whose result is not in the file says nothing, and nothing is not what its author meant."""
    if text.startswith("="):
        raise ValueError(_("a formula without its result: save the file with values in the place of formulas"))


def _bodies() -> dict[str, dict[int, str]]:
    """Every name, alias, slug and code, normalised, with the inspected bodies it may mean, by key, in words."""
    meant: dict[str, dict[int, str]] = {}
    words: dict[int, str] = {}
    for pk, slug, name, short, codes in Organisation.objects.bodies().values_list(
        "pk", "slug", "name", "short_name", "codes"
    ):
        words[pk] = f"{name} ({slug})"
        for text in filter(None, (slug, name, short, *(str(code) for code in codes.values()))):
            meant.setdefault(normalise(text), {})[pk] = words[pk]
    for rows in (OrganisationAlias.objects, OrganisationName.objects):
        for text, pk in rows.filter(organisation__kind="body").values_list("normalised", "organisation"):
            meant.setdefault(text, {})[pk] = words[pk]
    return meant


def read_records(rows: Iterable[Row], framework: Framework, mapping: Mapping) -> Iterator[Record | Fault]:
    """The inspections of a file by their first rows. Before them, as it is read, a Fault for each row that belongs to
    none. Nothing but the present row or inspection is held in memory.
    """
    lexicon = Lexicon(framework, mapping)
    with Gathering() as gathering:
        for row in rows:
            try:
                gathering.add(_key(*row, lexicon), row)
            except _Refused as refused:
                yield refused.fault
        for key, its_rows in gathering:
            record = Record(*key)
            for number, cells in its_rows:
                record.rows.append(number)
                _add_judgments(record, number, cells, lexicon)
            if not record.judgments and not record.faults:
                body, reason = mapping.columns["body"], _("none of its rows is about an area that the framework has")
                record.faults.append(Fault(number, body, _text(cells.get(body)), reason))
            yield record


class _Refused(Exception):
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


def _key(number: int, cells: dict[str, Any], lexicon: Lexicon) -> Key:
    mapping = lexicon.mapping
    columns = mapping.columns
    body = _read(number, columns["body"], cells, lambda cell: lexicon.body(_text(cell)))
    if "reported_on" in columns:
        day = _read(number, columns["reported_on"], cells, lexicon.day)
    else:
        day = lexicon.day(mapping.reported_on)
    return body, day


def _read(number: int, column: str, cells: dict[str, Any], meaning: Any) -> Any:
    try:
        return meaning(cells.get(column))
    except ValueError as error:
        raise _Refused(Fault(number, column, _text(cells.get(column)), str(error))) from error


def _add_judgments(record: Record, number: int, cells: dict[str, Any], lexicon: Lexicon) -> None:
    mapping = lexicon.mapping
    if mapping.is_wide:
        pairs = [(column, code) for column, code in mapping.areas.items()]
    else:
        column, grade = mapping.columns["area"], mapping.columns["grade"]
        said = _text(cells.get(grade))
        try:
            area = _read(number, column, cells, lambda cell: lexicon.area(_text(cell), said))
        except _Refused as refused:
            record.faults.append(refused.fault)
            return
        pairs = [(grade, area)] if area else []
    note = _text(cells.get(mapping.columns.get("note", "")))
    if len(note) > LONGEST_NOTE:
        reason = _("a remark has %s characters at most") % LONGEST_NOTE
        record.faults.append(Fault(number, mapping.columns["note"], note, reason))
        return
    if markup := markup_in(note):
        reason = _("a remark is plain text, and “%s” is markup") % markup
        record.faults.append(Fault(number, mapping.columns["note"], note, reason))
        return
    for column, area in pairs:
        _add_judgment(record, number, column, area, cells, note, lexicon)


def _add_judgment(
    record: Record, number: int, column: str, area: str, cells: dict[str, Any], note: str, lexicon: Lexicon
) -> None:
    cell = _text(cells.get(column))

    def refuse(reason: str) -> None:
        record.faults.append(Fault(number, column, cell, reason))

    if area not in lexicon.known_codes:
        if not lexicon.is_no_row(cell):
            refuse(_("[areas] of the column map names the area “%s”, which the framework does not have") % area)
        return
    try:
        outcome, grade, remark = lexicon.judgment(area, cell)
    except ValueError as error:
        refuse(str(error))
        return
    said = (outcome, grade, note or remark)
    before = record.judgments.setdefault(area, said)
    if before[:2] != said[:2]:
        refuse(_("another row gives this area another grade"))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)  # spreadsheets hold codes as floats
    return "" if cell is None else str(cell).strip()
