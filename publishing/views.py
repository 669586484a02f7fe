"""Answering a public address from the timeline."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, quote_etag
from django.views.decorators.http import require_safe

from .models import Availability, EditionQuerySet, MediaFile
from .models.media import Stored

log = logging.getLogger(__name__)


def serve(
    request: HttpRequest, editions: EditionQuerySet, slug: str, page: Callable[[HttpRequest, Any], HttpResponse]
) -> HttpResponse:
    """What readers get at the address `slug` at request.now: the `page` of the live edition, a redirect from an old
    address or to another document, or the notice of something gone (410).

    A slug that no edition has borne by then, scheduled ones included, is a plain 404.
    """
    at = request.now  # type: ignore[attr-defined]
    edition = editions.at_address(slug, at).select_related("document", "redirect_to").first()
    if edition is None:
        raise Http404
    if edition.availability == Availability.REDIRECT:
        target = edition.redirect_to.editions.live(at).first()
        if target is not None and target.availability in (Availability.OPEN, Availability.WITHDRAWN):
            return redirect(target, permanent=False)
    if edition.availability in (Availability.GONE, Availability.REDIRECT):
        # The notice alone: the title may be what had to go.
        why = {"notice": edition.notice, "at": edition.live_from, "precision": "day"}
        return render(request, "410.html", why, status=410)
    if edition.slug != slug:
        return redirect(edition, permanent=True)
    return page(request, edition)


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the library, or a rendition of it, to whom it is public at request.now; to staff before that.

    What a reader may not have yet is answered as what does not exist, and at the same cost.
    """
    files = MediaFile.objects.at_name(name)
    file = files.public(request.now).first()  # type: ignore[attr-defined]
    is_public = file is not None
    if file is None and _may_see_unreleased(request):
        file = files.first()
    stored = file and file.stored_as(name)
    if not file or not stored:
        raise Http404
    return _file_response(request, stored, file.download_name, is_public=is_public)


def _may_see_unreleased(request: HttpRequest) -> bool:
    # Without the cookie the session is not even asked for: then an answer cannot vary by it.
    return settings.SESSION_COOKIE_NAME in request.COOKIES and "view" in getattr(request.user, "verbs", ())


def _file_response(request: HttpRequest, stored: Stored, download_name: str, *, is_public: bool) -> HttpResponseBase:
    """The bytes of `stored`, as nothing but what its row says it is."""
    etag = quote_etag(stored.sha256)
    # ConditionalGetMiddleware makes the 304; here it only means that nobody will read the bytes.
    is_bare = request.method == "HEAD" or get_conditional_response(request, etag=etag) is not None
    response: HttpResponseBase = HttpResponse() if is_bare else FileResponse(_opened(stored))
    headers = {
        "Content-Length": str(stored.size),
        "Content-Type": stored.content_type,
        "Content-Disposition": content_disposition_header(not stored.width, download_name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "ETag": etag,
    }
    if not is_public:
        headers["Cache-Control"] = "private, no-store"
    for header, value in headers.items():
        response.headers[header] = value or ""
    return response


def _opened(stored: Stored) -> Any:
    try:
        return stored.file.open("rb")
    except FileNotFoundError:
        log.error("The storage has lost %s", stored.file.name)
        raise Http404 from None
