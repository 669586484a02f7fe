"""What can be proved afterwards: what was shown and what was chosen, never who chose."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import translation

from consent import actions, conf, register
from consent.models import ConsentEvent, PolicySnapshot


def test_an_event_holds_the_choice_the_words_the_hour_and_nothing_else(choose):
    with time_machine.travel(datetime(2030, 5, 4, 13, 47, 11, tzinfo=UTC), tick=False):
        choose("reject", headers={"User-Agent": "Spy/1.0", "X-Forwarded-For": "192.0.2.1"})
    row = ConsentEvent.objects.values().get()
    assert set(row) == {"id", "snapshot_id", "choices", "outcome", "source", "is_scripted", "hour"}
    assert row["choices"] == {"preferences": False, "usage": False}
    assert (row["outcome"], row["source"], row["is_scripted"]) == ("rejected", "banner", False)
    assert row["hour"] == datetime(2030, 5, 4, 13, tzinfo=UTC)


def test_an_event_tells_page_from_banner_and_script_from_none(choose, save_page):
    choose("accept", json=True)
    save_page(usage="yes", preferences="no")
    rows = ConsentEvent.objects.order_by("pk").values_list("outcome", "source", "is_scripted")
    assert list(rows) == [("accepted", "banner", True), ("mixed", "page", False)]


def test_the_snapshot_reproduces_what_was_shown(client, choose):
    page = client.get("/design/").content.decode()
    choose("accept")
    snapshot = ConsentEvent.objects.get().snapshot
    assert f'name="policy" value="{snapshot.sha256}"' in page
    for words in snapshot.wording["banner"].values():
        assert words in page
    cookies_page = client.get("/cookies/").content.decode()
    assert f'name="policy" value="{snapshot.sha256}"' in cookies_page
    for words in snapshot.wording["page"].values():
        assert words in cookies_page
    groups = {group["group"]: group for group in snapshot.register}
    assert groups["usage"]["cookies"][0]["name"] == "candour_visit"
    assert groups["usage"]["version"] == register.current().versions["usage"]


def test_a_hash_we_never_showed_proves_nothing(choose):
    choose("accept", policy="0" * 64)
    assert ConsentEvent.objects.get().snapshot is None


def test_changing_the_register_keeps_the_policy_with_its_author(add_cookie, writer):
    with actions.change_register(by=writer):
        pass
    assert PolicySnapshot.objects.filter(changed_by=str(writer)).exists()
    before = PolicySnapshot.objects.count()
    add_cookie("usage", "another")
    assert PolicySnapshot.objects.count() > before


def test_words_changed_by_a_deployment_are_kept_by_the_next_tick(db, settings):
    actions.tick()
    before = PolicySnapshot.objects.count()
    actions.tick()
    assert PolicySnapshot.objects.count() == before
    settings.CONSENT_SITE_NAME = "Another name"
    actions.tick()
    assert PolicySnapshot.objects.count() > before


def test_another_language_is_another_policy(db, group):
    detail = group("usage").detail
    detail.translations = {"cy": {"name": "Cwcis defnydd"}}
    detail.save()
    register.forget()
    english = register.current().policy(conf.site_name())
    with translation.override("cy"):
        welsh = register.current().policy(conf.site_name())
    assert english.sha256 != welsh.sha256
    assert any(shown["name"] == "Cwcis defnydd" for shown in welsh.register)
    assert not any(shown["name"] == "Cwcis defnydd" for shown in english.register)


def test_a_snapshot_is_never_changed(choose):
    choose("accept")
    snapshot = PolicySnapshot.objects.first()
    with pytest.raises(TypeError):
        snapshot.save()


def test_a_snapshot_that_an_event_rests_on_cannot_be_deleted(choose):
    from django.db.models import ProtectedError

    choose("accept")
    with pytest.raises(ProtectedError), transaction.atomic():
        ConsentEvent.objects.get().snapshot.delete()


def test_events_go_when_their_time_is_over_and_not_before(choose, settings):
    settings.CONSENT_KEEP_EVENTS_DAYS = 30
    choose("accept")
    made = ConsentEvent.objects.get().hour
    assert actions.purge_events(now=made + timedelta(days=30)) == 0
    assert actions.purge_events(now=made + timedelta(days=30, seconds=1)) == 1
    assert not ConsentEvent.objects.exists()


def test_a_flood_of_posts_writes_few_events_and_saves_every_choice(choose, settings):
    settings.CONSENT_EVENTS_PER_MINUTE = 5
    for _ in range(40):
        assert choose("accept").status_code == 303
    assert ConsentEvent.objects.count() == 5


@pytest.mark.drill
def test_10000_posts_stay_bounded(choose):
    for _ in range(10_000):
        assert choose("accept").status_code == 303
    assert 0 < ConsentEvent.objects.count() < 10_000
    assert len(actions._written) <= conf.events_per_minute()


def test_events_are_written_again_after_a_minute(choose, settings, monkeypatch):
    settings.CONSENT_EVENTS_PER_MINUTE = 1
    clock = [0.0]
    monkeypatch.setattr(actions, "monotonic", lambda: clock[0])
    choose("accept")
    choose("accept")
    clock[0] = 61.0
    choose("accept")
    assert ConsentEvent.objects.count() == 2


@pytest.mark.parametrize("column", ["outcome", "source"])
def test_the_database_refuses_a_word_it_does_not_know(choose, column):
    from django.db import IntegrityError

    choose("accept")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentEvent.objects.update(**{column: "x"})
    assert connection.is_usable()
