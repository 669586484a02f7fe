"""The first account of a new site."""

import io
import sys

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User

PASSWORD = "a-long-enough-phrase-7"


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv("CHIEF_EDITOR_PASSWORD", PASSWORD)


def make(**options):
    call_command(
        "create_chief_editor", stdout=io.StringIO(), **{"email": "Chief@Newsroom.example", "name": "Chief", **options}
    )


def test_the_first_chief_editor_can_sign_in_and_manage_people(db, client, password):
    make()
    user = User.objects.get()
    assert user.may("manage_people")
    assert not user.is_superuser
    assert client.login(username="chief@newsroom.example", password=PASSWORD)


def test_a_second_chief_editor_is_refused_unless_asked_for(db, password):
    make()
    with pytest.raises(CommandError, match="--another"):
        make(email="second@newsroom.example")
    make(email="second@newsroom.example", another=True)
    assert User.objects.count() == 2


def test_a_chief_editor_who_left_does_not_count(db, password):
    make()
    User.objects.update(is_active=False)
    make(email="second@newsroom.example")
    assert User.objects.filter(is_active=True).get().email == "second@newsroom.example"


@pytest.mark.parametrize("weak", ["short", "123456789012", "chief@newsroom.example"])
def test_a_weak_password_is_refused_and_nobody_added(db, monkeypatch, weak):
    monkeypatch.setenv("CHIEF_EDITOR_PASSWORD", weak)
    with pytest.raises(CommandError):
        make()
    assert not User.objects.exists()


def test_an_address_that_is_none_is_refused(db, password):
    with pytest.raises(CommandError, match="valid email"):
        make(email="chief")


def test_an_address_that_is_taken_is_refused_whatever_its_case(db, password, writer):
    with pytest.raises(CommandError, match="already exists"):
        make(email=writer.email.upper())


def test_without_anyone_to_ask_it_says_what_to_give(db, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(CommandError, match="--email and --name"):
        make(email=None)
