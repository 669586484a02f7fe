"""Whatever changes what readers see moves the site's version, which caches and the tables' ETags ask for."""

import pytest
from django.contrib import admin
from django.core.management import call_command

from inspections.models import AreaLink, Organisation, Programme
from news.models import Topic
from publishing.desk import EditionAdmin, ShownToReaders
from publishing.models import SiteVersion
from tests.factories.inspections import BodyFactory, FrameworkFactory, released_inspection
from tests.factories.news import TopicFactory
from tests.newsroom import typed

pytestmark = pytest.mark.django_db

# Why readers' pages show nothing of them, or learn of a change by themselves.
NOT_SHOWN = {
    "accounts.User": "people of the newsroom are not named to readers",
    "consent.ConsentEvent": "proof, for those who run the site",
    "cookie_consent.Cookie": "the register has a version of its own, which every page asks for",
    "cookie_consent.CookieGroup": "as cookies",
    "consent.PolicySnapshot": "proof, for those who run the site",
    "publishing.Document": "a working title, for colleagues",
    "publishing.LookLater": "a list for colleagues",
    "publishing.MediaFile": "frozen before a page that shows it is released",
    "website.Feedback": "readers' words, for colleagues",
}


def test_every_admin_of_what_readers_see_tells_caches_of_a_change():
    forgotten = [
        model._meta.label
        for model, desk in admin.site._registry.items()
        if not isinstance(desk, EditionAdmin | ShownToReaders) and model._meta.label not in NOT_SHOWN
    ]
    assert forgotten == []


def test_what_is_listed_as_not_shown_is_at_the_desk():
    assert set(NOT_SHOWN) <= {model._meta.label for model in admin.site._registry}


@pytest.fixture
def moves(chief, signed_in):
    """`moves(address, ...)` posts a form of the desk and says whether the site's version moved on."""
    desk = signed_in(chief)

    def post(address, **said):
        before, form = SiteVersion.current(), desk.get(address)
        data = {"post": "yes"} if address.endswith("/delete/") else typed(form, **said)
        assert desk.post(address, data).status_code == 302
        return SiteVersion.current() != before

    return post


def test_a_row_that_is_added_changed_or_deleted_moves_it(moves):
    assert moves("/admin/inspections/organisation/add/", kind="body", name="Example", slug="example")
    body = Organisation.objects.get(slug="example")
    assert moves(f"/admin/inspections/organisation/{body.pk}/change/", region="North")
    assert moves(f"/admin/inspections/organisation/{body.pk}/delete/")
    topic = TopicFactory(name="Crime")
    assert moves(f"/admin/news/topic/{topic.pk}/change/", name="Crimes")
    assert Topic.objects.get().name == "Crimes"


def test_a_bodys_new_name_moves_it_and_leaves_released_rows_as_they_were(moves, client, writer, publisher):
    edition = released_inspection(by=writer, release_by=publisher, body=BodyFactory(name="Exampleshire Police"))
    address = f"/admin/inspections/organisation/{edition.body_id}/change/"
    etags = [client.head("/data/judgments.csv")["ETag"]]
    new = {"names-0-name": "Exampleshire Constabulary", "names-0-valid_from": "2024-02-17", "names-TOTAL_FORMS": "1"}
    assert moves(address, **new)
    etags.append(client.head("/data/judgments.csv")["ETag"])
    assert moves(address, **{"names-0-valid_to": "2025-01-01"})
    etags.append(client.head("/data/judgments.csv")["ETag"])
    assert len(set(etags)) == 3
    said = b"".join(client.get("/data/judgments.csv"))
    assert b"Exampleshire Police" in said
    assert b"Exampleshire Constabulary" not in said


def test_a_link_between_areas_moves_it_however_it_is_replaced(moves, chief):
    earlier, later = FrameworkFactory(areas=1), FrameworkFactory(areas=1)
    link = AreaLink.objects.create(
        from_area=earlier.areas.get(), to_area=later.areas.get(), into=later, kind="same", reason="So.", source="Us"
    )
    assert moves(f"/admin/inspections/arealink/{link.pk}/change/", reason="Better.", why="It was wrong.")
    before = SiteVersion.current()
    AreaLink.objects.current().get().replace(by=chief, why="Wrong again.", reason="Best.")
    assert SiteVersion.current() != before


def test_loading_reference_data_moves_it():
    before = SiteVersion.current()
    call_command("load_frameworks", verbosity=0)
    assert Programme.objects.exists()
    assert SiteVersion.current() != before


def test_what_is_refused_moves_nothing(moves, client, chief, signed_in, writer):
    body, before = BodyFactory(), SiteVersion.current()
    address = f"/admin/inspections/organisation/{body.pk}/change/"
    assert signed_in(writer).post(address, {"name": "Another"}).status_code == 403
    assert signed_in(chief).post(address, {"name": ""}).status_code == 200
    assert SiteVersion.current() == before
