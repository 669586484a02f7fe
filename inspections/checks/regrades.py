"""Grades that change after they were published."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections.models.changes import changes_between
from publishing.models import Availability, Issue

if TYPE_CHECKING:
    from inspections.models import Inspection, Judgment


def regrade_issues(inspection: Inspection, judgments: list[Judgment], at: dt.datetime) -> list[Issue]:
    """A published grade changes only in the open, and nothing that is scheduled may silently change it back."""
    if inspection.is_first_draft:
        return []
    seen = inspection.siblings().released().exclude(pk=inspection.pk).filter(availability=Availability.OPEN)
    if inspection.replaces_id:
        seen = seen.exclude(pk=inspection.replaces_id)
    before = seen.filter(live_from__lt=at).order_by("-live_from").first()
    issues = []
    if before is not None:
        issues += _same_subject_issues(inspection, before)
        issues += _open_regrade_issues(inspection, judgments, before)
    if (after := seen.filter(live_from__gt=at).order_by("live_from").first()) and before is not None:
        issues += _undone_by(inspection, judgments, before, after)
    return issues


def _same_subject_issues(inspection: Inspection, before: Inspection) -> list[Issue]:
    if (inspection.body_id, inspection.framework_id) == (before.body_id, before.framework_id):
        return []
    return [Issue("stop", _("An inspection keeps its body and framework. Start another inspection instead."), "body")]


def _steps(before: Inspection, after: Inspection, judgments: list[Judgment]) -> list:
    earlier = list(before.judgments.in_order())
    return [(step.after.key, step) for step in changes_between([before, after], [*earlier, *judgments])]


def _open_regrade_issues(inspection: Inspection, judgments: list[Judgment], before: Inspection) -> list[Issue]:
    steps = _steps(before, inspection, judgments)
    if not steps:
        return []
    issues = []
    said = "; ".join(step.sentence for _key, step in steps)
    if inspection.minor_change:
        issues.append(Issue("stop", _("A changed grade is never a minor change (%s).") % said, "minor_change"))
    if not inspection.regrade_reason.strip():
        issues.append(Issue("stop", _("Say why the grade was changed (%s).") % said, "regrade_reason"))
    if not inspection.regrade_source.strip():
        issues.append(Issue("stop", _("Say where the change is stated (%s).") % said, "regrade_source"))
    if not inspection.change_note.strip():
        issues.append(Issue("stop", _("Tell readers in the change note what changed (%s).") % said, "change_note"))
    base = inspection.based_on
    while base is not None and base.live_from is None:  # set aside or cancelled: what it was copied from counts
        base = base.based_on
    if base is not None and base.pk != before.pk and base.live_from and base.live_from < before.live_from:  # type: ignore[operator]
        regraded = {key: step.before.decision for key, step in _steps(base, before, list(before.judgments.in_order()))}  # type: ignore[arg-type]
        if undone := [step.after.area.name for key, step in steps if regraded.get(key) == step.after.decision]:
            issues.append(
                Issue(
                    "stop",
                    _(
                        "This draft was begun before a regrade and would undo it (%(areas)s). "
                        "Start from edition %(number)s."
                    )
                    % {"areas": "; ".join(undone), "number": before.number},
                    "judgments",
                )
            )
    return issues


def _undone_by(inspection: Inspection, judgments: list[Judgment], before: Inspection, after: Inspection) -> list[Issue]:
    regraded = {key: step.before.decision for key, step in _steps(before, inspection, judgments)}
    steps = _steps(inspection, after, list(after.judgments.in_order()))
    back = [step.after.area.name for key, step in steps if regraded.get(key) == step.after.decision]
    if not back:
        return []
    return [
        Issue(
            "stop",
            _(
                "Edition %(number)s is scheduled with the old grade and would undo this change (%(areas)s). "
                "Replace it first."
            )
            % {"number": after.number, "areas": "; ".join(back)},
            "schedule",
        )
    ]
