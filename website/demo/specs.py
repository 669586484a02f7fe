"""What the data files may say: one class for each kind of item, and the reader of them all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, TypeVar

from . import reading
from .reading import DataError, When, listed, named, one_of, read_file, row, rows

DATA = Path(__file__).parent / "data"

Spec = TypeVar("Spec")
Text = Annotated[str, reading.text]
Texts = Annotated[tuple[str, ...], listed(reading.text)]
Number = Annotated[int, reading.whole_number]
Decimals = Annotated[Decimal, reading.decimal]
Day = Annotated[dt.date, reading.day]
Minute = Annotated[dt.datetime, reading.moment]
Date = Annotated[When, reading.when]

BLOCK_TYPES = one_of(("richtext", "quote", "image", "key_figure", "grades", "download", "notes", "contact"))
ARTICLE_KINDS = one_of(("news", "statement", "transcript"))
INSPECTION_KINDS = one_of(("full", "revisit", "reinspection", "follow_up"))
DOCUMENT_KINDS = one_of(("report", "press_release", "transcript", "letter", "response", "data"))
FINDING_KINDS = one_of(("area_for_improvement", "cause_of_concern", "recommendation", "strength", "still_needs"))
STATUSES = one_of(
    ("open", "awaiting_review", "in_progress", "complete", "not_complete", "superseded", "closed_no_action")
)
PRACTICE_KINDS = one_of(("promising", "innovative", "notable"))
UNITS = one_of(("percent", "count", "rank", "ratio"))
QUALIFIERS = one_of(("exact", "around", "over", "under"))


@dataclass(frozen=True, kw_only=True)
class Block:
    """A block, with the fields of its type under their own names."""

    type: Annotated[str, BLOCK_TYPES]
    text: Text = ""
    heading: Text = ""
    speaker: Text = ""
    role: Text = ""
    label: Text = ""
    value: Text = ""
    context: Text = ""
    url: Text = ""
    email: Text = ""
    phone: Text = ""
    picture: Annotated[str, one_of(("editions-in-time",))] = ""
    alt_text: Text = ""
    caption: Text = ""
    inspection: Text = ""


@dataclass(frozen=True, kw_only=True)
class Statement(Block):
    """A block on an inspection's page: what the inspectors say there, or what the body answers."""

    region: Annotated[str, one_of(("main", "response"))] = "main"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A standing page. Without a date it goes live at the moment of loading."""

    slug: Text
    title: Text
    summary: Text
    blocks: Annotated[tuple[Block, ...], rows(Block)]
    published: Date | None = None
    released: Minute | None = None


@dataclass(frozen=True, kw_only=True)
class Article(Page):
    """A news item. `published` is the date readers are shown, `released` when this site let it go."""

    kind: Annotated[str, ARTICLE_KINDS]
    publisher: Text
    author: Text = ""
    topics: Texts = ()
    inspections: Texts = ()


@dataclass(frozen=True, kw_only=True)
class NewsroomItem(Article):
    """Something the newsroom is still at work on."""

    stage: Annotated[str, one_of(("draft", "submitted", "scheduled"))]
    days_ahead: Number = 0
    internal_note: Text = ""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A statistic of an inspection."""

    label: Text
    value: Decimals
    unit: Annotated[str, UNITS]
    qualifier: Annotated[str, QUALIFIERS] = "exact"
    plus_minus: Decimals | None = None
    period_from: Day | None = None
    period_to: Day | None = None
    period_text: Text = ""
    comparator: Text = ""
    footnote: Text = ""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What inspectors praised or want changed. `ref` is its public id, `parent` that of its cause of concern."""

    ref: Text
    kind: Annotated[str, FINDING_KINDS]
    text: Text
    area: Text = ""
    addressee: Text = ""
    due_on: Day | None = None
    parent: Text = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """How far a finding, named by its `ref`, had come on a day, and who says so."""

    finding: Text
    on: Day
    status: Annotated[str, STATUSES]
    note: Text = ""
    source: Text = ""


@dataclass(frozen=True, kw_only=True)
class Practice:
    """Something the inspectors held up to others."""

    title: Text
    kind: Annotated[str, PRACTICE_KINDS]
    text: Text
    area: Text = ""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A grade that an earlier inspection gave and that still stands."""

    grade: Text
    inspection: Text
    area: Text


@dataclass(frozen=True, kw_only=True)
class Source:
    """A document that the grades rest on, or that tells more."""

    title: Text
    url: Text
    publisher: Text = ""
    kind: Annotated[str, DOCUMENT_KINDS] = "report"
    licence: Annotated[str, one_of(("ogl-3", "link-only"))] = "ogl-3"
    published_on: Day | None = None


@dataclass(frozen=True, kw_only=True)
class InspectionEdition:
    """One edition. Of a later one only what differs is written; everything else is as in the edition before, and its
    rows stand after those of that edition.

    Judgments are grades or outcomes, by the code of the area; `carried` says where those that are carried forward come
    from, `found` is what the inspectors say of an area, and `notes` are remarks beside its grade.
    """

    judgments: Annotated[dict[str, str], named(reading.text)]
    carried: Annotated[dict[str, Carried] | None, named(row(Carried))] = None
    found: Annotated[dict[str, str] | None, named(reading.text)] = None
    notes: Annotated[dict[str, str] | None, named(reading.text)] = None
    title: Text = ""
    summary: Text = ""
    reported: Date | None = None
    fieldwork_from: Date | None = None
    fieldwork_to: Date | None = None
    evidence_from: Date | None = None
    evidence_to: Date | None = None
    deferred_reason: Text = ""
    monitoring_note: Text = ""
    declared_areas: Number | None = None
    declared_graded: Number | None = None
    declared_tally: Annotated[dict[str, int] | None, named(reading.whole_number)] = None
    statistics: Annotated[tuple[Figure, ...], rows(Figure)] = ()
    findings: Annotated[tuple[Finding, ...], rows(Finding)] = ()
    progress: Annotated[tuple[Step, ...], rows(Step)] = ()
    practices: Annotated[tuple[Practice, ...], rows(Practice)] = ()
    blocks: Annotated[tuple[Statement, ...], rows(Statement)] = ()
    documents: Annotated[tuple[Source, ...], rows(Source)] = ()
    published: Date | None = None
    released: Minute | None = None
    change_note: Text = ""
    regrade_reason: Text = ""
    regrade_source: Text = ""
    regrade_source_url: Text = ""


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    at: Minute
    notice: Text


@dataclass(frozen=True, kw_only=True)
class Inspection:
    """An inspection with its editions in order, until it is withdrawn.

    One with `days_ahead` has a single edition, which waits for the day that lies so far ahead.
    """

    slug: Text
    body: Text
    framework: Text
    kind: Annotated[str, INSPECTION_KINDS]
    editions: Annotated[tuple[InspectionEdition, ...], rows(InspectionEdition)]
    revisits: Text = ""
    withdrawn: Annotated[Withdrawal, row(Withdrawal)] | None = None
    days_ahead: Number = 0


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one body was found: a word for each area of its round, in their order."""

    reported: Date
    grades: Text


@dataclass(frozen=True, kw_only=True)
class Round:
    """Inspections of many bodies under one framework, a line for each. `words` are what its letters stand for."""

    framework: Text
    title: Text
    areas: Texts
    source: Text
    words: Annotated[dict[str, str], named(reading.text)]
    results: Annotated[dict[str, Result], named(row(Result))]

    def inspections(self, names: dict[str, str]) -> Iterator[Inspection]:
        """Each line as an inspection of its own, with the bodies' `names` by slug.

        Raises DataError where a line and the areas do not fit.
        """
        for body, result in self.results.items():
            letters = result.grades.split()
            place = f"{self.framework}, {body}"
            if len(letters) != len(self.areas):
                raise DataError(f"{place}: {len(letters)} grades for {len(self.areas)} areas.")
            if unknown := [letter for letter in letters if letter not in self.words]:
                raise DataError(f"{place}: “{unknown[0]}” is none of {', '.join(self.words)}.")
            if body not in names:
                raise DataError(f"{place}: there is no such organisation.")
            edition = InspectionEdition(
                title=f"{names[body]}: {self.title}",
                summary="Fictional grades of the demonstration programme.",
                reported=result.reported,
                judgments={area: self.words[letter] for area, letter in zip(self.areas, letters, strict=True)},
                documents=(Source(title=self.source, url=f"https://example.org/{self.framework}", kind="data"),),
            )
            slug = f"{body}-{self.framework}"
            yield Inspection(slug=slug, body=body, framework=self.framework, kind="full", editions=(edition,))


@dataclass(frozen=True, kw_only=True)
class Organisation:
    slug: Text
    kind: Annotated[str, one_of(("body", "inspectorate"))]
    name: Text
    sector: Text = ""
    region: Text = ""
    aliases: Texts = ()


@dataclass(frozen=True, kw_only=True)
class Framework:
    """A version of a programme of which neither areas nor grades are held; `order` is its place among the versions."""

    slug: Text
    order: Number
    programme: Text
    version: Text
    title: Text
    scope_note: Text = ""


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Rows that inspections and articles refer to, besides those that come with Candour."""

    organisations: Annotated[tuple[Organisation, ...], rows(Organisation)] = ()
    frameworks: Annotated[tuple[Framework, ...], rows(Framework)] = ()


@dataclass(frozen=True)
class Content:
    """Everything the demonstration says."""

    reference: Reference
    inspections: tuple[Inspection, ...]
    articles: tuple[Article, ...]
    pages: tuple[Page, ...]
    newsroom: tuple[NewsroomItem, ...]


def read_content(folder: Path = DATA) -> Content:
    """Read and check every file below `folder`. Raises DataError at the first thing that is wrong."""
    reference = read_file(folder / "reference.toml", Reference)
    names = {organisation.slug: organisation.name for organisation in reference.organisations}
    content = Content(
        reference=reference,
        inspections=(
            *_read_folder(folder / "inspections", Inspection),
            *(item for round_ in _read_folder(folder / "rounds", Round) for item in round_.inspections(names)),
        ),
        articles=_read_folder(folder / "news", Article),
        pages=_read_folder(folder / "pages", Page),
        newsroom=_read_folder(folder / "newsroom", NewsroomItem),
    )
    _check_references(content)
    return content


def _read_folder(folder: Path, kind: type[Spec]) -> tuple[Spec, ...]:
    return tuple(read_file(path, kind) for path in sorted(folder.glob("*.toml")))


def _check_references(content: Content) -> None:
    """Every inspection that an item names must be one of the demonstration's own, and every article needs a date."""
    known = {item.slug for item in content.inspections}
    for slug, wanted in _references(content):
        if wanted not in known:
            raise DataError(f"{slug}: there is no inspection “{wanted}”. There are: {', '.join(sorted(known))}.")
    for article in content.articles:
        if article.published is None:
            raise DataError(f"{article.slug}: “published” is missing. Write “unknown” if nobody knows.")


def _references(content: Content) -> Iterator[tuple[str, str]]:
    for article in (*content.articles, *content.newsroom):
        yield from ((article.slug, wanted) for wanted in article.inspections)
        yield from ((article.slug, block.inspection) for block in article.blocks if block.type == "grades")
    for item in content.inspections:
        origins = [carried.inspection for edition in item.editions for carried in (edition.carried or {}).values()]
        yield from ((item.slug, wanted) for wanted in filter(None, [item.revisits, *origins]))
