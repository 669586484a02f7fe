"""Uploading a round of grades in a real browser: by keyboard, at 320 pixels, in the dark, without script."""

import pytest

from inspections.models import Inspection
from publishing.models import State
from tests.factories.inspections import BodyFactory, FrameworkFactory, released_inspection

UPLOAD = "/admin/inspections/inspection/import/"
ROUND = """body,reported_on,area,grade
Exampleshire,2024-02-16,1,Good
Exampleshire,2024-02-16,2,Adequate
Known,2024-02-16,1,Good
Known,2024-02-16,2,Requires improvement
Steady,2024-02-16,1,Good
Sampleford,2024-02-17,1,Fine
Nowhere,2024-02-17,1,Good
"""


@pytest.fixture(autouse=True)
def waiting(tmp_path, settings):
    options = {"location": tmp_path / "uploads"}
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"import_export": backend}


@pytest.fixture(autouse=True)
def frames_without_script(csp_reports):
    """The preview's frame runs no script, which Chromium says aloud."""
    csp_reports.expect("Blocked script execution in .*/preview/")


@pytest.fixture
def file(site, tmp_path, writer, publisher):
    framework = FrameworkFactory(title="The round", areas=2)
    bodies = {
        name: BodyFactory(slug=name.lower(), name=name) for name in ("Exampleshire", "Sampleford", "Known", "Steady")
    }
    for name in ("Known", "Steady"):
        released_inspection(
            by=writer, release_by=publisher, body=bodies[name], framework=framework, grades=("good", "good")
        )
    path = tmp_path / "round.csv"
    path.write_text(ROUND)
    return path


def sign_in(page, site, client):
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def fill_in(page, file, *, licence="ogl-3"):
    page.goto(UPLOAD)
    page.get_by_label("File:", exact=True).set_input_files(file)
    page.get_by_label("Framework:", exact=True).select_option(label="The round")
    page.get_by_label("Title:").fill("Grades of the round")
    page.get_by_label("Address:", exact=True).fill("https://example.org/grades.csv")
    page.get_by_label("Licence").select_option(licence)
    page.get_by_label("Why grades were changed").fill("The force had supplied wrong data.")
    page.get_by_label("Where that is stated").fill("Letter of the inspectorate")


def press(page, name):
    page.get_by_role("button", name=name).focus()
    page.keyboard.press("Enter")


def upload(page, file):
    """The whole way, with the keyboard: a form that is refused, the preview, back, the preview, and what is stored."""
    page.goto("/admin/inspections/inspection/")
    page.get_by_role("link", name="Upload a round of grades").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{UPLOAD}")
    yield "form"
    fill_in(page, file, licence="")
    press(page, "Show what it would do")
    page.get_by_role("alert").get_by_text("Not done").wait_for()
    page.get_by_text("“round.csv” is still here, until").wait_for()
    yield "refused form"
    page.get_by_label("Licence").select_option("ogl-3")
    press(page, "Show what it would do")
    page.get_by_text("Nothing is stored yet.").wait_for()
    page.get_by_role("cell", name="Area number 2: from Good to Requires improvement").wait_for()
    page.get_by_role("row", name="7 grade Fine not on the scale").wait_for()
    yield "preview"
    press(page, "Back to the form")
    assert page.get_by_label("Title:").input_value() == "Grades of the round"
    press(page, "Show what it would do")
    press(page, "Store 2 drafts and submit them")
    page.get_by_role("status").get_by_text("2 drafts are stored and submitted").wait_for()
    yield "result"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_a_round_is_uploaded_by_keyboard_without_a_barrier(new_page, site, signed_in, writer, file, axe, width, scheme):
    with new_page(viewport={"width": width, "height": 900}, color_scheme=scheme) as page:
        sign_in(page, site, signed_in(writer))
        for _step in upload(page, file):
            axe(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.get_by_role("link", name="Exampleshire").click()
        page.get_by_text("Submitted for review").first.wait_for()
    assert Inspection.objects.filter(state=State.SUBMITTED).count() == 2


def test_nothing_of_it_needs_script(page_without_script, site, signed_in, writer, file):
    sign_in(page_without_script, site, signed_in(writer))
    assert list(upload(page_without_script, file))[-1] == "result"
    assert Inspection.objects.filter(state=State.SUBMITTED).count() == 2


def test_files_are_taken_home_from_the_page(new_page, site, signed_in, writer, file):
    with new_page() as page:
        sign_in(page, site, signed_in(writer))
        page.goto(UPLOAD)
        with page.expect_download() as template:
            press(page, "Download as Excel workbook")
        assert template.value.suggested_filename.endswith("-template.xlsx")
        fill_in(page, file)
        press(page, "Show what it would do")
        with page.expect_download() as refused:
            press(page, "Download what is refused")
        assert "Nowhere" in refused.value.path().read_text()
