"""One inspection, one document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from publishing.models import Availability, Document, State

if TYPE_CHECKING:
    from inspections.models import Inspection


def has_other_document(inspection: Inspection) -> bool:
    """Whether another document already is this inspection."""
    if inspection.reported_on is None:
        return False
    same = type(inspection)._default_manager.filter(
        Q(availability__in=[Availability.OPEN, Availability.WITHDRAWN]),
        body=inspection.body_id,
        framework=inspection.framework_id,
        kind=inspection.kind,
        reported_on=inspection.reported_on,
        reported_precision=inspection.reported_precision,
        is_head=True,
        state__in=[State.DRAFT, State.SUBMITTED, State.RELEASED],
    )
    return same.exclude(document__in=Document.objects.filter(pk=inspection.document_id)).exists()
