"""The list of news, and an article."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from publishing import paging
from publishing.history import PublicHistory, public_history
from publishing.models import Listing, blocks_of
from publishing.views import serve

from .filters import ArticleFilter
from .models import Article

PAGE_SIZE = 20


def article_list(request: HttpRequest) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    narrowed = ArticleFilter.read(request.GET, at)
    leaf = paging.leaf(narrowed.narrow(Article.objects.public(at)), PAGE_SIZE, request.GET)
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


def article(request: HttpRequest, slug: str) -> HttpResponse:
    return serve(request, Article.objects.all(), slug, article_page)


def article_page(request: HttpRequest, article: Article) -> HttpResponse:
    """`article` as readers see it; the newsroom's preview asks for one that is not released yet."""
    at = request.now  # type: ignore[attr-defined]
    history = public_history(article, at)
    context = {
        "article": article,
        "blocks": blocks_of(article, at),
        "topics": article.topics.all(),
        "facts": _facts(article, history),
        "changes": history.changes,
        "related": Listing.objects.public(at).filter(document__in=article.related.all()),
        "breadcrumbs": [(_("Home"), "/"), (_("News"), "/news/"), (article.title, "")],
    }
    return render(request, "news/article.html", context)


def _facts(article: Article, history: PublicHistory) -> list[dict[str, Any]]:
    facts = []
    if article.author:
        facts.append({"term": _("Author"), "text": article.author})
    if history.published:
        facts.append(history.published.fact(_("Published")))
    if history.updated:
        facts.append(history.updated.fact(_("Last updated")))
    return facts
