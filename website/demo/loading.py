"""Takes the demonstration through the newsroom, item by item, in the order in which things happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import User
from inspections.actions import load_framework, load_organisation, load_reference_data, load_reference_file
from inspections.models import Programme
from publishing.models import Document
from website.models import SiteDetails

from . import specs
from .newsroom import Newsroom
from .people import PUBLISHER_ONE, WRITER_ONE, SignIn, keep, sign_up

Step = tuple[dt.datetime, Callable[[], None]]


def is_loaded() -> bool:
    return SiteDetails.objects.get(pk=1).is_demo and User.objects.filter(email=WRITER_ONE).exists()


def has_content() -> bool:
    return Document.objects.exists()


def load(*, content: specs.Content, now: dt.datetime) -> list[SignIn]:
    """Load all of `content`, or none of it. Returns the sign-ins, which are kept in a file as well.

    This alone replays history: each verb is told the moment of the fact instead of asking the clock (see
    docs/decisions/0006-demo-replays-history.md).
    """
    stored: list[str] = []
    try:
        return _load(content, now, stored)
    except BaseException:
        for name in stored:  # no transaction takes a file back
            default_storage.delete(name)
        raise


@transaction.atomic
def _load(content: specs.Content, now: dt.datetime, stored: list[str]) -> list[SignIn]:
    sign_ins = sign_up()
    load_reference(content.reference)
    writer, publisher = sign_ins[WRITER_ONE].user, sign_ins[PUBLISHER_ONE].user
    newsroom = Newsroom(writer=writer, publisher=publisher, now=now, stored=stored)
    for _at, step in sorted(steps(newsroom, content), key=lambda dated: dated[0]):
        step()
    for item in content.newsroom:
        newsroom.leave_at_work(item)
    for inspection in content.inspections:
        if inspection.days_ahead:
            newsroom.leave_inspection_waiting(inspection)
    details = SiteDetails.objects.get(pk=1)
    details.is_demo = True
    details.change()
    keep(list(sign_ins.values()))
    return list(sign_ins.values())


def load_reference(reference: specs.Reference) -> None:
    """Bring in what comes with Candour and what the demonstration adds; rows that are there already stay."""
    load_reference_data()
    for organisation in reference.organisations:
        load_organisation(**asdict(organisation))
    load_reference_file(specs.DATA / "demonstration.toml")
    for framework in reference.frameworks:
        facts = asdict(framework)
        load_framework(Programme.objects.get(slug=facts.pop("programme")), facts | {"areas": []})


def steps(newsroom: Newsroom, content: specs.Content) -> list[Step]:
    """Every release with its moment. Those of one moment keep this order: what is referred to comes first."""
    dated: list[Step] = []
    for inspection in content.inspections:
        if inspection.days_ahead:
            continue  # after all that is public
        for number, edition in enumerate(inspection.editions):
            at = newsroom.moment(edition, inspection.slug)
            dated.append((at, lambda spec=inspection, number=number: newsroom.publish_inspection(spec, number)))  # type: ignore[misc]
        if gone := inspection.withdrawn:
            dated.append((gone.at, lambda spec=inspection, gone=gone: newsroom.withdraw_inspection(spec, gone)))  # type: ignore[misc]
    for article in content.articles:
        at = newsroom.moment(article, article.slug)
        dated.append((at, lambda spec=article: newsroom.publish_article(spec)))  # type: ignore[misc]
    for page in content.pages:
        dated.append((newsroom.moment(page, page.slug), lambda spec=page: newsroom.publish_page(spec)))  # type: ignore[misc]
    return dated
