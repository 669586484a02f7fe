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
    return [Issue("stop", sentence, "findings") for _field, sentence in finding_faults(finding, inspection)]


def finding_faults(finding: Finding, inspection: Inspection) -> list[tuple[str, str]]:
    """The same for a form: the field to look at, and a sentence."""
    found, kinds = [], finding.Kind
    if finding.area and finding.area.framework_id != inspection.framework_id:
        found.append(("area", _("Finding %s belongs to an area of another framework.") % finding.ref))
    if parent := finding.parent:
        if parent.inspection_id != inspection.pk or parent.kind != kinds.CAUSE_OF_CONCERN or parent.pk == finding.pk:
            said = _("Recommendation %s hangs on something that is no cause of concern here.")
            found.append(("parent", said % finding.ref))
        elif finding.kind != kinds.RECOMMENDATION:
            said = _("Only a recommendation hangs on a cause of concern, and %s is none.")
            found.append(("parent", said % finding.ref))
        elif finding.pk and finding.pk < parent.pk:
            found.append(("parent", _("Add recommendation %s after its cause of concern.") % finding.ref))
    return found


def renaming_issues(finding: Finding, inspection: Inspection) -> list[Issue]:
    """Once released, a finding keeps its reference: it is half of the public id."""
    findings = type(finding)._default_manager
    stored = findings.filter(pk=finding.pk).values_list("ref", flat=True).first() if finding.pk else None
    if stored in (None, finding.ref) or not findings.published_beside(inspection).filter(ref=stored).exists():  # type: ignore[attr-defined]
        return []
    said = _("Finding %s was published: its reference stays as it is. Add another finding instead.")
    return [Issue("stop", said % stored, "findings")]


def lost_finding_issues(inspection: Inspection, findings: Iterable[Finding], at: dt.datetime) -> list[Issue]:
    """What readers found under its reference, they go on finding, in this edition and in those that follow."""
    if inspection.is_first_draft:
        return []
    own = [finding.ref for finding in findings]
    published = inspection.findings.model._default_manager.published_beside(inspection)
    earlier = inspection.siblings().released().still_readable(at)
    lost = published.filter(inspection__in=earlier).exclude(ref__in=own).order_by("ref")
    said = _(
        "Finding %s was published and stays: put it back under its reference. If it was published by mistake, say so "
        "in a status such as “Superseded” or “Closed without action”."
    )
    issues = [Issue("stop", said % ref, "findings") for ref in lost.values_list("ref", flat=True).distinct()]
    return [*issues, *_dropped_later_issues(inspection, own, at)]


def _dropped_later_issues(inspection: Inspection, own: list[str], at: dt.datetime) -> list[Issue]:
    later = inspection.followed_by(at)
    if later is None or not own:
        return []
    kept = set(later.findings.values_list("ref", flat=True))
    dropped = [ref for ref in own if ref not in kept]
    said = _("Edition %(number)s is scheduled without what is published here: finding %(refs)s. Replace it first.")
    return [Issue("stop", said % {"number": later.number, "refs": ", ".join(dropped)}, "schedule")] if dropped else []


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
