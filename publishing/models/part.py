"""Rows that an edition is made of."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from .states import Frozen, State


class Part(models.Model):
    """A row that belongs to an edition, or to another part of one, and is frozen with it.

    `part_of` names the foreign key that leads there.
    """

    part_of: ClassVar[str] = "parent"
    content_fields: ClassVar[dict[int, tuple[str, ...]]] = {}

    class Meta:
        abstract = True

    @property
    def edition(self) -> Any:
        owner = getattr(self, self.part_of)
        return owner.edition if isinstance(owner, Part) else owner

    def save(self, *args, **kwargs) -> None:
        self._require_draft()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._require_draft()
        return super().delete(*args, **kwargs)

    def _require_draft(self) -> None:
        edition = self.edition
        # Asked of the database: the object in hand may be older than the release.
        state = type(edition)._default_manager.values_list("state", flat=True).get(pk=edition.pk)
        if state != State.DRAFT:
            raise Frozen(f"“{edition}” is {State(state).label.lower()}: its parts stay as they are.")
