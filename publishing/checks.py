"""What is looked at before a release, and what Django is asked to check at start."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from collections.abc import Iterable, Iterator
from typing import Any

from django.core import checks
from django.db import models
from django.utils import dateformat, timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from .dates_in_text import WrittenDate, dates_in
from .models.edition import Edition
from .models.edition_queries import EditionQuerySet
from .models.fields import PlainCharField, PlainTextField
from .models.passages import Passage, sentences
from .models.states import Availability, Issue, Precision
from .plaintext import markup_in, sentence_about

LONGEST_SENTENCE = 400  # characters; a longer one is not looked at


def edition_issues(edition: Edition, at: dt.datetime) -> list[Issue]:
    """What any kind of edition must have before readers see it."""
    issues = []
    if not edition.title.strip():
        issues.append(Issue("stop", _("Give it a title."), "title"))
    if not edition.slug:
        issues.append(Issue("stop", _("Give it an address."), "slug"))
    if not edition.summary.strip():
        issues.append(Issue("stop", _("Write a summary: lists and search results show it."), "summary"))
    issues += markup_issues(edition)
    return issues if edition.is_first_draft else issues + _issues_beside(edition, at)


def markup_issues(edition: Edition) -> list[Issue]:
    """Markup in plain text of the edition or of its parts. One query, unless a part holds a sign that begins markup."""
    issues = [
        Issue("stop", _("%(field)s: %(said)s") % {"field": label, "said": said}, name)
        for name, label, said in _markup_of(edition)
    ]
    parts = list(_plain_parts(type(edition)))
    suspects = [
        rows.filter(_may_hold_markup(rows.model), **{path: edition.pk})
        .order_by()
        .values_list(models.Value(number), "pk")
        for number, (_place, path, rows) in enumerate(parts)
    ]
    for number, pk in sorted(suspects[0].union(*suspects[1:], all=True)) if suspects else ():
        place, _path, rows = parts[number]
        row = rows.get(pk=pk)
        issues += [
            Issue("stop", _("%(field)s of “%(row)s”: %(said)s") % {"field": label, "row": row, "said": said}, place)
            for _name, label, said in _markup_of(row)
        ]
    return issues


def _markup_of(row: Any) -> Iterator[tuple[str, str, str]]:
    """Each plain field of `row` with markup in it: its name, what editors call it, and a sentence about the markup."""
    for field in _plain_fields(type(row)):
        if markup := markup_in(getattr(row, field.attname)):
            yield field.name, capfirst(str(field.verbose_name)), sentence_about(markup)


def _plain_fields(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if isinstance(field, PlainCharField | PlainTextField)]


def _plain_parts(model: Any, path: str = "", place: str = "") -> Iterator[tuple[str, str, models.QuerySet]]:
    """What an edition is made of, rows of rows included, if readers see plain text of it: the relation in `copies`
    that leads there, the lookup that leads back, and all rows."""
    many_to_many = {field.name for field in model._meta.many_to_many}
    for name in getattr(model, "copies", ()):
        if name in many_to_many:
            continue
        relation = model._meta.get_field(name)
        back = f"{relation.field.name}__{path}" if path else relation.field.name
        if _plain_fields(relation.related_model):
            yield place or name, back, relation.related_model._default_manager.all()
        yield from _plain_parts(relation.related_model, back, place or name)


def _may_hold_markup(model: type[models.Model]) -> models.Q:
    signs = [models.Q((f"{field.name}__contains", sign)) for field in _plain_fields(model) for sign in "<&"]
    return functools.reduce(operator.or_, signs)


def dated_text_issues(edition: Edition, passages: Iterable[Passage], at: dt.datetime) -> list[Issue]:
    """Days that no calendar has, weekdays of other dates, and a “today” that is not the day readers are shown."""
    day = _day_shown(edition, at)
    issues = []
    for passage in passages:
        for sentence in sentences(passage.text):
            for date in dates_in(sentence) if len(sentence) <= LONGEST_SENTENCE else ():
                if fault := _fault_of(date, day):
                    is_certain = not date.is_possible and date.year and not passage.is_quotation
                    issues.append(Issue("stop" if is_certain else "warn", f"{passage.name}: {fault}", passage.place))
    return issues


def _fault_of(date: WrittenDate, day: dt.date | None) -> str:
    if not date.is_possible:
        return _("“%s”: there is no such day.") % date.words
    if date.weekday and date.weekday_then not in ("", date.weekday):
        said = {"words": date.words, "weekday": date.weekday_then}
        return _("“%(words)s”: that day is a %(weekday)s. Correct the weekday or the date.") % said
    if date.is_called_today and day and date.is_other_than(day):
        said = {"words": date.words, "day": dateformat.format(day, "j F Y")}
        return _("“%(words)s” is called today, and readers are shown %(day)s. Leave out “today”.") % said
    return ""


def _day_shown(edition: Edition, at: dt.datetime) -> dt.date | None:
    """The day that readers will be shown with it, unless whoever releases it gives another."""
    if edition.minor_change:
        return None
    shown, precision = edition.proposed_date(at) or (at, Precision.MINUTE)
    is_day = precision in (Precision.MINUTE, Precision.DAY)
    return timezone.localtime(shown, timezone.get_default_timezone()).date() if is_day else None


def _issues_beside(edition: Edition, at: dt.datetime) -> list[Issue]:
    """What the other editions of its document ask for."""
    issues = []
    has_predecessor = _others(edition).filter(live_from__lt=at).exists()
    if has_predecessor and not edition.minor_change and not edition.change_note.strip():
        issues.append(
            Issue("stop", _("Say in the change note what changed, or mark it as a minor change."), "change_note")
        )
    if follower := edition.followed_by(at):
        issues.append(
            Issue(
                "warn",
                _(
                    "Edition %(number)s is scheduled for later and will take this one's place, "
                    "without what you change here."
                )
                % {"number": follower.number},
                "schedule",
            )
        )
    if meanwhile := _not_built_on(edition, at):
        issues.append(
            Issue(
                "warn",
                _(
                    "Edition %(number)s is what readers see by then, and this draft was not made from it: "
                    "a release undoes what it changed or took away."
                )
                % {"number": meanwhile.number},
                "based_on",
            )
        )
    return issues


def _others(edition: Edition) -> EditionQuerySet:
    """The timeline without `edition`, which may be about to move on it."""
    return edition.siblings().released().exclude(pk=edition.pk)


def issues_of_a_move(edition: Edition, at: dt.datetime) -> list[Issue]:
    """What stands in the way of a scheduled edition going live at `at` instead, and did not at its present minute."""
    known = set(edition.issues(edition.live_from))  # type: ignore[arg-type]
    return [issue for issue in edition.issues(at) if issue not in known]


def _not_built_on(edition: Edition, at: dt.datetime) -> Edition | None:
    """What is live at `at`, if the draft and whatever it was copied from know nothing of it."""
    live = _others(edition).filter(live_from__lte=at).order_by("-live_from").first()
    source = edition.based_on
    while live is not None and source is not None:
        if source.pk == live.pk:
            return None
        source = source.based_on
    return live


def withdrawal_issues(edition: Edition, at: dt.datetime) -> list[Issue]:
    """What would bring back what is withdrawn at `at`."""
    follower = edition.siblings().scheduled(at).filter(availability=Availability.OPEN).order_by("live_from").first()
    if follower is None:
        return []
    said = _("Edition %(number)s is scheduled for later and will bring the page back. Cancel it too, if it must not.")
    return [Issue("warn", said % {"number": follower.number}, "schedule")]


@checks.register(checks.Tags.models)
def every_part_is_copied(app_configs, **kwargs) -> list[checks.CheckMessage]:
    """A new draft must take along every row that belongs to the edition it is based on: none may be forgotten."""
    errors: list[checks.CheckMessage] = []
    for model in Edition.kinds():
        errors += _undeclared(model, model)
    return errors


def _undeclared(model: type[models.Model], kind: type[Edition]) -> list[checks.CheckMessage]:
    declared = {*getattr(model, "copies", ()), *getattr(model, "not_copied", ())}
    errors: list[checks.CheckMessage] = []
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.many_to_many and not relation.auto_created:
            name = relation.name
        elif relation.auto_created and (relation.one_to_many or relation.one_to_one) and not relation.concrete:
            other: Any = relation.related_model
            if issubclass(other, kind) or other is model or other._meta.auto_created or other._meta.proxy:
                continue
            name = getattr(relation, "get_accessor_name", str)() or relation.name
        else:
            continue
        if name not in declared:
            errors.append(
                checks.Error(
                    f"{model._meta.label}.{name} is not copied into a new edition.",
                    hint="Name it in `copies`, or in `not_copied` when it is no part of the content.",
                    obj=model,
                    id="publishing.E001",
                )
            )
        elif name in getattr(model, "copies", ()) and not relation.many_to_many:
            errors += _undeclared(relation.related_model, kind)  # type: ignore[arg-type]
    return errors
