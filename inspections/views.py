"""Inspections, and the bodies that were inspected."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from publishing import paging
from publishing.views import serve

from .comparison import compare_context
from .filters import InspectionFilter
from .models import Area, Inspection, Organisation, Programme
from .overviews import Choice, area_context, programme_context
from .pages import bodies_context, body_context, inspection_context

NEWEST_REPORT_FIRST = paging.by_day("reported_on", "document_id")
PAGE_SIZE = 20


def inspection_list(request: HttpRequest) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    narrowed = InspectionFilter.read(request.GET, at)
    inspections = narrowed.narrow(Inspection.objects.readable(at).with_names())
    leaf = paging.leaf(inspections, PAGE_SIZE, request.GET, NEWEST_REPORT_FIRST)
    if leaf is None:
        return redirect(narrowed.url())
    context = {
        "inspections": leaf.rows,
        "filter": narrowed,
        "newer_url": leaf.newer and narrowed.url(newer=leaf.newer),
        "older_url": leaf.older and narrowed.url(older=leaf.older),
        "breadcrumbs": [(_("Home"), "/"), (_("Inspections"), "")],
    }
    return render(request, "inspections/inspection_list.html", context)


def inspection(request: HttpRequest, slug: str) -> HttpResponse:
    return serve(request, Inspection.objects.with_names(), slug, inspection_page)


def inspection_page(request: HttpRequest, edition: Inspection) -> HttpResponse:
    """`edition` as readers see it; the newsroom's preview asks for one that is not released yet."""
    return render(request, "inspections/inspection.html", inspection_context(edition, request.now))  # type: ignore[attr-defined]


def body_list(request: HttpRequest) -> HttpResponse:
    wanted, after = (request.GET.get(name, "").strip()[:200] for name in ("q", "after"))
    return render(request, "inspections/body_list.html", bodies_context(wanted, after, request.now))  # type: ignore[attr-defined]


def body(request: HttpRequest, slug: str) -> HttpResponse:
    bodies = Organisation.objects.bodies().public(request.now).prefetch_related("names")  # type: ignore[attr-defined]
    organisation = get_object_or_404(bodies, slug=slug)
    return render(request, "inspections/body.html", body_context(organisation, request.now))  # type: ignore[attr-defined]


def programme(request: HttpRequest, slug: str) -> HttpResponse:
    programmes = Programme.objects.public(request.now).select_related("inspectorate")  # type: ignore[attr-defined]
    found = get_object_or_404(programmes, slug=slug)
    choice = Choice(*(request.GET.get(name, "")[:200] for name in ("version", "sort", "region", "show", "after")))
    template = "inspections/waiting.html" if choice.show else "inspections/programme.html"
    return render(request, template, programme_context(found, choice, request.now))  # type: ignore[attr-defined]


def area(request: HttpRequest, slug: str) -> HttpResponse:
    areas = Area.objects.public(request.now).select_related(  # type: ignore[attr-defined]
        "framework__programme", "framework__default_scale", "scale"
    )
    found = get_object_or_404(areas, slug=slug)
    context = area_context(found, request.GET.get("after", "")[:200], request.now)  # type: ignore[attr-defined]
    return render(request, "inspections/area.html", context)


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four bodies, chosen by name."""
    frameworks = [slug for slug in request.GET.getlist("framework") if slug]
    names = [name.strip()[:200] for name in request.GET.getlist("body") if name.strip()]
    return render(request, "inspections/compare.html", compare_context(frameworks, names, request.now))  # type: ignore[attr-defined]
