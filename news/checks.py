"""What is looked at before an article is released."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from inspections.prose import prose_issues
from publishing.checks import dated_text_issues
from publishing.models import Issue, passages_of

if TYPE_CHECKING:
    from .models import Article


def article_issues(article: Article, at: dt.datetime) -> list[Issue]:
    """What stands in the way of a release at `at`, besides what stops any edition."""
    issues = []
    if article.publisher_id is None:
        issues.append(Issue("stop", _("Say who publishes it."), "publisher"))
    if not article.blocks.exists():
        issues.append(Issue("stop", _("Write the article: it has no text yet."), "blocks"))
    passages = passages_of(article)
    cited = article.cited_inspections().values_list("pk", flat=True)
    return [*issues, *dated_text_issues(article, passages, at), *prose_issues(passages, cited, at)]
