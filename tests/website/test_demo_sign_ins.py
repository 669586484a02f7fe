"""The accounts of the demonstration, and running its command again."""

import stat

import pytest
from django.core.management import call_command

from accounts.models import User
from publishing.models import Document, SiteVersion
from website.demo.people import SIGN_INS


@pytest.fixture(autouse=True)
def demo(loaded_demo, db):
    """Each test reads what the module loaded."""


def people_of(folder):
    lines = (folder / SIGN_INS).read_text().splitlines()
    return [tuple(line.rsplit(maxsplit=2)) for line in lines]


def test_the_file_holds_a_writer_a_publisher_and_a_chief_editor(loaded_demo):
    folder, _said = loaded_demo
    assert [(role, email) for role, email, _password in people_of(folder)] == [
        ("Writer", "writer@example.org"),
        ("Publisher", "publisher@example.org"),
        ("Chief editor", "chief@example.org"),
    ]


def test_only_its_owner_reads_the_file(loaded_demo):
    folder, _said = loaded_demo
    assert stat.S_IMODE((folder / SIGN_INS).stat().st_mode) == 0o600


def test_the_passwords_open_the_accounts_and_are_shown_once(loaded_demo):
    folder, said = loaded_demo
    for _role, email, password in people_of(folder):
        assert User.objects.get(email=email).check_password(password)
        assert password in said


def test_each_person_may_do_what_their_role_says(loaded_demo):
    may = {user.name: (user.may("edit"), user.may("release"), user.may("force")) for user in User.objects.all()}
    assert may == {
        "Writer One": (True, False, False),
        "Publisher One": (True, True, False),
        "Chief One": (True, True, True),
    }


def test_a_second_run_changes_nothing_and_says_so(loaded_demo, capsys):
    folder, _said = loaded_demo

    def everything():
        return Document.objects.count(), User.objects.count(), SiteVersion.current(), (folder / SIGN_INS).read_text()

    before = everything()
    call_command("demo")
    assert everything() == before
    said = capsys.readouterr().out
    assert "Nothing was changed" in said
    assert "writer@example.org" not in said
