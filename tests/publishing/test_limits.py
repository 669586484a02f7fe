"""How often one client may ask, and who counts as one."""

import datetime as dt
import ipaddress

import pytest
from django.test import RequestFactory

from publishing.limits import Limit, client_of

NOW = dt.datetime(2024, 6, 1, 12, 0, tzinfo=dt.UTC)


def after(seconds):
    return NOW + dt.timedelta(seconds=seconds)


@pytest.fixture
def limit():
    return Limit(3, dt.timedelta(seconds=2), keys=2)


def test_so_many_at_once_and_then_as_many_as_fall_out_of_the_window(limit):
    assert [limit.wait("a", after(second)) for second in (0, 0.5, 1, 1.5)] == [0, 0, 0, 1]
    assert [limit.wait("a", after(second)) for second in (2, 2.1, 2.5, 2.6)] == [0, 1, 0, 1]


def test_over_a_long_time_the_rate_is_kept(limit):
    asked = [limit.wait("a", after(number / 10)) for number in range(1000)]  # ten a second, a hundred seconds long
    assert 150 <= asked.count(0) <= 153


def test_it_says_how_long_to_wait_and_keeps_its_word(limit):
    for _ in range(3):
        limit.wait("a", NOW)
    seconds = limit.wait("a", after(0.1))
    assert seconds == 2
    assert limit.wait("a", after(0.1 + seconds)) == 0


def test_what_is_refused_is_not_counted(limit):
    for _ in range(50):
        limit.wait("a", NOW)
    assert limit.wait("a", after(2)) == 0


def test_one_client_does_not_use_up_anothers(limit):
    for _ in range(9):
        limit.wait("a", NOW)
    assert limit.wait("b", NOW) == 0


def test_the_longest_silent_are_forgotten_so_that_memory_has_an_end(limit):
    for key in "abcdefgh":
        limit.wait(key, NOW)
    assert list(limit._times) == ["g", "h"]


def test_a_clock_that_is_put_back_locks_nobody_out(limit):
    for _ in range(9):
        limit.wait("a", after(3600))
    assert limit.wait("a", NOW) == 0


@pytest.mark.parametrize(
    ("remote", "forwarded", "client"),
    [
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "198.51.100.7", "192.0.2.1"),  # not from a proxy of ours: made up
        ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "10.9.9.9, 198.51.100.7", "198.51.100.7"),  # what the visitor wrote stands to the left
        ("127.0.0.1", "198.51.100.7, 10.0.0.3", "198.51.100.7"),  # through two proxies of ours
        ("127.0.0.1", "10.0.0.3", "10.0.0.3"),
        ("127.0.0.1", None, "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.7, <script>, 10.0.0.3", "10.0.0.3"),
        ("::ffff:127.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("127.0.0.1", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "198.51.100.7", "198.51.100.7"),  # through a Unix socket
        ("", None, ""),
        ("127.0.0.1", ", ".join(["10.0.0.3"] * 2000), "10.0.0.3"),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_proxy_of_ours(settings, remote, forwarded, client):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network(name) for name in ("127.0.0.1", "10.0.0.0/24")]
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_of(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)) == client
