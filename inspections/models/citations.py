"""What has to be read again because a published grade was changed."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from design.templatetags.design import date_text
from publishing.models import Availability, Edition, LookLater
from publishing.models.references import citing_editions

from .changes import changes_between

if TYPE_CHECKING:
    from .inspection import Inspection

# So many citing texts are read again in the release of a regrade; that the others are listed takes no reading.
MOST_READ = 20


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
    at: Any = inspection.live_from
    citing = citing_editions(inspection.document, at)
    told = [_about(edition, at, reason) for edition in citing]
    told[:MOST_READ] = [
        f"{about} {_contradiction(edition, at)}".strip()
        for edition, about in zip(citing[:MOST_READ], told, strict=False)
    ]
    LookLater.objects.bulk_create(
        LookLater(document=edition.document, reason=said, raised_by=inspection.released_by, raised_at=now)
        for edition, said in zip(citing, told, strict=True)
    )


def _about(edition: Edition, at: dt.datetime, reason: str) -> str:
    if not edition.is_scheduled(at):
        return reason
    begins = date_text(edition.live_from, "minute")
    return f"{reason} {_('This is about the edition that is to go live on %s.') % begins}"


def _contradiction(edition: Edition, at: dt.datetime) -> str:
    """Where the text of a released edition says what the reports it cites do not say at `at`, or when it goes live."""
    from inspections.prose import GRADES

    read_at = max(at, edition.live_from)  # type: ignore[type-var]
    found = [issue.sentence for issue in edition.issues(read_at) if issue.about == GRADES and issue.is_stop]
    return _("Its text now contradicts the report. %s") % " ".join(found) if found else ""
