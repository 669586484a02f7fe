"""What readers' pages show without an edition of its own, such as names and topics, at the desk."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from publishing.models import SiteVersion


class ShownToReaders:
    """Base of an admin class whose rows readers' pages show: caches learn of whatever is saved or deleted there.

    Stands before ModelAdmin in the list of bases. In the same transaction as the change, inline rows included.
    """

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)  # type: ignore[misc]
        SiteVersion.bump()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)  # type: ignore[misc]
        SiteVersion.bump()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        super().delete_queryset(request, queryset)  # type: ignore[misc]
        SiteVersion.bump()
