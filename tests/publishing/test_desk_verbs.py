"""An edition goes from hand to hand at the desk."""

from tests.newsroom import address, block, press, start
from website.models import Page


def test_a_draft_written_at_the_desk_is_released_by_another_person(writer, publisher, signed_in):
    at_writers_desk, at_publishers_desk = signed_in(writer), signed_in(publisher)
    saved = start(at_writers_desk, **block(0, text="<p>Ring before you come.</p>"))
    page = Page.objects.get()
    assert saved["Location"] == address(page, "edition")
    assert page.blocks.get().text == "<p>Ring before you come.</p>"

    press(at_writers_desk, page, "submit")
    done = press(at_publishers_desk, page, "release")
    assert done["Location"] == address(page, "edition")
    page.refresh_from_db()
    assert page.is_live(page.released_at)
    assert page.released_by == publisher
