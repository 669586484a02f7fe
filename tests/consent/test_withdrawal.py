"""A no removes what an earlier yes allowed, wherever it was set, and nothing else."""

import pytest

from consent.models import CookieDetail
from consent.withdrawal import is_match, parent_domains


@pytest.fixture
def tracked(add_cookie):
    for name in ("_ga", "_ga_*"):
        CookieDetail.objects.create(cookie=add_cookie("usage", name), expiry="2 years")
    add_cookie("usage", "deep", path="/news/")


def deleted(response) -> set[tuple[str, str, str]]:
    """Name, path and domain of each cookie the answer expires, as its header lines say."""
    lines = set()
    for morsel in response.cookies.values():
        if morsel["max-age"] == "0":
            assert "Max-Age=0" in morsel.OutputString()
            assert "expires=Thu, 01 Jan 1970" in morsel.OutputString()
            lines.add((morsel.key, morsel["path"], morsel["domain"]))
    return lines


@pytest.fixture
def withdraw(choose, client, settings):
    settings.ALLOWED_HOSTS = ["*"]

    def post(cookies: str, host="www.news.example.org", choice="reject"):
        return choose(choice, headers={"Host": host, "Cookie": cookies})

    return post


def test_every_host_and_path_is_covered(tracked, withdraw):
    gone = deleted(withdraw("_ga=1; _ga_ABC=2; deep=3; harmless=4; sessionid=5; csrftoken=6; cookie_consent=7"))
    hosts = {"", "www.news.example.org", "news.example.org", "example.org"}
    assert gone == (
        {(name, "/", host) for name in ("_ga", "_ga_ABC", "deep") for host in hosts}
        | {("deep", "/news/", host) for host in hosts}
    )


def test_the_answer_really_carries_a_line_for_each(tracked, withdraw):
    response = withdraw("_ga=1; _ga_ABC=2")
    lines = [morsel.OutputString() for morsel in response.cookies.values()]
    assert len([line for line in lines if line.startswith("_ga")]) == 8
    assert len([line for line in lines if line.startswith("cookie_consent=")]) == 1


def test_a_yes_removes_nothing(tracked, withdraw):
    assert deleted(withdraw("_ga=1", choice="accept")) == set()


def test_only_the_refused_group_loses_its_cookies(tracked, choose, client):
    client.cookies["_ga"] = client.cookies["candour_display"] = "1"
    answers = {"group-usage": "yes", "group-preferences": "no"}
    assert deleted(choose(source="page", **answers)) == {("candour_display", "/", ""), ("candour_display", "/", "")}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "localhost", "localhost:8000"])
def test_an_address_or_a_bare_name_has_no_parent(host):
    assert parent_domains(host) == []


def test_parents_end_before_the_last_label():
    assert parent_domains("www.example.police.uk:8443") == ["www.example.police.uk", "example.police.uk", "police.uk"]


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("_ga", "_ga", True),
        ("_gat", "_ga", False),
        ("_ga_1", "_ga_*", True),
        ("_GA_1", "_ga_*", False),
        ("a[b]", "a[b]", True),
        ("ab", "a?", False),
        ("ab", "a[b]", False),
    ],
)
def test_a_pattern_knows_the_star_alone(name, pattern, expected):
    assert is_match(name, pattern) is expected


def test_an_essential_cookie_survives_a_pattern_that_takes_it_in(add_cookie, withdraw):
    add_cookie("usage", "se*")
    assert {name for name, _, _ in deleted(withdraw("sessionid=1; sequence=2"))} == {"sequence"}


def test_a_flood_of_matching_cookies_keeps_the_answer_small(tracked, withdraw):
    many = "; ".join(f"_ga_{number}=1" for number in range(500))
    assert len({name for name, _, _ in deleted(withdraw(many))}) == 20


def test_a_name_no_answer_may_carry_is_passed_over(tracked, withdraw):
    assert deleted(withdraw("_ga_é\xa0,=1")) == set()


def test_withdrawing_leaves_a_staff_session_alone(tracked, writer, client, choose):
    client.force_login(writer)
    client.cookies["_ga"] = "1"
    response = choose("reject")
    assert "sessionid" not in {morsel.key for morsel in response.cookies.values()}
    assert "Clear-Site-Data" not in response
