"""Grades of an inspection or a body as a card that other sites may show in a frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from inspections.cards import GradeCard, card_with_editions, cards_of, standing_judgments
from inspections.models import Inspection, Judgment, Organisation, Tally
from inspections.models.periods import london_day
from inspections.taken_down import later_in_programme, sentence_on, taken_down

from .addresses import serve_beside

# Pixels of the frame that the snippet suggests: as high as a card is in a column of 320 pixels, so that no grade is
# out of sight. A frame cannot grow by itself without script.
HEAD, PART, LINE = 420, 150, 74
MOST_PROGRAMMES = 3  # on the card of a body: those with the newest reports


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
    return render(request, "inspections/embed.html", {"inspection": edition, "part": _part(card), "at": at})


@require_safe
@xframe_options_exempt
def body_embed(request: HttpRequest, slug: str) -> HttpResponse:
    """A body's latest inspection of each programme, with the grades of earlier ones that still stand.

    A withdrawn one says so, and no older grade takes the place of its own. Of one that was taken down, this is said.
    """
    at = request.now  # type: ignore[attr-defined]
    body = Organisation.objects.bodies().filter(slug=slug).prefetch_related("names").first()
    seen = list(Inspection.objects.filter(body=body).seen_by(at).with_names()) if body else []
    cards = cards_of(seen)
    if body is None or not cards:
        return _sentence(request, _("There is no such body on this site."), 404)
    gone = taken_down(seen, at)
    parts = [_standing_part(latest, gone) for latest in latest_of_each_programme(cards.values())]
    context = {"body": body, "name": body.name_on(london_day(at)), "parts": parts, "at": at}
    return render(request, "inspections/body_embed.html", context)


def latest_of_each_programme(cards: Iterable[GradeCard]) -> list[list[GradeCard]]:
    """Of each programme the inspections under the framework of its newest report, the newest first."""
    latest: dict[int, list[GradeCard]] = {}
    for card in sorted(cards, key=lambda card: card.age, reverse=True):
        same = latest.setdefault(card.edition.framework.programme_id, [card])
        if card is not same[0] and card.edition.framework_id == same[0].edition.framework_id:
            same.append(card)
    return list(latest.values())[:MOST_PROGRAMMES]


def _part(card: GradeCard) -> dict[str, Any]:
    rows = [] if card.is_withdrawn else [_bare(row) for row in card.rows]
    return {"card": card, "rows": rows, "sentence": card.tally.sentence}


def _standing_part(newest_first: list[GradeCard], gone: list[Inspection]) -> dict[str, Any]:
    """The last inspection with the judgments that stand. What it withdrew itself, its notice tells of."""
    last = newest_first[0]
    stands = sorted(standing_judgments(newest_first).values(), key=lambda pair: pair[1].area.order)
    shown = [(card, judgment) for card, judgment in stands if not (card is last and last.is_withdrawn)]
    return {
        "card": last,
        "taken_down": sentence_on(later_in_programme(last.edition, gone)),
        "rows": [_bare(_standing_row(card, judgment, last)) for card, judgment in shown],
        "sentence": Tally.of(judgment for card, judgment in shown if not card.is_withdrawn).sentence,
    }


def _standing_row(card: GradeCard, judgment: Judgment, last: GradeCard) -> dict[str, Any]:
    row = card.row(judgment)
    if card is last:
        return row
    if card.is_withdrawn:
        row |= {"grade_label": "", "outcome_text": _("Withdrawn"), "note": card.edition.notice, "changed_text": ""}
    return row | {"note": " ".join(filter(None, [f"{card.report}.", row["note"]]))}


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    # No links in the table: they would open in the frame, where no other page of ours shows itself.
    # Nor two names for each area, as room is dear: the short one is shown, with the full one said after it.
    shown = row["short_name"] or row["area"]
    return row | {"url": "", "area": shown, "full_name": row["area"] if row["area"] != shown else "", "short_name": ""}


def _sentence(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "inspections/embed_sentence.html", {"sentence": sentence}, status=status)


def snippet(edition: Inspection, rows: int) -> dict[str, str]:
    """What a page of another site needs to show the card of so many rows."""
    return _snippet(edition.get_absolute_url(), _("Grades: %(title)s") % {"title": edition.title}, HEAD + LINE * rows)


def body_snippet(body: Organisation, name: str, cards: Iterable[GradeCard]) -> dict[str, str]:
    """The same for the card of a body; nothing when there is nothing on it."""
    shown = latest_of_each_programme(cards)
    if not shown:
        return {}
    rows = sum(len(standing_judgments(newest_first)) for newest_first in shown)
    height = HEAD + PART * (len(shown) - 1) + LINE * rows
    return _snippet(body.get_absolute_url(), _("Latest grades: %(name)s") % {"name": name}, height)


def _snippet(path: str, title: str, height: int) -> dict[str, str]:
    """A frame, and a link for who sees none."""
    page = settings.SITE_URL + path
    frame = '<iframe src="{}embed/" title="{}" width="100%" height="{}" loading="lazy"></iframe>'
    link = '<p><a href="{}">{}</a></p>'
    # As text of its own: the page that shows the lines escapes them once more.
    lines = [str(format_html(frame, page, title, height)), str(format_html(link, page, title))]
    return {"url": f"{page}embed/", "lines": "\n".join("".join(line) for line in lines)}
