"""Whether each area has its judgment, and each judgment a grade that its area knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections.models.frameworks import Area, Framework, Grade
from inspections.models.standing import NO_NEW_JUDGMENT
from publishing.models import Issue, Refused

from .carried import carried_faults

if TYPE_CHECKING:
    from inspections.models import Inspection, Judgment


def area_issues(inspection: Inspection, judgments: list[Judgment], areas: list[Area]) -> list[Issue]:
    for row in judgments:  # known already: no query for each
        if row.area.framework_id == inspection.framework_id:
            row.area.framework = inspection.framework
    issues = [issue for row in judgments for issue in judgment_issues(row, inspection)]
    present = {row.area_id for row in judgments}
    missing = [area.name for area in areas if area.is_recorded and area.pk not in present]
    if missing:
        issues.append(
            Issue("stop", _("Each area needs a row, graded or not. Missing: %s.") % "; ".join(missing), "areas")
        )
    issues += [
        Issue(
            "stop",
            _("“%s”: a second judgment takes the place of the first, so it has to say what was decided.")
            % row.area.name,
            "judgments",
        )
        for row in judgments
        if row.sequence > 1 and row.outcome in NO_NEW_JUDGMENT
    ]
    pending = [row.area.name for row in judgments if row.outcome == row.Outcome.PENDING]
    if pending:
        issues.append(Issue("warn", _("Still marked “not reported yet”: %s.") % "; ".join(pending), "judgments"))
    return issues


def judgment_issues(judgment: Judgment, inspection: Inspection) -> list[Issue]:
    """What is wrong with one judgment on its own."""
    return [Issue("stop", sentence, "judgments") for _field, sentence in judgment_faults(judgment, inspection)]


def judgment_faults(judgment: Judgment, inspection: Inspection) -> list[tuple[str, str]]:
    """The same for a form: the field to look at, and a sentence."""
    area, grade, outcomes = judgment.area, judgment.grade, judgment.Outcome
    found = []
    if area.framework_id != inspection.framework_id:
        said = {"area": area.name, "framework": inspection.framework}
        found.append(("area", _("“%(area)s” is no area of “%(framework)s”.") % said))
    elif not area.is_recorded:
        found.append(("area", _("This site records no grades for “%s”.") % area.name))
    wants_grade = judgment.outcome in (outcomes.GRADED, outcomes.CARRIED_FORWARD)
    if wants_grade and grade is None:
        found.append(("grade", _("“%s” is marked as graded: choose the grade.") % area.name))
    if not wants_grade and grade is not None:
        said = {"area": area.name, "outcome": judgment.get_outcome_display()}
        found.append(("outcome", _("“%(area)s” cannot be “%(outcome)s” and have a grade.") % said))
    if grade is not None and grade.scale_id != area.grading_scale_id:
        found.append(("grade", _wrong_scale(area, grade.label)))
    if judgment.outcome != outcomes.CARRIED_FORWARD and (judgment.carried_from_id or judgment.carried_area_id):
        said_from = _("“%s” is not marked as carried forward: leave out the inspection and area it would come from.")
        found.append(("carried_from", said_from % area.name))
    elif judgment.outcome == outcomes.CARRIED_FORWARD:
        if judgment.carried_from_id and judgment.carried_area_id:
            found += carried_faults(judgment, inspection)
        else:
            said_from = _("“%s”: say from which inspection and area the grade is carried forward.")
            found.append(("carried_from", said_from % area.name))
    return found


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
