"""Who points to a document: found from the fields themselves, so that no kind of edition has to be named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Q

from .document import Document
from .edition import Edition

# Pointers of the timeline itself; they cite nothing.
_NOT_CITATIONS = frozenset({"document", "redirect_to"})


def citing_editions(document: Document, at: dt.datetime) -> list[Any]:
    """The editions that readers see at `at`, of any kind, that point to `document` from a field or a part of theirs.

    One query for each kind of edition that can point to documents at all.
    """
    found: list[Any] = []
    for kind in Edition.kinds():
        paths = list(_paths(kind))
        if not paths:
            continue
        points_here = Q()
        for path in paths:
            points_here |= Q(**{path: document})
        rows = kind._default_manager.public(at).exclude(document=document).filter(points_here)  # type: ignore[attr-defined]
        found += rows.select_related("document").distinct().order_by("pk")
    return found


def _paths(model: type[Model], prefix: str = "") -> Iterator[str]:
    """Lookups from a kind of edition to each field that points to a document, its parts' fields included."""
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model is Document and field.name not in _NOT_CITATIONS:
            yield f"{prefix}{field.name}"
    many_to_many = {field.name: field for field in model._meta.many_to_many}
    for name in getattr(model, "copies", ()):
        if name not in many_to_many:
            yield from _paths(model._meta.get_field(name).related_model, f"{prefix}{name}__")  # type: ignore[union-attr, arg-type]
        elif many_to_many[name].related_model is Document:
            yield f"{prefix}{name}"
