"""Answering a public address from the timeline."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from .models import Availability, EditionQuerySet


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
        return render(request, "410.html", {"edition": edition}, status=410)
    if edition.slug != slug:
        return redirect(edition, permanent=True)
    return page(request, edition)
