"""The tables at /data/: what each row says, and what has none."""

import json

import pytest
from django.conf import settings

from inspections.models import Judgment
from tests.factories.inspections import (
    BodyFactory,
    draft_inspection,
    london,
    regrade,
    release,
    released_inspection,
    scheduled_inspection,
)

from .tables import rows, text

pytestmark = pytest.mark.django_db


COLUMNS = (
    "document_uuid,edition,body_code,body,programme,framework,version,reported_on,area_code,area,area_order,sequence,"
    "outcome,scale,grade,grade_rank,is_current,changed_on,previous_grade,carried_from,source_url,licence,as_of,"
    "url,withdrawn_on,notice,carried_from_url"
)


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
        "url": f"{settings.SITE_URL}/inspections/peel/",
        "withdrawn_on": "",
        "notice": "",
        "carried_from_url": "",
    }
    assert (second["grade"], second["grade_rank"]) == ("Adequate", "3")
    assert (third["outcome"], third["grade"], third["grade_rank"], third["scale"]) == ("ungraded", "", "", "")


def test_a_regrade_shows_the_new_grade_the_day_and_the_old_one(client, regraded):
    row = rows(client)[1]
    assert (row["edition"], row["grade"], row["grade_rank"]) == ("2", "Requires improvement", "2")
    assert (row["changed_on"], row["previous_grade"]) == ("2024-08-08", "Adequate")
    assert [other["changed_on"] for other in rows(client)] == ["", "2024-08-08", ""]


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


def test_drafts_and_scheduled_editions_have_no_rows_until_their_minute(client, edition, people, clock):
    with clock(2024, 3, 1):
        assert draft_inspection(by=people["by"], grades=["inadequate"]).state == "draft"
        scheduled = scheduled_inspection(**people, grades=["good"], now=london(2024, 3, 1), at=london(2024, 3, 2))
        assert {row["body_code"] for row in rows(client)} == {"exampleshire"}
    with clock(2024, 3, 2):
        assert {row["body_code"] for row in rows(client)} == {"exampleshire", scheduled.body.slug}
        assert len(rows(client, "?as_of=2024-03-01")) == 3


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
    assert [row["is_current"] for row in rows(client)] == ["false", "true", "false", "true", "false", "true"]


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
    assert rows(client)[4]["carried_from_url"] == f"{settings.SITE_URL}/inspections/peel/"


def test_a_date_says_no_more_than_is_known(client, people):
    released_inspection(**people, grades=["good"], reported_on=london(2023, 12, 31).date(), reported_precision="year")
    assert rows(client)[0]["reported_on"] == "2023"


def test_text_a_spreadsheet_would_run_is_made_text(client, people):
    body = BodyFactory(name='=HYPERLINK("https://evil.example")', slug="evil")
    released_inspection(**people, body=body, grades=["good"])
    assert rows(client)[0]["body"] == '\'=HYPERLINK("https://evil.example")'
    assert json.loads(text(client.get("/data/judgments.json")))["judgments"][0]["body"].startswith("=HYPERLINK")


@pytest.fixture
def handed_in(people):
    """`handed_in(edition)`: the next draft, submitted on 1 March with a note of what it changes."""

    def hand_in(edition):
        draft = edition.new_draft(by=people["by"], now=london(2024, 3, 1))
        draft.change_note = "Other words."
        draft.edit(by=people["by"], now=london(2024, 3, 1))
        draft.submit(by=people["by"], now=london(2024, 3, 1))
        return draft

    return hand_in


def test_the_number_of_an_edition_tells_of_none_that_readers_have_not_seen(client, edition, people, handed_in):
    """What was set aside, cancelled or is still to come has a number in the newsroom."""
    when = {"by": people["release_by"], "now": london(2024, 3, 1)}
    edition.new_draft(by=people["by"], now=london(2024, 3, 1)).discard(by=people["by"])
    cancelled = handed_in(edition)
    cancelled.release(**when, at=london(2090, 1, 1))
    cancelled.unschedule(**when)
    regraded = regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="requires-improvement")
    handed_in(regraded).release(**when, at=london(2090, 1, 1))
    last = handed_in(regraded)
    last.release(by=people["release_by"], now=london(2024, 9, 1), reason="Urgent.")
    assert last.number == 6
    assert {row["edition"] for row in rows(client)} == {"3"}
    assert [row["edition"] for row in rows(client, name="changes")] == ["2"]
    assert {row["edition"] for row in rows(client, "?as_of=2024-08-07")} == {"1"}
    last.withdraw(by=people["release_by"], now=london(2024, 9, 9), notice="It was wrong.")
    twin = client.get("/inspections/peel/data.json").json()
    assert (twin["availability"], twin["edition"]) == ("withdrawn", 4)
