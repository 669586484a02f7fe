"""What there is to download, described for people and as a Data Package."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from inspections.models import Inspection, Judgment
from publishing.models import Availability, SiteVersion

from .columns import CHANGES, JUDGMENTS, Dataset
from .questions import last_change
from .rows import moment_text

COUNTS_KEPT = 24 * 60 * 60  # seconds


@dataclass(frozen=True)
class Entry:
    """A dataset with how many rows it has now."""

    dataset: Dataset
    counted: int

    @property
    def rows(self) -> str:
        return ngettext("%(number)s row", "%(number)s rows", self.counted) % {"number": f"{self.counted:,}"}


def entries(at: dt.datetime) -> list[Entry]:
    """Every dataset. Its rows are counted once for each state of the site: the next reader is told the same number.

    As in `state_etag`, that state is what editors have done and what has gone live by itself since.
    """
    last = last_change(at)
    state = f"{SiteVersion.current()}.{last and last.timestamp()}"
    return [
        Entry(dataset, cache.get_or_set(f"rows.{dataset.name}.{state}", rows(at).count, COUNTS_KEPT) or 0)
        for dataset, rows in ((JUDGMENTS, _judgments), (CHANGES, _changes))
    ]


def _judgments(at: dt.datetime) -> QuerySet[Judgment]:
    readable = Inspection.objects.readable(at).filter(pk=OuterRef("inspection")).order_by()
    return Judgment.objects.filter(Exists(readable))


def _changes(at: dt.datetime) -> QuerySet[Judgment]:
    """The judgments that the table of changes has a row for: each differs from that of the open edition before, or was
    added to it and stands in the place of one that differs.
    """
    editions = Inspection.objects.released().still_readable(at).filter(availability=Availability.OPEN)
    before = editions.filter(
        document=OuterRef("inspection__document"), live_from__lt=OuterRef("inspection__live_from")
    ).order_by("-live_from")
    earlier = Judgment.objects.filter(inspection=OuterRef("before"), area=OuterRef("area"))
    same = earlier.filter(sequence=OuterRef("sequence"))
    beside = Judgment.objects.filter(inspection=OuterRef("inspection"), area=OuterRef("area"))
    is_last = ~Exists(beside.filter(sequence__gt=OuterRef("sequence")))
    another = ~Q(outcome=OuterRef("outcome")) | (Q(grade__isnull=False) & ~Q(grade=OuterRef("grade")))
    return Judgment.objects.annotate(before=Subquery(before.values("pk")[:1])).filter(
        Exists(same.filter(another)) | (is_last & ~Exists(same) & Exists(earlier.filter(is_last, another))),
        Exists(Inspection.objects.public(at).filter(document=OuterRef("inspection__document"))),
        # No edition changes a grade without saying why.
        inspection__in=editions.exclude(regrade_reason="").values("pk"),
    )


def data_package(at: dt.datetime, licence: dict[str, str]) -> dict[str, Any]:
    """A tabular Data Package (specs.frictionlessdata.io) of all datasets."""
    changed = last_change(at)
    return {
        "profile": "tabular-data-package",
        "name": "inspections",
        "title": _("Inspections: %(site)s") % {"site": settings.SITE_NAME},
        "description": _("What inspectors decided about public bodies, area by area, and what was changed since."),
        "homepage": f"{settings.SITE_URL}/data/",
        **({"modified": moment_text(changed)} if changed else {}),
        "licenses": [{"title": licence["name"], "path": licence["url"]}],
        "resources": [_resource(entry.dataset) | {"stats": {"rows": entry.counted}} for entry in entries(at)],
    }


def _resource(dataset: Dataset) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": dataset.name,
        "title": str(dataset.title),
        "description": str(dataset.about),
        "path": f"{settings.SITE_URL}{dataset.csv_path}",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "schema": {
            "fields": [column.field for column in dataset.columns],
            "primaryKey": list(dataset.key),
            "missingValues": [""],
        },
    }
