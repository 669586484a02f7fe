"""The tables at /data/: what each row says, as of when, and what is refused."""

import csv
import io
import json

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.models import Judgment
from inspections.opendata import results
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ProgrammeFactory,
    draft_inspection,
    london,
    regrade,
    release,
    released_inspection,
)

pytestmark = pytest.mark.django_db

COLUMNS = (
    "document_uuid,edition,body_code,body,programme,framework,version,reported_on,area_code,area,area_order,sequence,"
    "outcome,scale,grade,grade_rank,is_current,changed_on,previous_grade,carried_from,source_url,licence,as_of"
)
BEFORE, AFTER = "2024-08-08T07:59:59Z", "2024-08-08T08:00:00Z"


def text(response):
    return b"".join(response).decode() if response.streaming else response.content.decode()


def rows(client, query="", name="judgments"):
    response = client.get(f"/data/{name}.csv{query}")
    assert response.status_code == 200, text(response)
    return list(csv.DictReader(io.StringIO(text(response), newline="")))


def problem(client, query, name="judgments.csv"):
    response = client.get(f"/data/{name}?{query}")
    assert response["Content-Type"] == "application/problem+json"
    said = response.json()
    assert said["status"] == response.status_code
    return response.status_code, said["detail"]


@pytest.fixture
def edition(people):
    body = BodyFactory(name="Exampleshire Police", slug="exampleshire")
    framework = FrameworkFactory(areas=3, slug="peel-23", version="2023-25", programme=ProgrammeFactory(slug="peel"))
    return released_inspection(
        **people, body=body, framework=framework, grades=["outstanding", "adequate", None], slug="peel-example"
    )


@pytest.fixture
def regraded(edition, people):
    return regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="requires-improvement")


def test_the_columns_stand_in_the_order_that_was_promised(client, edition):
    response = client.get("/data/judgments.csv")
    assert text(response).split("\r\n")[0] == COLUMNS
    assert response["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert response["Content-Disposition"] == 'attachment; filename="judgments.csv"'


def test_a_row_says_who_was_judged_in_what_and_how(client, edition):
    first, second, third = rows(client)
    assert first == {
        "document_uuid": str(edition.document.uuid),
        "edition": "1",
        "body_code": "exampleshire",
        "body": "Exampleshire Police",
        "programme": "peel",
        "framework": "peel-23",
        "version": "2023-25",
        "reported_on": "2024-02-16",
        "area_code": "1",
        "area": "Area number 1",
        "area_order": "1",
        "sequence": "1",
        "outcome": "graded",
        "scale": edition.framework.default_scale.code,
        "grade": "Outstanding",
        "grade_rank": "5",
        "is_current": "true",
        "changed_on": "",
        "previous_grade": "",
        "carried_from": "",
        "source_url": "https://inspectorate.example/report",
        "licence": "ogl-3",
        "as_of": "2024-02-16T09:00:00Z",
    }
    assert (second["grade"], second["grade_rank"]) == ("Adequate", "3")
    assert (third["outcome"], third["grade"], third["grade_rank"], third["scale"]) == ("ungraded", "", "", "")


def test_a_regrade_shows_the_new_grade_the_day_and_the_old_one(client, regraded):
    row = rows(client)[1]
    assert (row["edition"], row["grade"], row["grade_rank"]) == ("2", "Requires improvement", "2")
    assert (row["changed_on"], row["previous_grade"]) == ("2024-08-08", "Adequate")
    assert [other["changed_on"] for other in rows(client)] == ["", "2024-08-08", ""]


def test_as_of_a_moment_before_the_regrade_the_old_grade_stands(client, regraded):
    before = rows(client, f"?as_of={BEFORE}")
    assert [(row["edition"], row["grade"], row["changed_on"], row["as_of"]) for row in before] == [
        ("1", "Outstanding", "", BEFORE),
        ("1", "Adequate", "", BEFORE),
        ("1", "", "", BEFORE),
    ]
    assert rows(client, f"?as_of={AFTER}")[1]["grade"] == "Requires improvement"


@pytest.mark.parametrize(
    ("as_of", "grade"),
    [
        ("2024-08-07", "Adequate"),
        ("2024-08-08", "Requires improvement"),
        ("2024-08-08T08:59:59", "Adequate"),  # a clock without a zone is London's
        ("2024-08-08T09:00:00", "Requires improvement"),
        ("2024-08-08T09:59:59%2B02:00", "Adequate"),
        ("2024-08-08T10:00:00+02:00", "Requires improvement"),  # the plus sign that nobody escaped
    ],
)
def test_as_of_takes_a_day_or_a_moment_by_londons_clock(client, regraded, as_of, grade):
    assert rows(client, f"?as_of={as_of}")[1]["grade"] == grade


def test_the_moment_in_a_row_gives_the_same_rows_again(client, regraded):
    now = rows(client)
    assert rows(client, f"?as_of={now[0]['as_of']}") == now


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2999-01-01", "has not come yet"),
        ("2999-01-01T00:00:00Z", "has not come yet"),
        ("yesterday", "is no date"),
        ("2024-02-30", "is no date"),
        ("2024-08-08T25:00:00Z", "is no date"),
        ("0001-01-01T00:00:00%2B14:00", "is no date"),
        ("%00", "is no date"),
        ("1" * 5000, "is no date"),
    ],
)
@pytest.mark.parametrize("name", ["judgments.csv", "changes.json"])
def test_a_moment_that_is_to_come_or_is_none_is_refused_in_words(client, edition, as_of, words, name):
    status, detail = problem(client, f"as_of={as_of}", name)
    assert status == 400
    assert words in detail
    assert len(detail) < 400


def test_today_as_a_day_is_not_the_future(client, edition):
    with time_machine.travel(london(2024, 2, 16, 12), tick=False):
        assert len(rows(client, "?as_of=2024-02-16")) == 3
        assert problem(client, "as_of=2024-02-17")[0] == 400
        assert problem(client, "as_of=2024-02-16T12:00:01")[0] == 400


def test_every_change_of_a_grade_is_a_row(client, regraded, people):
    regrade(regraded, **people, at=london(2024, 9, 9), area="2", grade="good", regrade_reason="Right at last.")
    first, second = rows(client, name="changes")
    assert (first["edition"], first["previous_grade"], first["grade"]) == ("2", "Adequate", "Requires improvement")
    assert (first["changed_on"], first["reason"]) == ("2024-08-08", "The data it rested on was wrong.")
    assert (second["edition"], second["previous_grade"], second["grade"]) == ("3", "Requires improvement", "Good")
    assert (second["changed_on"], second["reason"]) == ("2024-09-09", "Right at last.")
    assert len(rows(client, "?as_of=2024-09-01", name="changes")) == 1
    assert rows(client, "?as_of=2024-08-01", name="changes") == []


def test_json_has_the_rows_of_the_csv_with_the_same_ids(client, regraded):
    for name in ("judgments", "changes"):
        answer = json.loads(text(client.get(f"/data/{name}.json")))
        assert answer["as_of"] == "2024-08-08T08:00:00Z"
        as_cells = [
            {key: {None: "", True: "true", False: "false"}.get(value, str(value)) for key, value in row.items()}
            for row in (dict(line) for line in answer[name])
        ]
        # 1 and True are equal, so numbers are written out before they are looked up
        for line, cells in zip(answer[name], as_cells, strict=True):
            cells.update({key: str(value) for key, value in line.items() if type(value) is int})
        assert as_cells == rows(client, name=name)
        assert answer[name]


def test_json_without_rows_is_json(client):
    assert json.loads(text(client.get("/data/judgments.json")))["judgments"] == []


def test_a_table_is_narrowed_by_body_programme_and_framework(client, edition, people):
    other = released_inspection(**people, grades=["good"])
    both = {row["body_code"] for row in rows(client)}
    assert both == {"exampleshire", other.body.slug}
    for query in (
        "body=exampleshire",
        "programme=peel",
        "framework=peel-23",
        "body=exampleshire&programme=&framework=",
    ):
        assert {row["body_code"] for row in rows(client, f"?{query}")} == {"exampleshire"}
    assert rows(client, f"?body=exampleshire&framework={other.framework.slug}") == []


@pytest.mark.parametrize("name", ["body", "programme", "framework"])
def test_what_does_not_exist_and_what_is_to_come_are_refused_alike(client, edition, people, name):
    draft = draft_inspection(by=people["by"], grades=["good"])
    draft.submit(by=people["by"], now=london(2024, 3, 1))
    draft.release(by=people["release_by"], now=london(2024, 3, 1), at=london(2090, 1, 1))
    slugs = {
        "body": draft.body.slug,
        "programme": draft.framework.programme.slug,
        "framework": draft.framework.slug,
    }
    hidden, absent = problem(client, f"{name}={slugs[name]}"), problem(client, f"{name}=nothing-at-all")
    assert hidden[0] == absent[0] == 404
    assert hidden[1].replace(slugs[name], "") == absent[1].replace("nothing-at-all", "")


@pytest.mark.parametrize("query", ["bodies=a", "body=a&body=b", "as_of=2024-01-01&as_of=2024-01-02"])
def test_a_parameter_that_means_nothing_is_refused(client, edition, query):
    assert problem(client, query)[0] == 400


@pytest.mark.parametrize("slug", ["%00", "a%20b", "'--", "é", "a" * 5000])
def test_a_filter_that_cannot_be_an_address_finds_nothing(client, edition, slug):
    assert problem(client, f"body={slug}")[0] == 404


def test_drafts_and_scheduled_editions_have_no_rows_until_their_minute(client, edition, people):
    with time_machine.travel(london(2024, 3, 1), tick=False):
        draft = draft_inspection(by=people["by"], grades=["good"], now=london(2024, 3, 1))
        other = draft_inspection(by=people["by"], grades=["inadequate"], now=london(2024, 3, 1))
        assert other.state == "draft"
        draft.submit(by=people["by"], now=london(2024, 3, 1))
        draft.release(by=people["release_by"], now=london(2024, 3, 1), at=london(2024, 3, 2))
        assert {row["body_code"] for row in rows(client)} == {"exampleshire"}
    with time_machine.travel(london(2024, 3, 2), tick=False):
        assert {row["body_code"] for row in rows(client)} == {"exampleshire", draft.body.slug}
        assert len(rows(client, "?as_of=2024-03-01")) == 3


def test_a_withdrawn_inspection_leaves_the_table_and_no_older_grade_takes_its_place(client, people, edition):
    later = released_inspection(
        **people,
        body=edition.body,
        framework=edition.framework,
        grades=["good", "good", "good"],
        at=london(2024, 6, 1),
        slug="later",
    )
    assert [row["is_current"] for row in rows(client)] == ["false", "false", "false", "true", "true", "true"]
    later.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="It was wrong.", availability="withdrawn")
    assert [(row["document_uuid"], row["is_current"]) for row in rows(client)] == [
        (str(edition.document.uuid), "false")
    ] * 3
    assert len(rows(client, "?as_of=2024-06-15")) == 6


def test_what_is_gone_today_is_gone_as_of_any_moment(client, people, edition):
    edition.withdraw(by=people["release_by"], now=london(2024, 7, 1), notice="A court said so.", availability="gone")
    assert rows(client) == []
    assert rows(client, "?as_of=2024-06-15") == []


def test_an_area_not_inspected_again_keeps_its_grade_as_the_present_one(client, people, edition):
    second = draft_inspection(
        by=people["by"],
        body=edition.body,
        framework=edition.framework,
        grades=["good", "good", "good"],
        now=london(2024, 6, 1),
        slug="later",
    )
    second.judge(by=people["by"], area="2", outcome=Judgment.Outcome.NOT_INSPECTED)
    release(second, **people, at=london(2024, 6, 1))
    assert [row["is_current"] for row in rows(client)] == ["false", "true", "false", "true", "true", "true"]


def test_a_grade_carried_forward_names_the_inspection_it_comes_from(client, people, edition):
    second = draft_inspection(
        by=people["by"],
        body=edition.body,
        framework=edition.framework,
        grades=["good", "good", "good"],
        now=london(2024, 6, 1),
        slug="later",
    )
    second.judge(
        by=people["by"],
        area="2",
        outcome=Judgment.Outcome.CARRIED_FORWARD,
        grade="adequate",
        carried_from=edition.document,
        carried_area=edition.framework.areas.get(code="2"),
    )
    release(second, **people, at=london(2024, 6, 1))
    assert [row["carried_from"] for row in rows(client)] == ["", "", "", "", str(edition.document.uuid), ""]


def test_a_date_says_no_more_than_is_known(client, people):
    released_inspection(**people, grades=["good"], reported_on=london(2023, 12, 31).date(), reported_precision="year")
    assert rows(client)[0]["reported_on"] == "2023"


def test_text_a_spreadsheet_would_run_is_made_text(client, people):
    body = BodyFactory(name='=HYPERLINK("https://evil.example")', slug="evil")
    released_inspection(**people, body=body, grades=["good"])
    assert rows(client)[0]["body"] == '\'=HYPERLINK("https://evil.example")'
    assert json.loads(text(client.get("/data/judgments.json")))["judgments"][0]["body"].startswith("=HYPERLINK")


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


def test_a_table_changes_its_etag_when_something_goes_live_by_itself(client, edition, people):
    draft = draft_inspection(by=people["by"], grades=["good"], now=london(2024, 3, 1))
    draft.submit(by=people["by"], now=london(2024, 3, 1))
    draft.release(by=people["release_by"], now=london(2024, 3, 1), at=london(2024, 3, 2))
    with time_machine.travel(london(2024, 3, 1, 23, 59), tick=False):
        before = client.head("/data/judgments.csv")
        assert "s-maxage=300" in before["Cache-Control"]
    with time_machine.travel(london(2024, 3, 2, 8, 59), tick=False):
        assert client.head("/data/judgments.csv")["ETag"] == before["ETag"]
        assert "s-maxage=60" in client.head("/data/judgments.csv")["Cache-Control"]
    with time_machine.travel(london(2024, 3, 2, 9), tick=False):
        assert client.head("/data/judgments.csv")["ETag"] != before["ETag"]


def test_a_new_name_of_a_body_changes_the_rows_and_the_etag(client, edition):
    before = client.head("/data/judgments.csv")["ETag"]
    name = edition.body.names.create(name="Exampleshire Constabulary")
    after = client.head("/data/judgments.csv")["ETag"]
    assert after != before
    assert rows(client)[0]["body"] == "Exampleshire Constabulary"
    name.valid_to = london(2024, 1, 1).date()
    name.save()
    assert client.head("/data/judgments.csv")["ETag"] not in (before, after)
    assert rows(client)[0]["body"] == "Exampleshire Police"


def test_each_question_has_an_etag_of_its_own(client, regraded):
    addresses = [
        *("judgments.csv", "judgments.json", "changes.csv", "judgments.csv?body=exampleshire"),
        *("judgments.csv?as_of=2024-03-01", "judgments.csv?as_of=2024-03-02"),
    ]
    assert len({client.head(f"/data/{address}")["ETag"] for address in addresses}) == len(addresses)


def test_head_asks_for_no_rows(client, inspected_bodies):
    inspected_bodies(2)
    response = client.head("/data/judgments.csv")
    assert (response.status_code, response.content) == (200, b"")
    assert cost(client, "/data/judgments.csv") > 4


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


@pytest.mark.parametrize("name", ["", "judgments.csv", "datapackage.json"])
def test_data_can_only_be_read(client, name):
    assert client.post(f"/data/{name}").status_code == 405
