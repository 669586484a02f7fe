"""The timeline of a document: starts are stored, ends are derived, and only here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from publishing.plaintext import markup_in, sentence_about

from . import copying, fingerprint
from .document import Document, LookLater, SiteVersion, SlugClaim
from .listing import list_edition, rewrite_listings, unlist_edition
from .states import FOREVER, Availability, Conflict, Precision, Refused, State, Stopped

if TYPE_CHECKING:
    from accounts.models import User

    from .edition import Edition

Interval = tuple[dt.datetime, dt.datetime]


def release(
    edition: Edition,
    *,
    by: User,
    at: dt.datetime,
    now: dt.datetime,
    public_timestamp: dt.datetime | None,
    public_precision: str | None,
    reason: str,
    forced: bool,
) -> None:
    """Give a submitted draft its interval. The caller has locked the document and asked who may."""
    is_alone = edition.is_first_draft
    replaced = edition.replaces
    if replaced is not None:
        replaced.refresh_from_db()
        if not replaced.is_scheduled(now):
            raise Conflict(
                f"Edition {replaced.number}, which this draft was to replace, is no longer scheduled. "
                "Start a new draft from what is live."
            )
        _vacate(replaced, now)
    if not is_alone:
        _require_free_minute(edition, at)
    claim_slug(edition)
    shown, precision = _public_date(edition, at, public_timestamp, public_precision)
    _set_interval(
        edition,
        at,
        state=State.RELEASED,
        public_timestamp=shown,
        public_precision=precision,
        released_by=by,
        released_at=now,
        release_reason=reason,
        lock_version=edition.lock_version + 1,
        content_sha256=fingerprint.sha256(edition, edition.hash_version),
        content_hash_version=edition.hash_version,
    )
    list_edition(edition)
    if forced:
        LookLater.objects.create(
            document=edition.document, reason=f"Released without a second person: {reason}", raised_by=by, raised_at=now
        )
    if edition.document.working_title != edition.title:
        Document.objects.filter(pk=edition.document_id).update(working_title=edition.title)
    edition.on_release(now)
    _finish(edition, now, is_alone=is_alone)


def reschedule(edition: Edition, *, at: dt.datetime, now: dt.datetime, reason: str) -> None:
    """Move the start of an edition that has not begun to `at`, which has not come either.

    What its release was checked for may be different then: past another edition, or before one it rests on.
    """
    from publishing import checks

    edition.document.lock()
    edition.refresh_from_db()
    _require_scheduled(edition, now)
    if at <= now:
        raise Refused("Choose a minute that is still to come.")
    if at == edition.live_from:
        return
    _require_free_minute(edition, at)
    issues = checks.issues_of_a_move(edition, at)
    if any(issue.is_stop for issue in issues) or (issues and not reason):
        raise Stopped([issue for issue in issues if issue.is_stop] or issues)
    was_dated_by_its_start = edition.public_timestamp == edition.live_from
    shown = at if was_dated_by_its_start else min(edition.public_timestamp, at)  # type: ignore[type-var]
    reasons = "\n".join(filter(None, [edition.release_reason, reason]))
    _set_interval(edition, at, public_timestamp=shown, release_reason=reasons)
    _finish(edition, now)


def unschedule(edition: Edition, *, now: dt.datetime) -> None:
    """Cancel an edition that has not begun. Whether it has begun, the database decides in the same statement."""
    edition.document.lock()
    edition.refresh_from_db()
    _require_scheduled(edition, now)
    _vacate(edition, now)
    _finish(edition, now)


def withdraw(
    edition: Edition,
    *,
    by: User,
    notice: str,
    availability: str,
    redirect_to: Document | None,
    at: dt.datetime,
    now: dt.datetime,
) -> Any:
    """Release an edition that says what readers find instead of the one live at `at`."""
    edition.document.lock()
    if at < now:
        raise Refused("A withdrawal cannot begin in the past. Choose now or a later minute.")
    if availability == Availability.OPEN:
        raise Refused("Say whether it is withdrawn, gone or redirected.")
    if availability == Availability.REDIRECT:
        _require_good_target(edition, redirect_to, at)
    elif not notice:
        raise Refused("Readers need a notice that says why this was taken away.")
    if markup := markup_in(notice):
        raise Refused(sentence_about(markup))
    live = edition.siblings().live(at).first()
    if live is None:
        raise Conflict("Nothing of this document is live then, so there is nothing to withdraw.")
    _require_free_minute(edition, at)
    withdrawal = copying.copy_edition(
        live,
        by=by,
        now=now,
        number=edition._next_number(),
        # Cancelled until its interval is set below: it may stand beside another person's open draft.
        state=State.CANCELLED,
        availability=availability,
        notice=notice,
        redirect_to=redirect_to if availability == Availability.REDIRECT else None,
        change_note=notice,
    )
    _set_interval(
        withdrawal,
        at,
        state=State.RELEASED,
        public_timestamp=at,
        released_by=by,
        released_at=now,
        content_sha256=fingerprint.sha256(withdrawal, withdrawal.hash_version),
        content_hash_version=withdrawal.hash_version,
    )
    list_edition(withdrawal)
    withdrawal.on_release(now)
    _finish(withdrawal, now)
    return withdrawal


def choose_head(edition: Edition) -> None:
    """Mark the one edition that stands for the document in the newsroom's list: its open draft, else its last release,
    else its last edition."""
    rows = edition.siblings()
    known = list(rows.only("state", "live_from", "number", "is_head").order_by("number"))
    drafts = [row for row in known if row.is_open_draft]
    released = sorted((row for row in known if row.state == State.RELEASED), key=lambda row: row.live_from)
    head = next(iter(drafts or released[::-1] or known[::-1]), None)
    if head is None or [row.pk for row in known if row.is_head] == [head.pk]:
        return
    rows.filter(is_head=True).exclude(pk=head.pk).update(is_head=False)
    rows.filter(pk=head.pk).update(is_head=True)
    edition.is_head = edition.pk == head.pk


def _finish(edition: Edition, now: dt.datetime, *, is_alone: bool = False) -> None:
    """How every change of a timeline ends: lists and the newsroom's list agree with it, and caches hear of it.

    An edition that is alone has just been listed, and stands for its document anyway.
    """
    if not is_alone:
        _date_waiting_minor_changes(edition, now)
        rewrite_listings(edition)
        choose_head(edition)
    edition.on_timeline_change()
    SiteVersion.bump()


# --- Intervals ----------------------------------------------------------------------------------------


def _set_interval(edition: Edition, at: dt.datetime, **changes: Any) -> None:
    """Write `edition` with its start at `at`, and with it every end of the document that follows from the starts.

    Neighbours shrink before it moves and grow after it: no statement ever leaves two editions live at once, which
    the constraints would refuse at once on either engine.
    """
    others = [] if edition.is_first_draft else list(edition.siblings().released().exclude(pk=edition.pk))
    starts = sorted([other.live_from for other in others] + [at])
    ends = dict(zip(starts, [*starts[1:], FOREVER], strict=True))
    for other in others:
        if ends[other.live_from] < other.live_until:
            _write_end(other, ends[other.live_from])
    edition.siblings().filter(pk=edition.pk).update(live_from=at, live_until=ends[at], **changes)
    for name, value in {"live_from": at, "live_until": ends[at], **changes}.items():
        setattr(edition, name, value)
    for other in others:
        if ends[other.live_from] > other.live_until:
            _write_end(other, ends[other.live_from])


def _write_end(edition: Edition, end: dt.datetime) -> None:
    edition.siblings().filter(pk=edition.pk).update(live_until=end)
    edition.live_until = end


def _vacate(edition: Edition, now: dt.datetime) -> None:
    """Take a scheduled edition off the timeline; the one before it lasts until the next."""
    start, end = edition.live_from, edition.live_until
    gone = (
        edition.siblings()
        .filter(pk=edition.pk, state=State.RELEASED, live_from__gt=now)
        .update(state=State.CANCELLED, live_from=None, live_until=None)
    )
    if not gone:
        raise Conflict(f"Edition {edition.number} has gone live in the meantime. Withdraw it instead.")
    unlist_edition(edition)
    edition.refresh_from_db()
    if before := edition.siblings().released().filter(live_until=start).first():
        _write_end(before, end)  # type: ignore[arg-type]
    _let_go_of_slug(edition)


# --- What has to be true ------------------------------------------------------------------------------


def _require_scheduled(edition: Edition, now: dt.datetime) -> None:
    if not edition.is_scheduled(now):
        raise Conflict(
            f"Edition {edition.number} is not waiting for a release: it is {edition.get_state_display().lower()}"
            + (" and live already." if edition.is_live(now) else ".")
        )


def _require_free_minute(edition: Edition, at: dt.datetime) -> None:
    """Refuse a second start at one moment. The caller has made sure that `edition` itself does not begin then."""
    taken = edition.siblings().released().filter(live_from=at).first()
    if taken:
        raise Refused(f"Edition {taken.number} already begins at that very moment. Choose another minute.")


def _require_good_target(edition: Edition, target: Document | None, at: dt.datetime) -> None:
    if target is None or target.pk == edition.document_id:
        raise Refused("Say which other document readers are sent to.")
    live = target.editions.live(at).first()
    if live is None or live.availability in (Availability.REDIRECT, Availability.GONE):
        raise Refused(f"“{target}” is not readable then, so nobody can be sent there.")


def _public_date(
    edition: Edition, at: dt.datetime, given: dt.datetime | None, precision: str | None
) -> tuple[dt.datetime, str]:
    """The date readers are shown: the one given, the last one for a minor change, else the start."""
    if given is not None:
        if given > at:
            raise Refused("The date shown to readers cannot be later than the release.")
        return given, precision or Precision.MINUTE
    if edition.minor_change:
        before = edition.siblings().live(at).first()
        if before is None:
            raise Refused("A first edition is never a minor change.")
        return before.public_timestamp, before.public_precision
    return at, precision or Precision.MINUTE


def _date_waiting_minor_changes(edition: Edition, now: dt.datetime) -> None:
    """A minor change has the date of what it follows. While it waits, that may be moved, cancelled or pushed aside."""
    for waiting in edition.siblings().scheduled(now).filter(minor_change=True).order_by("live_from"):
        before = edition.siblings().released().filter(live_until=waiting.live_from).first()
        shown = (before.public_timestamp, before.public_precision) if before else (waiting.live_from, Precision.MINUTE)
        if shown != (waiting.public_timestamp, waiting.public_precision):
            edition.siblings().filter(pk=waiting.pk).update(public_timestamp=shown[0], public_precision=shown[1])
            if waiting.pk == edition.pk:
                edition.public_timestamp, edition.public_precision = shown


# --- Addresses ----------------------------------------------------------------------------------------


def claim_slug(edition: Edition) -> None:
    """Make the edition's address its document's own. Raises Refused when another document has it."""
    address = {"kind": edition._meta.label_lower, "language": edition.document.language, "slug": edition.slug}
    # Whoever is first has it: the database leaves a claim that is there as it is.
    SlugClaim.objects.bulk_create([SlugClaim(document=edition.document, **address)], ignore_conflicts=True)
    claim = SlugClaim.objects.get(**address)
    if claim.document_id != edition.document_id:
        raise Refused(f"The address “{edition.slug}” belongs to “{claim.document}”. Choose another.")


def _let_go_of_slug(edition: Edition) -> None:
    """A cancelled release gives back an address that no reader has ever been able to use."""
    if not edition.siblings().released().filter(slug=edition.slug).exists():
        SlugClaim.objects.filter(
            document=edition.document_id, kind=edition._meta.label_lower, slug=edition.slug
        ).delete()
