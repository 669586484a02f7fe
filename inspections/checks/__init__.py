"""What must be true of an inspection: asked when its rows are saved, and again before its release."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from publishing.models import Issue

from .carried import carried_issues, left_behind_issues
from .dates import date_issues, report_day_issues
from .duplicates import has_other_document
from .evidence import document_issues, statistic_issues
from .findings import (
    finding_faults,
    finding_issues,
    issues_of_findings,
    lost_finding_issues,
    renaming_issues,
    status_issues,
)
from .frameworks import framework_issues
from .judgments import area_and_grade, area_issues, judgment_faults, judgment_issues
from .regrades import regrade_issues
from .summary import summary_issues
from .tally import declared_tally_issues, tally_issues
from .text import text_issues

if TYPE_CHECKING:
    from inspections.models import Inspection

__all__ = [
    "area_and_grade",
    "date_issues",
    "declared_tally_issues",
    "finding_faults",
    "finding_issues",
    "framework_issues",
    "has_other_document",
    "inspection_issues",
    "judgment_faults",
    "judgment_issues",
    "renaming_issues",
    "row_issues",
]


def inspection_issues(inspection: Inspection, at: dt.datetime) -> list[Issue]:
    """What stands in the way of a release at `at`, besides what stops any edition."""
    judgments = list(inspection.judgments.in_order())
    areas = list(inspection.framework.areas.order_by("order"))
    findings = list(inspection.findings.select_related("area", "parent"))
    return [
        *date_issues(inspection),
        *report_day_issues(inspection, at),
        *framework_issues(inspection.framework, areas),
        *area_issues(inspection, judgments, areas),
        *tally_issues(inspection, judgments),
        *document_issues(inspection),
        *issues_of_findings(inspection, findings),
        *lost_finding_issues(inspection, findings, at),
        *status_issues(findings, at),
        *statistic_issues(inspection),
        *regrade_issues(inspection, judgments, at),
        *carried_issues(judgments, at),
        *left_behind_issues(inspection, at),
        *summary_issues(inspection, judgments),
        *text_issues(inspection, judgments, findings, at),
    ]


def row_issues(inspection: Inspection) -> list[Issue]:
    """What must hold of a released inspection for good: what its days say, and its rows beside each other."""
    judgments = inspection.judgments.select_related("area__framework__default_scale", "area__scale", "grade")
    return [
        *date_issues(inspection),
        *report_day_issues(inspection, inspection.live_from),  # type: ignore[arg-type]
        *framework_issues(inspection.framework, inspection.framework.areas.all()),
        *(issue for row in judgments for issue in judgment_issues(row, inspection)),
        *issues_of_findings(inspection, inspection.findings.select_related("area", "parent")),
    ]
