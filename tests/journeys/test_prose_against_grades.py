"""An editor writes a grade that the report does not give, is stopped, mends it, and it is released."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from news.models import Article, ArticleText
from tests.factories.inspections import released_inspection
from tests.factories.news import draft_article
from tests.newsroom import address

from .looks import DARK, LIGHT


@pytest.fixture
def desk_of(new_page, site, signed_in):
    """`with desk_of(user) as page`: a browser of that person's own."""

    @contextmanager
    def open_desk(user):
        with new_page(viewport={"width": 320, "height": 900}) as page:
            cookie = signed_in(user).cookies["sessionid"]
            page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
            yield page

    return open_desk


@pytest.fixture(autouse=True)
def frames_without_script(csp_reports):
    """The preview's frame runs no script, which Chromium says aloud."""
    csp_reports.expect("Blocked script execution in .*/preview/")


@pytest.fixture
def article(site, writer, publisher):
    inspection = released_inspection(by=writer, release_by=publisher, title="PEEL report", grades=["good", "good"])
    draft = draft_article(writer, inspections=[inspection.document], text="<p>First words.</p>", slug="progress")
    for place in (20, 30):
        ArticleText.objects.create(parent=draft, ordering=place, text=f"<p>{'More words. ' * 200}</p>")
    return draft


def press_enter_on(page, control):
    control.focus()
    page.keyboard.press("Enter")


def last_box(page):
    return page.get_by_role("textbox", name="Text").and_(page.locator("[contenteditable=true]")).nth(2)


def test_a_false_grade_is_stopped_mended_and_released(desk_of, article, writer, publisher, axe):
    with desk_of(writer) as page:
        page.goto(address(article))
        last_box(page).fill("Area number 2: Outstanding")
        press_enter_on(page, page.get_by_role("button", name="Save", exact=True))

        stopped = page.get_by_role("listitem").filter(has_text="Must be mended:")
        expect(stopped).to_contain_text("Block 3 (text) says “Area number 2: Outstanding”.")
        expect(stopped).to_contain_text("“PEEL report” says “good” for Area number 2 since 16 February 2024.")
        axe(page, LIGHT, DARK)
        press_enter_on(page, stopped.get_by_role("link", name="Go to the field"))

        expect(last_box(page)).to_be_focused()
        expect(last_box(page)).to_be_in_viewport()
        page.keyboard.press("Control+A")
        page.keyboard.type("Area number 2: Good")
        press_enter_on(page, page.get_by_role("button", name="Save", exact=True))
        page.get_by_text("The checks found nothing that stands in the way of a release.").wait_for()
        press_enter_on(page, page.get_by_role("button", name="Submit for review"))
        page.get_by_text("another person has to release it").wait_for()

    with desk_of(publisher) as page:
        page.goto(address(article, "edition"))
        press_enter_on(page, page.get_by_role("link", name="Release now"))
        press_enter_on(page, page.get_by_role("button", name="Release now"))
        page.get_by_text("Released.", exact=True).wait_for()
        page.goto("/news/progress/")
        page.get_by_text("Area number 2: Good").wait_for()
    assert Article.objects.get().content_sha256
