"""Standing pages and the front page: what is live, at the address it has."""

import datetime as dt

import pytest
import time_machine

from publishing.models import Availability, Stopped
from tests.factories.news import released_article
from tests.factories.pages import draft_page, next_edition, released_page, submitted_page

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)
SOON = NOW + dt.timedelta(minutes=2)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False):
        yield


def at(moment):
    return time_machine.travel(moment, tick=False)


def test_a_standing_page_shows_its_text_and_when_it_changed(client, writer, publisher):
    page = released_page(writer, publisher, title="Accessibility", slug="accessibility", text="<h2>What we test</h2>")
    content = client.get("/accessibility/").content.decode()
    assert "<h1" in content and ">Accessibility</h1>" in content
    assert "<h2>What we test</h2>" in content
    assert "1 June 2024" in content
    assert "Changes to this page" not in content
    with at(NOW + dt.timedelta(days=1)):
        next_edition(page, writer, publisher, change_note="We now test print, too.")
        content = client.get("/accessibility/").content.decode()
        assert "We now test print, too." in content and "First published." in content


def test_a_minor_change_is_no_news_about_the_page(client, writer, publisher):
    page = released_page(writer, publisher, slug="about", text="<p>Wrods.</p>")
    with at(NOW + dt.timedelta(days=1)):
        next_edition(page, writer, publisher, minor_change=True, change_note="")
        content = client.get("/about/").content.decode()
    assert "2 June 2024" not in content and "Changes to this page" not in content


def test_a_draft_and_a_scheduled_page_are_not_found(client, writer, publisher):
    draft_page(writer, slug="drafted")
    released_page(writer, publisher, slug="scheduled", at=SOON)
    assert {client.get(f"/{slug}/").status_code for slug in ("drafted", "scheduled")} == {404}
    with at(SOON):
        assert client.get("/scheduled/").status_code == 200
        assert client.get("/drafted/").status_code == 404


def test_an_unknown_address_and_a_hidden_one_give_the_same_answer(client, writer, publisher):
    released_page(writer, publisher, slug="hidden-one", at=SOON)
    hidden, absent = client.get("/hidden-one/"), client.get("/absent-one/")
    assert hidden.content.replace(b"hidden-one", b"absent-one") == absent.content
    differing = {"ETag", "Content-Length"}
    assert {k: v for k, v in hidden.items() if k not in differing} == {
        k: v for k, v in absent.items() if k not in differing
    }


def test_an_old_address_leads_to_the_new_one(client, writer, publisher):
    page = released_page(writer, publisher, slug="old-name")
    next_edition(page, writer, publisher, slug="new-name", now=NOW + dt.timedelta(seconds=1))
    with at(SOON):
        response = client.get("/old-name/")
    assert (response.status_code, response["Location"]) == (301, "/new-name/")


def test_a_withdrawn_page_stays_readable_under_its_notice(client, writer, publisher):
    page = released_page(writer, publisher, slug="figures", text="<p>Ninety.</p>")
    with at(SOON):
        page.withdraw(by=publisher, notice="The figures were wrong.")
        response = client.get("/figures/")
    content = response.content.decode()
    assert response.status_code == 200
    assert content.index("The figures were wrong.") < content.index("<h1") < content.index("Ninety.")
    assert "Withdrawn on 1 June 2024" in content
    assert '<meta name="robots" content="noindex">' in content


def test_a_removed_page_says_so_and_shows_none_of_it(client, writer, publisher):
    page = released_page(writer, publisher, slug="figures", title="The figures", text="<p>Ninety.</p>")
    with at(SOON):
        page.withdraw(by=publisher, notice="They named a victim.", availability=Availability.GONE)
        response = client.get("/figures/")
    assert response.status_code == 410
    content = response.content.decode()
    assert "They named a victim." in content and '<time datetime="2024-06-01">1 June 2024</time>' in content
    assert "Ninety" not in content and "The figures" not in content


def test_a_page_can_lead_to_what_took_its_place(client, writer, publisher):
    page, better = released_page(writer, publisher, slug="old"), released_page(writer, publisher, slug="better")
    with at(SOON):
        page.withdraw(by=publisher, notice="", availability=Availability.REDIRECT, redirect_to=better.document)
        response = client.get("/old/")
    assert (response.status_code, response["Location"]) == (302, "/better/")


@pytest.mark.parametrize("slug", ["media", "performance", "news", "admin", "feedback", "cookies", "inspections"])
def test_a_page_cannot_take_the_address_of_another_part(writer, publisher, slug):
    page = submitted_page(writer, slug=slug)
    with pytest.raises(Stopped, match="Another part of the site has this address"):
        page.release(by=publisher)


# --- The front page ---------------------------------------------------------------------------------------


def test_the_front_page_lists_the_latest_news(client, writer, publisher):
    articles = [
        released_article(writer, publisher, now=NOW - dt.timedelta(days=7 - number), title=f"Story number {number}")
        for number in range(7)
    ]
    content = client.get("/").content.decode()
    places = [content.find(f">{article.title}<") for article in reversed(articles)]
    assert places[:5] == sorted(places[:5]) and -1 not in places[:5]
    assert places[5:] == [-1, -1]


def test_an_empty_site_says_what_is_missing(client):
    content = client.get("/").content.decode()
    assert "No news has been published yet." in content
    assert "No inspection has been published yet." in content


def test_a_scheduled_article_reaches_the_front_page_at_its_minute(client, writer, publisher):
    released_article(writer, publisher, at=SOON, title="Not yet")
    with at(SOON - dt.timedelta(seconds=1)):
        assert "Not yet" not in client.get("/").content.decode()
    with at(SOON):
        assert "Not yet" in client.get("/").content.decode()


def test_the_front_page_is_kept_until_the_next_scheduled_minute(client, writer, publisher):
    released_article(writer, publisher, at=SOON)
    assert "s-maxage=120, stale-while-revalidate=0" in client.get("/")["Cache-Control"]
    assert "s-maxage=120, stale-while-revalidate=0" in client.get("/nothing/")["Cache-Control"]
    with at(SOON - dt.timedelta(milliseconds=1)):
        assert "s-maxage=0, stale-while-revalidate=0" in client.get("/")["Cache-Control"]
    with at(SOON):
        assert "s-maxage=300, stale-while-revalidate=30" in client.get("/")["Cache-Control"]


def test_a_released_edition_gives_the_page_another_fingerprint(client, writer, publisher):
    before = client.get("/")["ETag"]
    assert client.get("/", headers={"If-None-Match": before}).status_code == 304
    released_article(writer, publisher)
    assert client.get("/", headers={"If-None-Match": before}).status_code == 200
