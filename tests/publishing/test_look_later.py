"""What was released without a second pair of eyes is looked at afterwards, by somebody else."""

import pytest

from publishing.models import LookLater
from website.models import Page


@pytest.fixture
def forced(chief):
    page = Page.start(by=chief, title="Flood", slug="flood", summary="Stay away from the river.")
    page.submit(by=chief)
    page.release(by=chief, force=True, reason="Water is rising.")
    return LookLater.objects.get()


def page_of(look: LookLater) -> str:
    return f"/admin/publishing/looklater/{look.pk}/change/"


def test_another_person_settles_it_with_a_note(forced, publisher, signed_in):
    desk = signed_in(publisher)
    assert "Say what you found" in desk.post(page_of(forced), {"note": "", "is_settled": "on"}).content.decode()
    desk.post(page_of(forced), {"note": "Read it, all true.", "is_settled": "on"})
    forced.refresh_from_db()
    assert (forced.settled_by, forced.note) == (publisher, "Read it, all true.")
    assert forced.settled_at is not None


def test_who_forced_it_does_not_settle_it(forced, chief, signed_in):
    assert signed_in(chief).post(page_of(forced), {"note": "Fine.", "is_settled": "on"}).status_code == 403
    forced.refresh_from_db()
    assert forced.settled_at is None


def test_a_writer_reads_the_list_and_settles_nothing(forced, writer, signed_in):
    assert "Water is rising." in signed_in(writer).get("/admin/publishing/looklater/").content.decode()
    assert signed_in(writer).post(page_of(forced), {"note": "Fine.", "is_settled": "on"}).status_code == 403


def test_settled_stays_settled(forced, publisher, signed_in):
    signed_in(publisher).post(page_of(forced), {"note": "Read it.", "is_settled": "on"})
    assert signed_in(publisher).post(page_of(forced), {"note": "No."}).status_code == 403
    forced.refresh_from_db()
    assert forced.note == "Read it."


def test_the_list_is_narrowed_to_what_is_open(forced, publisher, signed_in):
    desk = signed_in(publisher)
    assert desk.get("/admin/publishing/looklater/?settled=no").context["cl"].result_count == 1
    assert desk.get("/admin/publishing/looklater/?settled=yes").context["cl"].result_count == 0


def test_its_form_offers_nothing_that_belongs_to_an_edition(forced, publisher, signed_in):
    html = signed_in(publisher).get(page_of(forced)).content.decode()
    assert "Water is rising." in html
    assert "Check and submit" not in html and 'href=""' not in html
