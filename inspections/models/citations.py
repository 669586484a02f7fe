"""What has to be read again because a published grade was changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publishing.models import Availability, LookLater
from publishing.models.references import citing_editions

from .changes import changes_between

if TYPE_CHECKING:
    from .inspection import Inspection


def look_at_citations(inspection: Inspection, now: dt.datetime) -> None:
    """Put whatever cites a regraded inspection on the list of things to look at, with the old and the new grade."""
    if inspection.based_on_id is None:  # the first one changes nothing
        return
    before = inspection.siblings().released().filter(live_until=inspection.live_from).first()
    if before is None or {before.availability, inspection.availability} != {Availability.OPEN}:
        return
    judgments = [*before.judgments.in_order(), *inspection.judgments.in_order()]
    steps = changes_between([before, inspection], judgments)
    if not steps:
        return
    said = "; ".join(step.sentence for step in steps)
    reason = _("It cites “%(title)s”, where a grade was changed. %(said)s.") % {"title": inspection.title, "said": said}
    LookLater.objects.bulk_create(
        LookLater(document=edition.document, reason=reason, raised_by=inspection.released_by, raised_at=now)
        for edition in citing_editions(inspection.document, inspection.live_from)  # type: ignore[arg-type]
    )
