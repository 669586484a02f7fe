"""The pages of inspections with everything they can hold, as the demonstration has them, looked at in a browser."""

import pytest
from django.core.management import call_command

from .looks import DARK, FORCED, LIGHT

PAGES = [
    "/inspections/exampleshire-police-demonstration-2013/",  # findings, practice, figures, quotations, an answer
    "/inspections/exampleshire-police-demonstration-2013-revisit/",
    "/inspections/birchwater-police-demonstration-2013/",  # a grade carried forward
    "/inspections/greywater-police-demonstration-2013/",  # withdrawn
    "/inspections/northamptonshire-police-peel-2023-25/",
    "/bodies/exampleshire-police/",
    "/bodies/greywater-police/",
]
FOUND = PAGES[0]


@pytest.fixture
def demo(site, media_folder, settings):
    settings.IS_LAPTOP = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow ones protect nobody here
    call_command("demo", verbosity=0)


def test_inspections_fit_the_screen_and_a_reader_is_led_to_each_finding(demo, new_page, axe):
    for width, looks in ((320, [LIGHT]), (1280, [LIGHT, DARK, FORCED])):
        with new_page(viewport={"width": width, "height": 800}) as page:
            for address in PAGES:
                page.goto(address)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, address
                axe(page, *looks)
    with new_page() as page:
        page.goto(FOUND)
        page.locator(".tracker").get_by_role("link", name="Recommendation: Each victim").press("Enter")
        assert page.url.endswith("#finding-R2")
        assert page.locator("#finding-R2").is_visible()


def test_on_paper_the_text_is_larger_than_what_stands_beside_it(demo, new_page):
    with new_page() as page:
        page.goto(FOUND)
        page.emulate_media(media="print")
        text, beside = (
            page.locator(f"#finding-R2 > {one}").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
            for one in ("p:not([class])", ".chapter__facts")
        )
        assert text > beside
