"""An inspection's grades as a card that other sites may show in a frame."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from inspections.cards import card_with_editions
from inspections.models import Inspection

from .addresses import serve_beside

HEAD, LINE, TALLEST = 260, 64, 900  # pixels, for the frame that the snippet suggests


@require_safe
@xframe_options_exempt
def embed(request: HttpRequest, slug: str) -> HttpResponse:
    """The card, or in its place a sentence: a frame on another site never shows a browser's error."""
    try:
        response = serve_beside(request, slug, "embed/", card_page)
    except Http404:
        return _sentence(request, _("There is no such inspection on this site."), 404)
    if response.status_code == 410:
        return _sentence(request, _("This inspection was removed."), 410)
    if response.status_code in (301, 302) and not response["Location"].endswith("/embed/"):
        return _sentence(request, _("This inspection was replaced by another page."), 410)
    return response


def card_page(request: HttpRequest, edition: Inspection) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    card, _editions = card_with_editions(edition, at)
    # No links in the table: they would open in the frame, where no other page of ours shows itself.
    # Nor a second name for each area: room is dear.
    rows = [row | {"url": "", "short_name": ""} for row in card.rows]
    return render(request, "inspections/embed.html", {"inspection": edition, "card": card, "rows": rows, "at": at})


def _sentence(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "inspections/embed.html", {"sentence": sentence}, status=status)


def snippet(edition: Inspection, rows: int) -> dict[str, str]:
    """What a page of another site needs to show the card of so many rows: a frame, and a link for who sees none."""
    page = settings.SITE_URL + edition.get_absolute_url()
    title = _("Grades: %(title)s") % {"title": edition.title}
    height = min(TALLEST, HEAD + LINE * rows)
    frame = '<iframe src="{}embed/" title="{}" width="100%" height="{}" loading="lazy"></iframe>'
    link = '<p><a href="{}">{}</a></p>'
    # As text of its own: the page that shows the lines escapes them once more.
    lines = [str(format_html(frame, page, title, height)), str(format_html(link, page, title))]
    return {"url": f"{page}embed/", "lines": "\n".join("".join(line) for line in lines)}
