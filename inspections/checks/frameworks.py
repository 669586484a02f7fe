"""Whether a framework has the areas that it promises."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from inspections.models.frameworks import Area, Framework
from publishing.models import Issue


def framework_issues(framework: Framework, areas: Iterable[Area]) -> list[Issue]:
    """The levels of a framework's areas must be those its kind of overall grade promises."""
    levels = [area.level for area in areas]
    overall, pillars = levels.count(Area.Level.OVERALL), levels.count(Area.Level.PILLAR)
    kind, kinds = framework.overall_kind, Framework.OverallKind
    if kind == kinds.HEADLINE and overall != 1:
        return [Issue("stop", _("“%s” promises one overall grade and needs exactly one overall area.") % framework)]
    if kind != kinds.HEADLINE and overall:
        return [Issue("stop", _("“%s” has no overall grade, so it cannot have an overall area.") % framework)]
    if kind == kinds.PILLARS and not pillars:
        return [Issue("stop", _("“%s” grades pillars and has none.") % framework)]
    return []
