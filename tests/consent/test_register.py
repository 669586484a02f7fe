"""The register says what the site does."""

from fnmatch import fnmatchcase

from cookie_consent.models import Cookie, CookieGroup
from django.conf import settings
from django.test import Client

from consent import actions, register
from tests.factories.accounts import PASSWORD


def registered() -> set[str]:
    return {cookie.name for group in register.current().essential for cookie in group.cookies}


def test_every_cookie_the_site_sets_is_in_the_register(chief, choose, client):
    seen = set()
    for address in ("/", "/news/", "/cookies/", "/cookies/state.css", "/design/", "/no/such/page/", "/admin/login/"):
        seen |= {morsel.key for morsel in client.get(address).cookies.values()}
    seen |= {morsel.key for morsel in choose("accept").cookies.values()}
    staff = Client()
    answer = staff.post("/admin/login/?next=/admin/", {"username": chief.email, "password": PASSWORD})
    seen |= {morsel.key for morsel in answer.cookies.values()}
    seen |= {morsel.key for morsel in client.post("/cookies/consent/").cookies.values()}
    assert {"cookie_consent", settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME} <= seen
    assert seen <= registered()


def test_the_essential_entries_are_there_after_migrate(db):
    assert registered() == {"cookie_consent", "sessionid", "csrftoken", "messages"}
    assert list(register.current().versions) == ["preferences", "usage"]


def test_nothing_additional_can_take_in_an_essential_cookie(db):
    patterns = [name for names in register.current().patterns.values() for name in names]
    assert not [(name, pattern) for name in registered() for pattern in patterns if fnmatchcase(name, pattern)]


def test_loading_the_default_register_twice_changes_nothing(db):
    before = (CookieGroup.objects.count(), Cookie.objects.count(), register.current().versions)
    actions.load_default_register()
    assert (CookieGroup.objects.count(), Cookie.objects.count(), register.current().versions) == before


def test_the_default_register_leaves_an_existing_one_alone(db):
    CookieGroup.objects.all().delete()
    CookieGroup.objects.create(varname="own")
    actions.load_default_register()
    assert [group.varname for group in CookieGroup.objects.all()] == ["own"]


def test_a_group_made_without_details_is_still_shown(client, db):
    with actions.change_register(by="test"):
        video = CookieGroup.objects.create(varname="video", name="Video")
        Cookie.objects.create(cookiegroup=video, name="player", description="Plays.")
    assert "player" in client.get("/cookies/").content.decode()
