"""A chief editor looks after the register of cookies, in a browser."""

import pytest
from cookie_consent.models import CookieGroup

from consent import actions, conf, register

from .consent import PAGE, expect_blocks, press


@pytest.fixture
def chosen(db):
    known = register.current()
    for answer in (True, False):
        actions.record_choice(
            answers=dict.fromkeys(known.versions, answer),
            policy=known.policy(conf.site_name()),
            shown=known.policy(conf.site_name()).sha256,
            source="banner",
            is_scripted=True,
            now=actions.timezone.now(),
        )


def test_every_page_of_the_register_is_accessible(signed_in_page, chief, chosen, axe):
    page = signed_in_page(chief)
    group = CookieGroup.objects.get(varname="usage")
    for address in (
        "/admin/cookie_consent/cookiegroup/",
        f"/admin/cookie_consent/cookiegroup/{group.pk}/change/",
        "/admin/cookie_consent/cookie/add/",
        f"/admin/cookie_consent/cookiegroup/ask-again/?group={group.pk}",
        "/admin/consent/consentevent/",
        "/admin/consent/policysnapshot/",
    ):
        page.goto(address)
        axe(page)


def test_asking_everyone_again_is_seen_by_a_visitor(signed_in_page, chief, new_page, csp_reports):
    csp_reports.expect("404")
    group = CookieGroup.objects.get(varname="usage")
    with new_page() as visitor:
        visitor.goto(PAGE)
        press(visitor, "Reject additional cookies")
        expect_blocks(visitor, "cc-rejected")
        desk = signed_in_page(chief)
        desk.goto(f"/admin/cookie_consent/cookiegroup/ask-again/?group={group.pk}")
        desk.get_by_role("button", name="Ask everyone again").click()
        desk.get_by_text("Every visitor is asked again").wait_for()
        visitor.goto(PAGE)
        expect_blocks(visitor, "cc-ask")
