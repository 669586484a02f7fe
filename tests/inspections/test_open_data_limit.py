"""How often a program may ask for data."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("limited")]

ADDRESSES = [
    *("/data/", "/data/judgments.csv", "/data/changes.json", "/data/datapackage.json", "/data/openapi.json"),
    *("/data/docs/", "/inspections/peel/data.json", "/bodies/exampleshire/data.json", "/feeds/all.atom"),
    *("/bodies/exampleshire/feed.atom", "/programmes/peel/feed.rss", "/areas/peel-23-area-1/feed.json"),
]


@pytest.fixture(autouse=True)
def noon(clock):
    with clock(2024, 6, 1, 12):
        yield


def statuses(client, address, times, **headers):
    return [client.get(address, headers=headers).status_code for _ in range(times)]


def test_thirty_at_once_are_answered_and_the_next_is_told_to_wait(client, edition, clock):
    assert statuses(client, "/data/openapi.json", 30) == [200] * 30
    refused = client.get("/data/openapi.json")
    assert refused.status_code == 429
    assert refused["Retry-After"] == "2"
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Cache-Control"] == "private, no-store"
    assert refused["Access-Control-Allow-Origin"] == "*"
    said = refused.json()
    assert said["status"] == 429
    assert said["detail"] == "One client may ask 30 times in any 2 seconds."
    with clock(2024, 6, 1, 12, 1):
        assert client.get("/data/openapi.json").status_code == 200


def test_all_addresses_for_programs_share_the_limit_and_pages_have_none(client, edition):
    statuses(client, "/data/openapi.json", 30)
    assert {address: client.get(address).status_code for address in ADDRESSES} == dict.fromkeys(ADDRESSES, 429)
    for page in ("/", "/inspections/peel/", "/bodies/exampleshire/", "/feeds/", "/inspections/peel/embed/"):
        assert client.get(page).status_code == 200


def test_an_answer_of_304_counts_too(client, edition):
    etag = client.get("/data/judgments.csv")["ETag"]
    answers = statuses(client, "/data/judgments.csv", 30, **{"If-None-Match": etag})
    assert answers == [304] * 29 + [429]


def test_each_client_has_a_limit_of_its_own_behind_our_proxy_too(client, edition):
    statuses(client, "/data/openapi.json", 31, **{"X-Forwarded-For": "192.0.2.1"})
    for client_address, status in (("192.0.2.1", 429), ("192.0.2.2", 200), ("192.0.2.1, 192.0.2.3", 200)):
        answer = client.get("/data/openapi.json", headers={"X-Forwarded-For": client_address})
        assert answer.status_code == status


def test_a_refusal_asks_the_database_nothing(client, edition):
    statuses(client, "/data/openapi.json", 30)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/data/judgments.csv").status_code == 429
    assert len(queries) == 0


def test_the_limit_stands_where_programmers_look(client, edition):
    assert "One client may ask 30 times in any 2 seconds." in client.get("/data/docs/").content.decode()
    document = client.get("/data/openapi.json").json()
    assert {path for path, said in document["paths"].items() if "429" not in said["get"]["responses"]} == set()
    assert "Retry-After" in document["components"]["responses"]["TooMany"]["headers"]
