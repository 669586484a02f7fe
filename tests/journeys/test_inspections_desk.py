"""An inspection at the desk in a real browser: what holds, a summary to take, what became of a finding."""

import datetime as dt

import pytest

from inspections.models import Finding, FindingStatus
from tests.factories.inspections import BodyFactory, draft_inspection
from tests.factories.news import released_article
from tests.newsroom import address

from .looks import DARK, LIGHT


@pytest.fixture(autouse=True)
def frames_without_script(csp_reports):
    """The preview's frame runs no script, which Chromium says aloud."""
    csp_reports.expect("Blocked script execution in .*/preview/")


@pytest.fixture
def draft(site, writer, publisher):
    """A draft that is quoted, with a finding, a stale summary and a count that differs."""
    edition = draft_inspection(by=writer, grades=["good", "good"], summary="", declared_tally={"adequate": 2})
    edition.take_suggested_summary(by=writer)
    edition.judge(by=writer, area="2", outcome="graded", grade="adequate")
    finding = Finding(inspection=edition, ref="aoi-1", kind="area_for_improvement", text="Answer calls in time.")
    finding.save()
    FindingStatus(finding=finding, on=dt.date(2024, 2, 16), status="open").save()
    released_article(writer, publisher, inspections=[edition.document], title="Quoted", slug="quoted")
    return edition


def press_enter_on(page, control):
    control.focus()
    page.keyboard.press("Enter")


def test_without_script_a_draft_is_mended_from_what_its_page_says(new_page, site, signed_in, writer, draft):
    with new_page(java_script_enabled=False) as page:
        cookie = signed_in(writer).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
        page.goto(address(draft, "edition"))
        press_enter_on(page, page.get_by_role("button", name="Put the suggestion in its place"))
        page.get_by_text("The summary says what the grades say.").wait_for()
        press_enter_on(page, page.get_by_role("link", name="The inspectorate's own count is the same"))
        page.wait_for_url(f"**{address(draft)}#id_declared_tally")
        page.goto(address(draft, "findings"))
        row = page.get_by_role("group", name="Add a status")
        row.get_by_label("Day").fill("2024-05-03")
        row.get_by_label("Status").select_option("Complete")
        row.get_by_label("Note").fill("Seen at a visit.")
        press_enter_on(page, page.get_by_role("button", name="Save", exact=True))
        page.get_by_text("Saved, for 1 finding.").wait_for()
    draft.refresh_from_db()
    assert draft.summary.endswith("in two areas: good in one and adequate in one.")
    assert FindingStatus.objects.filter(finding__ref="aoi-1", status="complete", note="Seen at a visit.").exists()


@pytest.mark.parametrize("width", [320, 1280])
def test_the_desk_of_an_inspection_has_no_barrier(new_page, site, signed_in, writer, draft, axe, width):
    with new_page(viewport={"width": width, "height": 900}) as page:
        cookie = signed_in(writer).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
        for where in ("edition", "findings"):
            page.goto(address(draft, where))
            axe(page, LIGHT, DARK)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where


def test_a_refused_alias_stands_beside_its_reason_without_a_barrier(new_page, site, signed_in, chief, axe):
    BodyFactory(name="Alpha Police")
    body = BodyFactory(name="Exampleshire Police")
    with new_page(viewport={"width": 1280, "height": 900}) as page:
        cookie = signed_in(chief).cookies["sessionid"]
        page.context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": site}])
        page.goto(f"/admin/inspections/organisation/{body.pk}/change/")
        press_enter_on(page, page.get_by_text("Add another Organisation alias"))
        page.locator("#id_aliases-0-text").fill("alpha police")
        press_enter_on(page, page.get_by_role("button", name="Save", exact=True))
        page.get_by_text("“alpha police” is already a name or alias of “Alpha Police”.").wait_for()
        assert page.locator("#id_aliases-0-text").input_value() == "alpha police"
        axe(page, LIGHT, DARK)
