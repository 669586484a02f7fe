"""What every test may ask for: people, a signed-in client, a media folder of its own."""

import gc
import os

import pytest
from django.core.cache import cache
from django.test import Client

from consent import register
from inspections.opendata import limits as opendata
from tests.factories.accounts import UserFactory


def pytest_configure():
    """Hash passwords quickly: a strong hash costs each test a third of a second for every person it makes."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Looking for garbage cycles after every 700 objects takes its share of a run that ends before it fills memory.
    gc.set_threshold(100_000, 50, 50)
    scan_static_files_once()


def scan_static_files_once():
    """Each client loads the middleware, and WhiteNoise then looks at every static file: a third of the suite's time."""
    from whitenoise.middleware import WhiteNoiseMiddleware

    scan, found = WhiteNoiseMiddleware.update_files_dictionary, {}

    def scan_once(self, root, prefix):
        if (root, prefix) not in found:
            self.files, others = {}, self.files
            scan(self, root, prefix)
            found[root, prefix] = self.files
            self.files = others
        self.files.update(found[root, prefix])

    WhiteNoiseMiddleware.update_files_dictionary = scan_once


def pytest_sessionstart(session):
    """Pages look up the hashed names of static files in what collectstatic leaves: run it once, before the workers."""
    if "PYTEST_XDIST_WORKER" not in os.environ and not session.config.option.collectonly:
        from tools.static_files import collect_if_stale

        collect_if_stale()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Run tests that empty the tables behind them last, and give each what the migrations wrote, such as the roles."""
    emptying = []
    for item in items:
        marker = item.get_closest_marker("django_db")
        options = dict(marker.kwargs) if marker else {}
        if options.get("transaction") or {"transactional_db", "live_server"} & set(item.fixturenames):
            options |= {"transaction": True, "serialized_rollback": True}
            item.add_marker(pytest.mark.django_db(**options), append=False)
            emptying.append(item)
    # pytest-django puts them before tests without a database, and takes a test that asks for one late for such a test.
    items.sort(key=emptying.__contains__)


@pytest.fixture(autouse=True)
def media_folder(tmp_path, settings):
    """A test's files go to a folder of its own, never to the site's, where a demonstration's sign-ins are kept."""
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(autouse=True)
def cookie_register(_django_db_helper, monkeypatch):
    """The cookie register is in memory, as on a running site: no test's count of queries hangs on when it was read."""
    register.forget()
    monkeypatch.setattr(register, "ASK_EVERY", 3600.0)
    try:
        register.current()
    except RuntimeError:  # a test without a database
        monkeypatch.setattr(register, "_known", register.EMPTY)
    yield
    register.forget()


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test's site has counted is not another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_limit_on_data(request, monkeypatch):
    """Tests ask for data as often as they like, from one address and often in one frozen second; see `limited`."""
    opendata.LIMIT.forget()
    if "limited" not in request.fixturenames:
        monkeypatch.setattr(opendata.LIMIT, "count", 1_000_000)


@pytest.fixture
def limited():
    """The limit on open data as it is on a running site."""


@pytest.fixture
def writer(db):
    return UserFactory(email="writer@newsroom.example", name="Writer One")


@pytest.fixture
def publisher(db):
    return UserFactory(publisher=True, email="publisher@newsroom.example", name="Publisher One")


@pytest.fixture
def chief(db):
    return UserFactory(chief=True, email="chief@newsroom.example", name="Chief One")


@pytest.fixture
def signed_in():
    """`signed_in(user)` is a client of that person's own; `signed_in(user, client)` signs in on the one given."""

    def sign_in(user, client: Client | None = None) -> Client:
        client = client or Client()
        client.force_login(user)
        return client

    return sign_in
