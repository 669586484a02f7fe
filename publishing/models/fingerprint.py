"""The fingerprint that a release leaves on its content, and that verify_editions computes again."""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import json
import uuid
from typing import Any

from django.db import models

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
    """What `row` says, by field path, with the rows it owns in their order."""
    said: dict[str, Any] = {path: _plain(_follow(row, path)) for path in row.content_fields[version]}
    many_to_many = {field.name for field in row._meta.many_to_many}
    for name in getattr(row, "copies", ()):
        related = getattr(row, name).all()
        if name in many_to_many:
            said[name] = sorted(_plain(other) for other in related)
        else:
            said[name] = [content(child, version) for child in related.order_by("pk")]
    return said


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
