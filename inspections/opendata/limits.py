"""What programs may ask: to read, and not too often."""

from __future__ import annotations

import datetime as dt
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from publishing.limits import Limit, client_of

from .answers import View, problem_answer

# 15 a second on the average, and 30 at once.
LIMIT = Limit(30, dt.timedelta(seconds=2))


def limit_text() -> str:
    return _("One client may ask %(count)s times in any %(seconds)s seconds.") % {
        "count": LIMIT.count,
        "seconds": int(LIMIT.window.total_seconds()),
    }


def may_be_asked() -> HttpResponse:
    """What a browser wants to know before it lets a script of another site send If-None-Match."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": "GET, HEAD, OPTIONS",
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "If-None-Match",
            "Access-Control-Max-Age": "86400",  # seconds
        },
    )


def for_programs(view: View) -> View:
    """A view that can only be read, and that refuses with 429 who asks too often, before anything is looked up.

    An answer of 304 counts too; that a browser asks on a script's behalf whether it may does not. Any other method is
    told which there are; a token would change nothing about it.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "OPTIONS"])
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            return may_be_asked()
        wait = LIMIT.wait(client_of(request), request.now)  # type: ignore[attr-defined]
        if not wait:
            return view(request, *args, **kwargs)
        response = problem_answer(_("Too many requests"), limit_text(), 429)
        response["Retry-After"] = str(wait)
        return response

    return answered
