"""What must be true of an inspection: asked when its rows are saved, and again before its release."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from publishing.models import Availability, Document, Issue, Refused, State

from .models.changes import changes_between
from .models.frameworks import Area, AreaLink, Framework, Grade
from .models.periods import DatePrecision, first_day, last_day, london_day
from .models.summaries import suggested_summary
from .models.tally import Tally

if TYPE_CHECKING:
    from .models import Finding, Inspection, Judgment


def inspection_issues(inspection: Inspection, at: dt.datetime) -> list[Issue]:
    """What stands in the way of a release at `at`, besides what stops any edition."""
    judgments = list(inspection.judgments.in_order())
    return [
        *date_issues(inspection),
        *_report_day_issues(inspection, at),
        *framework_issues(inspection.framework),
        *_area_issues(inspection, judgments),
        *tally_issues(inspection, judgments),
        *_document_issues(inspection),
        *_finding_issues(inspection),
        *_status_issues(inspection, at),
        *_statistic_issues(inspection),
        *regrade_issues(inspection, judgments, at),
        *_carried_issues(judgments, at),
        *_summary_issues(inspection, judgments),
    ]


def row_issues(inspection: Inspection) -> list[Issue]:
    """What must hold of a released inspection for good: what its days say, and its rows beside each other."""
    judgments = inspection.judgments.select_related("area__framework__default_scale", "area__scale", "grade")
    return [
        *date_issues(inspection),
        *_report_day_issues(inspection, inspection.live_from),  # type: ignore[arg-type]
        *framework_issues(inspection.framework),
        *(issue for row in judgments for issue in judgment_issues(row, inspection)),
        *_finding_issues(inspection),
    ]


# --- Dates -----------------------------------------------------------------------------------------------


def date_issues(inspection: Inspection) -> list[Issue]:
    """Dates that cannot be, or that claim to know more than their precision says."""
    issues = []
    for name in ("fieldwork", "evidence"):
        start, end = getattr(inspection, f"{name}_from"), getattr(inspection, f"{name}_to")
        precision = getattr(inspection, f"{name}_precision")
        if start and end and end < start:
            issues.append(Issue("stop", _("It cannot end before it begins."), f"{name}_to"))
        if start and start != first_day(start, precision):
            issues.append(_coarse(f"{name}_from", first_day(start, precision)))
        if end and end != last_day(end, precision):
            issues.append(_coarse(f"{name}_to", last_day(end, precision)))
    reported, precision = inspection.reported_on, inspection.reported_precision
    if reported and reported != last_day(reported, precision):
        issues.append(_coarse("reported_on", last_day(reported, precision)))
    if reported and (before := _before_end_of_fieldwork(inspection)):
        issues.append(Issue("stop", before, "reported_on"))
    return issues


def _coarse(place: str, day: dt.date) -> Issue:
    return Issue(
        "stop",
        _("A date that is not known to the day is stored by the edge of its period: here %(day)s.") % {"day": day},
        place,
    )


def _before_end_of_fieldwork(inspection: Inspection) -> str:
    """The report cannot be older than the fieldwork, at the coarser of the two precisions."""
    order = list(DatePrecision.values)
    coarser = max(inspection.reported_precision, inspection.fieldwork_precision, key=order.index)
    end = inspection.fieldwork_to or inspection.fieldwork_from
    if end and first_day(inspection.reported_on, coarser) < first_day(end, coarser):  # type: ignore[arg-type]
        return _("The report cannot be older than the fieldwork.")
    return ""


def _report_day_issues(inspection: Inspection, at: dt.datetime) -> list[Issue]:
    if inspection.reported_on is None:
        return [Issue("stop", _("Say when the report was published, as exactly as is known."), "reported_on")]
    # Not a database check: which day a moment belongs to depends on the time zone.
    if first_day(inspection.reported_on, inspection.reported_precision) > london_day(at):
        return [Issue("stop", _("The report is dated later than the release."), "reported_on")]
    return []


# --- Frameworks and areas -------------------------------------------------------------------------------------


def framework_issues(framework: Framework) -> list[Issue]:
    """The levels of a framework's areas must be those its kind of overall grade promises."""
    levels = list(framework.areas.values_list("level", flat=True))
    overall, pillars = levels.count(Area.Level.OVERALL), levels.count(Area.Level.PILLAR)
    kind, kinds = framework.overall_kind, Framework.OverallKind
    if kind == kinds.HEADLINE and overall != 1:
        return [Issue("stop", _("“%s” promises one overall grade and needs exactly one overall area.") % framework)]
    if kind != kinds.HEADLINE and overall:
        return [Issue("stop", _("“%s” has no overall grade, so it cannot have an overall area.") % framework)]
    if kind == kinds.PILLARS and not pillars:
        return [Issue("stop", _("“%s” grades pillars and has none.") % framework)]
    return []


def _area_issues(inspection: Inspection, judgments: list[Judgment]) -> list[Issue]:
    for row in judgments:  # known already: no query for each
        if row.area.framework_id == inspection.framework_id:
            row.area.framework = inspection.framework
    issues = [issue for row in judgments for issue in judgment_issues(row, inspection)]
    present = {row.area_id for row in judgments}
    missing = [area.name for area in inspection.framework.areas.recorded() if area.pk not in present]
    if missing:
        issues.append(
            Issue("stop", _("Each area needs a row, graded or not. Missing: %s.") % "; ".join(missing), "areas")
        )
    pending = [row.area.name for row in judgments if row.outcome == row.Outcome.PENDING]
    if pending:
        issues.append(Issue("warn", _("Still marked “not reported yet”: %s.") % "; ".join(pending), "judgments"))
    return issues


def judgment_issues(judgment: Judgment, inspection: Inspection) -> list[Issue]:
    """What is wrong with one judgment on its own."""
    area, grade, outcomes = judgment.area, judgment.grade, judgment.Outcome
    found = []
    if area.framework_id != inspection.framework_id:
        said = {"area": area.name, "framework": inspection.framework}
        found.append(_("“%(area)s” is no area of “%(framework)s”.") % said)
    elif not area.is_recorded:
        found.append(_("This site records no grades for “%s”.") % area.name)
    wants_grade = judgment.outcome in (outcomes.GRADED, outcomes.CARRIED_FORWARD)
    if wants_grade and grade is None:
        found.append(_("“%s” is marked as graded: choose the grade.") % area.name)
    if not wants_grade and grade is not None:
        said = {"area": area.name, "outcome": judgment.get_outcome_display()}
        found.append(_("“%(area)s” cannot be “%(outcome)s” and have a grade.") % said)
    if grade is not None and grade.scale_id != area.grading_scale_id:
        found.append(_wrong_scale(area, grade.label))
    if (judgment.outcome == outcomes.CARRIED_FORWARD) != bool(judgment.carried_from_id and judgment.carried_area_id):
        found.append(_("“%s”: say from which inspection and area the grade is carried forward.") % area.name)
    elif judgment.outcome == outcomes.CARRIED_FORWARD:
        found += _carried_faults(judgment, inspection)
    return [Issue("stop", sentence, "judgments") for sentence in found]


def _wrong_scale(area: Area, word: str) -> str:
    scale = area.grading_scale
    known = ", ".join(grade.label for grade in scale.grades.all()) if scale else _("no grades")
    return _("“%(word)s” is not on the scale of “%(area)s”, which knows: %(known)s.") % {
        "word": word,
        "area": area.name,
        "known": known,
    }


def area_and_grade(framework: Framework, area_code: str, grade_code: str | None) -> tuple[Area, Grade | None]:
    """The area and grade that these codes name. Raises Refused, saying what would be possible."""
    area = framework.areas.with_scale().filter(code=area_code).first()
    if area is None:
        known = ", ".join(framework.areas.recorded().values_list("code", flat=True))
        raise Refused(
            _("“%(framework)s” has no area “%(code)s”. It has: %(known)s.")
            % {"framework": framework, "code": area_code, "known": known}
        )
    if grade_code is None:
        return area, None
    grade = Grade.objects.filter(scale=area.grading_scale_id, code=grade_code).first()
    if grade is None:
        raise Refused(_wrong_scale(area, grade_code))
    return area, grade


def _summary_issues(inspection: Inspection, judgments: list[Judgment]) -> list[Issue]:
    """A summary that was made from the grades must go with them."""
    taken = inspection.summary_suggestion
    if not taken or taken not in inspection.summary or taken == suggested_summary(inspection, judgments):
        return []
    said = _("The summary was taken from the grades, and they have changed since. Take it again, or write your own.")
    return [Issue("warn", said, "summary")]


# --- Carried forward ---------------------------------------------------------------------------------------------


def _carried_faults(judgment: Judgment, inspection: Inspection) -> list[str]:
    origin = judgment.carried_from.editions.heads().filter(state__in=[State.DRAFT, State.SUBMITTED, State.RELEASED])  # type: ignore[union-attr]
    origin = origin.first() or judgment.carried_from.editions.released().order_by("-live_from").first()  # type: ignore[union-attr]
    name, carried = judgment.area.name, judgment.carried_area
    if origin is None or origin.body_id != inspection.body_id:
        return [_("“%s”: a grade is carried forward from an inspection of the same body only.") % name]
    if origin.reported_on and inspection.reported_on and origin.reported_on >= inspection.reported_on:
        return [_("“%s”: a grade is carried forward from an earlier report only.") % name]
    linked = (
        carried == judgment.area or AreaLink.objects.current().filter(from_area=carried, to_area=judgment.area).exists()
    )
    if carried.framework_id != origin.framework_id or not linked:  # type: ignore[union-attr]
        return [_("“%s”: the area it is carried forward from is not linked to this one.") % name]
    return []


def _carried_issues(judgments: list[Judgment], at: dt.datetime) -> list[Issue]:
    """A grade may have been changed at its origin since it was carried forward."""
    issues = []
    for row in judgments:
        if row.carried_from_id is None:
            continue
        origin = row.carried_from.editions.public(at).first()  # type: ignore[union-attr]
        now = origin and origin.judgments.filter(area=row.carried_area_id).order_by("-sequence").first()
        if now is None or now.grade_id != row.grade_id:
            issues.append(
                Issue("warn", _("“%s”: the grade it was carried forward from has changed since.") % row.area.name)
            )
    return issues


# --- Tally, documents, findings, figures ------------------------------------------------------------------------------


def tally_issues(inspection: Inspection, judgments: list[Judgment]) -> list[Issue]:
    """The inspectorate's own count must be ours, be made up by grades we do not hold, or be explained to readers."""
    scale = inspection.framework.default_scale
    known = {grade.code for grade in scale.grades.all()} if scale else set()
    known |= {row.grade.code for row in judgments if row.grade}
    if unknown := sorted(set(inspection.declared_tally) - known):
        return [Issue("stop", _("The declared tally has unknown grades: %s.") % ", ".join(unknown), "declared_tally")]
    if not all(isinstance(count, int) and count >= 0 for count in inspection.declared_tally.values()):
        return [Issue("stop", _("The declared tally counts in whole numbers."), "declared_tally")]
    tally = Tally.of(judgments)
    if tally.agrees_with(inspection):
        return []
    sentence = _("The inspectorate's count differs from the grades below (%s)") % tally.sentence.rstrip(".")
    if inspection.tally_explanation.strip():
        return [Issue("warn", _("%s; your explanation is printed beside it.") % sentence, "declared_tally")]
    return [Issue("stop", _("%s. Mend the one that is wrong, or explain the difference.") % sentence, "declared_tally")]


def _document_issues(inspection: Inspection) -> list[Issue]:
    if any(document.is_source for document in inspection.documents.all()):
        return []
    return [Issue("stop", _("Link the report, letter or data the grades come from, and say its licence."), "documents")]


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


def _finding_issues(inspection: Inspection) -> list[Issue]:
    findings = list(inspection.findings.select_related("area", "parent"))
    answered = {finding.parent_id for finding in findings}
    issues = [issue for finding in findings for issue in finding_issues(finding, inspection)]
    for finding in findings:
        if finding.kind == finding.Kind.CAUSE_OF_CONCERN and finding.pk not in answered:
            issues.append(
                Issue("stop", _("Cause of concern %s needs at least one recommendation.") % finding.ref, "findings")
            )
    return issues


def _status_issues(inspection: Inspection, at: dt.datetime) -> list[Issue]:
    early = inspection.findings.filter(statuses__on__gt=london_day(at)).distinct()
    said = _("What became of finding %s is dated later than the release.")
    return [Issue("stop", said % finding.ref, "findings") for finding in early]


def _statistic_issues(inspection: Inspection) -> list[Issue]:
    return [
        Issue("warn", _("“%s” has no period: a figure alone says little.") % figure.label, "statistics")
        for figure in inspection.statistics.all()
        if not (figure.period_from or figure.period_to or figure.period_text)
    ]


# --- Regrades ----------------------------------------------------------------------------------------------


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


# --- Duplicates -----------------------------------------------------------------------------------------------------


def has_other_document(inspection: Inspection) -> bool:
    """Whether another document already is this inspection."""
    if inspection.reported_on is None:
        return False
    same = type(inspection)._default_manager.filter(
        Q(availability__in=[Availability.OPEN, Availability.WITHDRAWN]),
        body=inspection.body_id,
        framework=inspection.framework_id,
        kind=inspection.kind,
        reported_on=inspection.reported_on,
        reported_precision=inspection.reported_precision,
        is_head=True,
        state__in=[State.DRAFT, State.SUBMITTED, State.RELEASED],
    )
    return same.exclude(document__in=Document.objects.filter(pk=inspection.document_id)).exists()
