"""How the tables at /data/ are sent: in pieces, once, to everyone's programs, and at what cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.opendata import results
from tests.factories.inspections import (
    FrameworkFactory,
    london,
    regrade,
    released_inspection,
    scheduled_inspection,
)

from .tables import rows, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspected_bodies(people):
    """`inspected_bodies(number)`: so many more bodies, each with an inspection that was regraded."""
    framework = FrameworkFactory(areas=2)

    def inspect(number):
        for _ in range(number):
            edition = released_inspection(**people, framework=framework, grades=["good", "good"])
            regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="adequate")

    return inspect


def cost(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        text(client.get(address))
    return len(queries)


@pytest.mark.parametrize("name", ["judgments.csv", "judgments.json", "changes.csv"])
def test_a_chunk_costs_the_same_whatever_is_in_it(client, inspected_bodies, monkeypatch, name):
    inspected_bodies(2)
    few = cost(client, f"/data/{name}")
    inspected_bodies(6)
    assert cost(client, f"/data/{name}") == few
    monkeypatch.setattr(results, "CHUNK", 2)
    in_four = cost(client, f"/data/{name}")  # four full chunks, and a look whether there is a fifth
    assert in_four == few + 3 * 4 + 1
    assert len(rows(client, name="judgments")) == 16


def test_rows_are_made_while_they_are_sent(client, inspected_bodies, monkeypatch):
    monkeypatch.setattr(results, "CHUNK", 2)
    monkeypatch.setattr("inspections.opendata.formats.LINES_AT_ONCE", 2)
    inspected_bodies(6)
    response = client.get("/data/judgments.csv")
    assert response.streaming
    with CaptureQueriesContext(connection) as queries:
        pieces = iter(response)
        next(pieces), next(pieces)
        begun = len(queries)
        rest = b"".join(pieces)
    assert begun < len(queries)
    assert rest.count(b"\r\n") == 10


def test_a_table_that_the_asker_holds_is_not_sent_again(client, edition, people):
    first = client.get("/data/judgments.csv")
    again = client.get("/data/judgments.csv", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Access-Control-Allow-Origin"] == "*"
    regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="good")
    changed = client.get("/data/judgments.csv", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_table_changes_its_etag_when_something_goes_live_by_itself(client, edition, people, clock):
    scheduled_inspection(**people, at=london(2024, 3, 2), grades=["good"], now=london(2024, 3, 1))
    with clock(2024, 3, 1, 23, 59):
        before = client.head("/data/judgments.csv")
        assert "s-maxage=300" in before["Cache-Control"]
    with clock(2024, 3, 2, 8, 59):
        assert client.head("/data/judgments.csv")["ETag"] == before["ETag"]
        assert "s-maxage=60" in client.head("/data/judgments.csv")["Cache-Control"]
    with clock(2024, 3, 2, 9):
        assert client.head("/data/judgments.csv")["ETag"] != before["ETag"]


def test_each_question_has_an_etag_of_its_own(client, regraded):
    addresses = [
        *("judgments.csv", "judgments.json", "changes.csv", "judgments.csv?body=exampleshire"),
        *("judgments.csv?as_of=2024-03-01", "judgments.csv?as_of=2024-03-02"),
    ]
    assert len({client.head(f"/data/{address}")["ETag"] for address in addresses}) == len(addresses)


def test_head_asks_for_no_rows(client, inspected_bodies):
    inspected_bodies(2)
    with CaptureQueriesContext(connection) as queries:
        response = client.head("/data/judgments.csv")
        assert (response.status_code, b"".join(response)) == (200, b"")
    assert len(queries) < cost(client, "/data/judgments.csv")


@pytest.mark.parametrize("name", ["judgments.csv", "judgments.json", "changes.csv", "changes.json"])
def test_head_says_of_a_table_what_get_says_and_never_that_it_is_empty(client, edition, name):
    head, get = client.head(f"/data/{name}"), client.get(f"/data/{name}")
    assert dict(head.headers) == dict(get.headers)
    assert "Content-Length" not in head


@pytest.mark.parametrize("name", ["", "judgments.csv", "judgments.json", "changes.csv", "datapackage.json"])
def test_data_are_for_everyones_programs_and_the_same_for_all(client, edition, name):
    response = client.get(f"/data/{name}")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"].startswith("public, ")
    assert "Cookie" not in response.get("Vary", "")
    assert not response.cookies


def test_a_refusal_may_be_read_by_scripts_too_and_is_kept_by_no_cache(client):
    response = client.get("/data/judgments.csv?as_of=never")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "address", ["/data/judgments.csv", "/inspections/peel/data.json", "/programmes/peel/feed.atom"]
)
def test_a_browser_is_told_that_a_script_may_ask_with_the_etag_it_holds(client, edition, limited, address):
    headers = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    for _ in range(31):  # it asks nothing, so it is not counted
        answer = client.options(address, headers={"Origin": "https://newspaper.example"} | headers)
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert answer["Access-Control-Allow-Headers"] == "If-None-Match"
    got = client.get(address)
    again = client.get(address, headers={"If-None-Match": got["ETag"]})
    assert (got.status_code, again.status_code) == (200, 304)
    for response in (got, again):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Access-Control-Expose-Headers"] == "ETag, Retry-After"


@pytest.mark.parametrize("name", ["", "judgments.csv", "datapackage.json"])
def test_data_can_only_be_read(client, name):
    for ask in (client.post, client.put, client.patch, client.delete):
        response = ask(f"/data/{name}")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
