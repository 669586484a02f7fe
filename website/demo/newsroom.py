"""The two people of the demonstration at work, with the verbs that everybody uses."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from inspections.models import Inspection
from news.models import Article, Topic
from publishing.models import Document, MediaFile, Precision
from website.models import Page

from . import specs
from .blocks import write_blocks
from .inspecting import add_rows, changes_of, judge, organisation, start
from .picture import add_picture
from .reading import LONDON, DataError, When


@dataclass
class Newsroom:
    """Writer One writes and submits, Publisher One releases, each at the moment of the fact."""

    writer: User
    publisher: User
    now: dt.datetime
    documents: dict[str, Document] = field(default_factory=dict)
    picture: MediaFile | None = None
    stored: list[str] = field(default_factory=list)  # names of files, for whoever has to clear up

    def moment(self, spec: specs.Page | specs.InspectionEdition, slug: str) -> dt.datetime:
        """When this site let an item go: as the data says, else with the first minute of its date, else now."""
        if spec.released:
            return spec.released
        shown = shown_date(spec)
        if shown is None:
            return self.now
        if shown.precision not in (Precision.MINUTE, Precision.DAY):
            raise DataError(f"{slug}: “released” is missing, since the date shown to readers is no day.")
        return shown.start

    def document(self, slug: str) -> Document:
        """The document of something released before. Raises DataError when there is none yet."""
        if slug not in self.documents:
            raise DataError(f"“{slug}” is referred to before it is released.")
        return self.documents[slug]

    def refer(self, block: specs.Block) -> dict[str, Any]:
        """The rows that a block names, by the fields that hold them."""
        rows: dict[str, Any] = {}
        if block.inspection:
            rows["inspection"] = self.document(block.inspection)
        if block.picture:
            rows["file"] = self.picture = self.picture or self._add_picture()
        return rows

    def _add_picture(self) -> MediaFile:
        picture = add_picture(by=self.writer, now=self.now)
        self.stored += [str(picture.file.name), *picture.renditions.values_list("file", flat=True)]
        return picture

    # --- Releases ------------------------------------------------------------------------------------

    def publish_page(self, spec: specs.Page) -> None:
        at = self.moment(spec, spec.slug)
        page = Page.start(by=self.writer, now=at, title=spec.title, slug=spec.slug, summary=spec.summary)
        write_blocks(page, spec.blocks, self.refer)
        self._release(page, at, spec.published)

    def publish_article(self, spec: specs.Article) -> None:
        at = self.moment(spec, spec.slug)
        self._release(self._write_article(spec, at), at, spec.published)

    def publish_inspection(self, spec: specs.Inspection, number: int) -> None:
        """Release edition `number` (from 0); a later one starts as a draft of the one before."""
        said = spec.editions[number]
        at = self.moment(said, spec.slug)
        if number == 0:
            draft = self._start_inspection(spec, at)
        else:
            live = self.document(spec.slug).editions.live(at).get()
            draft = live.new_draft(by=self.writer, now=at)
            for name, value in changes_of(said).items():
                setattr(draft, name, value)
            draft.edit(by=self.writer, now=at)
        self._write_inspection(draft, said)
        self._release(draft, at, shown_date(said))

    def withdraw_inspection(self, spec: specs.Inspection, withdrawal: specs.Withdrawal) -> None:
        live = self.document(spec.slug).editions.live(withdrawal.at).get()
        live.withdraw(by=self.publisher, notice=withdrawal.notice, now=withdrawal.at)

    def _start_inspection(self, spec: specs.Inspection, at: dt.datetime, **more: Any) -> Inspection:
        if spec.revisits:
            more["revisits"] = self.document(spec.revisits)
        return start(spec, by=self.writer, now=at, **more)

    def _write_inspection(self, draft: Inspection, said: specs.InspectionEdition) -> None:
        add_rows(draft, said)
        write_blocks(draft, said.blocks, self.refer)
        judge(draft, said, by=self.writer, document=self.document)

    def _release(self, edition: Any, at: dt.datetime, shown: When | None) -> None:
        edition.submit(by=self.writer, now=at)
        edition.release(by=self.publisher, at=at, now=at, **public_date(shown))
        self.documents[edition.slug] = edition.document

    # --- What is not public yet --------------------------------------------------------------------------

    def leave_at_work(self, spec: specs.NewsroomItem) -> None:
        """Write an item and take it as far as its stage: drafted, submitted, or released for a day to come."""
        draft = self._write_article(spec, self.now, internal_note=spec.internal_note)
        if spec.stage == "draft":
            return
        draft.submit(by=self.writer, now=self.now)
        if spec.stage == "scheduled":
            draft.release(by=self.publisher, at=self._nine_o_clock(spec.days_ahead), now=self.now)

    def leave_inspection_waiting(self, spec: specs.Inspection) -> None:
        """Release an inspection for the day of its report, which is yet to come."""
        at = self._nine_o_clock(spec.days_ahead)
        draft = self._start_inspection(spec, self.now, reported_on=at.date())
        self._write_inspection(draft, spec.editions[0])
        draft.submit(by=self.writer, now=self.now)
        draft.release(by=self.publisher, at=at, now=self.now)

    def _nine_o_clock(self, days_ahead: int) -> dt.datetime:
        day = timezone.localdate(self.now, LONDON) + dt.timedelta(days=days_ahead)
        return dt.datetime.combine(day, dt.time(9), LONDON)

    def _write_article(self, spec: specs.Article, at: dt.datetime, **more: str) -> Article:
        article = Article.start(
            by=self.writer,
            now=at,
            kind=spec.kind,
            slug=spec.slug,
            title=spec.title,
            summary=spec.summary,
            author=spec.author,
            publisher=organisation(spec.publisher, spec.slug),
            **more,
        )
        article.topics.set(Topic.objects.get_or_create(slug=slugify(name), name=name)[0] for name in spec.topics)
        article.inspections.set(self.document(slug) for slug in spec.inspections)
        write_blocks(article, spec.blocks, self.refer)
        return article


def shown_date(spec: specs.Page | specs.InspectionEdition) -> When | None:
    """The date readers are shown: the item's own; for an inspection's first edition that of its report."""
    return spec.published or (spec.reported if isinstance(spec, specs.InspectionEdition) else None)


def public_date(shown: When | None) -> dict[str, Any]:
    """What `release` is told about the date readers see. A year or a month is stored as its last day."""
    if shown is None:
        return {}
    if shown.precision == Precision.UNKNOWN:
        return {"public_precision": Precision.UNKNOWN}
    at = shown.start if shown.precision == Precision.MINUTE else dt.datetime.combine(shown.last, dt.time(), LONDON)
    return {"public_timestamp": at, "public_precision": shown.precision}
