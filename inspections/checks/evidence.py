"""The documents that grades rest on, and the figures beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publishing.models import Issue

if TYPE_CHECKING:
    from inspections.models import Inspection


def document_issues(inspection: Inspection) -> list[Issue]:
    if any(document.is_source for document in inspection.documents.all()):
        return []
    return [Issue("stop", _("Link the report, letter or data the grades come from, and say its licence."), "documents")]


def statistic_issues(inspection: Inspection) -> list[Issue]:
    return [
        Issue("warn", _("“%s” has no period: a figure alone says little.") % figure.label, "statistics")
        for figure in inspection.statistics.all()
        if not (figure.period_from or figure.period_to or figure.period_text)
    ]
