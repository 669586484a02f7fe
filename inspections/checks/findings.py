"""Findings, what hangs on them, and what became of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections.models.findings import FindingStatus
from inspections.models.periods import london_day
from publishing.models import Issue

if TYPE_CHECKING:
    from inspections.models import Finding, Inspection


def finding_issues(finding: Finding, inspection: Inspection) -> list[Issue]:
    """What is wrong with one finding on its own."""
    found, kinds = [], finding.Kind
    if finding.area and finding.area.framework_id != inspection.framework_id:
        found.append(_("Finding %s belongs to an area of another framework.") % finding.ref)
    if parent := finding.parent:
        if parent.inspection_id != inspection.pk or parent.kind != kinds.CAUSE_OF_CONCERN:
            found.append(_("Recommendation %s hangs on something that is no cause of concern here.") % finding.ref)
        elif finding.pk and finding.pk < parent.pk:
            found.append(_("Add recommendation %s after its cause of concern.") % finding.ref)
    return [Issue("stop", sentence, "findings") for sentence in found]


def issues_of_findings(inspection: Inspection, findings: Iterable[Finding]) -> list[Issue]:
    answered = {finding.parent_id for finding in findings}
    issues = [issue for finding in findings for issue in finding_issues(finding, inspection)]
    for finding in findings:
        if finding.kind == finding.Kind.CAUSE_OF_CONCERN and finding.pk not in answered:
            issues.append(
                Issue("stop", _("Cause of concern %s needs at least one recommendation.") % finding.ref, "findings")
            )
    return issues


def status_issues(findings: Iterable[Finding], at: dt.datetime) -> list[Issue]:
    statuses = FindingStatus.objects.filter(finding__in=findings, on__gt=london_day(at))
    early = set(statuses.values_list("finding", flat=True))
    said = _("What became of finding %s is dated later than the release.")
    return [Issue("stop", said % finding.ref, "findings") for finding in findings if finding.pk in early]
