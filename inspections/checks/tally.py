"""The inspectorate's own count beside ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections.models.frameworks import Grade
from inspections.models.tally import Tally
from publishing.models import Issue

if TYPE_CHECKING:
    from inspections.models import Inspection, Judgment


def declared_tally_issues(inspection: Inspection) -> list[Issue]:
    """Whether it is a count for each of some grades, and so can be set beside ours."""
    declared = inspection.declared_tally
    # By its very type: True is an int as well, and no number of areas.
    is_count = isinstance(declared, dict) and all(type(count) is int and count >= 0 for count in declared.values())
    said = _("The declared tally gives a whole number for the code of each grade, such as {“good”: 2}.")
    return [] if is_count else [Issue("stop", said, "declared_tally")]


def tally_issues(inspection: Inspection, judgments: list[Judgment]) -> list[Issue]:
    """The inspectorate's own count must be ours, be made up by grades we do not hold, or be explained to readers."""
    if malformed := declared_tally_issues(inspection):
        return malformed
    if unknown := _unknown_grades(inspection, judgments):
        return [Issue("stop", _("The declared tally has unknown grades: %s.") % ", ".join(unknown), "declared_tally")]
    tally = Tally.of(judgments)
    if tally.agrees_with(inspection):
        return []
    sentence = _("The inspectorate's count differs from the grades below (%s)") % tally.sentence.rstrip(".")
    if inspection.tally_explanation.strip():
        return [Issue("warn", _("%s; your explanation is printed beside it.") % sentence, "declared_tally")]
    return [Issue("stop", _("%s. Mend the one that is wrong, or explain the difference.") % sentence, "declared_tally")]


def _unknown_grades(inspection: Inspection, judgments: list[Judgment]) -> list[str]:
    given = {row.grade.code for row in judgments if row.grade}
    if others := set(inspection.declared_tally) - given:
        others -= set(Grade.objects.filter(scale=inspection.framework.default_scale_id).values_list("code", flat=True))
    return sorted(others)
