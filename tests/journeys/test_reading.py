"""A reader finds what was published, with a keyboard or a pointer, on a small screen or a large one, script or none."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.factories.inspections import released_inspection
from tests.factories.news import PublisherFactory, TopicFactory, next_edition, released_article
from tests.factories.pages import released_page
from website.models import Feedback
from website.views import FEEDBACK_LIMIT

from .looks import DARK, LIGHT

PAGES = ["/", "/news/", "/news/?topic=crime", "/news/real-progress/", "/news/figures/", "/about/", "/nothing/"]
PAGES += ["/feedback/?page=/about/", "/feedback/thanks/"]


@pytest.fixture(autouse=True)
def published(site, writer, publisher):
    """An inspection, a changed article about it, a withdrawn one, a standing page."""
    FEEDBACK_LIMIT.forget()
    now = timezone.now()
    body, crime = PublisherFactory(), TopicFactory(name="Crime", slug="crime")
    inspection = released_inspection(
        by=writer, release_by=publisher, body=body, at=now - dt.timedelta(days=9), grades=("adequate", None, "good")
    )
    figures = released_article(writer, publisher, now=now - dt.timedelta(days=8), slug="figures", title="Figures")
    figures.withdraw(by=publisher, notice="They were wrong.", now=now - dt.timedelta(days=7))
    article = released_article(
        writer,
        publisher,
        now=now - dt.timedelta(days=6),
        slug="real-progress",
        title="Real progress shown",
        topics=[crime],
        inspections=[inspection.document],
    )
    next_edition(article, writer, publisher, now=now - dt.timedelta(days=5), change_note="A name was put right.")
    text = "<p>Read on.</p><h2>A heading</h2><ul><li>A point.</li></ul>"
    released_page(writer, publisher, now=now - dt.timedelta(days=9), slug="about", title="About this site", text=text)


@pytest.fixture
def a_full_list(published, writer, publisher):
    """More articles, so that the list has a second page."""
    other, now = TopicFactory(), timezone.now()
    for number in range(20):
        released_article(writer, publisher, now=now - dt.timedelta(days=40 - number), topics=[other])


@pytest.fixture(params=["with script", "without script"])
def reader(request):
    """A page of a browser that runs scripts, and then of one that does not."""
    return request.getfixturevalue("page" if request.param == "with script" else "page_without_script")


def test_a_reader_goes_from_the_front_page_to_an_article_and_its_grades(reader):
    reader.goto("/")
    reader.get_by_role("link", name="Real progress shown").click()
    expect(reader).to_have_url("/news/real-progress/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Real progress shown")
    grades = reader.get_by_role("table")
    expect(grades.get_by_role("row", name="Area number 1")).to_contain_text("Adequate")
    expect(reader.locator(".change-history")).to_contain_text("A name was put right.")
    reader.get_by_role("link", name="Exampleshire Police", exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Exampleshire Police")


def test_a_reader_narrows_the_list_and_takes_the_choice_back(reader, a_full_list):
    reader.goto("/news/")
    reader.get_by_label("Topic").select_option("Crime")
    reader.get_by_role("button", name="Show").click()
    expect(reader.locator(".summary-card")).to_have_count(1)
    reader.get_by_role("link", name="Remove filter: Crime").click()
    expect(reader).to_have_url("/news/")
    expect(reader.locator(".summary-card")).to_have_count(20)


def test_a_reader_leafs_to_the_end_of_the_list_and_back(reader, a_full_list):
    reader.goto("/news/")
    reader.get_by_role("link", name="Older").click()
    expect(reader.locator(".summary-card")).to_have_count(1)
    reader.get_by_role("link", name="Newer").click()
    expect(reader).to_have_url("/news/")


def test_the_keyboard_skips_to_the_content(reader):
    reader.goto("/news/real-progress/")
    skip_link = reader.get_by_role("link", name="Skip to main content")
    for _ in range(12):
        reader.keyboard.press("Tab")
        if skip_link.evaluate("link => link === document.activeElement"):
            break
    expect(skip_link).to_be_focused()
    expect(skip_link).to_be_in_viewport()
    reader.keyboard.press("Enter")
    expect(reader.locator("#main")).to_be_focused()


def test_a_reader_tells_us_what_is_wrong_with_a_page(reader, csp_reports):
    csp_reports.expect("status of 422")
    reader.goto("/about/")
    reader.get_by_role("link", name="Tell us what you think of this page").click()
    reader.get_by_label("Your email address").fill("no address")
    reader.get_by_role("button", name="Send feedback").click()
    summary = reader.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    expect(reader.get_by_label("Your email address")).to_have_value("no address")
    summary.get_by_role("link", name="Tell us what went wrong").click()
    expect(reader.get_by_label("What went wrong")).to_be_focused()
    reader.keyboard.type("The date is wrong.")
    reader.get_by_label("Your email address").fill("")
    reader.get_by_role("button", name="Send feedback").click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Thank you")
    reader.get_by_role("link", name="Back to the page you came from").click()
    expect(reader).to_have_url("/about/")
    assert Feedback.objects.values_list("page", "wrong").get() == ("/about/", "The date is wrong.")
    assert reader.context.cookies() == []


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_fit_the_screen_and_nothing_stands_in_anyones_way(new_page, axe, csp_reports, a_full_list, width):
    csp_reports.expect("/nothing/")
    with new_page(viewport={"width": width, "height": 800}) as page:
        for address in PAGES:
            page.goto(address)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, address
            axe(page, LIGHT, DARK)
