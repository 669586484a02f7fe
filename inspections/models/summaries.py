"""What an inspection's grades say in a few sentences, for an editor's summary to begin with."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy

from .standing import last_of_each_area
from .tally import count_grades, in_words, joined

if TYPE_CHECKING:
    from .inspection import Inspection
    from .judgments import Judgment

LONGEST = 500  # characters, as for any summary

_WITHOUT_A_NEW_GRADE = {
    "not_sourced": ngettext_lazy(
        "The grade of %(number)s area is not held here.", "The grades of %(number)s areas are not held here.", "count"
    ),
    "carried_forward": ngettext_lazy(
        "In %(number)s area an earlier grade still stands: %(grades)s.",
        "In %(number)s areas earlier grades still stand: %(grades)s.",
        "count",
    ),
    "ungraded": ngettext_lazy(
        "%(Number)s area was inspected and not graded.", "%(Number)s areas were inspected and not graded.", "count"
    ),
    "not_inspected": ngettext_lazy(
        "%(Number)s area was not inspected this time.", "%(Number)s areas were not inspected this time.", "count"
    ),
    "not_rated": ngettext_lazy("%(Number)s area was not rated.", "%(Number)s areas were not rated.", "count"),
    "pending": ngettext_lazy(
        "%(Number)s area has not been reported on yet.", "%(Number)s areas have not been reported on yet.", "count"
    ),
}


def suggested_summary(inspection: Inspection, judgments: Iterable[Judgment]) -> str:
    """Every grade, and every area without one, counted; an area judged twice counts by its last judgment.

    Whole sentences are left out at the end when there is no room for them.
    """
    rows = sorted(last_of_each_area(judgments).values(), key=lambda row: row.area.order)
    sentences = [*_who_graded_what(inspection, rows), *_areas_without_a_new_grade(rows)]
    while len(sentences) > 1 and len(" ".join(sentences)) > LONGEST:
        sentences.pop()
    return " ".join(sentences)


def _who_graded_what(inspection: Inspection, rows: list[Judgment]) -> list[str]:
    who = {"inspectorate": inspection.inspectorate_name, "body": inspection.body_name}
    if not rows:
        return [_("%(inspectorate)s inspected %(body)s. No grades of this inspection are held here.") % who]
    if all(row.outcome == row.Outcome.UNGRADED for row in rows):
        return [_("%(inspectorate)s inspected %(body)s and gave no grades.") % who]
    whole, areas = _grades_of_the_whole(rows), _grades_of_areas(rows)
    if not whole and not areas:
        return [_("%(inspectorate)s inspected %(body)s.") % who]
    first = _("%(inspectorate)s graded %(body)s %(grades)s.") % {**who, "grades": whole or areas}
    return [first, _("It was graded %(grades)s.") % {"grades": areas}] if whole and areas else [first]


def _grades_of_the_whole(rows: list[Judgment]) -> str:
    """“good overall”, or “good for effectiveness and requires improvement for legitimacy”."""
    said = []
    for row in rows:
        if row.outcome != row.Outcome.GRADED or row.area.level == row.area.Level.QUESTION:
            continue
        if row.area.level == row.area.Level.OVERALL:
            said.append(_("%(grade)s overall") % {"grade": row.in_sentence})
        else:
            said.append(_("%(grade)s for %(pillar)s") % {"grade": row.in_sentence, "pillar": _lower(row.area.name)})
    return joined(said)


def _grades_of_areas(rows: list[Judgment]) -> str:
    """“in nine areas: good in two and adequate in seven”, those included whose grade is not held here."""
    questions = [row for row in rows if row.area.level == row.area.Level.QUESTION]
    graded = [row for row in questions if row.outcome == row.Outcome.GRADED]
    number = len(graded) + sum(row.outcome == row.Outcome.NOT_SOURCED for row in questions)
    if not number:
        return ""
    if number == len(graded) == 1:
        only = {"area": _lower(graded[0].area.name), "grade": graded[0].in_sentence}
        return _("in one area, %(area)s: %(grade)s") % only
    areas = ngettext("in %(number)s area", "in %(number)s areas", number) % {"number": in_words(number)}
    if not graded:
        return areas
    if len({row.grade_id for row in graded}) == 1 and number == len(graded):
        return _("%(areas)s: %(grade)s in all of them") % {"areas": areas, "grade": graded[0].in_sentence}
    return _("%(areas)s: %(grades)s") % {"areas": areas, "grades": _count_of_each(graded)}


def _count_of_each(graded: list[Judgment]) -> str:
    """“good in two and adequate in seven”; what stands on another scale, after a semicolon."""
    scales = groupby(count_grades(graded), key=lambda pair: pair[0].scale_id)
    each = _("%(grade)s in %(number)s")
    return "; ".join(
        joined([each % {"grade": grade.in_sentence, "number": in_words(count)} for grade, count in counts])
        for _scale, counts in scales
    )


def _areas_without_a_new_grade(rows: list[Judgment]) -> list[str]:
    if all(row.outcome == row.Outcome.UNGRADED for row in rows):  # then the first sentence has said so
        return []
    sentences = []
    for outcome, said in _WITHOUT_A_NEW_GRADE.items():
        if found := [row for row in rows if row.outcome == outcome]:
            number = in_words(len(found))
            sentences.append(
                said
                % {
                    "count": len(found),
                    "number": number,
                    "Number": number.capitalize(),
                    "grades": _count_of_each(found),
                }
            )
    return sentences


def _lower(name: str) -> str:
    """A name in mid-sentence; one that begins with an abbreviation stays as it is."""
    return name[:1].lower() + name[1:] if name[1:2].islower() else name
