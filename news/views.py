"""The list of news, and an article."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from inspections.cards import grade_cards
from publishing import paging
from publishing.history import PublicHistory, public_history
from publishing.models import blocks_of
from publishing.views import serve

from .filters import ArticleFilter
from .models import Article, ArticleGrades

PAGE_SIZE = 20


@require_safe
def article_list(request: HttpRequest) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    narrowed = ArticleFilter.read(request.GET, at)
    leaf = paging.leaf(narrowed.narrow(Article.objects.public(at).with_publisher()), PAGE_SIZE, request.GET)
    if leaf is None:
        return redirect(narrowed.url())
    context = {
        "articles": leaf.rows,
        "filter": narrowed,
        "newer_url": leaf.newer and narrowed.url(newer=leaf.newer),
        "older_url": leaf.older and narrowed.url(older=leaf.older),
        "breadcrumbs": [(_("Home"), "/"), (_("News"), "")],
    }
    return render(request, "news/article_list.html", context)


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    return serve(request, Article.objects.with_publisher(), slug, article_page)


def article_page(request: HttpRequest, article: Article) -> HttpResponse:
    """`article` as readers see it; the newsroom's preview asks for one that is not released yet."""
    at = request.now  # type: ignore[attr-defined]
    history, links, blocks = public_history(article, at), article.links(at), blocks_of(article, at)
    in_the_text = {block.inspection_id for block in blocks if isinstance(block, ArticleGrades)}
    context = {
        "article": article,
        "blocks": blocks,
        "facts": _facts(article, history),
        "links": links,
        "cards": grade_cards(set(links.inspections) - in_the_text, at).values(),
        "changes": history.changes,
        "breadcrumbs": [(_("Home"), "/"), (_("News"), reverse("news:list")), (article.title, "")],
    }
    return render(request, "news/article.html", context)


def _facts(article: Article, history: PublicHistory) -> list[dict[str, Any]]:
    facts: list[dict[str, Any]] = []
    if who := article.publisher:
        url = who.get_absolute_url() if who.kind == who.Kind.BODY else ""
        facts.append({"term": _("From"), "text": article.publisher_name, "url": url})
    if article.author:
        facts.append({"term": _("Author"), "text": article.author})
    if history.published:
        facts.append(history.published.fact(_("Published")))
    if history.updated:
        facts.append(history.updated.fact(_("Last updated")))
    return facts
