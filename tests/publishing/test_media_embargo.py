"""Files stay hidden until a page that uses them is live, and are hidden again when none is."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from publishing import views
from publishing.models import Availability, Listing, MediaFile
from tests.factories.accounts import UserFactory
from tests.factories.media import a_draft_with, a_picture, a_report, released, show
from tests.library import absent, what_a_stranger_learns

pytestmark = pytest.mark.django_db

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def every_address(file: MediaFile) -> list[str]:
    return [file.get_absolute_url(), *(picture.get_absolute_url() for picture in file.pictures)]


class Stage:
    """An edition with a picture, brought into one state of its life."""

    def __init__(self, writer, publisher):
        self.writer, self.publisher = writer, publisher
        self.file = a_picture(writer, now=NOON - 60 * MINUTE)
        with time_machine.travel(NOON - 30 * MINUTE, tick=False):
            self.page = a_draft_with(self.file, writer)

    def draft(self):
        pass

    def submitted(self):
        self.page.submit(by=self.writer)

    def scheduled(self):
        released(self.page, self.publisher, now=NOON - 20 * MINUTE, at=NOON + MINUTE)

    def cancelled(self):
        self.scheduled()
        self.page.unschedule(by=self.publisher, now=NOON - 10 * MINUTE)

    def discarded(self):
        self.page.discard(by=self.writer)

    def live(self):
        released(self.page, self.publisher, now=NOON - 20 * MINUTE)

    def superseded(self):
        self.live()
        second = self.page.new_draft(by=self.writer, now=NOON - 15 * MINUTE)
        second.change_note = "The picture was taken out."
        second.edit(by=self.writer)
        second.blocks.all()[0].delete()
        released(second, self.publisher, now=NOON - 10 * MINUTE)

    def withdrawn(self):
        self.live()
        self.page.withdraw(by=self.publisher, notice="A figure was wrong.", now=NOON - 10 * MINUTE)

    def gone(self):
        self.live()
        return self.page.withdraw(
            by=self.publisher, notice="Shown by mistake.", availability=Availability.GONE, now=NOON - 10 * MINUTE
        )

    def redirected(self):
        self.live()
        other = a_draft_with(a_report(self.writer), self.writer, title="New", slug="new")
        released(other, self.publisher, now=NOON - 15 * MINUTE)
        self.page.withdraw(
            by=self.publisher,
            notice="",
            availability=Availability.REDIRECT,
            redirect_to=other.document,
            now=NOON - 10 * MINUTE,
        )

    def superseded_and_gone(self):
        self.superseded()
        self.page.withdraw(
            by=self.publisher, notice="Shown by mistake.", availability=Availability.GONE, now=NOON - 5 * MINUTE
        )

    def gone_and_back_without_it(self):
        again = self.gone().new_draft(by=self.writer, now=NOON - 8 * MINUTE)
        again.change_note = "Back without the picture."
        again.edit(by=self.writer)
        again.blocks.all()[0].delete()
        released(again, self.publisher, now=NOON - 5 * MINUTE)


HIDDEN = (
    *("draft", "submitted", "scheduled", "cancelled", "discarded"),
    *("gone", "redirected", "superseded_and_gone", "gone_and_back_without_it"),
)
SHOWN = ("live", "superseded", "withdrawn")


@pytest.fixture
def stage(writer, publisher, request):
    stage = Stage(writer, publisher)
    getattr(stage, request.param)()
    return stage


@pytest.mark.parametrize("stage", HIDDEN, indirect=True)
def test_a_stranger_cannot_tell_a_hidden_file_from_an_absent_one(stage, client):
    with time_machine.travel(NOON, tick=False):
        for url in every_address(stage.file):
            name = url.rpartition("/")[2]
            hidden = what_a_stranger_learns(client, url)
            assert hidden[0] == 404
            assert hidden == what_a_stranger_learns(client, reverse("publishing:media", args=[absent(name)]))


@pytest.mark.parametrize("stage", HIDDEN, indirect=True)
def test_staff_see_what_readers_may_not_and_nobody_keeps_it(stage, signed_in):
    client = signed_in(UserFactory())
    with time_machine.travel(NOON, tick=False):
        for url in every_address(stage.file):
            response = client.get(url)
            assert response.status_code == 200
            assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("stage", SHOWN, indirect=True)
def test_what_readers_can_read_they_can_fetch(stage, client):
    with time_machine.travel(NOON, tick=False):
        for url in every_address(stage.file):
            assert client.get(url).status_code == 200


@pytest.mark.parametrize("stage", ["draft", "scheduled", "gone"], indirect=True)
@pytest.mark.parametrize("former", [{"is_active": False}, {"is_staff": False}])
def test_who_is_no_longer_staff_is_a_stranger(stage, former, signed_in):
    person = UserFactory()
    client = signed_in(person)
    type(person).objects.filter(pk=person.pk).update(**former)
    with time_machine.travel(NOON, tick=False):
        assert client.get(stage.file.get_absolute_url()).status_code == 404


def test_somebody_signed_in_without_a_role_is_a_stranger(writer, signed_in):
    person = UserFactory(role=None, is_staff=True)
    file = a_picture(writer)
    assert signed_in(person).get(file.get_absolute_url()).status_code == 404


def test_the_view_alone_keeps_what_staff_see_out_of_every_cache(writer, rf, settings):
    """Whatever the layers above make of an answer without instructions."""
    request = rf.get("/")
    request.user, request.now, request.COOKIES = writer, NOON, {settings.SESSION_COOKIE_NAME: "x"}
    assert views.media(request, a_report(writer).name)["Cache-Control"] == "private, no-store"


def test_hidden_and_absent_names_cost_the_same_statements(writer, publisher, client):
    """What differs in work can be told apart by time."""

    def statements(name):
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("publishing:media", args=[name]))
        return [query["sql"].replace(name[:32], "KEY") for query in captured if "mediafile" in query["sql"]]

    hidden = a_picture(writer)
    released(a_draft_with(hidden, writer, now=NOON), publisher, now=NOON, at=NOON + MINUTE)
    with time_machine.travel(NOON, tick=False):
        for name in (hidden.name, hidden.pictures[0].name):
            assert statements(name) == statements(absent(name))
            assert len(statements(name)) == 1


def test_a_file_is_public_from_its_very_minute(writer, publisher, client):
    file = a_report(writer, now=NOON)
    released(a_draft_with(file, writer), publisher, now=NOON, at=NOON + 5 * MINUTE)
    url = file.get_absolute_url()
    with time_machine.travel(NOON + 5 * MINUTE - dt.timedelta(microseconds=1), tick=False):
        assert client.get(url).status_code == 404
    with time_machine.travel(NOON + 5 * MINUTE, tick=False):
        assert client.get(url).status_code == 200


def test_a_refusal_is_kept_by_no_cache_beyond_the_release(writer, publisher, client):
    file = a_report(writer, now=NOON)
    released(a_draft_with(file, writer), publisher, now=NOON, at=NOON + MINUTE)
    with time_machine.travel(NOON, tick=False):
        response = client.get(file.get_absolute_url())
    assert "s-maxage=60" in response["Cache-Control"]


def test_a_file_taken_away_later_is_kept_by_no_cache_beyond_that(writer, publisher, client):
    file = a_report(writer, now=NOON)
    page = released(a_draft_with(file, writer), publisher, now=NOON)
    page.withdraw(by=publisher, notice="Ends.", availability=Availability.GONE, now=NOON + MINUTE, at=NOON + 2 * MINUTE)
    with time_machine.travel(NOON + MINUTE, tick=False):
        response = client.get(file.get_absolute_url())
        assert response.status_code == 200
        assert "s-maxage=60" in response["Cache-Control"]
    with time_machine.travel(NOON + 2 * MINUTE, tick=False):
        assert client.get(file.get_absolute_url()).status_code == 404


def test_another_document_keeps_a_file_public(writer, publisher, client):
    file = a_report(writer, now=NOON)
    first = released(a_draft_with(file, writer, now=NOON), publisher, now=NOON)
    released(a_draft_with(file, writer, now=NOON, title="Other", slug="other"), publisher, now=NOON)
    first.withdraw(by=publisher, notice="Gone.", availability=Availability.GONE, now=NOON + MINUTE)
    with time_machine.travel(NOON + 2 * MINUTE, tick=False):
        assert client.get(file.get_absolute_url()).status_code == 200


def test_a_file_that_came_back_after_its_page_was_gone_is_public_again(writer, publisher, client):
    file = a_report(writer, now=NOON)
    page = released(a_draft_with(file, writer, now=NOON), publisher, now=NOON)
    gone = page.withdraw(by=publisher, notice="Gone.", availability=Availability.GONE, now=NOON + MINUTE)
    again = gone.new_draft(by=writer, now=NOON + 2 * MINUTE)
    again.change_note = "Back."
    again.edit(by=writer)
    released(again, publisher, now=NOON + 3 * MINUTE)
    with time_machine.travel(NOON + 4 * MINUTE, tick=False):
        assert client.get(file.get_absolute_url()).status_code == 200


def test_a_listing_is_all_that_opens_a_file(writer, publisher, client):
    file = a_picture(writer)
    released(a_draft_with(file, writer), publisher)
    Listing.objects.all().delete()
    assert client.get(file.get_absolute_url()).status_code == 404


def test_a_second_picture_in_a_page_opens_with_it(writer, publisher, client):
    first, second = a_picture(writer), a_report(writer)
    page = a_draft_with(first, writer)
    show(second, page)
    released(page, publisher)
    assert {client.get(file.get_absolute_url()).status_code for file in (first, second)} == {200}
