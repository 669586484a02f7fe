"""The catalogue of open data and the tables in it."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import catalogue
from .answers import json_answer, says_why_not, table_answer
from .columns import DATASETS
from .questions import Question, last_change


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The catalogue."""
    at = request.now  # type: ignore[attr-defined]
    context = {
        "entries": catalogue.entries(at),
        "changed_at": last_change(at),
        "breadcrumbs": [(_("Home"), "/"), (_("Open data"), "")],
    }
    return render(request, "inspections/data.html", context)


@require_safe
@says_why_not
def table(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    question = Question.read(request.GET, request.now)  # type: ignore[attr-defined]
    return table_answer(request, DATASETS[name], kind, question)


@require_safe
def data_package(request: HttpRequest) -> HttpResponse:
    site = request.site_details  # type: ignore[attr-defined]
    licence = {"name": site.licence_name, "url": site.licence_url}
    return json_answer(catalogue.data_package(request.now, licence))  # type: ignore[attr-defined]
