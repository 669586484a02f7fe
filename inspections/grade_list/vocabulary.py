"""The words of a framework, as the database holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from inspections.models import Area, AreaAlias, Framework, Grade, normalise
from inspections.wordings import grades_by_wording, outcomes_by_wording

from .results import AreaWords, Vocabulary


def vocabulary_of(framework: Framework) -> Vocabulary:
    """What a grade list about `framework` is read with: a fixed number of queries, whatever the number of areas."""
    return replace(vocabularies_of([framework])[framework.pk], elsewhere=_elsewhere(framework))


def vocabularies_of(frameworks: Iterable[Framework]) -> dict[int, Vocabulary]:
    """The words of each of these frameworks by its key, without those of others: as many queries for all as for one."""
    keys = {framework.pk for framework in frameworks}
    areas = Area.objects.filter(framework__in=keys).with_scale().prefetch_related("aliases").order_by("order")
    words: dict[int, list[AreaWords]] = {key: [] for key in keys}
    scales: dict[int, list[Grade]] = {}
    for grade in Grade.objects.all():
        scales.setdefault(grade.scale_id, []).append(grade)
    codes = {
        scale: {wording: grade.code for wording, grade in grades_by_wording(grades).items()}
        for scale, grades in scales.items()
    }
    for area in areas:
        words[area.framework_id].append(_words_of(area, codes.get(area.grading_scale_id or 0, {})))
    outcomes = outcomes_by_wording()
    all_grades = frozenset(wording for grades in scales.values() for grade in grades for wording in grade.wordings)
    return {key: Vocabulary(tuple(words[key]), outcomes, all_grades) for key in keys}


def _words_of(area: Area, grades: dict[str, str]) -> AreaWords:
    names = (area.name, area.short_name, *(alias.text for alias in area.aliases.all()))
    return AreaWords(
        code=area.code,
        name=area.name,
        keys=frozenset(normalise(text) for text in names if text),
        grades=grades,
        is_graded=area.graded_by_default,
        is_recorded=area.is_recorded,
    )


def _elsewhere(framework: Framework) -> dict[str, str]:
    """Names of areas of the other frameworks of the same inspectorate, by which a list of another year is known."""
    others = Area.objects.filter(framework__programme__inspectorate=framework.programme.inspectorate_id)
    aliases = AreaAlias.objects.filter(area__in=others.exclude(framework=framework))
    found: dict[str, set[str]] = {}
    for name, title in others.exclude(framework=framework).values_list("name", "framework__title"):
        found.setdefault(normalise(name), set()).add(title)
    for key, title in aliases.values_list("normalised", "framework__title"):
        found.setdefault(key, set()).add(title)
    return {key: _(" or ").join(sorted(titles)) for key, titles in found.items()}
