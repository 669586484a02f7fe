"""Many bodies side by side: a whole programme, or one area of all. Never an average, never a rank."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from publishing.models import Availability

from .coverage import Reach
from .models import (
    Area,
    AreaLink,
    Framework,
    Grade,
    Inspection,
    Judgment,
    Organisation,
    OverviewEntry,
    Programme,
)
from .models.periods import london_day
from .models.standing import NO_NEW_JUDGMENT
from .side_by_side import graded_among, rows_of, withdrawn_among
from .taken_down import sentence_on

ROWS = 100
FEW_BODIES = 1000
WAITING = "waiting"  # of a programme's page: bodies without a report instead of grades


# --- Frameworks and bodies ----------------------------------------------------------------------------------


def frameworks_of(programme: Programme, at: dt.datetime) -> list[Framework]:
    """Those with something to read at `at`, the newest first."""
    seen = Inspection.objects.readable(at).filter(framework=OuterRef("pk"))
    return list(programme.frameworks.filter(Exists(seen)).select_related("default_scale").order_by("-order"))


# --- A programme -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """What a reader asked of a programme's matrix."""

    version: str = ""
    sort: str = ""
    region: str = ""
    show: str = ""
    after: str = ""

    def query(self, **changes: str) -> str:
        said = {name: getattr(self, name) for name in ("version", "sort", "region", "show")} | changes
        return "?" + urlencode({name: value for name, value in said.items() if value})


def programme_context(programme: Programme, choice: Choice, at: dt.datetime) -> dict[str, Any]:
    """The matrix of all bodies by all areas of one framework."""
    versions = frameworks_of(programme, at)
    framework = _chosen(versions, choice.version)
    areas = list(framework.areas.recorded().order_by("order")) if framework else []
    context: dict[str, Any] = {
        "programme": programme,
        "framework": framework,
        "areas": areas,
        "breadcrumbs": [(_("Home"), "/"), (_("Inspections"), "/inspections/"), (programme.name, "")],
    }
    if choice.show and (framework is None or choice.show != WAITING):
        raise Http404
    inspectorate = programme.inspectorate
    if framework is None:
        return context | {"inspectorate": inspectorate.name_on(london_day(at))}
    if choice.show:
        return context | _waiting_context(framework, versions, choice, at)
    area = next((area for area in areas if area.code == choice.sort), None)
    missing = ""
    if choice.sort and area is None:
        missing, choice = _elsewhere(choice.sort, versions), replace(choice, sort="")
    entries = OverviewEntry.objects.live(at)
    entries = entries.by_grade(area) if area else entries.by_name(framework)
    regions = _regions(versions, at)
    where = _in_region(choice.region, regions)
    bodies, more = _page(entries.filter(where), choice.after)
    reach = Reach.of(framework, at, where)
    waiting, more_waiting = _waiting_page(framework, at, where, reach)
    prefetch_related_objects([*bodies, *waiting, inspectorate], "names")
    rows = rows_of(bodies, framework, areas, at)
    return context | {
        "inspectorate": inspectorate.name_on(london_day(at)),
        "rows": rows,
        "withdrawn": withdrawn_among(rows),
        "coverage": [reach.sentence, graded_among(rows)],
        "next_url": more and choice.query(after=more),
        "first_url": choice.query() if choice.after else "",
        "sorted_by": area,
        "missing": missing,
        "waiting": _links(waiting, framework, at),
        "waiting_url": more_waiting and choice.query(sort="", show=WAITING, after=more_waiting),
        "fields": _fields(versions, framework, areas, regions, choice),
    }


def _elsewhere(code: str, versions: list[Framework]) -> str:
    """The area that another version has under `code`: who changes the version may have chosen an order before."""
    area = Area.objects.recorded().filter(framework__in=versions, code=code).order_by("-framework__order").first()
    if area is None:
        raise Http404
    return area.name


def _waiting_context(
    framework: Framework, versions: list[Framework], choice: Choice, at: dt.datetime
) -> dict[str, Any]:
    """Further bodies without a report, on pages of their own."""
    where = _in_region(choice.region, _regions(versions, at)) if choice.region else Q()
    reach = Reach.of(framework, at, where)
    waiting, more = _waiting_page(framework, at, where, reach, choice.after)
    prefetch_related_objects(waiting, "names")
    grades = framework.programme.get_absolute_url() + choice.query(show="").removesuffix("?")
    title = _("No report yet under %(framework)s") % {"framework": framework.title}
    return {
        "coverage": reach.sentence,
        "title": title,
        "breadcrumbs": [
            *((_("Home"), "/"), (_("Inspections"), "/inspections/")),
            *((framework.programme.name, grades), (title, "")),
        ],
        "waiting": _links(waiting, framework, at),
        "waiting_url": more and choice.query(after=more),
        "grades_url": grades,
    }


def _waiting_page(
    framework: Framework, at: dt.datetime, where: Q, reach: Reach, after: str = ""
) -> tuple[list[Organisation], str]:
    """The bodies of a page of those without a report, by name, and the slug that the next page begins behind."""
    entries = OverviewEntry.objects.waiting(framework, at).filter(where)
    # A few are found and sorted; of many, the next are soon met among all the bodies in their order.
    of_body = Exists(entries.filter(body=OuterRef("pk"))) if reach.many_wait else Q(pk__in=entries.values("body"))
    bodies = Organisation.objects.filter(of_body).by_name()
    if after:
        bodies = bodies.behind(get_object_or_404(bodies, slug=after))
    found = list(bodies[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].slug if len(found) > ROWS else ""


def _links(bodies: Iterable[Organisation], framework: Framework, at: dt.datetime) -> list[tuple[str, str, str]]:
    """Bodies without a report as they were called at `at`, with their addresses, and that it was taken down, if so."""
    gone = Inspection.objects.live(at).filter(availability=Availability.GONE, framework=framework, body__in=bodies)
    notices = {edition.body_id: edition for edition in gone.order_by("live_from")}
    said = {pk: sentence_on(edition, is_later=False) for pk, edition in notices.items()}
    return [(body.name_on(london_day(at)), body.get_absolute_url(), said.get(body.pk, "")) for body in bodies]


def _regions(versions: list[Framework], at: dt.datetime) -> list[str]:
    """Those of the bodies with a report under any version: who changes the version keeps the region. One body for each
    region is looked up, not every body."""
    reported = OverviewEntry.objects.live(at).filter(framework__in=versions, area=None, body=OuterRef("pk"))
    in_it = Organisation.objects.filter(Exists(reported), region=OuterRef("region"))
    first = Organisation.objects.filter(region__gt="").order_by().values("region").annotate(first=Min("pk"))
    one_of_each = Organisation.objects.filter(pk__in=first.values("first"))
    return list(one_of_each.filter(Exists(in_it)).order_by("region").values_list("region", flat=True))


def _in_region(region: str, known: list[str]) -> Q:
    """What the entries of a region's bodies have: looked for one by one if they are few, else met on the way through
    all."""
    if not region:
        return Q()
    if region not in known:
        raise Http404
    bodies = list(Organisation.objects.filter(region=region).values_list("pk", flat=True)[: FEW_BODIES + 1])
    if len(bodies) <= FEW_BODIES:
        return Q(body__in=bodies)
    # Not body__region: a planner without statistics would begin with all the bodies of the region.
    return Q(Exists(Organisation.objects.filter(pk=OuterRef("body"), region=region)))


def _chosen(versions: list[Framework], slug: str) -> Framework | None:
    if not slug:
        return versions[0] if versions else None
    found = next((framework for framework in versions if framework.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _page(entries: QuerySet[OverviewEntry], after: str = "") -> tuple[list[Organisation], str]:
    """The bodies of a page of `entries`, from behind the one with the slug `after`, and the slug that the next page
    begins behind, if there is one. Each page is read from where it begins, however far that is."""
    rows = entries.select_related("body")
    if not after:
        found = list(rows[: ROWS + 1])
    else:
        begin = entries.filter(body__slug=after).first()
        if begin is None:
            raise Http404
        found = [row for part in _behind(begin, rows) for row in part[: ROWS + 1]][: ROWS + 1]
    bodies = [row.body for row in found]
    return bodies[:ROWS], bodies[ROWS - 1].slug if len(bodies) > ROWS else ""


def _behind(begin: OverviewEntry, entries: QuerySet[OverviewEntry]) -> list[QuerySet[OverviewEntry]]:
    """What follows `begin` in the order of `entries`, in parts that an index leads to: with its grade, with others."""
    name, body = begin.sorts_as, begin.body_id
    same = entries.filter(Q(sorts_as__gt=name) | Q(sorts_as=name, body__gt=body), sorts_as__gte=name)
    if begin.area_id is None:
        return [same]
    return [same.filter(place=begin.place), entries.filter(place__gt=begin.place)]


def _fields(
    versions: list[Framework], framework: Framework, areas: list[Area], regions: list[str], choice: Choice
) -> list[dict[str, Any]]:
    """For components/filters.html."""
    newest = versions[0].title
    graded = [area for area in areas if area.graded_by_default]
    fields = [
        {
            "name": "version",
            "label": _("Version"),
            "all": _("The newest: %s") % newest,
            "options": [(row.slug, row.title, row.slug == choice.version) for row in versions],
        },
        {
            "name": "sort",
            "label": _("Order"),
            "all": _("By name"),
            "options": [(area.code, _by_grade(area), area.code == choice.sort) for area in graded],
        },
    ]
    if regions:
        options = [(region, region, region == choice.region) for region in regions]
        fields.append({"name": "region", "label": _("Region"), "all": _("All regions"), "options": options})
    return fields


def _by_grade(area: Area) -> str:
    return _("By grade: %s") % (area.short_name or area.name)


# --- An area ---------------------------------------------------------------------------------------------------------


def area_context(area: Area, after: str, at: dt.datetime) -> dict[str, Any]:
    """The question, what the grades mean, how often each was given, and each body's."""
    framework, public = area.framework, Framework.objects.public(at)
    bodies, more = _page(OverviewEntry.objects.live(at).by_name(framework), after)
    prefetch_related_objects(bodies, "names")
    rows = rows_of(bodies, framework, [area], at)
    links = AreaLink.objects.current().select_related("from_area__framework", "to_area__framework", "into")
    return {
        "area": area,
        "framework": framework,
        **_distribution(area, at),
        "rows": rows,
        "withdrawn": withdrawn_among(rows),
        "coverage": [Reach.of(framework, at).sentence],
        "next_url": more and f"?after={more}",
        "earlier": links.filter(Q(from_area=None) | Q(from_area__framework__in=public), to_area=area),
        "later": links.filter(from_area=area, into__in=public),
        "breadcrumbs": [
            *[(_("Home"), "/"), (_("Inspections"), "/inspections/")],
            (framework.programme.name, framework.programme.get_absolute_url()),
            (area.name, ""),
        ],
    }


def _distribution(area: Area, at: dt.datetime) -> dict[str, Any]:
    """Every grade of the area's scale with its meaning and how many bodies have it, the best first; and of how many.

    Every body counts once, by the judgment that stands, unless none was made. Two queries, one of them from an index
    alone.
    """
    entries = OverviewEntry.objects.live(at).filter(area=area).order_by()
    counted: Counter[int | None] = Counter()
    not_held = 0
    for grade, outcome, count in entries.values_list("grade", "outcome").annotate(count=Count("*")):
        if outcome and outcome not in NO_NEW_JUDGMENT:
            counted[grade] += count
            not_held += count if outcome == Judgment.Outcome.NOT_SOURCED else 0
    grades = Grade.objects.filter(scale=area.grading_scale_id).order_by("-rank")
    if not area.graded_by_default and not any(counted[grade.pk] for grade in grades):
        return {}  # no row of zeros where no grade is ever given
    return {
        "grades": [{"grade": grade, "count": counted[grade.pk]} for grade in grades],
        "spread": _spread(sum(counted.values()), counted[None], not_held),
    }


def _spread(inspected: int, without_grade: int, not_held: int) -> str:
    if not inspected:
        return _("No body has been inspected on this yet.")
    numbers = {"inspected": inspected, "graded": inspected - without_grade}
    said = _("Bodies inspected: %(inspected)s. Graded on this: %(graded)s.") % numbers
    return f"{said} {_('Grade not held here: %s.') % not_held}" if not_held else said
