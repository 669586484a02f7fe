"""The fingerprint that a release leaves on its content, and that verify_editions computes again."""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import json
import uuid
from functools import cache
from typing import Any

from django.db import models
from django.db.models import Prefetch, QuerySet

# What every kind of edition says to readers, for hash version 1 of each.
SAID_BY_EVERY_KIND = (
    "title",
    "slug",
    "summary",
    "availability",
    "notice",
    "redirect_to",
    "change_note",
    "minor_change",
)


def sha256(edition: Any, version: int) -> str:
    """SHA-256 of the canonical JSON of everything `edition` is made of, as hash `version` lists it."""
    text = json.dumps(content(edition, version), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def content(row: Any, version: int) -> dict[str, Any]:
    """What `row` says, by field path, with the rows it owns in their order.

    The number of queries depends on what kinds of rows there are, not on how many.
    """
    said: dict[str, Any] = {path: _plain(_follow(row, path)) for path in row.content_fields[version]}
    many_to_many = {field.name for field in row._meta.many_to_many}
    for name in getattr(row, "copies", ()):
        if name in many_to_many:
            said[name] = sorted(_plain(other) for other in getattr(row, name).all())
            continue
        parts = getattr(row, _READ + name, None)  # read with the row, or else now
        if parts is None:
            parts = _whole(getattr(row, name).all(), version)
        said[name] = [content(part, version) for part in parts]
    return said


# Rows that were read for a fingerprint stand beside a relation, never in its place: nobody else is to meet them.
_READ = "read_for_fingerprint_"


def _whole(rows: QuerySet, version: int) -> QuerySet:
    """`rows` in their order, with all that their content follows and owns."""
    model = rows.model
    many_to_many = {field.name for field in model._meta.many_to_many}
    owned: list[Any] = []
    for name in getattr(model, "copies", ()):
        if name in many_to_many:
            owned.append(name)
        else:
            parts = model._meta.get_field(name).related_model._default_manager.all()  # type: ignore[union-attr]
            owned.append(Prefetch(name, _whole(parts, version), to_attr=_READ + name))
    return followed(rows, version).order_by("pk").prefetch_related(*owned)


def read_again(edition: Any) -> None:
    """Take over what the database holds of `edition`, with its document and the rows its fingerprint asks for: one
    query."""
    rows = type(edition)._default_manager.select_related("document")
    edition.refresh_from_db(from_queryset=followed(rows, edition.hash_version))


def followed(rows: QuerySet, version: int) -> QuerySet:
    """`rows` with those that their own fields in a fingerprint lead to."""
    paths = _leading_on(rows.model, version)  # type: ignore[arg-type]
    return rows.select_related(*paths) if paths else rows


@cache
def _leading_on(model: type[Any], version: int) -> list[str]:
    return sorted({relations for path in model.content_fields[version] if (relations := _relations(model, path))})


def _relations(model: type[models.Model], path: str) -> str:
    """The foreign keys that the field path `path` goes along, as a lookup; empty when it stays in the row."""
    found: list[str] = []
    for name in path.split("."):
        field = next((field for field in model._meta.concrete_fields if field.name == name), None)
        if field is None or field.related_model is None:
            break
        found.append(name)
        model = field.related_model  # type: ignore[assignment]
    return "__".join(found)


def _follow(row: Any, path: str) -> Any:
    value = row
    for name in path.split("."):
        if value is None:
            return None
        value = getattr(value, name)
    return value


def _plain(value: Any) -> Any:
    """A form of `value` that does not depend on the database: instants in UTC, rows by a key of their own."""
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | uuid.UUID | decimal.Decimal):
        return str(value.normalize()) if isinstance(value, decimal.Decimal) else str(value)
    if isinstance(value, models.Model):
        key = next((name for name in ("uuid", "code", "slug") if hasattr(value, name)), "pk")
        return str(getattr(value, key))
    if value is None or isinstance(value, str | int | bool | dict | list):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a fingerprint; list one of its fields instead.")
