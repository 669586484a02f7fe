"""What a request for data asks: as of when, and about whom. A question that makes no sense is refused in words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from django.db.models import Max
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from inspections.models import Framework, Inspection, Organisation, Programme
from inspections.models.reference import ReferenceQuerySet

FILTERS: dict[str, Callable[[], ReferenceQuerySet]] = {
    "body": lambda: Organisation.objects.bodies(),
    "programme": lambda: Programme.objects.all(),
    "framework": lambda: Framework.objects.all(),
}
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,160}")
_LONGEST = 200
DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
MOMENT = f"{DAY}([T ][0-9]{{2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]{{1,6}})?)?(Z|[+ -][0-9]{{2}}:?[0-9]{{2}})?)?"
_MOMENT = re.compile(MOMENT)


class Refusal(Exception):
    """A question that gets no data; its text says why."""

    status = 400
    title = "Bad request"


class NothingFound(Refusal):
    """Nothing that readers may see answers to this. What does not exist and what is not public yet are alike."""

    status = 404
    title = "Not found"


@dataclass(frozen=True)
class Question:
    """`at` is the moment the answer holds for; `now` is when it was asked."""

    now: dt.datetime
    at: dt.datetime
    is_past: bool = False
    body: str = ""
    programme: str = ""
    framework: str = ""

    @classmethod
    def read(cls, asked: QueryDict, now: dt.datetime, filters: tuple[str, ...] = tuple(FILTERS)) -> Self:
        """One query for each filter. Raises Refusal."""
        known = ("as_of", *filters)
        for name, values in asked.lists():
            if name not in known:
                raise Refusal(
                    _("There is no parameter “%(name)s” here. There are: %(known)s.")
                    % {"name": name[:_LONGEST], "known": ", ".join(known)}
                )
            if len(values) > 1:
                raise Refusal(_("Give the parameter “%(name)s” once.") % {"name": name})
        moment = asked.get("as_of", "")
        at = read_moment(moment, now) if moment else now
        chosen = {name: asked.get(name, "") for name in filters}
        for name, slug in chosen.items():
            if slug:
                _require_public(name, slug, at, now)
        return cls(now, at, bool(moment), **chosen)

    def as_of(self) -> dt.datetime:
        """The moment asked for; else that of the last change included, so that equal rows are equal bytes."""
        return self.at if self.is_past else last_change(self.at) or self.at

    @property
    def parameters(self) -> dict[str, str]:
        asked = {name: getattr(self, name) for name in FILTERS}
        return {name: value for name, value in asked.items() if value}


def _require_public(name: str, slug: str, at: dt.datetime, now: dt.datetime) -> None:
    if not _SLUG.fullmatch(slug) or not FILTERS[name]().public(at, now).filter(slug=slug).exists():
        raise NothingFound(_("Nothing is published for %(name)s=%(slug)s.") % {"name": name, "slug": slug[:_LONGEST]})


def read_moment(text: str, now: dt.datetime) -> dt.datetime:
    """The moment that `text` names, by London's clock unless it says otherwise. A date stands for the whole of its
    day, as far as it has passed. Raises Refusal for what is no date and for the future.
    """
    text = text[:_LONGEST]
    try:
        if not _MOMENT.fullmatch(text):
            raise ValueError(text)
        # A plus sign that nobody escaped arrives as a space.
        at = parse_datetime(re.sub(r" (?=\d\d:?\d\d$)", "+", text) if "T" in text else text)
        if (day := parse_date(text)) is not None:
            if day > timezone.localdate(now):
                raise Refusal(_("“%(text)s” has not come yet: as_of takes a moment in the past.") % {"text": text})
            end = dt.datetime.combine(day, dt.time.max, timezone.get_default_timezone())
            return min(end.astimezone(dt.UTC), now)
        if at is None:
            raise ValueError(text)
        at = (timezone.make_aware(at) if timezone.is_naive(at) else at).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise Refusal(
            _("“%(text)s” is no date. as_of takes one such as 2024-08-08 or 2024-08-08T09:00:00Z.") % {"text": text}
        ) from None
    if at > now:
        raise Refusal(_("“%(text)s” has not come yet: as_of takes a moment in the past.") % {"text": text})
    return at


def last_change(at: dt.datetime) -> dt.datetime | None:
    """When, up to `at`, something about an inspection last became public."""
    return Inspection.objects.released().filter(live_from__lte=at).aggregate(last=Max("live_from"))["last"]
