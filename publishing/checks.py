"""What is looked at before a release, and what Django is asked to check at start."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core import checks
from django.utils.translation import gettext as _

from .models.edition import Edition
from .models.edition_queries import EditionQuerySet
from .models.states import Availability, Issue

if TYPE_CHECKING:
    from django.db import models


def edition_issues(edition: Edition, at: dt.datetime) -> list[Issue]:
    """What any kind of edition must have before readers see it."""
    issues = []
    if not edition.title.strip():
        issues.append(Issue("stop", _("Give it a title."), "title"))
    if not edition.slug:
        issues.append(Issue("stop", _("Give it an address."), "slug"))
    if not edition.summary.strip():
        issues.append(Issue("stop", _("Write a summary: lists and search results show it."), "summary"))
    return issues if edition.is_first_draft else issues + _issues_beside(edition, at)


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
