"""manage.py demo: refuses where it has no business, and leaves nothing half-loaded."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from inspections.models import Organisation
from publishing.models import Document
from website.demo.people import SIGN_INS
from website.models import Page, SiteDetails

pytestmark = pytest.mark.django_db


@pytest.fixture
def var_folder(tmp_path, settings):
    settings.VAR_DIR = tmp_path / "var"
    settings.IS_LAPTOP = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow ones protect nobody here
    return settings.VAR_DIR


def release_page(writer, publisher, slug):
    page = Page.start(by=writer, title="Something else", slug=slug, summary="Here before the demonstration.")
    page.submit(by=writer)
    page.release(by=publisher)


def test_a_database_with_other_content_is_left_alone(writer, publisher, var_folder):
    release_page(writer, publisher, "our-own-page")
    with pytest.raises(CommandError, match="--add"):
        call_command("demo")
    assert Document.objects.count() == 1
    assert not (var_folder / SIGN_INS).exists()


def test_it_loads_beside_other_content_when_told(writer, publisher, var_folder):
    release_page(writer, publisher, "our-own-page")
    call_command("demo", "--add")
    live = Page.objects.live(timezone.now())
    assert live.filter(slug="our-own-page").exists()
    assert live.filter(slug="accessibility").exists()


def test_a_failure_leaves_nothing_behind(writer, publisher, var_folder, media_folder):
    release_page(writer, publisher, "using-this-content")
    with pytest.raises(CommandError, match=r"Nothing was loaded\. The address “using-this-content” belongs to"):
        call_command("demo", "--add")
    assert Document.objects.count() == 1
    assert not Organisation.objects.exists()
    assert not User.objects.filter(email="writer@example.org").exists()
    assert not SiteDetails.objects.get(pk=1).is_demo
    assert not (var_folder / SIGN_INS).exists()
    assert not [path for path in media_folder.rglob("*") if path.is_file()]


def test_an_account_with_a_demo_address_stops_it(var_folder):
    User.objects.create_user("chief@example.org", "a password of their own", name="Somebody")
    with pytest.raises(CommandError, match=r"chief@example\.org"):
        call_command("demo")
    assert not Document.objects.exists()


def test_production_is_refused_unless_told(var_folder, settings, capsys):
    settings.IS_LAPTOP = False
    with pytest.raises(CommandError, match="--even-in-production"):
        call_command("demo")
    assert not User.objects.exists()
    call_command("demo", "--even-in-production", verbosity=0)
    assert SiteDetails.objects.get(pk=1).is_demo
    assert capsys.readouterr().out == ""  # told to keep quiet
