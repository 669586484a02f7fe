"""Changes of the register and the record of choices."""

import logging
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from cookie_consent.models import Cookie, CookieGroup
from django.apps import apps as installed_apps
from django.conf import settings
from django.db import Error as DatabaseError
from django.db import models, transaction
from django.utils import timezone, translation

from . import conf, register
from .models import ConsentEvent, GroupDetail, PolicySnapshot, RegisterState

logger = logging.getLogger(__name__)


@contextmanager
def change_register(*, by: object, now: datetime | None = None) -> Iterator[None]:
    """Everything saved inside becomes one new number of the register, and its words are kept as proof.

    Other processes see the number within a second. `by` is the user who answers for the change.
    """
    now = now or timezone.now()
    with transaction.atomic():
        _count_up(now)
        yield
        keep_snapshots(by=by, now=now, shown=register.load())
        transaction.on_commit(register.forget)


def _count_up(now: datetime) -> None:
    if not RegisterState.objects.filter(pk=1).update(number=models.F("number") + 1, changed_at=now):
        RegisterState.objects.create(pk=1, changed_at=now)


def ask_again(*, groups: Iterable[CookieGroup], by: object, now: datetime | None = None) -> None:
    """Ask every visitor about these groups again, those who said no included."""
    now = now or timezone.now()
    with change_register(by=by, now=now):
        for group in groups:
            Cookie.objects.filter(cookiegroup=group).update(created=now)
            GroupDetail.objects.update_or_create(group=group, defaults={"asked_again_at": now})


def keep_snapshots(*, by: object = "", now: datetime | None = None, shown: register.Register | None = None) -> int:
    """Keep the policy as shown in every language of the site, unless it is kept already. How many were new."""
    now, shown, new = now or timezone.now(), shown or register.current(), 0
    for language, _name in settings.LANGUAGES if len(settings.LANGUAGES) < 10 else [(settings.LANGUAGE_CODE, "")]:
        with translation.override(language):
            new += _keep(shown.policy(conf.site_name()), by=by, now=now)
    return new


def _keep(policy: register.Policy, *, by: object, now: datetime) -> bool:
    return PolicySnapshot.objects.get_or_create(
        sha256=policy.sha256,
        defaults={
            "language": policy.language,
            "wording": policy.wording,
            "register": policy.register,
            "valid_from": now,
            "changed_by": str(by or ""),
        },
    )[1]


_written: deque[float] = deque()


def record_choice(
    *, answers: Mapping[str, bool], policy: register.Policy, shown: str, source: str, is_scripted: bool, now: datetime
) -> ConsentEvent | None:
    """Keep an anonymous event. Never raises on account of the database: the visitor's choice comes first."""
    if not _may_write():
        return None
    outcome = {frozenset({True}): "accepted", frozenset({False}): "rejected"}.get(frozenset(answers.values()), "mixed")
    try:
        with transaction.atomic():
            if shown == policy.sha256:
                _keep(policy, by="", now=now)
            return ConsentEvent.objects.create(
                snapshot=PolicySnapshot.objects.filter(sha256=shown).first(),
                choices=dict(answers),
                outcome=outcome,
                source=source,
                is_scripted=is_scripted,
                hour=now.replace(minute=0, second=0, microsecond=0),
            )
    except DatabaseError:
        logger.warning("A consent event could not be kept; the visitor's choice was saved.")
        return None


def _may_write() -> bool:
    """At most so many events a minute in this process, so that a flood of posts cannot fill the database."""
    present = monotonic()
    while _written and _written[0] < present - 60:
        _written.popleft()
    if len(_written) >= conf.events_per_minute():
        return False
    _written.append(present)
    return True


def purge_events(*, now: datetime | None = None) -> int:
    """Delete events past their time. How many there were."""
    before = (now or timezone.now()) - timedelta(days=conf.keep_events_days())
    return ConsentEvent.objects.older_than(before).delete()[0]


def tick(*, now: datetime | None = None) -> None:
    """What is due whenever the site's clockwork runs: words changed by a deployment are kept, old events go."""
    keep_snapshots(now=now)
    purge_events(now=now)


def load_default_register(apps=installed_apps) -> None:
    """Make the first register, unless there is one. Called with historical models by the first migration."""
    group_model, cookie_model = apps.get_model("cookie_consent.CookieGroup"), apps.get_model("cookie_consent.Cookie")
    if not group_model.objects.exists():
        for order, (group, basis, cookies) in enumerate(_default_groups()):
            row = group_model.objects.create(ordering=order, **group)
            apps.get_model("consent.GroupDetail").objects.create(group=row, basis=basis)
            for name, purpose, expiry in cookies:
                cookie = cookie_model.objects.create(cookiegroup=row, name=name, description=purpose)
                apps.get_model("consent.CookieDetail").objects.create(cookie=cookie, expiry=expiry)
    state = apps.get_model("consent.RegisterState")
    if not state.objects.exists():
        state.objects.create(pk=1, number=1, changed_at=timezone.now())
    register.forget()


def _default_groups() -> list[tuple[dict, str, list[tuple[str, str, str]]]]:
    """Groups with basis and cookies (name, purpose, expiry). Nothing additional is set by what we ship."""
    closing = "When you close the browser"
    return [
        (
            {
                "varname": "essential",
                "name": "Essential cookies",
                "is_required": True,
                "is_deletable": False,
                "description": "This site does not work without them. All but the first are for staff who sign in.",
            },
            "essential",
            [
                (settings.COOKIE_CONSENT_NAME, "Keeps your choice about cookies.", "1 year"),
                (settings.SESSION_COOKIE_NAME, "Keeps staff signed in.", closing),
                (settings.CSRF_COOKIE_NAME, "Protects forms against being sent by another site.", "1 year"),
                ("messages", "Shows staff that their work was saved.", "When the message has been shown"),
            ],
        ),
        (
            {
                "varname": "preferences",
                "name": "Cookies that remember your preferences",
                "description": "They would keep how you like pages to look. We ask now, before any is set.",
            },
            "consent",
            [("candour_display", "Would remember how you like pages shown. Not set at present.", "1 year")],
        ),
        (
            {
                "varname": "usage",
                "name": "Cookies that tell us how the site is used",
                "description": "They would count visits on our own server. We ask now, before any is set.",
            },
            "consent",
            [("candour_visit", "Would tell a new visit from a page turned. Not set at present.", "30 minutes")],
        ),
    ]
