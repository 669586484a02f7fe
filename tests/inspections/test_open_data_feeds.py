"""Feeds of a body, a programme and an area."""

from xml.etree import ElementTree

import pytest

from inspections.models import Inspection
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    london,
    regrade,
    release,
    released_inspection,
    scheduled_inspection,
)
from tests.factories.news import released_article

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
THINGS = ("bodies/exampleshire", "programmes/peel", "areas/peel-23-area-2")
EVERY = [f"/{thing}/feed.{kind}" for thing in THINGS for kind in ("atom", "rss", "json")]


def atom(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return [
        {child.tag.removeprefix(ATOM): (child.text or child.get("href")) for child in entry}
        for entry in ElementTree.fromstring(response.content).iter(f"{ATOM}entry")
    ]


def test_an_entry_is_an_inspection_under_an_id_that_stays(client, edition):
    (entry,) = atom(client, "/bodies/exampleshire/feed.atom")
    assert entry["id"] == f"urn:uuid:{edition.document.uuid}"
    assert entry["title"] == edition.title
    assert entry["link"].endswith("/inspections/peel/")
    assert entry["published"] == entry["updated"] == "2024-02-16T09:00:00+00:00"
    assert "<li>Area number 2: Adequate</li>" in entry["summary"]
    assert atom(client, "/programmes/peel/feed.atom") == [entry]


def test_the_three_formats_hold_the_same(client, edition):
    (entry,) = atom(client, "/bodies/exampleshire/feed.atom")
    rss = client.get("/bodies/exampleshire/feed.rss")
    assert rss["Content-Type"] == "application/rss+xml; charset=utf-8"
    (item,) = ElementTree.fromstring(rss.content).iter("item")
    assert item.findtext("guid") == entry["id"]
    assert item.find("guid").get("isPermaLink") == "false"
    assert item.findtext("description") == entry["summary"]
    answer = client.get("/bodies/exampleshire/feed.json")
    assert answer["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/bodies/exampleshire/feed.json")
    assert feed["items"][0]["id"] == entry["id"]
    assert feed["items"][0]["content_html"] == entry["summary"]


def test_a_feed_names_what_readers_programs_require(client, edition, settings):
    feed = ElementTree.fromstring(client.get("/bodies/exampleshire/feed.atom").content)
    for name in ("id", "title", "updated", "author"):
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == settings.SITE_NAME
    assert feed.find(f"{ATOM}link[@rel='self']").get("href").endswith("/bodies/exampleshire/feed.atom")
    assert client.get("/bodies/exampleshire/feed.json").json()["authors"][0]["name"] == settings.SITE_NAME


def test_a_regrade_brings_the_entry_up_again_and_says_what_changed(client, edition, people):
    regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="requires-improvement")
    (entry,) = atom(client, "/bodies/exampleshire/feed.atom")
    assert entry["id"] == f"urn:uuid:{edition.document.uuid}"
    assert entry["updated"] == "2024-08-08T08:00:00+00:00"
    assert entry["published"] == "2024-02-16T09:00:00+00:00"
    assert "Area number 2: changed from adequate to requires improvement on 8 August 2024." in entry["summary"]
    assert "The data it rested on was wrong." in entry["summary"]


def test_a_minor_change_does_not_bring_an_entry_up(client, edition, people):
    before = atom(client, "/bodies/exampleshire/feed.atom")
    draft = edition.new_draft(by=people["by"], now=london(2024, 9, 1))
    draft.minor_change = True
    draft.edit(by=people["by"], now=london(2024, 9, 1))
    release(draft, **people, at=london(2024, 9, 1))
    assert atom(client, "/bodies/exampleshire/feed.atom") == before


def test_an_areas_entry_is_its_judgment_and_moves_with_it_alone(client, edition, people):
    (entry,) = atom(client, "/areas/peel-23-area-2/feed.atom")
    assert entry["id"] == f"urn:uuid:{edition.document.uuid}#2"
    assert entry["title"] == "Exampleshire Police: Adequate"
    second = regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="good")
    assert atom(client, "/areas/peel-23-area-2/feed.atom") == [entry]
    regrade(second, **people, at=london(2024, 9, 9), area="2", grade="good")
    (changed,) = atom(client, "/areas/peel-23-area-2/feed.atom")
    assert (changed["title"], changed["updated"]) == ("Exampleshire Police: Good", "2024-09-09T08:00:00+00:00")
    assert "changed from adequate to good" in changed["summary"]


def test_feeds_hold_their_own_and_no_other(client, edition, people):
    other = released_inspection(**people, grades=["good"])
    assert len(atom(client, "/bodies/exampleshire/feed.atom")) == 1
    assert len(atom(client, f"/bodies/{other.body.slug}/feed.atom")) == 1
    assert len(atom(client, "/programmes/peel/feed.atom")) == 1


@pytest.mark.parametrize("address", EVERY)
def test_what_is_gone_is_in_no_feed(client, edition, people, address):
    about = {"framework": edition.framework, "body": edition.body, "kind": "revisit"}
    released_inspection(**people, **about, slug="other", title="Another")
    edition.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="Wrong.", availability="gone")
    text = client.get(address).content.decode()
    assert "Another" in text
    assert edition.title not in text
    assert "/inspections/peel/" not in text


@pytest.mark.parametrize("address", EVERY)
def test_a_scheduled_inspection_is_in_no_feed_before_its_minute(client, edition, people, address, clock):
    scheduled_inspection(
        **people,
        at=london(2024, 3, 2),
        framework=edition.framework,
        body=edition.body,
        now=london(2024, 3, 1),
        slug="next",
    )
    with clock(2024, 3, 2, 8, 59):
        before = client.get(address)
        assert b"/inspections/next/" not in before.content
        assert "s-maxage=60" in before["Cache-Control"]
    with clock(2024, 3, 2, 9):
        assert b"/inspections/next/" in client.get(address).content


@pytest.mark.parametrize("thing", ["bodies", "programmes", "areas"])
def test_there_is_no_feed_of_what_does_not_exist(client, thing):
    assert client.get(f"/{thing}/nothing/feed.atom").status_code == 404


def test_a_programme_and_an_area_without_anything_public_are_as_if_absent(client):
    framework = FrameworkFactory(areas=1)
    for address in (f"/programmes/{framework.programme.slug}/", f"/areas/{framework.areas.get().slug}/"):
        assert client.get(f"{address}feed.atom").status_code == 404


def test_an_empty_feed_is_the_same_twice(client, people, clock):
    released_article(people["by"], people["release_by"], now=london(2024, 2, 1), publisher=BodyFactory(slug="quiet"))
    with clock(2024, 3, 1):
        first = client.get("/bodies/quiet/feed.atom")
    with clock(2024, 4, 1):
        assert client.get("/bodies/quiet/feed.atom").content == first.content
    assert atom(client, "/bodies/quiet/feed.atom") == []


@pytest.mark.parametrize("kind", ["atom", "rss", "json"])
def test_signs_that_xml_cannot_say_are_left_out(client, people, edition, kind):
    title = "Bell \x07, escape \x1b, form feed \x0c, end \uffff, 1 < 2 & ]]>"
    released_inspection(**people, body=edition.body, grades=["good"], title=title, slug="odd")
    response = client.get(f"/bodies/exampleshire/feed.{kind}")
    said = "Bell , escape , form feed , end , 1 < 2 & ]]>"
    if kind == "json":
        assert said in [item["title"] for item in response.json()["items"]]
    else:
        assert said in [element.text for element in ElementTree.fromstring(response.content).iter()]


def test_markup_in_an_editors_words_is_text_in_the_entry(client, people, edition):
    odd = released_inspection(**people, body=edition.body, grades=["good"], slug="odd")
    # No release lets markup pass: this one is taken to be older than that rule.
    Inspection.objects.filter(pk=odd.pk).update(summary="<script>alert(1)</script>")
    assert any("&lt;script&gt;" in entry["summary"] for entry in atom(client, "/bodies/exampleshire/feed.atom"))
    assert not any("<script>" in entry["summary"] for entry in atom(client, "/bodies/exampleshire/feed.atom"))


@pytest.mark.parametrize("address", EVERY)
def test_a_feed_is_open_to_scripts_kept_by_caches_and_not_sent_again_unchanged(client, edition, address):
    first = client.get(address)
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert first["Cache-Control"].startswith("public, ")
    assert not first.cookies
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_feed_costs_the_same_whatever_is_in_it(client, edition, people, django_assert_num_queries):
    with django_assert_num_queries(5):
        client.get("/programmes/peel/feed.atom")
    for number in range(3):
        other = released_inspection(**people, framework=edition.framework, slug=f"other-{number}")
        regrade(other, **people, at=london(2024, 8, 8), area="2", grade="adequate")
    with django_assert_num_queries(5):
        assert client.get("/programmes/peel/feed.atom").content.count(b"<entry>") == 4


@pytest.mark.parametrize("address", ["/bodies/exampleshire/", "/programmes/peel/", "/areas/peel-23-area-2/"])
def test_pages_lead_to_their_feeds(client, edition, address):
    page = client.get(address).content.decode()
    for kind, content_type in (("atom", "atom+xml"), ("rss", "rss+xml"), ("json", "feed+json")):
        assert f'type="application/{content_type}" href="{address}feed.{kind}"' in page
        assert f'<a href="{address}feed.{kind}">' in page


def test_pages_without_anything_to_read_lead_to_no_feed(client):
    framework = FrameworkFactory(areas=1)
    for address in (f"/programmes/{framework.programme.slug}/", f"/areas/{framework.areas.get().slug}/"):
        response = client.get(address)
        assert response.status_code == 404 or f"{address}feed." not in response.content.decode()
