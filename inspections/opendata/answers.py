"""Answers for programs: JSON, tables that are written while they are sent, and refusals a program can read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from publishing.models import SiteVersion

from .columns import Dataset
from .formats import csv_lines, json_pieces
from .questions import NothingFound, Question, Refusal, last_change
from .rows import ROWS, moment_text

VERSION = "1"  # of how rows are written: another one makes every copy that is kept out of date
CSV = "text/csv; charset=utf-8; header=present"
JSON = "application/json; charset=utf-8"

View = Callable[..., HttpResponseBase]


def json_answer(data: Any, content_type: str = JSON, status: int = 200) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    return HttpResponse(text, content_type=content_type, status=status)


def problem_answer(title: str, detail: str, status: int) -> HttpResponse:
    """Why there is no answer, for programs (RFC 9457)."""
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return json_answer(said, "application/problem+json", status)


def says_why_not(view: View) -> View:
    """Answer a Refusal, and what is not there, as a problem a program can read."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except Refusal as refusal:
            return problem_answer(refusal.title, str(refusal), refusal.status)
        except Http404:
            return problem_answer(NothingFound.title, _("Nothing that is public has this address."), 404)

    return answered


def table_answer(request: HttpRequest, dataset: Dataset, kind: str, question: Question) -> HttpResponseBase:
    """The rows of `dataset` as `kind`, csv or json, streamed; 304 when the asker holds them already."""
    etag = state_etag(dataset.name, kind, question)
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        # Streamed for HEAD too, though without rows: of an answer that is not, Django says how long it is, and says 0.
        response = StreamingHttpResponse(() if request.method == "HEAD" else _pieces(dataset, kind, question))
        response.headers["Content-Type"] = CSV if kind == "csv" else JSON
        if kind == "csv":
            response.headers["Content-Disposition"] = f'attachment; filename="{dataset.name}.csv"'
    response.headers["ETag"] = etag
    return response


def _pieces(dataset: Dataset, kind: str, question: Question) -> Iterator[str]:
    rows = ROWS[dataset.name](question)
    if kind == "csv":
        return csv_lines(dataset, rows)
    about = {"title": str(dataset.title), "as_of": moment_text(question.as_of()), **question.parameters}
    return json_pieces(dataset, about, rows)


def state_etag(name: str, kind: str, question: Question) -> str:
    """Weak: what readers may see is the same, so the rows are, though nobody has written them yet.

    Readers see a function of what editors have done, which the site's version counts, and of what has gone live by
    itself in the meantime. So it moves with whatever editors do anywhere, planned things too, and tells nothing of it.
    Two queries.
    """
    last = last_change(question.at)
    state = [VERSION, name, kind, SiteVersion.current(), last and last.isoformat(), sorted(question.parameters.items())]
    if question.is_past:
        state.append(question.at.isoformat())
    return f'W/"{hashlib.sha256(json.dumps(state).encode()).hexdigest()[:32]}"'
