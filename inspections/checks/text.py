"""What an inspection says in words, apart from its grades."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publishing.checks import dated_text_issues
from publishing.models import Issue, Passage, passages_of

if TYPE_CHECKING:
    from inspections.models import Finding, Inspection, Judgment

_FIELDS = ("deferred_reason", "follow_up_status", "monitoring_note", "tally_explanation", "regrade_reason")


def text_issues(
    inspection: Inspection, judgments: Iterable[Judgment], findings: Iterable[Finding], at: dt.datetime
) -> list[Issue]:
    """Dates that cannot be, wherever the inspection is told of in sentences."""
    passages = [
        *passages_of(inspection, *_FIELDS),
        *(
            Passage(_("Judgment of “%s”") % row.area.name, "judgments", f"{row.summary}\n{row.note}")
            for row in judgments
        ),
        *(Passage(_("Finding %s") % row.ref, "findings", row.text) for row in findings),
    ]
    return dated_text_issues(inspection, passages, at)
