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
    if before is None:
        return []
    if other_subject := _same_subject_issues(inspection, before):
        return other_subject
    earlier = list(before.judgments.in_order())
    issues = _lost_judgment_issues(judgments, before, earlier)
    issues += _open_regrade_issues(inspection, judgments, before, earlier)
    issues += _begun_before_issues(inspection, judgments, before, earlier)
    if after := seen.filter(live_from__gt=at).order_by("live_from").first():
        issues += _undone_by(judgments, earlier, after)
    return issues


def _same_subject_issues(inspection: Inspection, before: Inspection) -> list[Issue]:
    if (inspection.body_id, inspection.framework_id) == (before.body_id, before.framework_id):
        return []
    return [Issue("stop", _("An inspection keeps its body and framework. Start another inspection instead."), "body")]


def _lost_judgment_issues(judgments: list[Judgment], before: Inspection, earlier: list[Judgment]) -> list[Issue]:
    """A published judgment has a public id: it may be changed, with its story, and another may be added beside it."""
    kept = {row.key for row in judgments}
    lost = [row for row in earlier if row.key not in kept]
    said = _(
        "“%(area)s”: edition %(number)s shows its judgment %(sequence)s, which cannot be taken out or renumbered. "
        "Put it back; change it there, or add a later judgment beside it."
    )
    return [
        Issue(
            "stop",
            said % {"area": row.area.name, "number": before.number, "sequence": row.sequence},
            "judgments",
        )
        for row in lost
    ]


def _open_regrade_issues(
    inspection: Inspection, judgments: list[Judgment], before: Inspection, earlier: list[Judgment]
) -> list[Issue]:
    steps = changes_between([before, inspection], [*earlier, *judgments])
    if not steps:
        return []
    issues = []
    said = "; ".join(step.sentence for step in steps)
    if inspection.minor_change:
        issues.append(Issue("stop", _("A changed grade is never a minor change (%s).") % said, "minor_change"))
    if not inspection.regrade_reason.strip():
        issues.append(Issue("stop", _("Say why the grade was changed (%s).") % said, "regrade_reason"))
    if not inspection.regrade_source.strip():
        issues.append(Issue("stop", _("Say where the change is stated (%s).") % said, "regrade_source"))
    if not inspection.change_note.strip():
        issues.append(Issue("stop", _("Tell readers in the change note what changed (%s).") % said, "change_note"))
    return issues


def _begun_before_issues(
    inspection: Inspection, judgments: list[Judgment], before: Inspection, earlier: list[Judgment]
) -> list[Issue]:
    base = inspection.based_on
    while base is not None and base.live_from is None:  # set aside or cancelled: what it was copied from counts
        base = base.based_on
    if base is None or base.pk == before.pk or not base.live_from or base.live_from >= before.live_from:  # type: ignore[operator]
        return []
    undone = _changed_back(list(base.judgments.in_order()), earlier, judgments)  # type: ignore[attr-defined]
    if not undone:
        return []
    return [
        Issue(
            "stop",
            _("This draft was begun before a regrade and would undo it (%(areas)s). Start from edition %(number)s.")
            % {"areas": "; ".join(undone), "number": before.number},
            "judgments",
        )
    ]


def _undone_by(judgments: list[Judgment], earlier: list[Judgment], after: Inspection) -> list[Issue]:
    back = _changed_back(earlier, judgments, list(after.judgments.in_order()))
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


def _changed_back(first: list[Judgment], second: list[Judgment], third: list[Judgment]) -> list[str]:
    """The areas of which `third` says again what `first` said and `second` had changed, if only by adding to it."""
    said = [{row.key: row.decision for row in rows} for rows in (first, second, third)]
    names = {row.key: row.area.name for row in second}
    back = [name for key, name in names.items() if said[0].get(key) == said[2].get(key) != said[1][key]]
    return list(dict.fromkeys(back))
