"""The catalogue of open data, the tables in it, and the JSON beside pages."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.models import Organisation

from . import catalogue
from .addresses import asked_as_of, serve_beside
from .answers import json_answer, problem_answer, says_why_not, table_answer
from .columns import DATASETS
from .limits import for_programs, limit_text
from .openapi import document, operations
from .questions import Question, last_change
from .structured import dataset_thing
from .twins import body_twin, inspection_twin


@for_programs
def data(request: HttpRequest) -> HttpResponse:
    """The catalogue."""
    at = request.now  # type: ignore[attr-defined]
    licence = request.site_details.licence_url  # type: ignore[attr-defined]
    changed_at = last_change(at)
    context = {
        "entries": catalogue.entries(at),
        "structured": [dataset_thing(dataset, licence, changed_at) for dataset in DATASETS.values()],
        "changed_at": changed_at,
        "breadcrumbs": [(_("Home"), "/"), (_("Open data"), "")],
    }
    return render(request, "inspections/data.html", context)


@for_programs
@says_why_not
def table(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    question = Question.read(request.GET, request.now)  # type: ignore[attr-defined]
    return table_answer(request, DATASETS[name], kind, question)


@for_programs
def data_package(request: HttpRequest) -> HttpResponse:
    return json_answer(catalogue.data_package(request.now, _licence(request)))  # type: ignore[attr-defined]


@for_programs
def openapi(request: HttpRequest) -> HttpResponse:
    return json_answer(document(_licence(request)))


@for_programs
def docs(request: HttpRequest) -> HttpResponse:
    """The same document for people."""
    context = {
        "operations": operations(document(_licence(request))),
        "limit": limit_text(),
        "breadcrumbs": [(_("Home"), "/"), (_("Open data"), reverse("inspections:data")), (_("For programmers"), "")],
    }
    return render(request, "inspections/data_docs.html", context)


def _licence(request: HttpRequest) -> dict[str, str]:
    site = request.site_details  # type: ignore[attr-defined]
    return {"name": site.licence_name, "url": site.licence_url}


@for_programs
@says_why_not
def inspection_data(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The twin of an inspection's page."""
    question = Question.read(request.GET, request.now, filters=())  # type: ignore[attr-defined]
    with asked_as_of(request, slug, question):
        response = serve_beside(
            request, slug, "data.json", lambda _request, edition: json_answer(inspection_twin(edition, question))
        )
    if response.status_code == 410:
        return problem_answer(_("Gone"), _("This inspection was taken away; its page says why."), 410)
    return response


@for_programs
@says_why_not
def body_data(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The twin of a body's page."""
    question = Question.read(request.GET, request.now, filters=())  # type: ignore[attr-defined]
    bodies = Organisation.objects.bodies().public(question.at, question.now).prefetch_related("names")
    return json_answer(body_twin(get_object_or_404(bodies, slug=slug), question))
