"""Brings what lists and searches find released editions by in line with this version of the code."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from publishing.models import Edition, SiteVersion
from publishing.models.listing import relist_edition


class Command(BaseCommand):
    help = (
        "Write anew by what filters and searches find each released edition, after an upgrade that says it is needed. "
        "Nothing that readers are shown of an edition changes. A second run changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        changed = 0
        for model in Edition.kinds():
            released = model._default_manager.released().select_related("document").order_by("pk")  # type: ignore[attr-defined]
            changed += sum(relist_edition(edition) for edition in released.iterator(chunk_size=500))
        if changed:
            SiteVersion.bump()
        if options["verbosity"]:
            self.stdout.write(f"{changed} listings were changed.")
