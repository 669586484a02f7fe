"""Standing pages: the simplest kind of edition, and so the one that tests of publishing use."""

import itertools

from django.utils import timezone

from website.models import Page, PageText

_numbers = itertools.count(1)


def draft_page(by, *, now=None, text="<p>Words.</p>", **fields) -> Page:
    """A draft with one block of text, ready to be submitted."""
    number = next(_numbers)
    fields = {"title": f"Page {number}", "slug": f"page-{number}", "summary": "What it is about."} | fields
    page = Page.start(by=by, now=now, **fields)
    PageText.objects.create(parent=page, text=text, ordering=10)
    return page


def submitted_page(by, **fields) -> Page:
    page = draft_page(by, **fields)
    page.submit(by=by, now=fields.get("now"))
    return page


def released_page(by, releaser, *, now=None, at=None, **fields) -> Page:
    """A page that `by` wrote and `releaser` released, live from `at` (else from `now`)."""
    now = now or timezone.now()
    page = submitted_page(by, now=now, **fields)
    page.release(by=releaser, now=now, at=at)
    return page


def next_edition(page, by, releaser, *, now=None, at=None, replaces=None, **fields) -> Page:
    """Another released edition of `page`, with a change note."""
    now = now or timezone.now()
    draft = page.new_draft(by=by, now=now, replaces=replaces)
    for name, value in ({"change_note": "Something changed."} | fields).items():
        setattr(draft, name, value)
    draft.edit(by=by, now=now)
    draft.submit(by=by, now=now)
    draft.release(by=releaser, now=now, at=at, reason="The later edition says the same.")
    return draft
