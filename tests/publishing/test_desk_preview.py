"""Preview and history: what readers will see, and everything that was there before."""

import datetime as dt

import pytest
from django.http import HttpResponse
from django.utils import timezone

from publishing.models import Availability
from tests.newsroom import address, press
from website.admin import PageAdmin
from website.models import Page

NOW = timezone.now()
DAY = dt.timedelta(days=1)


@pytest.fixture
def draft(writer):
    return Page.start(by=writer, title="Stray dogs", slug="stray-dogs", summary="Where a dog waits.")


@pytest.fixture
def shows_its_minute(monkeypatch):
    """A public page that prints the moment which it is shown for."""
    page = staticmethod(lambda request, edition: HttpResponse(f"{edition.title} at {request.now.isoformat()}"))
    monkeypatch.setattr(PageAdmin, "page", page)


@pytest.fixture
def scheduled(draft, writer, publisher):
    draft.submit(by=writer)
    draft.release(by=publisher, at=(NOW + DAY).replace(second=0, microsecond=0))
    return draft


def test_a_draft_is_shown_as_of_now(draft, writer, signed_in, shows_its_minute):
    before = timezone.now()
    title, moment = signed_in(writer).get(address(draft, "preview")).content.decode().split(" at ")
    assert title == "Stray dogs"
    assert before <= dt.datetime.fromisoformat(moment) <= timezone.now()


def test_a_scheduled_edition_is_shown_as_of_its_minute(scheduled, writer, signed_in, shows_its_minute):
    shown = signed_in(writer).get(address(scheduled, "preview")).content.decode()
    assert shown == f"Stray dogs at {scheduled.live_from.isoformat()}"


def test_a_preview_is_kept_by_nobody_and_framed_by_the_desk_alone(draft, writer, signed_in):
    preview = signed_in(writer).get(address(draft, "preview"))
    assert {"private", "no-store"} <= set(preview["Cache-Control"].split(", "))
    assert preview["X-Robots-Tag"] == "noindex"
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]


def test_other_pages_of_the_desk_are_framed_by_nobody(draft, writer, signed_in):
    page = signed_in(writer).get(address(draft, "edition"))
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_the_edition_page_frames_the_preview_without_script(draft, writer, signed_in):
    page = signed_in(writer).get(address(draft, "edition")).content.decode()
    assert f'<iframe src="{address(draft, "preview")}" sandbox="allow-same-origin"' in page
    assert 'title="Preview of edition 1"' in page


def test_what_is_gone_is_previewed_as_its_notice(draft, writer, publisher, signed_in):
    draft.submit(by=writer)
    draft.release(by=publisher)
    gone = draft.withdraw(by=publisher, notice="The pound has closed.", availability=Availability.GONE)
    assert "The pound has closed." in signed_in(writer).get(address(gone, "preview")).content.decode()


def test_the_history_lists_every_edition_and_what_was_done(draft, writer, publisher, signed_in):
    press(signed_in(writer), draft, "submit")
    press(signed_in(publisher), draft, "release")
    draft.refresh_from_db()
    press(signed_in(writer), draft, "new-draft")
    update = Page.objects.get(number=2)
    update.change_note = "New hours."
    update.edit(by=writer)
    page = " ".join(signed_in(writer).get(address(update, "history")).content.decode().split())
    assert "New hours." in page
    assert draft.content_sha256[:12] in page
    assert f'href="{address(draft, "preview")}"' in page
    assert f'href="{address(update, "preview")}"' in page
    assert "Released.</td>" in page
    assert "<td>Live</td>" in page


def test_an_address_without_number_is_not_found(draft, writer, signed_in):
    assert signed_in(writer).get("/admin/website/page/none/history/").status_code == 404
    assert signed_in(writer).get("/admin/website/page/999999/edition/").status_code == 404


def test_a_preview_asks_for_no_consent(draft, writer, publisher, signed_in, client):
    assert 'id="cc-accepted"' not in signed_in(writer).get(address(draft, "preview")).content.decode()
    draft.submit(by=writer)
    draft.release(by=publisher)
    assert 'id="cc-accepted"' in client.get(draft.get_absolute_url()).content.decode()


def test_the_log_keeps_the_minute_and_the_words(draft, writer, publisher, signed_in):
    draft.submit(by=writer)
    told = {"date": "2030-07-01", "time": "09:00", "reason": "Embargo"}
    press(signed_in(publisher), draft, "schedule", **told)
    page = signed_in(writer).get(address(draft, "history")).content.decode()
    assert "Scheduled. 1 July 2030, 09:00. Embargo." in page
