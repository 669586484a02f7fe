"""Reference rows: plain rows without editions, frozen once a released inspection rests on them."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _

from publishing.models import Frozen, Listing

from .refusals import beside_fields


class ReferenceQuerySet(models.QuerySet):
    def public(self, at: dt.datetime, now: dt.datetime | None = None) -> Self:
        """Rows that readers may know of at `at`: something they find then names them, and at `now`, if that is later,
        it has not been taken from them since.

        Reference data is entered before it is used. That a body, or a version of a programme, is on record here may be
        the news of the next release: until then it is answered as what does not exist.
        """
        kind: Any = self.model
        readable = Listing.objects.readable(at)
        naming = (readable if now is None else readable.still_readable(now)).filter(
            facets__facet__in=kind.named_by, facets__value=models.OuterRef(kind.named_as)
        )
        return self.filter(models.Exists(naming))

    def freeze(self, now: dt.datetime) -> int:
        """Freeze the rows that are not frozen yet."""
        return self.filter(frozen_at=None).update(frozen_at=now)


class Reference(models.Model):
    """A row that released inspections refer to. The first release freezes it: `frozen_fields` never change afterwards
    and the row is never deleted, because readers have seen what it says. `written_once` may still be filled in, if they
    were empty until then, and stay from then on.

    `named_by` are the facets of listings that name a row of this kind, `named_as` the field that they name it by.
    `frozen_with` names the foreign key to a row that, once frozen, takes no new rows of this kind.
    """

    frozen_fields: ClassVar[tuple[str, ...]] = ()
    written_once: ClassVar[tuple[str, ...]] = ()
    frozen_with: ClassVar[str] = ""
    named_by: ClassVar[tuple[str, ...]] = ()
    named_as: ClassVar[str] = "slug"

    frozen_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs) -> None:
        if faults := self._frozen_faults():
            raise Frozen(" ".join(sentence for _name, sentence in faults))
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Say in a form, beside the field, what `save` would refuse."""
        super().clean()
        if faults := self._frozen_faults():
            raise beside_fields(faults)

    def delete(self, *args, **kwargs):
        if (self._stored() or {}).get("frozen_at"):
            raise Frozen(
                _("“%(row)s” is part of a released inspection and cannot be deleted. Give it an end date instead.")
                % {"row": self}
            )
        return super().delete(*args, **kwargs)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def fields_that_stay(self) -> tuple[str, ...]:
        """Those that can no longer be changed."""
        if not self.is_frozen:
            return ()
        return (*self.frozen_fields, *(name for name in self.written_once if getattr(self, name)))

    def _stored(self) -> dict[str, Any] | None:
        fields = (*self.frozen_fields, *self.written_once)
        names = [self._meta.get_field(name).attname for name in fields]  # type: ignore[union-attr]
        return type(self)._base_manager.filter(pk=self.pk).values("frozen_at", *names).first() if self.pk else None

    def _frozen_faults(self) -> list[tuple[str, str]]:
        """What readers have seen of this row and would find changed: the field, if it is one, and a sentence."""
        stored = self._stored()
        if stored is None:
            owner = getattr(self, self.frozen_with) if self.frozen_with else None
            # Asked of the database: the object in hand may be older than the release.
            if owner is not None and type(owner)._base_manager.filter(pk=owner.pk, frozen_at__isnull=False).exists():
                said = _(
                    "“%(owner)s” is used by a released inspection and takes no new rows. Make a new version of it."
                )
                return [("", said % {"owner": owner})]
            return []
        self.frozen_at = stored["frozen_at"]  # the object in hand may be older than the release
        if self.frozen_at is None:
            return []
        fields: list[Any] = [self._meta.get_field(name) for name in (*self.frozen_fields, *self.written_once)]
        said = _(
            "“%(row)s” is part of a released inspection: its %(field)s stays as readers saw it. "
            "Make a new version instead."
        )
        changed = [
            field
            for field in fields
            if stored[field.attname] != getattr(self, field.attname)
            and (stored[field.attname] or field.name not in self.written_once)
        ]
        row = type(self)._base_manager.get(pk=self.pk) if changed else self  # by the words that readers saw
        return [(field.name, said % {"row": row, "field": field.verbose_name}) for field in changed]
