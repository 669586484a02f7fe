"""What each table holds, column by column: the tables, their description and the API's document all follow this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from inspections.models import Judgment

Text = str | Promise

DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{6})?Z$"


class Kind(Enum):
    """The kinds of cell: type in a Table Schema, and schema in JSON."""

    TEXT = ("string", {"type": "string"})
    UUID = ("string", {"type": "string", "format": "uuid"})
    LINK = ("string", {"type": "string", "format": "uri"})
    WHOLE_NUMBER = ("integer", {"type": "integer"})
    YES_NO = ("boolean", {"type": "boolean"})
    # Never more than is known: a year, a month or a day. Hence text with a pattern.
    DATE = ("string", {"type": "string", "pattern": DATE})
    MOMENT = ("datetime", {"type": "string", "format": "date-time", "pattern": MOMENT})

    @property
    def in_words(self) -> Text:
        return _WORDS[self]


_WORDS: dict[Kind, Text] = {
    Kind.TEXT: _("text"),
    Kind.UUID: _("id"),
    Kind.LINK: _("link"),
    Kind.WHOLE_NUMBER: _("whole number"),
    Kind.YES_NO: _("true or false"),
    Kind.DATE: _("date, or its year or month if no more is known"),
    Kind.MOMENT: _("date and time in UTC"),
}


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind
    meaning: Text
    may_be_empty: bool = False
    values: tuple[str, ...] = ()

    @property
    def field(self) -> dict[str, Any]:
        """As a field of a Table Schema (specs.frictionlessdata.io)."""
        kind, schema = self.kind.value
        said: dict[str, Any] = {"name": self.name, "type": kind, "description": str(self.meaning)}
        if self.kind in (Kind.UUID, Kind.LINK):
            said["format"] = schema["format"]
        rules: dict[str, Any] = {"required": not self.may_be_empty}
        if self.kind is Kind.DATE:
            rules["pattern"] = schema["pattern"]
        if self.values:
            rules["enum"] = list(self.values)
        return said | {"constraints": rules}

    @property
    def schema(self) -> dict[str, Any]:
        """As a JSON Schema, in which an empty cell is null."""
        schema: dict[str, Any] = self.kind.value[1] | {"description": str(self.meaning)}
        if self.may_be_empty:
            schema["type"] = [schema["type"], "null"]
        if self.values:
            schema["enum"] = [*self.values, *([None] if self.may_be_empty else [])]
        return schema


@dataclass(frozen=True)
class Dataset:
    """A table: one CSV file and one JSON file with the same rows and ids."""

    name: str
    title: Text
    about: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def csv_path(self) -> str:
        return f"/data/{self.name}.csv"

    @property
    def json_path(self) -> str:
        return f"/data/{self.name}.json"

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


OUTCOMES = tuple(Judgment.Outcome.values)
WITHDRAWN = "withdrawn"

_DOCUMENT = Column("document_uuid", Kind.UUID, _("The inspection. The same in every edition of it."))
_AREA_CODE = Column("area_code", Kind.TEXT, _("The area's code within its framework."))
_SEQUENCE = Column(
    "sequence", Kind.WHOLE_NUMBER, _("1, or 2 for a second judgment of the same area in the same report.")
)
_WHOSE = (
    Column("body_code", Kind.TEXT, _("The inspected body, as in the address of its page.")),
    Column("body", Kind.TEXT, _("What the body was called on the day of the report.")),
    Column("programme", Kind.TEXT, _("The series of inspections, as in the address of its page.")),
    Column("framework", Kind.TEXT, _("The version of the questions, by its code.")),
    Column("version", Kind.TEXT, _("The same version as the inspectorate names it.")),
)
_AS_OF = Column(
    "as_of", Kind.MOMENT, _("The moment for which this row holds. Ask for it again with ?as_of= and get the same rows.")
)

JUDGMENTS = Dataset(
    name="judgments",
    title=_("Judgments"),
    about=_("One row for each area of each inspection: its grade, or why it has none."),
    key=("document_uuid", "area_code", "sequence"),
    columns=(
        _DOCUMENT,
        Column(
            "edition",
            Kind.WHOLE_NUMBER,
            _("The edition of the inspection that the row is taken from; the first is 1."),
        ),
        *_WHOSE,
        Column("reported_on", Kind.DATE, _("When the inspectorate published its judgment.")),
        _AREA_CODE,
        Column("area", Kind.TEXT, _("What was judged, in the framework's own words.")),
        Column("area_order", Kind.WHOLE_NUMBER, _("The area's place in the framework.")),
        _SEQUENCE,
        Column(
            "outcome",
            Kind.TEXT,
            _("Whether the area was graded, and if not, why. Of a withdrawn inspection, that it was withdrawn alone."),
            values=(*OUTCOMES, WITHDRAWN),
        ),
        Column("scale", Kind.TEXT, _("The scale of the grade. Grades of two scales are not comparable."), True),
        Column("grade", Kind.TEXT, _("The grade in words; empty when there is none."), True),
        Column("grade_rank", Kind.WHOLE_NUMBER, _("The grade's place on its scale; 1 is the worst. No score."), True),
        Column(
            "is_current",
            Kind.YES_NO,
            _(
                "False when the same programme has judged the body again since, in this area or by a newer framework,"
                " where an area was not inspected again and the judgment before it stands, and when the inspection was"
                " withdrawn or a later one was taken down: then no older grade takes its place."
            ),
        ),
        Column("changed_on", Kind.DATE, _("When the grade was last changed after its publication."), True),
        Column("previous_grade", Kind.TEXT, _("The grade before that change."), True),
        Column("carried_from", Kind.UUID, _("The inspection that a grade carried forward was given by."), True),
        Column("source_url", Kind.LINK, _("The inspectorate's own report."), True),
        Column("licence", Kind.TEXT, _("The licence of that report."), True),
        _AS_OF,
        Column("url", Kind.LINK, _("The inspection's page on this site.")),
        Column("withdrawn_on", Kind.DATE, _("When the inspection was withdrawn; empty if it was not."), True),
        Column("notice", Kind.TEXT, _("Why it was withdrawn."), True),
        Column(
            "carried_from_url",
            Kind.LINK,
            _("The page of the inspection that a grade carried forward was given by; empty if readers cannot see it."),
            True,
        ),
    ),
)

CHANGES = Dataset(
    name="changes",
    title=_("Changes of grades"),
    about=_(
        "One row for each time a grade was changed after its publication, or a second judgment of the area took its"
        " place, with the reason and where it is stated. Of inspections that were withdrawn since there are none."
    ),
    key=("document_uuid", "edition", "area_code", "sequence"),
    columns=(
        _DOCUMENT,
        Column("edition", Kind.WHOLE_NUMBER, _("The edition of the inspection that made the change.")),
        *_WHOSE,
        _AREA_CODE,
        Column("area", Kind.TEXT, _("What was judged, in the framework's own words.")),
        _SEQUENCE,
        Column("changed_on", Kind.DATE, _("When readers were given the later grade."), True),
        Column("outcome", Kind.TEXT, _("The outcome since the change."), values=OUTCOMES),
        Column("grade", Kind.TEXT, _("The grade since the change; empty when there is none."), True),
        Column("previous_outcome", Kind.TEXT, _("The outcome before the change."), values=OUTCOMES),
        Column("previous_grade", Kind.TEXT, _("The grade before the change; empty when there was none."), True),
        Column("reason", Kind.TEXT, _("Why the inspectorate changed it."), True),
        Column("source", Kind.TEXT, _("Where the inspectorate or the body says so."), True),
        Column("source_url", Kind.LINK, _("The address of that statement."), True),
        _AS_OF,
    ),
)

DATASETS = {dataset.name: dataset for dataset in (JUDGMENTS, CHANGES)}
