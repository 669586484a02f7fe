"""The verbs as the newsroom offers them: who sees which button, what is asked, and what is said afterwards."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from publishing.models import Availability, Edition, State, has_worked_on

from . import forms
from .words import moment


@dataclass(frozen=True)
class Verb:
    """A button of the edition page. Whether it may be pressed is said again by the edition itself.

    `carry_out` returns the edition to go to. A verb whose `asks` is False is done at once, without a page of its own.
    """

    name: str
    label: Any
    applies: Callable[[Edition, User, dt.datetime], bool]
    carry_out: Callable[[Edition, User, dt.datetime, dict[str, Any]], Edition]
    done: Any
    explains: Any = ""
    form: type[forms.VerbForm] = forms.VerbForm
    asks: bool = True
    is_grave: bool = False


def _may_release(edition: Edition, user: User, now: dt.datetime) -> bool:
    return edition.state == State.SUBMITTED and user.may("release") and not has_worked_on(edition, user)


def _may_force(edition: Edition, user: User, now: dt.datetime) -> bool:
    return edition.state == State.SUBMITTED and user.may("force") and has_worked_on(edition, user)


def _may_send_back(edition: Edition, user: User, now: dt.datetime) -> bool:
    may = user.may("send_back") and user.pk != edition.submitted_by_id  # type: ignore[attr-defined]
    return edition.state == State.SUBMITTED and may


def _may_take_back(edition: Edition, user: User, now: dt.datetime) -> bool:
    return edition.state == State.SUBMITTED and user.pk == edition.submitted_by_id  # type: ignore[attr-defined]


def _may_discard(edition: Edition, user: User, now: dt.datetime) -> bool:
    is_theirs = user.pk == edition.created_by_id or user.may("send_back")  # type: ignore[attr-defined]
    return edition.is_open_draft and user.may("discard") and is_theirs


def _may_start(edition: Edition, user: User, now: dt.datetime) -> bool:
    free = not edition.is_open_draft and not edition.siblings().open_drafts().exists()
    return free and user.may("start") and not edition.is_scheduled(now)


def _may_correct(edition: Edition, user: User, now: dt.datetime) -> bool:
    return edition.is_scheduled(now) and user.may("start") and not edition.siblings().open_drafts().exists()


def _may_schedule(edition: Edition, user: User, now: dt.datetime) -> bool:
    return edition.is_scheduled(now) and user.may("schedule")


def _may_withdraw(edition: Edition, user: User, now: dt.datetime) -> bool:
    return edition.is_live(now) and edition.availability != Availability.GONE and user.may("withdraw")


# --- What each does: edition, who, when, and what the form was told ----------------------------------------


def _submit(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    edition.submit(by=by, now=now, seen=told["seen"])
    return edition


def _send_back(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    edition.send_back(by=by, now=now, note=told.get("note", ""))
    return edition


def _date(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("public_timestamp", "public_precision")}


def _release(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    edition.release(by=by, now=now, at=now, reason=told.get("reason", ""), seen=told["seen"], **_date(told))
    return edition


def _schedule(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    edition.release(by=by, now=now, at=told["at"], reason=told["reason"], seen=told["seen"], **_date(told))
    return edition


def _force(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    about = {"reason": told["reason"], "seen": told["seen"], **_date(told)}
    edition.release(by=by, now=now, at=told["at"] or now, force=True, **about)
    return edition


def _reschedule(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    edition.reschedule(by=by, now=now, at=told["at"], reason=told["reason"])
    return edition


def _unschedule(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    edition.unschedule(by=by, now=now)
    return edition


def _withdraw(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    about = {name: told[name] for name in ("notice", "availability", "redirect_to")}
    return edition.withdraw(by=by, now=now, at=told["at"] or now, **about)


def _discard(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    edition.discard(by=by, now=now)
    return edition


def _new_draft(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    return edition.new_draft(by=by, now=now)


def _correct(edition: Edition, by: User, now: dt.datetime, told: dict[str, Any]) -> Edition:
    return edition.new_draft(by=by, now=now, replaces=edition)


def _since(edition: Edition) -> str:
    return moment(edition.live_from)


VERBS = {
    verb.name: verb
    for verb in (
        Verb(
            "submit",
            _("Submit for review"),
            lambda edition, user, now: edition.state == State.DRAFT and user.may("submit"),
            _submit,
            _("Submitted for review. Another person releases it."),
            asks=False,
        ),
        Verb(
            "release",
            _("Release now"),
            _may_release,
            _release,
            _("Released."),
            _("Readers see this edition from the moment you press the button. It stays as it is from then on."),
            forms.ReleaseForm,
        ),
        Verb(
            "schedule",
            _("Schedule"),
            _may_release,
            _schedule,
            _("Scheduled."),
            _("Readers see this edition from the minute you choose. Until then you may move or cancel it."),
            forms.ScheduleForm,
        ),
        Verb(
            "force",
            _("Release without a second person"),
            _may_force,
            _force,
            _("Released without a second person. It is on the list to look at later."),
            _("You wrote, edited or submitted this edition yourself. Only when nobody else can be reached in time."),
            forms.ForceForm,
            is_grave=True,
        ),
        Verb(
            "send-back",
            _("Send back to the writer"),
            _may_send_back,
            _send_back,
            _("Sent back. It is a draft again, with your note."),
            form=forms.NoteForm,
        ),
        Verb(
            "take-back",
            _("Take back and go on editing"),
            _may_take_back,
            _send_back,
            _("Taken back. It is a draft again."),
            asks=False,
        ),
        Verb(
            "reschedule",
            _("Move to another minute"),
            _may_schedule,
            _reschedule,
            _("Moved."),
            form=forms.RescheduleForm,
        ),
        Verb(
            "unschedule",
            _("Cancel the scheduled release"),
            _may_schedule,
            _unschedule,
            _("Cancelled. Readers will not see this edition. Start a new draft from it to go on with its text."),
            _("Readers will not see this edition. Its text is kept, and a new draft may be started from it."),
            is_grave=True,
        ),
        Verb(
            "correct",
            _("New draft to replace this one"),
            _may_correct,
            _correct,
            _("This draft is a copy of the scheduled edition and takes its place when it is released."),
            asks=False,
        ),
        Verb(
            "new-draft",
            _("New draft from this edition"),
            _may_start,
            _new_draft,
            _("This draft is a copy. Readers go on seeing what they see now until another person has released it."),
            asks=False,
        ),
        Verb(
            "withdraw",
            _("Withdraw"),
            _may_withdraw,
            _withdraw,
            _("Withdrawn."),
            _("Takes away what readers see now. Needs no second person. A later edition can bring it back."),
            forms.WithdrawForm,
            is_grave=True,
        ),
        Verb(
            "discard",
            _("Discard this draft"),
            _may_discard,
            _discard,
            _("Discarded. Its text stays in the history."),
            _("The draft is set aside. Its text stays in the history, and a new draft may be started from it."),
            is_grave=True,
        ),
    )
}
