"""The site's clockwork: what is past its time goes, what is not stays, and twice does no harm."""

import datetime as dt

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command

from consent import actions, conf, register
from consent.models import ConsentEvent, PolicySnapshot
from website.models import Feedback

pytestmark = pytest.mark.django_db

SENT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def tick(at: dt.datetime, capsys) -> list[str]:
    with time_machine.travel(at, tick=False):
        call_command("tick")
    return capsys.readouterr().out.splitlines()


def test_a_readers_message_goes_when_its_year_is_over_and_not_before(capsys):
    Feedback.objects.create(wrong="The date is wrong.", created_at=SENT)
    later = Feedback.objects.create(wrong="So is the time.", created_at=SENT + DAY)
    assert "0 messages from readers deleted" in tick(SENT + 365 * DAY, capsys)
    assert "1 messages from readers deleted" in tick(SENT + 365 * DAY + dt.timedelta(minutes=1), capsys)
    assert Feedback.objects.get() == later
    assert "0 messages from readers deleted" in tick(SENT + 365 * DAY + dt.timedelta(minutes=1), capsys)


def test_a_consent_event_goes_when_its_time_is_over(settings, capsys):
    known = register.current()
    policy = known.policy(conf.site_name())
    answers = dict.fromkeys(known.versions, True)
    actions.record_choice(
        answers=answers, policy=policy, shown=policy.sha256, source="banner", is_scripted=True, now=SENT
    )
    assert ConsentEvent.objects.count() == 1
    settings.CONSENT_KEEP_EVENTS_DAYS = 30
    assert "0 consent events deleted" in tick(SENT + 29 * DAY, capsys)
    assert "1 consent events deleted" in tick(SENT + 31 * DAY, capsys)
    assert not ConsentEvent.objects.exists()


def test_the_policy_shown_is_kept_once_when_its_words_have_changed(settings, capsys):
    tick(SENT, capsys)
    known = set(PolicySnapshot.objects.values_list("pk", flat=True))
    settings.SITE_NAME = "Exampleshire Police"
    assert "1 cookie policies kept as new" in tick(SENT, capsys)
    assert "0 cookie policies kept as new" in tick(SENT + DAY, capsys)
    assert PolicySnapshot.objects.exclude(pk__in=known).count() == 1


def test_an_expired_sign_in_is_forgotten_and_no_other(signed_in, writer, publisher, capsys):
    old, new = signed_in(writer).session.session_key, signed_in(publisher).session.session_key
    Session.objects.filter(pk=old).update(expire_date=SENT)
    Session.objects.filter(pk=new).update(expire_date=SENT + 2 * DAY)
    assert "1 expired sign-ins deleted" in tick(SENT + DAY, capsys)
    assert [session.pk for session in Session.objects.all()] == [new]


def test_an_upload_that_nobody_confirmed_is_deleted(tmp_path, settings, capsys):
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"import_export": place}
    name = storages["import_export"].save("round.csv", ContentFile(b"area,grade"))
    made = storages["import_export"].get_modified_time(name)
    tick(made + dt.timedelta(minutes=50), capsys)
    assert storages["import_export"].exists(name)
    tick(made + dt.timedelta(minutes=70), capsys)
    assert not storages["import_export"].exists(name)
