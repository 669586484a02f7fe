"""Questions about inspections."""

from __future__ import annotations

import datetime as dt
from typing import Self

from django.db import models

from publishing.models import EditionQuerySet

from .organisations import OrganisationName


def _name_valid_on_report(organisation: str) -> models.Subquery:
    """The name an organisation bore on the day of the report; empty when its plain name serves."""
    names = OrganisationName.objects.filter(
        models.Q(valid_from=None) | models.Q(valid_from__lte=models.OuterRef("reported_on")),
        models.Q(valid_to=None) | models.Q(valid_to__gte=models.OuterRef("reported_on")),
        organisation=models.OuterRef(organisation),
    )
    return models.Subquery(names.order_by(models.F("valid_from").desc(nulls_last=True)).values("name")[:1])


class InspectionQuerySet(EditionQuerySet):
    def with_names(self) -> Self:
        """With body, framework, programme and inspectorate, each called as on the day of the report."""
        return self.select_related(
            "document", "body", "framework__programme__inspectorate", "framework__default_scale"
        ).annotate(
            body_name_then=_name_valid_on_report("body"),
            inspectorate_name_then=_name_valid_on_report("framework__programme__inspectorate"),
        )

    def seen_by(self, at: dt.datetime) -> Self:
        """Every edition readers have seen by `at`, oldest first; those of one moment in the order they were made."""
        return self.released().filter(live_from__lte=at).order_by("live_from", "pk")
