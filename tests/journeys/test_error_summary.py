"""A form that was not accepted takes the reader to what is wrong, and from there to the box."""

from playwright.sync_api import expect


def test_the_reader_starts_at_the_summary_and_goes_on_to_the_box(page, axe, csp_reports):
    csp_reports.expect("status of 422")
    page.goto("/feedback/")
    page.get_by_label("Your email address").fill("nobody")
    page.get_by_role("button", name="Send feedback").click()
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    axe(page)
    summary.get_by_role("link").first.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()


def test_without_script_the_summary_is_there_all_the_same(page_without_script, csp_reports):
    csp_reports.expect("status of 422")
    page = page_without_script
    page.goto("/feedback/")
    page.get_by_label("Your email address").fill("nobody")
    page.get_by_role("button", name="Send feedback").click()
    page.locator(".error-summary a").first.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
