"""What is looked at before a standing page is released."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from publishing.models import Issue

if TYPE_CHECKING:
    from .models import Page


# First parts of addresses that belong to files, to what is announced for later, and to languages.
RESERVED = frozenset({"media", "static", "performance", "search", "data", "feeds", "health", "embed", "cy"})


def page_issues(page: Page) -> list[Issue]:
    if page.slug and not _reaches_readers(page):
        return [Issue("stop", _("Another part of the site has this address. Choose another."), "slug")]
    return []


def _reaches_readers(page: Page) -> bool:
    """Whether the page's address leads to pages at all: standing pages come last in the list of addresses."""
    if page.slug in RESERVED:
        return False
    try:
        return resolve(page.get_absolute_url()).view_name == "website:page"
    except Resolver404:
        return False
