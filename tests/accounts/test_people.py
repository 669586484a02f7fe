"""Chief editors look after the people of the newsroom."""

import pytest

from accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory

LIST = "/admin/accounts/user/"


def page_of(user: User, part: str = "change") -> str:
    return f"{LIST}{user.pk}/{part}/"


def role(name: str) -> int:
    return User.groups.field.related_model.objects.get(name=name).pk


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root@newsroom.example", PASSWORD, name="Root")


@pytest.mark.parametrize("person", ["writer", "publisher"])
def test_only_a_chief_editor_sees_the_people(request, signed_in, person):
    client = signed_in(request.getfixturevalue(person))
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}add/").status_code == 403
    assert "accounts/user" not in client.get("/admin/").content.decode()


def test_a_chief_editor_makes_an_account_that_can_sign_in(chief, signed_in, client):
    new = {"email": "New.One@newsroom.example", "name": "New One", "groups": [role("Writer")]}
    made = signed_in(chief).post(f"{LIST}add/", new | {"password1": PASSWORD, "password2": PASSWORD})
    user = User.objects.get(email="new.one@newsroom.example")
    assert made["Location"] == page_of(user)
    assert user.may("edit")
    assert not user.may("release")
    assert client.login(username="new.one@newsroom.example", password=PASSWORD)


def test_a_chief_editor_gives_a_role_and_switches_an_account_off(chief, writer, signed_in):
    told = {"email": writer.email, "name": "Writer One", "groups": [role("Publisher")], "is_staff": "on"}
    signed_in(chief).post(page_of(writer), told | {"is_active": "on"})
    assert User.objects.get(pk=writer.pk).may("release")
    signed_in(chief).post(page_of(writer), told)
    assert not User.objects.get(pk=writer.pk).may("view")


def test_no_part_of_a_password_is_shown(chief, writer, signed_in):
    page = signed_in(chief).get(page_of(writer)).content.decode()
    assert "pbkdf2" not in page
    assert writer.password.split("$")[-1] not in page


def test_a_chief_editor_sets_a_new_password(chief, writer, signed_in, client):
    page = signed_in(chief).get(page_of(writer)).content.decode()
    assert 'href="../password/"' in page
    new = "another long enough password"
    signed_in(chief).post(page_of(writer, "password"), {"password1": new, "password2": new, "usable_password": "true"})
    assert client.login(username=writer.email, password=new)


def test_only_a_superuser_makes_a_superuser(chief, writer, superuser, signed_in):
    told = {"email": writer.email, "name": "Writer One", "is_staff": "on", "is_active": "on", "is_superuser": "on"}
    assert "is_superuser" not in signed_in(chief).get(page_of(writer)).content.decode()
    signed_in(chief).post(page_of(writer), told)
    assert not User.objects.get(pk=writer.pk).is_superuser
    signed_in(superuser).post(page_of(writer), told)
    assert User.objects.get(pk=writer.pk).is_superuser


def test_a_superusers_account_is_out_of_a_chief_editors_reach(chief, superuser, signed_in):
    told = {"email": "mine@newsroom.example", "name": "Mine", "is_staff": "on", "is_active": "on"}
    assert signed_in(chief).post(page_of(superuser), told).status_code == 403
    new = "another long enough password"
    told = {"password1": new, "password2": new, "usable_password": "true"}
    assert signed_in(chief).post(page_of(superuser, "password"), told).status_code == 403
    superuser.refresh_from_db()
    assert superuser.email == "root@newsroom.example"
    assert superuser.check_password(PASSWORD)


def test_accounts_are_never_deleted_and_roles_never_edited(chief, superuser, writer, signed_in):
    for person in (chief, superuser):
        assert signed_in(person).post(page_of(writer, "delete"), {"post": "yes"}).status_code == 403
        assert signed_in(person).get("/admin/auth/group/").status_code == 404


def test_the_list_of_people_costs_the_same_at_any_length(chief, signed_in, django_assert_max_num_queries):
    UserFactory.create_batch(15)
    desk = signed_in(chief)
    with django_assert_max_num_queries(10):
        assert desk.get(LIST).status_code == 200
