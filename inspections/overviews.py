"""Many bodies side by side: a whole programme, one area of all, a few chosen ones. Never an average, never a rank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from .cards import GradeCard, cards_of
from .models import Area, AreaLink, Framework, Grade, Inspection, Judgment, Organisation, Programme
from .models.periods import london_day

ROWS = 100


@dataclass
class Cell:
    """One body's judgment of one area, as words; `changed` says when it was regraded."""

    area: Area
    name: str
    card: GradeCard | None
    judgment: Judgment | None
    changed: str = ""


@dataclass
class BodyRow:
    """One body with its last inspection under a framework, or without one."""

    body: Organisation
    name: str
    card: GradeCard | None
    cells: list[Cell]


# --- Frameworks and bodies ----------------------------------------------------------------------------------


def frameworks_of(programme: Programme, at: dt.datetime) -> list[Framework]:
    """Those with something to read at `at`, the newest first."""
    seen = Inspection.objects.readable(at).filter(framework=OuterRef("pk"))
    found = programme.frameworks.filter(Exists(seen)).select_related("default_scale")
    return sorted(found, key=lambda framework: framework.slug, reverse=True)


def bodies_inspected(framework: Framework, at: dt.datetime) -> QuerySet[Organisation]:
    seen = Inspection.objects.readable(at).filter(framework=framework, body=OuterRef("pk"))
    return Organisation.objects.bodies().filter(Exists(seen))


def rows_of(bodies: Iterable[Organisation], framework: Framework, areas: list[Area], at: dt.datetime) -> list[BodyRow]:
    """Each body's last inspection under `framework`, in the order given. Two queries."""
    bodies = list(bodies)
    seen = Inspection.objects.filter(body__in=[body.pk for body in bodies], framework=framework).seen_by(at)
    last: dict[int, GradeCard] = {}
    for card in cards_of(seen.with_names()).values():
        known = last.get(card.edition.body_id)
        if known is None or _place(card) > _place(known):
            last[card.edition.body_id] = card
    return [_row(body, last.get(body.pk), areas, at) for body in bodies]


def _place(card: GradeCard) -> tuple[dt.date, int]:
    return card.edition.reported_on, card.edition.document_id  # type: ignore[return-value]


def _row(body: Organisation, card: GradeCard | None, areas: list[Area], at: dt.datetime) -> BodyRow:
    # A withdrawn inspection is never replaced by an older grade: its row has none.
    judgments = card.judgments if card and not card.is_withdrawn else []
    last = {judgment.area_id: judgment for judgment in judgments}
    name = body.name_on(london_day(at))
    found = [(area, last.get(area.pk)) for area in areas]
    cells = [Cell(area, name, card, judgment, card.regraded(judgment) if card else "") for area, judgment in found]
    return BodyRow(body, name, card, cells)


# --- A programme -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """What a reader asked of a programme's matrix."""

    version: str = ""
    sort: str = ""
    region: str = ""
    after: str = ""

    def query(self, **changes: str) -> str:
        said = {name: getattr(self, name) for name in ("version", "sort", "region")} | changes
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
    if framework is None:
        return context
    area = next((area for area in areas if area.code == choice.sort), None)
    if choice.sort and area is None:
        raise Http404
    everyone = bodies_inspected(framework, at)
    bodies = everyone.filter(region=choice.region) if choice.region else everyone
    page = _page(bodies, area, framework, choice.after, at)
    regions = everyone.exclude(region="").order_by("region").values_list("region", flat=True).distinct()
    return context | {
        "rows": rows_of(page[:ROWS], framework, areas, at),
        "next_url": choice.query(after=page[ROWS - 1].slug) if len(page) > ROWS else "",
        "first_url": choice.query() if choice.after else "",
        "sorted_by": area,
        "waiting": _waiting(programme, framework, at),
        "fields": _fields(versions, framework, areas, list(regions), choice),
    }


def _chosen(versions: list[Framework], slug: str) -> Framework | None:
    if not slug:
        return versions[0] if versions else None
    found = next((framework for framework in versions if framework.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _page(
    bodies: QuerySet[Organisation], area: Area | None, framework: Framework, after: str, at: dt.datetime
) -> list[Organisation]:
    """One row more than a page, from behind the body with the slug `after`: by name, or the best grade first."""
    bodies = bodies.prefetch_related("names")
    if area is not None:
        # A number for ordering alone: it is never shown, nor compared with that of another area.
        graded = Judgment.objects.filter(
            inspection__in=Inspection.objects.readable(at).filter(framework=framework),
            inspection__body=OuterRef("pk"),
            area=area,
        ).order_by("-inspection__reported_on", "-inspection__document", "-sequence")
        rank = Coalesce(Subquery(graded.values("grade__rank")[:1]), Value(0), output_field=IntegerField())
        bodies = bodies.annotate(place=-rank)
        order: tuple[str, ...] = ("place", "name", "pk")
    else:
        order = ("name", "pk")
    if after:
        behind = bodies.filter(slug=after).first()
        if behind is None:
            raise Http404
        bodies = bodies.filter(_behind(behind, order))
    return list(bodies.order_by(*order)[: ROWS + 1])


def _behind(row: Any, order: tuple[str, ...]) -> Q:
    """What follows `row` in this order, said without counting."""
    condition, same = Q(), Q()
    for name in order:
        condition |= same & Q(**{f"{name}__gt": getattr(row, name)})
        same &= Q(**{name: getattr(row, name)})
    return condition


def _waiting(programme: Programme, framework: Framework, at: dt.datetime) -> list[Organisation]:
    """Bodies that the programme has inspected before, and of which this framework has no report yet."""
    readable = Inspection.objects.readable(at).filter(body=OuterRef("pk"))
    found = Organisation.objects.bodies().filter(
        Exists(readable.filter(framework__programme=programme)), ~Exists(readable.filter(framework=framework))
    )
    return list(found.order_by("name")[:ROWS])


def _fields(
    versions: list[Framework], framework: Framework, areas: list[Area], regions: list[str], choice: Choice
) -> list[dict[str, Any]]:
    """For components/filters.html."""
    newest = versions[0].title
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
            "options": [(area.code, _by_grade(area), area.code == choice.sort) for area in areas],
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
    bodies = bodies_inspected(framework, at)
    page = _page(bodies, None, framework, after, at)
    links = AreaLink.objects.current().select_related("from_area__framework", "to_area__framework", "into")
    return {
        "area": area,
        "framework": framework,
        "grades": _distribution(area, at),
        "spread": _spread(area, at),
        "rows": rows_of(page[:ROWS], framework, [area], at),
        "next_url": f"?after={page[ROWS - 1].slug}" if len(page) > ROWS else "",
        "earlier": links.filter(Q(from_area=None) | Q(from_area__framework__in=public), to_area=area),
        "later": links.filter(from_area=area, into__in=public),
        "breadcrumbs": [
            *[(_("Home"), "/"), (_("Inspections"), "/inspections/")],
            (framework.programme.name, framework.programme.get_absolute_url()),
            (area.name, ""),
        ],
    }


def _last_judgments(area: Area, at: dt.datetime) -> QuerySet[Judgment]:
    """The last judgment of the area for each body: of its last report, and the last in it."""
    newer = Inspection.objects.readable(at).filter(
        Q(reported_on__gt=OuterRef("inspection__reported_on"))
        | Q(reported_on=OuterRef("inspection__reported_on"), document__gt=OuterRef("inspection__document")),
        framework=area.framework,
        body=OuterRef("inspection__body"),
    )
    again = Judgment.objects.filter(inspection=OuterRef("inspection"), area=area, sequence__gt=OuterRef("sequence"))
    live = Inspection.objects.public(at).filter(framework=area.framework)
    return Judgment.objects.filter(~Exists(newer), ~Exists(again), area=area, inspection__in=live)


def _distribution(area: Area, at: dt.datetime) -> list[dict[str, Any]]:
    """Every grade of the area's scale with its meaning and how many bodies have it, the best first."""
    counted = dict(
        _last_judgments(area, at).exclude(grade=None).values_list("grade").annotate(number=Count("pk")).order_by()
    )
    grades = Grade.objects.filter(scale=area.grading_scale_id).order_by("-rank")
    return [{"grade": grade, "count": counted.get(grade.pk, 0)} for grade in grades]


def _spread(area: Area, at: dt.datetime) -> str:
    """How many bodies have a grade here, with the denominator."""
    found = _last_judgments(area, at).aggregate(areas=Count("pk"), graded=Count("grade"))
    if not found["areas"]:
        return _("No body has been inspected on this yet.")
    return _("Bodies inspected: %(areas)s. Graded on this: %(graded)s.") % found


# --- A few bodies -----------------------------------------------------------------------------------------------------

FEWEST, MOST = 2, 4


def compare_context(framework_slugs: list[str], names: list[str], at: dt.datetime) -> dict[str, Any]:
    """Two to four bodies under one framework; what cannot be compared is explained instead."""
    seen = Inspection.objects.readable(at).filter(framework=OuterRef("pk"))
    frameworks = list(
        Framework.objects.filter(Exists(seen)).select_related("programme").order_by("programme__name", "-slug")
    )
    chosen = [framework for framework in frameworks if framework.slug in framework_slugs]
    problems = []
    if len(set(framework_slugs)) > 1:
        problems.append(
            _("Grades of different frameworks are not set side by side: the questions, or what a word means, differ.")
        )
    bodies, unknown = _bodies_called(names, at)
    problems += [_("No inspected body is called “%s”.") % name for name in unknown]
    if len(bodies) > MOST:
        problems.append(_("Choose no more than four bodies."))
    if names and len(bodies) < FEWEST and not unknown:
        problems.append(_("Choose at least two bodies."))
    context: dict[str, Any] = {
        "frameworks": frameworks,
        "framework": chosen[0] if len(chosen) == 1 else None,
        "names": ([*names, *[""] * MOST])[:MOST],
        "problems": problems,
        "suggested": _suggested(chosen[0] if chosen else None, at),
        "breadcrumbs": [(_("Home"), "/"), (_("Inspections"), "/inspections/"), (_("Compare"), "")],
    }
    if context["framework"] is None or problems or not names:
        return context
    areas = list(chosen[0].areas.recorded().order_by("order"))
    rows = rows_of(bodies, chosen[0], areas, at)
    return context | {
        "rows": rows,
        "lines": [(area, [row.cells[index] for row in rows]) for index, area in enumerate(areas)],
    }


def _bodies_called(names: list[str], at: dt.datetime) -> tuple[list[Organisation], list[str]]:
    """The bodies with these names, aliases or addresses, each once, and the names that none has."""
    found: dict[int, Organisation] = {}
    unknown = []
    bodies = Organisation.objects.bodies().public(at).prefetch_related("names")
    for name in names[: 2 * MOST]:
        body = bodies.filter(Q(slug=name) | Q(name__iexact=name)).first() or bodies.called(name).first()
        if body is None:
            unknown.append(name)
        else:
            found[body.pk] = body
    return list(found.values()), unknown


def _suggested(framework: Framework | None, at: dt.datetime) -> list[str]:
    bodies = bodies_inspected(framework, at) if framework else Organisation.objects.inspected(at)
    return list(bodies.order_by("name").values_list("name", flat=True)[:ROWS])
