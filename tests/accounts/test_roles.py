"""What each role may do."""

import pytest
from django.core.exceptions import PermissionDenied


def test_a_writer_may_submit_but_not_release(writer):
    assert writer.may("submit")
    with pytest.raises(PermissionDenied, match="Ask a chief editor"):
        writer.require("release")


def test_a_publisher_may_release_but_not_force(publisher):
    assert publisher.may("release")
    assert not publisher.may("force")


def test_a_chief_editor_may_force(chief):
    assert chief.may("force")


def test_someone_whose_account_is_switched_off_may_do_nothing(chief):
    chief.is_active = False
    assert chief.verbs == frozenset()


def test_a_signed_in_writer_reaches_the_newsroom(writer, signed_in):
    assert signed_in(writer).get("/admin/").status_code == 200


def test_a_stranger_is_asked_to_sign_in(client, db):
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.django_db(transaction=True)
def test_the_roles_are_still_there_after_a_test_that_empties_the_tables(django_user_model):
    assert django_user_model.objects.create_user("a@newsroom.example", role="Writer", name="Writer").may("submit")


@pytest.mark.django_db(transaction=True)
def test_the_roles_are_there_once_more(django_user_model):
    assert django_user_model.objects.create_user("a@newsroom.example", role="Writer", name="Writer").may("submit")
