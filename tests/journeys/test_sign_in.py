"""An editor signs in to the newsroom."""

from tests.factories.accounts import PASSWORD


def test_a_writer_signs_in_and_reaches_the_newsroom(page, writer):
    page.goto("/admin/")
    page.get_by_label("Email").fill(writer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Newsroom", exact=True).wait_for()


def test_a_writer_signs_in_without_script(page_without_script, writer):
    page = page_without_script
    page.goto("/admin/")
    page.get_by_label("Email").fill(writer.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="Newsroom", exact=True).wait_for()


def test_the_sign_in_page_and_the_newsroom_are_accessible(page, signed_in_page, writer, axe):
    page.goto("/admin/")
    axe(page)
    signed_in_page(writer).goto("/admin/")
    axe(page)
