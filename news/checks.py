"""What is looked at before an article is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publishing.models import Issue

if TYPE_CHECKING:
    from .models import Article


def article_issues(article: Article) -> list[Issue]:
    issues = []
    if article.publisher_id is None:
        issues.append(Issue("stop", _("Say who publishes it."), "publisher"))
    if not article.blocks.exists():
        issues.append(Issue("stop", _("Write the article: it has no text yet."), "blocks"))
    return issues
