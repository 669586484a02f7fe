"""What may still be read of an inspection taken away: page, card, feed, data and files all answer alike."""

import json

import pytest

from inspections.models import InspectionDocument
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    release,
    released_inspection,
)
from tests.factories.media import a_report

pytestmark = pytest.mark.django_db

FIRST, TAKEN, BACK = london(2024, 2, 16), london(2024, 4, 1), london(2024, 6, 1)
AS_OF = {"then": "?as_of=2024-03-01", "meanwhile": "?as_of=2024-05-01", "now": ""}


@pytest.fixture
def report(people):
    """An inspection with a file of its own, and the file."""
    file = a_report(people["by"])
    draft = draft_inspection(
        by=people["by"], now=FIRST, body=BodyFactory(slug="example"), grades=["good"], slug="report", title="The report"
    )
    InspectionDocument.objects.create(inspection=draft, title="Its file", file=file, licence="ogl-3")
    release(draft, **people, at=FIRST)
    return draft, file


@pytest.fixture
def take(people, report):
    """`take("gone")` ends what readers find; with `back`, an edition with another grade follows without the file."""
    edition, _file = report

    def end(availability, *, back=False):
        target = None
        if availability == "redirect":
            about = {"body": edition.body, "framework": FrameworkFactory(areas=1), "grades": ["good"]}
            target = released_inspection(**people, at=FIRST, slug="other", **about).document
        edition.withdraw(
            by=people["release_by"], now=TAKEN, notice="Why.", availability=availability, redirect_to=target
        )
        if back:
            draft = edition.new_draft(by=people["by"], now=BACK)
            draft.judge(by=people["by"], area="1", outcome="graded", grade="adequate")
            draft.documents.filter(title="Its file").delete()
            draft.change_note = draft.regrade_reason = draft.regrade_source = "Back again."
            draft.edit(by=people["by"], now=BACK)
            release(draft, **people, at=BACK, reason="It was not made from what is live.")

    return end


def shown(client, edition, file):
    """What each surface answers at each moment: the grade found there, None for none, or a status that is not 200."""
    found = {}
    for moment, query in AS_OF.items():
        twin, body = (
            client.get(f"/inspections/report/data.json{query}"),
            client.get(f"/bodies/example/data.json{query}"),
        )
        rows = body.json()["inspections"] if body.status_code == 200 else []
        table = json.loads(b"".join(client.get(f"/data/judgments.json{query}")))["judgments"]
        found[moment] = (
            grade(twin.json()["judgments"]) if twin.status_code == 200 else twin.status_code,
            grade([judgment for row in rows if row["title"] == "The report" for judgment in row["judgments"]]),
            grade([row for row in table if row["document_uuid"] == str(edition.document.uuid)]),
        )
    return found | {
        "page": client.get("/inspections/report/").status_code,
        "card": client.get("/inspections/report/embed/").status_code,
        "feed": "The report" in client.get("/bodies/example/feed.atom").content.decode(),
        "file": client.get(file.get_absolute_url()).status_code,
    }


def grade(judgments):
    return judgments[0]["grade"] if judgments else None


OPEN = {"page": 200, "card": 200, "feed": True}
EXPECTED = {
    # At its own address what was withdrawn stays readable, under its notice.
    ("withdrawn", "for good"): {
        "then": ("Good", "Good", "Good"),
        "meanwhile": ("Good", None, None),
        "now": ("Good", None, None),
        "page": 200,
        "card": 200,
        "feed": True,
        "file": 200,
    },
    ("gone", "for good"): {
        **dict.fromkeys(AS_OF, (410, None, None)),
        "page": 410,
        "card": 410,
        "feed": False,
        "file": 404,
    },
    ("redirect", "for good"): {
        **dict.fromkeys(AS_OF, (302, None, None)),
        "page": 302,
        "card": 302,
        "feed": False,
        "file": 404,
    },
    ("withdrawn", "for a while"): {
        "then": ("Good", "Good", "Good"),
        "meanwhile": ("Good", None, None),
        "now": ("Adequate",) * 3,
        **OPEN,
        "file": 200,
    },
    ("gone", "for a while"): {
        "then": (404, None, None),
        "meanwhile": (410, None, None),
        "now": ("Adequate",) * 3,
        **OPEN,
        "file": 404,
    },
    ("redirect", "for a while"): {
        "then": (404, None, None),
        "meanwhile": (302, None, None),
        "now": ("Adequate",) * 3,
        **OPEN,
        "file": 404,
    },
}


def test_what_is_open_can_be_read_now_and_as_of_then(client, report):
    assert shown(client, *report) == OPEN | {"file": 200} | dict.fromkeys(AS_OF, ("Good",) * 3)


@pytest.mark.parametrize(("availability", "how_long"), EXPECTED)
def test_every_surface_follows_one_rule(client, report, take, availability, how_long):
    take(availability, back=how_long == "for a while")
    assert shown(client, *report) == EXPECTED[availability, how_long]


@pytest.mark.parametrize(("availability", "is_told"), [("withdrawn", True), ("gone", False), ("redirect", False)])
def test_a_grade_that_was_taken_away_is_no_grade_before_another(client, take, availability, is_told):
    take(availability, back=True)
    texts = [
        client.get("/inspections/report/").content.decode(),
        client.get("/bodies/example/feed.atom").content.decode(),
        client.get("/inspections/report/embed/").content.decode(),
    ]
    changes = json.loads(b"".join(client.get("/data/changes.json")))["changes"]
    assert [("from good to adequate" in text) for text in texts] == [is_told] * 3
    assert [row["previous_grade"] for row in changes] == (["Good"] if is_told else [])
