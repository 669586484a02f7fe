"""Who and what is on record here shows with what is published about it, and not a minute before."""

import datetime as dt

import pytest
from django.utils.http import urlencode

from inspections.models import Organisation
from publishing.models import Frozen
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ProgrammeFactory,
    draft_inspection,
    london,
    release,
    released_inspection,
    scheduled_inspection,
)
from tests.factories.news import draft_article, released_article

pytestmark = pytest.mark.django_db

KINDS_OF_FEED = ("atom", "rss", "json")
OF_A_BODY = [
    *("/bodies/{}/", "/bodies/{}/data.json", "/inspections/?body={}", "/compare/?body={}&framework=used"),
    *(f"/data/{name}?body={{}}" for name in ("judgments.csv", "judgments.json", "changes.csv")),
    *(f"/bodies/{{}}/feed.{kind}" for kind in KINDS_OF_FEED),
]
OF_A_PROGRAMME = [
    *("/programmes/{}/", "/data/judgments.csv?programme={}", "/inspections/?programme={}"),
    *(f"/programmes/{{}}/feed.{kind}" for kind in KINDS_OF_FEED),
]
OF_AN_AREA = ["/areas/{}/", *(f"/areas/{{}}/feed.{kind}" for kind in KINDS_OF_FEED)]
OF_A_FRAMEWORK = ["/data/judgments.csv?framework={}", "/programmes/used/?version={}", "/compare/?framework={}"]


@pytest.fixture
def hidden(people):
    """`hidden(state)`: a body and a framework that nothing readers find is about, as `state` says."""
    used = FrameworkFactory(areas=1, slug="used", programme=ProgrammeFactory(slug="used"))
    released_inspection(**people, framework=used, grades=["good"])

    def hide(state):
        body = BodyFactory(slug="veiled", name="Veiled Police")
        framework = FrameworkFactory(slug="veiled", areas=1, programme=ProgrammeFactory(slug="veiled", name="Veiled"))
        if state == "on record":
            return
        draft = draft_inspection(by=people["by"], body=body, framework=framework, grades=["good"])
        article = draft_article(people["by"], publisher=body)
        if state == "scheduled":
            for edition in (draft, article):
                edition.submit(by=people["by"], now=london(2024, 3, 1))
                edition.release(by=people["release_by"], now=london(2024, 3, 1), at=london(2090, 1, 1))
        elif state == "gone":
            release(draft, **people, at=london(2024, 3, 1))
            draft.withdraw(by=people["release_by"], now=london(2024, 4, 1), notice="Gone.", availability="gone")

    return hide


def answer(client, address, slug):
    response = client.get(address.format(slug))
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, response["Content-Type"], content.decode().replace(slug, "…")


@pytest.mark.parametrize("state", ["on record", "drafted", "scheduled", "gone"])
def test_what_nothing_public_names_is_answered_as_what_does_not_exist(client, hidden, state):
    hidden(state)
    pairs = [(address, "veiled", "nobody") for address in (*OF_A_BODY, *OF_A_PROGRAMME, *OF_A_FRAMEWORK)]
    pairs += [(address, "veiled-area-1", "nowhere-area-1") for address in OF_AN_AREA]
    for address, slug, absent in pairs:
        assert answer(client, address, slug) == answer(client, address, absent), address


def test_no_name_of_a_hidden_body_is_known_to_the_comparison(client, hidden):
    hidden("scheduled")
    body = Organisation.objects.get(slug="veiled")
    body.aliases.create(text="The Veiled Ones")
    body.names.create(name="Once Veiled", valid_to=dt.date(2010, 1, 1))
    for name in ("Veiled Police", "veiled police", "The Veiled Ones", "Once Veiled"):
        html = client.get("/compare/?" + urlencode({"framework": "used", "body": name})).content.decode()
        assert f"No inspected body is called “{name}”." in html
        assert "/bodies/veiled/" not in html


def test_a_body_is_there_from_the_minute_of_its_first_inspection(client, people, clock):
    body = BodyFactory(slug="newcomer")
    scheduled_inspection(**people, body=body, now=london(2024, 3, 1), at=london(2024, 3, 2))
    for moment, is_hidden in (((2024, 3, 2, 8, 59), True), ((2024, 3, 2, 9), False)):
        with clock(*moment):
            for address in OF_A_BODY:
                alike = answer(client, address, "newcomer") == answer(client, address, "nobody")
                assert alike == is_hidden, address


def test_a_body_whose_only_inspection_is_withdrawn_is_there_with_the_notice(client, people):
    edition = released_inspection(**people, body=BodyFactory(slug="example"))
    edition.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="It was wrong.")
    assert "It was wrong." in client.get("/bodies/example/").content.decode()
    for address in OF_A_BODY:
        assert client.get(address.format("example")).status_code == 200, address


def test_a_body_that_says_something_is_there_while_it_can_be_read(client, people, clock):
    def statuses():
        return {client.get(address.format("speaker")).status_code for address in (*OF_A_BODY[:3], *OF_A_BODY[-3:])}

    body = BodyFactory(slug="speaker")
    article = released_article(people["by"], people["release_by"], now=london(2024, 3, 2), publisher=body)
    with clock(2024, 3, 1):
        assert statuses() == {404}
    assert statuses() == {200}
    article.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="Gone.", availability="gone")
    assert statuses() == {404}


def test_data_know_a_body_as_of_the_moment_asked_for(client, people):
    released_inspection(**people, body=BodyFactory(slug="example"), at=london(2024, 3, 2))
    for address in ("/bodies/example/data.json?", "/data/judgments.csv?body=example&"):
        statuses = [client.get(f"{address}as_of={day}").status_code for day in ("2024-03-01", "2024-03-02")]
        assert statuses == [404, 200]


def test_a_body_names_the_one_before_it_only_while_that_is_public(client, people):
    before = BodyFactory(slug="before", name="Beforeshire Police")
    released_inspection(**people, body=BodyFactory(slug="example", predecessor=before))
    page, data = "/bodies/example/", "/bodies/example/data.json"
    assert "Beforeshire" not in client.get(page).content.decode()
    assert client.get(data).json()["predecessor"] is None
    released_inspection(**people, body=before)
    assert '<a href="/bodies/before/"' in client.get(page).content.decode()
    assert client.get(data).json()["predecessor"] == "before"


def test_an_areas_page_names_no_earlier_area_of_a_framework_that_is_not_public(client, people):
    earlier, later = FrameworkFactory(areas=1), FrameworkFactory(areas=1)
    released_inspection(**people, framework=later, grades=["good"])
    later.links_into.create(
        from_area=earlier.areas.get(), to_area=later.areas.get(), kind="same", reason="Known.", source="Us"
    )
    address = later.areas.get().get_absolute_url()
    assert earlier.areas.get().get_absolute_url() not in client.get(address).content.decode()
    released_inspection(**people, framework=earlier, grades=["good"])
    assert earlier.areas.get().get_absolute_url() in client.get(address).content.decode()


def test_the_address_of_a_publisher_stays_once_readers_may_know_it(people):
    body = BodyFactory(slug="speaker")
    released_article(people["by"], people["release_by"], publisher=body)
    body.slug = "another"
    with pytest.raises(Frozen):
        body.save()
