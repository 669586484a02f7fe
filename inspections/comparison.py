"""A few chosen bodies side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import Exists, OuterRef, prefetch_related_objects
from django.utils.translation import gettext as _

from .coverage import Reach
from .models import Framework, Inspection, Organisation, OverviewEntry
from .models.names import normalise
from .models.periods import london_day
from .side_by_side import graded_among, rows_of, withdrawn_among

FEWEST, MOST = 2, 4  # bodies
SUGGESTED, SIMILAR = 100, 5  # names


def compare_context(framework_slugs: list[str], names: list[str], at: dt.datetime) -> dict[str, Any]:
    """Two to four bodies under one framework; what cannot be compared is explained instead."""
    seen = Inspection.objects.readable(at).filter(framework=OuterRef("pk"))
    frameworks = list(
        Framework.objects.filter(Exists(seen)).select_related("programme").order_by("programme__name", "-order")
    )
    chosen = [framework for framework in frameworks if framework.slug in framework_slugs]
    problems = []
    if len(set(framework_slugs)) > 1:
        problems.append(
            _("Grades of different frameworks are not set side by side: the questions, or what a word means, differ.")
        )
    elif not chosen and (names or framework_slugs):
        problems.append(_("Choose a framework."))
    bodies, unknown, shared = _bodies_called(names, at)
    similar = {name: _similar(name, at) for name in unknown}
    problems += [_unknown(name, similar[name]) for name in unknown]
    problems += [
        _("More than one body is called “%(name)s”; use its address: %(addresses)s.")
        % {"name": name, "addresses": _(" or ").join(addresses)}
        for name, addresses in shared.items()
    ]
    if len(bodies) > MOST:
        problems.append(_("Choose no more than four bodies."))
    if names and len(bodies) < FEWEST and not unknown and not shared:
        problems.append(_("Choose at least two bodies."))
    context: dict[str, Any] = {
        "frameworks": frameworks,
        "framework": chosen[0] if len(chosen) == 1 else None,
        "names": ([*names, *[""] * MOST])[:MOST],
        "problems": problems,
        "suggested": list(dict.fromkeys([*chain(*similar.values()), *_suggested(chosen[0] if chosen else None, at)])),
        "breadcrumbs": [(_("Home"), "/"), (_("Inspections"), "/inspections/"), (_("Compare"), "")],
    }
    if context["framework"] is None or problems or not names:
        return context
    areas = list(chosen[0].areas.recorded().order_by("order"))
    rows = rows_of(bodies, chosen[0], areas, at)
    return context | {
        "rows": rows,
        "withdrawn": withdrawn_among(rows),
        "coverage": [Reach.of(chosen[0], at).sentence, graded_among(rows)],
        "lines": [(area, [row.cells[index] for row in rows]) for index, area in enumerate(areas)],
    }


def _bodies_called(names: list[str], at: dt.datetime) -> tuple[list[Organisation], list[str], dict[str, list[str]]]:
    """The bodies with these names, aliases or addresses, each once; the names that none has; and those that several
    have, with the addresses of these. An address is one body's alone.
    """
    found: dict[int, Organisation] = {}
    unknown: list[str] = []
    shared: dict[str, list[str]] = {}
    bodies = Organisation.objects.bodies().public(at).prefetch_related("names")
    for name in names[: 2 * MOST]:
        called = list(bodies.called(name).by_name()[:MOST])
        called = [body for body in called if body.slug == name] or called
        if not called:
            unknown.append(name)
        elif len(called) > 1:
            shared[name] = [body.slug for body in called]
        else:
            found[called[0].pk] = called[0]
    return list(found.values()), unknown, shared


def _similar(name: str, at: dt.datetime) -> list[str]:
    """Some bodies with this in their name: of thousands, a list to choose from offers the first hundred alone."""
    if not normalise(name):
        return []
    return _names(Organisation.objects.inspected(at).named_like(name)[:SIMILAR], at)


def _unknown(name: str, similar: list[str]) -> str:
    said = _("No inspected body is called “%s”.") % name
    return f"{said} {_('Names with that in them: %s.') % '; '.join(similar)}" if similar else said


def _suggested(framework: Framework | None, at: dt.datetime) -> list[str]:
    if framework is None:
        return _names(Organisation.objects.inspected(at)[:SUGGESTED], at)
    entries = OverviewEntry.objects.live(at).by_name(framework)
    return _names((entry.body for entry in entries.select_related("body")[:SUGGESTED]), at)


def _names(bodies: Iterable[Organisation], at: dt.datetime) -> list[str]:
    """What they are called at `at`. One query for all of their names."""
    found = list(bodies)
    prefetch_related_objects(found, "names")
    return [body.name_on(london_day(at)) for body in found]
