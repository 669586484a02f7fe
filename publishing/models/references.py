"""Who points to a document: found from the fields themselves, so that no kind of edition has to be named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Field, Model, Q

from .document import Document
from .edition import Edition
from .states import Availability, State

# Pointers of the timeline itself; they cite nothing.
_NOT_CITATIONS = frozenset({"document", "redirect_to"})


def citing_editions(document: Document, at: dt.datetime) -> list[Any]:
    """The editions that readers see at `at` or will see later, of any kind, that point to `document` from a field or a
    part of theirs.

    One query for each kind of edition that can point to documents at all.
    """
    found: list[Any] = []
    for kind in Edition.kinds():
        paths = dict(_paths(kind))
        if not paths:
            continue
        points_here = Q()
        for path in paths:
            points_here |= Q(**{path: document})
        shown = Q(state=State.RELEASED, live_until__gt=at, availability=Availability.OPEN)
        rows = kind._default_manager.filter(shown, points_here).exclude(document=document)
        found += rows.select_related("document").distinct().order_by("pk")
    return found


@dataclass
class Citation:
    """An edition that points to a document, and the fields it does so by."""

    edition: Any
    fields: list[Field] = field(default_factory=list)


def citations(document: Document, at: dt.datetime) -> list[Citation]:
    """What of any kind points to `document` in an open draft, or in what readers see at `at` or will see later.

    One query for each field that can point to documents: for the newsroom, not for readers' pages.
    """
    found: dict[tuple[str, int], Citation] = {}
    for kind in Edition.kinds():
        matters = Q(state__in=[State.DRAFT, State.SUBMITTED]) | Q(
            state=State.RELEASED, live_until__gt=at, availability__in=[Availability.OPEN, Availability.WITHDRAWN]
        )
        rows = kind._default_manager.filter(matters).exclude(document=document).select_related("document")
        for path, pointer in _paths(kind):
            for edition in rows.filter(**{path: document}).distinct():
                citation = found.setdefault((kind._meta.label_lower, edition.pk), Citation(edition))
                citation.fields.append(pointer)
    return list(found.values())


def _paths(model: type[Model], prefix: str = "") -> Iterator[tuple[str, Field]]:
    """Lookups from a kind of edition to each field that points to a document, its parts' fields included."""
    for pointer in model._meta.concrete_fields:
        if pointer.is_relation and pointer.related_model is Document and pointer.name not in _NOT_CITATIONS:
            yield f"{prefix}{pointer.name}", pointer
    many_to_many = {pointer.name: pointer for pointer in model._meta.many_to_many}
    for name in getattr(model, "copies", ()):
        if name not in many_to_many:
            yield from _paths(model._meta.get_field(name).related_model, f"{prefix}{name}__")  # type: ignore[union-attr, arg-type]
        elif many_to_many[name].related_model is Document:
            yield f"{prefix}{name}", many_to_many[name]
