"""The summary beside the grades that it was taken from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections.models.summaries import suggested_summary
from publishing.models import Issue

if TYPE_CHECKING:
    from inspections.models import Inspection, Judgment


def summary_issues(inspection: Inspection, judgments: list[Judgment]) -> list[Issue]:
    """A summary that was made from the grades must go with them."""
    taken = inspection.summary_suggestion
    if not taken or taken not in inspection.summary or taken == suggested_summary(inspection, judgments):
        return []
    said = _("The summary was taken from the grades, and they have changed since. Take it again, or write your own.")
    return [Issue("warn", said, "summary")]
