"""Editions: content that is never overwritten, and the verbs that move it through its life."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar, Self

from django.apps import apps
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import copying, fingerprint, timeline
from .constraints import EDITION_CONSTRAINTS
from .dates import PublicDate
from .document import Document
from .edition_queries import EditionQuerySet
from .editors import has_worked_on, note_editor
from .fields import PlainCharField, PlainTextField
from .states import Availability, Conflict, Frozen, Issue, NotAllowed, Precision, Refused, State, Stopped

if TYPE_CHECKING:
    from accounts.models import User


def _person(related: str = "+", **options) -> models.ForeignKey:
    options = {"null": True, "blank": True, "editable": False} | options
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name=related, **options)


def _time(**options) -> models.DateTimeField:
    return models.DateTimeField(null=True, blank=True, editable=False, **options)


class Edition(PublicDate, models.Model):
    """One version of a document. Once released it never changes; what readers see at a moment is the edition whose
    half-open interval [live_from, live_until) holds that moment.

    A subclass states what it is made of: `copies` names the rows and relations that a new draft takes along,
    `content_fields` what content_sha256 is computed from, by hash version.
    """

    # Accessors of rows and many-to-many relations that belong to an edition's content (checked by publishing.E001).
    copies: ClassVar[tuple[str, ...]] = ()
    # Relations that point here and are no content.
    not_copied: ClassVar[tuple[str, ...]] = ()
    hash_version: ClassVar[int] = 1
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {}
    said: ClassVar[tuple[str, ...]] = fingerprint.SAID_BY_EVERY_KIND

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+", editable=False)
    number = models.PositiveIntegerField(editable=False)
    based_on = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    replaces = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    is_head = models.BooleanField(default=True, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)

    availability = models.CharField(
        max_length=10, choices=Availability.choices, default=Availability.OPEN, editable=False
    )
    notice = PlainTextField(blank=True, editable=False)
    redirect_to = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    live_from, live_until = _time(), _time()
    public_timestamp = _time()
    public_precision = models.CharField(
        max_length=10, choices=Precision.choices, default=Precision.MINUTE, editable=False
    )

    title = PlainCharField(max_length=200, help_text=_("What readers see in lists and at the top of the page."))
    slug = models.SlugField(
        _("address"),
        max_length=200,
        db_index=False,
        help_text=_("The last part of the page's address. Old addresses go on working after a change."),
    )
    summary = PlainTextField(
        blank=True,
        validators=[MaxLengthValidator(500)],
        help_text=_("One or two sentences for lists and search results; no markup."),
    )
    change_note = PlainTextField(
        blank=True,
        validators=[MaxLengthValidator(1000)],
        help_text=_("What changed since the last edition, for readers. Shown under “Changes to this page”."),
    )
    minor_change = models.BooleanField(
        default=False,
        help_text=_("A slip such as a typing mistake: no note, no new date. Never for a changed fact."),
    )
    internal_note = models.TextField(blank=True, help_text=_("For colleagues; readers never see it."))
    release_reason = models.TextField(blank=True, editable=False)

    lock_version = models.PositiveIntegerField(default=1, editable=False)
    created_by, created_at = _person(null=False), models.DateTimeField(editable=False)
    edited_by, edited_at = _person(null=False), models.DateTimeField(editable=False)
    submitted_by, submitted_at = _person(), _time()
    released_by, released_at = _person(), _time()
    content_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    content_hash_version = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        abstract = True
        get_latest_by = "number"
        constraints = EDITION_CONSTRAINTS
        indexes = [
            models.Index(
                fields=["-public_timestamp", "-id"],
                condition=models.Q(state=State.RELEASED),
                name="%(app_label)s_%(class)s_newest",
            ),
            models.Index(
                fields=["live_from"], condition=models.Q(state=State.RELEASED), name="%(app_label)s_%(class)s_starts"
            ),
            models.Index(
                fields=["-edited_at", "-id"], condition=models.Q(is_head=True), name="%(app_label)s_%(class)s_desk"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @staticmethod
    def kinds() -> list[type[Edition]]:
        """Every kind of edition of this site."""
        return [model for model in apps.get_models() if issubclass(model, Edition) and not model._meta.proxy]

    # --- What a subclass says of itself ----------------------------------------------------------

    def get_absolute_url(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} must say where readers find it.")

    def search_text(self) -> str:
        """Plain text that a search finds this edition by."""
        return f"{self.title}\n{self.summary}"

    def facets(self) -> list[tuple[str, str]]:
        """Pairs (facet, value) that lists across features can filter by."""
        return []

    def issues(self, at: dt.datetime) -> list[Issue]:
        """What stands in the way of a release that goes live at `at`; a subclass adds its own to these."""
        from publishing import checks

        return checks.edition_issues(self, at)

    def on_release(self, now: dt.datetime) -> None:
        """What else a release does, in its own transaction."""

    def on_timeline_change(self) -> None:
        """What else has to agree with its document's timeline, in the transaction that changes it."""

    # --- Questions ---------------------------------------------------------------------------------

    def is_live(self, at: dt.datetime) -> bool:
        return self.state == State.RELEASED and self.live_from <= at < self.live_until  # type: ignore[operator]

    def is_scheduled(self, at: dt.datetime) -> bool:
        return self.state == State.RELEASED and self.live_from > at  # type: ignore[operator]

    @property
    def is_editable(self) -> bool:
        return self.state == State.DRAFT

    @property
    def is_open_draft(self) -> bool:
        return self.state in (State.DRAFT, State.SUBMITTED)

    @property
    def is_first_draft(self) -> bool:
        """Whether it is all that its document has: every later edition is based on another."""
        return self.is_open_draft and self.based_on_id is None  # type: ignore[attr-defined]

    def siblings(self) -> EditionQuerySet[Self]:
        """All editions of the same document, this one included."""
        return type(self)._default_manager.filter(document=self.document_id)  # type: ignore[return-value]

    def history(self, at: dt.datetime) -> list[Self]:
        """The editions readers have seen by `at`, oldest first."""
        return list(self.siblings().filter(state=State.RELEASED, live_from__lte=at).order_by("live_from"))

    def followed_by(self, at: dt.datetime) -> Self | None:
        """A scheduled edition, but not one that this replaces, that will undo what this one mends at `at`."""
        later = self.siblings().scheduled(at).exclude(pk__in=[self.pk, self.replaces_id])  # type: ignore[attr-defined]
        return later.order_by("live_from").first()

    # --- Saving ------------------------------------------------------------------------------------

    def save(self, *args, **kwargs) -> None:
        """Only a draft can be saved. What readers saw, or what was set aside, stays as it was."""
        if self.pk and not self.is_editable:
            raise Frozen(
                f"Edition {self.number} of “{self.title}” is {self.get_state_display().lower()}: it stays as it is."
            )
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise Frozen("Editions are never deleted. Discard a draft, or withdraw what is live.")

    # --- Verbs: each atomic, each with the person who does it and the moment it is done ------------------

    @classmethod
    def start(cls, *, by: User, now: dt.datetime | None = None, language: str = "en", **fields) -> Self:
        """A new document with its first draft."""
        by.require("start")
        now = now or timezone.now()
        with transaction.atomic():
            document = Document.objects.create(
                kind=cls._meta.label_lower, language=language, working_title=fields.get("title", ""), created_at=now
            )
            return cls.objects.create(
                document=document, number=1, created_by=by, created_at=now, edited_by=by, edited_at=now, **fields
            )

    def edit(self, *, by: User, now: dt.datetime | None = None, seen: int | None = None) -> None:
        """Save this draft's fields. `seen` is the lock_version the editor's form was made from.

        Raises Conflict when someone saved after that, so that the second save never silently wins.
        """
        by.require("edit")
        with transaction.atomic():
            self.document.lock()
            stored = type(self)._default_manager.only("state", "lock_version").get(pk=self.pk)
            if stored.state != State.DRAFT:
                raise Conflict(f"This edition is {stored.get_state_display().lower()} and can no longer be edited.")
            if seen not in (None, stored.lock_version):
                raise Conflict("Somebody else saved this draft after you opened it.")
            self.lock_version = stored.lock_version + 1
            note_editor(self, by)
            self.edited_by, self.edited_at = by, now or timezone.now()
            self.save()
            Document.objects.filter(pk=self.document_id).update(working_title=self.title)

    @transaction.atomic
    def new_draft(self, *, by: User, now: dt.datetime | None = None, replaces: Self | None = None) -> Self:
        """A draft that starts as a copy of this edition, blocks and all, open even if this one was withdrawn."""
        by.require("start")
        now = now or timezone.now()
        self.document.lock()
        if other := self.siblings().open_drafts().first():
            raise Conflict(f"Edition {other.number} is already being drafted by {other.edited_by}.")
        if replaces is not None:
            replaces.refresh_from_db()
            if replaces.document_id != self.document_id or not replaces.is_scheduled(now):
                raise Refused("Only a scheduled edition of the same document can be replaced. Start a new draft.")
        draft = copying.copy_edition(self, by=by, now=now, number=self._next_number(), replaces=replaces)
        timeline.choose_head(draft)
        return draft

    @transaction.atomic
    def submit(self, *, by: User, now: dt.datetime | None = None, seen: int | None = None) -> None:
        """Hand this draft to a second person."""
        by.require("submit")
        self._move(State.DRAFT, State.SUBMITTED, seen=seen, submitted_by=by, submitted_at=now or timezone.now())

    @transaction.atomic
    def send_back(self, *, by: User, note: str = "", now: dt.datetime | None = None) -> None:
        """Return a submitted draft to its writer, with a note for colleagues."""
        if by.pk != self.submitted_by_id:  # the submitter may take it back
            by.require("send_back")
        said = "\n".join(filter(None, [self.internal_note, note and f"{by}: {note}"]))
        self._move(State.SUBMITTED, State.DRAFT, submitted_by=None, submitted_at=None, internal_note=said)

    @transaction.atomic
    def discard(self, *, by: User, now: dt.datetime | None = None) -> None:
        """Set an open draft aside. Its text stays in the history."""
        by.require("discard")
        if by.pk != self.created_by_id:
            by.require("send_back")
        self._move(None, State.DISCARDED)
        timeline.choose_head(self)

    @transaction.atomic
    def release(
        self,
        *,
        by: User,
        at: dt.datetime | None = None,
        now: dt.datetime | None = None,
        public_timestamp: dt.datetime | None = None,
        public_precision: str | None = None,
        reason: str = "",
        force: bool = False,
        seen: int | None = None,
    ) -> None:
        """Make this submitted draft public from `at` (now, or a later minute), for good.

        `public_timestamp` is the date to print when the words are older than their place on this site; it may not be
        later than `at`. `reason` is required when a check warns, or when a chief editor forces the release alone.
        Raises Stopped with the issues found, NotAllowed without a second pair of eyes, Conflict when another was first.
        """
        by.require("release")
        now = now or timezone.now()
        self.document.lock()
        fingerprint.read_again(self)
        if self.state != State.SUBMITTED or seen not in (None, self.lock_version):
            raise self._changed_meanwhile()
        at = at or (self.replaces.live_from if self.replaces else None) or now
        if at < now:
            raise Refused("A release cannot begin in the past. Choose now or a later minute.")
        self._require_second_person(by, reason=reason, force=force)
        issues = self.issues(at)
        if stops := [issue for issue in issues if issue.is_stop]:
            raise Stopped(stops)
        if issues and not reason:
            raise Stopped(issues)
        timeline.release(
            self,
            by=by,
            at=at,
            now=now,
            public_timestamp=public_timestamp,
            public_precision=public_precision,
            reason=reason,
            forced=force and has_worked_on(self, by),
        )

    @transaction.atomic
    def reschedule(self, *, by: User, at: dt.datetime, now: dt.datetime | None = None, reason: str = "") -> None:
        """Move a scheduled release to a minute still to come; Stopped says what the checks find of that one alone."""
        by.require("schedule")
        timeline.reschedule(self, at=at, now=now or timezone.now(), reason=reason)

    @transaction.atomic
    def unschedule(self, *, by: User, now: dt.datetime | None = None) -> None:
        """Cancel a release that has not gone live yet. Too late is Conflict: withdraw instead."""
        by.require("schedule")
        timeline.unschedule(self, now=now or timezone.now())

    @transaction.atomic
    def withdraw(
        self,
        *,
        by: User,
        notice: str,
        availability: str = Availability.WITHDRAWN,
        redirect_to: Document | None = None,
        at: dt.datetime | None = None,
        now: dt.datetime | None = None,
    ) -> Self:
        """Take what is live away, with a notice in its place. Needs no second person: harm waits for none.

        The withdrawal is an edition too, so it can be scheduled, and history shows it. Returns that edition.
        """
        by.require("withdraw")
        now = now or timezone.now()
        return timeline.withdraw(
            self,
            by=by,
            notice=notice.strip(),
            availability=availability,
            redirect_to=redirect_to,
            at=at or now,
            now=now,
        )

    # --- Inside the verbs -----------------------------------------------------------------------------

    def _next_number(self) -> int:
        return self.siblings().aggregate(models.Max("number"))["number__max"] + 1

    def _move(self, expected: str | None, target: str, *, seen: int | None = None, **changes) -> None:
        """Compare-and-set of the state, under the document's lock."""
        self.document.lock()
        rows = self.siblings().open_drafts().filter(pk=self.pk, **({"state": expected} if expected else {}))
        if seen is not None:
            rows = rows.filter(lock_version=seen)
        if not rows.update(state=target, lock_version=models.F("lock_version") + 1, **changes):
            self.refresh_from_db()
            raise self._changed_meanwhile()
        self.refresh_from_db(fields=["state", "lock_version", *changes])

    def _changed_meanwhile(self) -> Conflict:
        return Conflict(
            f"Edition {self.number} is {self.get_state_display().lower()}, or was saved again since you opened it. "
            "Look at it once more."
        )

    def _require_second_person(self, by: User, *, reason: str, force: bool) -> None:
        if not has_worked_on(self, by):
            return
        if not force:
            raise NotAllowed("You wrote, edited or submitted this edition: another person has to release it.")
        by.require("force")
        if not reason.strip():
            raise Refused("A release without a second person needs a written reason.")

    def computed_sha256(self) -> str:
        """The fingerprint of this edition's content as the database holds it now."""
        return fingerprint.sha256(self, self.content_hash_version or self.hash_version)
