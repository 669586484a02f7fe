"""Who has written at a draft: a second pair of eyes is one that has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from .document import Document

if TYPE_CHECKING:
    from accounts.models import User

    from .edition import Edition


class DraftEditor(models.Model):
    """That a person saved a draft, the edition of `document` with this number, whoever saved it after them."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number", "person"], name="publishing_drafteditor_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in edition {self.number} of {self.document}"


def note_editor(edition: Edition, by: User) -> None:
    """Remember that `by` wrote at this draft; who made it or saved it last is known from the draft itself."""
    if by.pk not in (edition.created_by_id, edition.edited_by_id):
        DraftEditor.objects.get_or_create(document=edition.document, number=edition.number, person=by)


def has_worked_on(edition: Edition, person: User) -> bool:
    """Whether `person` made, wrote at, edited or submitted this edition, and so may not release it alone."""
    if person.pk in (edition.created_by_id, edition.edited_by_id, edition.submitted_by_id):
        return True
    return DraftEditor.objects.filter(document=edition.document_id, number=edition.number, person=person.pk).exists()
