"""Copying an edition with everything it is made of."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models

from .states import State

if TYPE_CHECKING:
    from accounts.models import User

    from .edition import Edition

# What a copy has of its own; everything else is content.
_NEW_IN_A_COPY = frozenset(
    {
        *("id", "document", "number", "based_on", "replaces", "is_head", "state", "lock_version"),
        *("availability", "notice", "redirect_to"),
        *("live_from", "live_until", "public_timestamp", "public_precision"),
        *("change_note", "minor_change", "internal_note", "release_reason"),
        *("created_by", "created_at", "edited_by", "edited_at"),
        *("submitted_by", "submitted_at", "released_by", "released_at"),
        *("content_sha256", "content_hash_version"),
    }
)


def copy_edition(source: Edition, *, by: User, now: dt.datetime, number: int, **fields: Any) -> Any:
    """A new draft row with the content of `source`; the caller holds the document's lock and settles the head."""
    content = {
        field.attname: getattr(source, field.attname)
        for field in source._meta.concrete_fields
        if field.name not in _NEW_IN_A_COPY
    }
    kept = {"number": number, "based_on": source, "is_head": False, "state": State.DRAFT} | fields
    copy = type(source)(
        **content, **kept, document_id=source.document_id, created_by=by, created_at=now, edited_by=by, edited_at=now
    )
    _insert(copy)
    copy_related(source, copy, {(type(source), source.pk): copy})
    return copy


def copy_related(source: models.Model, copy: models.Model, made: dict[Any, models.Model]) -> None:
    """Copy the rows and relations that `source` lists in `copies`, and theirs in turn.

    A foreign key from one copied row to another points to the copy afterwards; `made` remembers which is which.
    """
    for name in getattr(source, "copies", ()):
        field = source._meta.get_field(name) if _is_own_field(source, name) else None
        if field is not None and field.many_to_many:
            getattr(copy, name).set(getattr(source, name).all())
            continue
        for row in getattr(source, name).order_by("pk"):
            _copy_row(row, made)


def _is_own_field(model: models.Model, name: str) -> bool:
    return name in {field.name for field in model._meta.many_to_many}


def _copy_row(row: models.Model, made: dict[Any, models.Model]) -> None:
    values = {}
    for field in row._meta.concrete_fields:
        if field.primary_key:
            continue
        value = getattr(row, field.attname)
        if field.is_relation and value is not None:
            target = field.related_model._meta.concrete_model  # type: ignore[union-attr]
            value = made[target, value].pk if (target, value) in made else value
        values[field.attname] = value
    copy = type(row)(**values)
    _insert(copy)
    made[type(copy)._meta.concrete_model, row.pk] = copy
    copy_related(row, copy, made)


def _insert(row: models.Model) -> None:
    """Write a copied row as it is: what freezes rows for editors must not stop a withdrawal from being copied."""
    models.Model.save(row, force_insert=True)
