"""Until its minute, what is planned leaves every public answer as it was, to the byte."""

import datetime as dt
import re

import pytest

from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ProgrammeFactory,
    draft_inspection,
    london,
    released_inspection,
    scheduled_inspection,
)
from tests.factories.news import draft_article

pytestmark = pytest.mark.django_db

BEFORE, MINUTE = (2024, 6, 1, 12), (2024, 6, 1, 13)
NOW, AT = london(*BEFORE), london(*MINUTE)
BODIES = ("regraded", "withdrawn", "gone", "redirected")
TABLES = [f"/data/{name}.{kind}" for name in ("judgments", "changes") for kind in ("csv", "json")]
ADDRESSES = [
    *("/", "/news/", "/inspections/", "/inspections/?programme=series", "/bodies/", "/bodies/?q=new"),
    *(f"/inspections/{body}/{tail}" for body in BODIES for tail in ("", "data.json", "embed/")),
    *(f"/bodies/{body}/{tail}" for body in BODIES[:3] for tail in ("", "data.json", "embed/", "feed.atom")),
    *("/bodies/newcomer/", "/bodies/newcomer/data.json", "/bodies/newcomer/embed/", "/programmes/unheard/"),
    *("/programmes/series/", "/programmes/series/?sort=1", "/programmes/series/?show=waiting"),
    *("/programmes/series/feed.json", "/areas/round-area-1/", "/areas/round-area-1/feed.atom"),
    *("/compare/", "/compare/?framework=round", "/compare/?framework=round&body=regraded&body=gone"),
    *("/data/", *TABLES, "/data/judgments.csv?body=regraded", "/data/judgments.json?as_of=2024-06-01T11:00Z"),
    *("/data/datapackage.json", "/data/openapi.json", "/data/docs/", "/feeds/all.atom", "/feeds/inspections.json"),
]


@pytest.fixture
def inspections(people):
    """A report on each of these bodies under one framework, by the body's slug; and an older one on another body."""
    programme = ProgrammeFactory(slug="series")
    older = FrameworkFactory(areas=1, slug="older", order=1, programme=programme)
    framework = FrameworkFactory(areas=1, slug="round", order=2, programme=programme)
    body, at = BodyFactory(slug="waiting", region="North"), london(2024, 2, 1)
    released_inspection(**people, framework=older, body=body, grades=["good"], slug="waits", at=at)
    return {
        slug: released_inspection(
            **people, framework=framework, body=BodyFactory(slug=slug), grades=["good"], slug=slug, at=at
        )
        for slug in BODIES
    }


@pytest.fixture
def plan(people, inspections):
    """Schedules a change of each kind for `AT`, and leaves some work unfinished on desks."""

    def schedule(edition):
        edition.submit(by=people["by"], now=NOW)
        edition.release(by=people["release_by"], now=NOW, at=AT)

    def changed(edition, **said):
        draft = edition.new_draft(by=people["by"], now=NOW)
        draft.judge(by=people["by"], area="1", outcome="graded", grade="inadequate")
        draft.change_note = draft.regrade_reason = draft.regrade_source = "It was wrong."
        draft.edit(by=people["by"], now=NOW)
        return draft

    def everything():
        regraded, withdrawn, gone, redirected = (inspections[body] for body in BODIES)
        schedule(changed(regraded))
        for edition, how in (
            (withdrawn, {"availability": "withdrawn", "notice": "Planned."}),
            (gone, {"availability": "gone", "notice": "Planned."}),
            (redirected, {"availability": "redirect", "notice": "", "redirect_to": regraded.document}),
        ):
            edition.withdraw(by=people["release_by"], now=NOW, at=AT, **how)
        when = {"now": NOW, "at": AT}
        waiting = released_body("waiting")
        scheduled_inspection(**people, **when, framework=regraded.framework, body=waiting, grades=["good"], slug="next")
        newcomer = BodyFactory(slug="newcomer", name="New Police", region="South")
        unheard = FrameworkFactory(areas=1, programme=ProgrammeFactory(slug="unheard", name="Unheard of"))
        scheduled_inspection(**people, **when, framework=unheard, body=newcomer, grades=["good"], slug="first")
        schedule(draft_article(people["by"], now=NOW, inspections=[regraded.document], title="Planned news"))
        changed(withdrawn).submit(by=people["by"], now=NOW)
        draft_inspection(by=people["by"], now=NOW, body=newcomer)

    def released_body(slug):
        return type(inspections["gone"].body).objects.get(slug=slug)

    return everything


def answers(client):
    """Status, bytes and headers by address, but for how long caches may keep it."""
    found = {}
    for address in ADDRESSES:
        response = client.get(address)
        headers = {name: value for name, value in response.headers.items() if name != "Cache-Control"}
        if address.partition("?")[0] in TABLES:
            # Of a table that nobody has written yet: it moves with whatever editors do, and tells nothing of it.
            del headers["ETag"]
        found[address] = (response.status_code, b"".join(response), headers)
    return found


def differing(before, after):
    return {address for address in ADDRESSES if before[address] != after[address]}


def test_no_answer_changes_before_the_minute_and_all_do_then(client, plan, clock):
    with clock(*BEFORE):
        before = answers(client)
        plan()
    with clock(*MINUTE[:3], 12, 59):
        assert differing(before, answers(client)) == set()
    with clock(*MINUTE):
        then = answers(client)
    # These describe the data alone. Data as of then have lost what is gone.
    assert set(ADDRESSES) - differing(before, then) == {"/data/openapi.json", "/data/docs/"}


def test_the_catalogue_counts_and_dates_what_is_public_alone(client, plan, clock):
    def told():
        html = " ".join(client.get("/data/").content.decode().split())
        return re.findall(r"(\d+ rows?)<", html), client.get("/data/datapackage.json").json()["modified"]

    with clock(*BEFORE):
        plan()
        assert told() == (["5 rows", "0 rows"], "2024-02-01T09:00:00Z")
    with clock(*MINUTE):
        assert told() == (["5 rows", "1 row"], AT.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"))
