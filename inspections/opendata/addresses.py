"""What lies beside a page: its JSON at data.json, its card at embed/."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from inspections.models import Inspection
from publishing.views import serve

from .questions import NothingFound, Question


def serve_beside(
    request: HttpRequest, slug: str, tail: str, page: Callable[[HttpRequest, Any], HttpResponse]
) -> HttpResponse:
    """As publishing.views.serve for an inspection, but an old address leads to what lies beside the new one."""
    response = serve(request, Inspection.objects.with_names(), slug, page)
    if isinstance(response, HttpResponseRedirect) or response.status_code == 301:
        path = urlsplit(response["Location"]).path
        if path.startswith(reverse("inspections:list")):
            query = request.META.get("QUERY_STRING", "")
            response["Location"] = f"{path}{tail}" + (f"?{query}" if query else "")
    return response


@contextmanager
def asked_as_of(request: HttpRequest, slug: str, question: Question) -> Iterator[None]:
    """Answer as of the moment asked for; but what was taken from readers since is gone, or elsewhere, as it is now.

    Raises NothingFound when something else has been released there meanwhile.
    """
    now: dt.datetime = request.now  # type: ignore[attr-defined]
    if question.is_past:
        then = Inspection.objects.at_address(slug, question.at).readable(question.at)
        if not then.exists() or then.still_readable(now).exists():
            request.now = question.at  # type: ignore[attr-defined]
        elif Inspection.objects.at_address(slug, now).readable(now).exists():
            raise NothingFound(_("What stood here then was taken away."))
    try:
        yield
    finally:
        request.now = now  # type: ignore[attr-defined]
