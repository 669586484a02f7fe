"""What the demonstration shows of inspections besides grades: findings and what became of them, and who says what."""

import csv
import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from inspections.models import Finding, Inspection, Judgment
from tests.reading import text_of
from website.demo.reading import LONDON

EXAMPLESHIRE = "exampleshire-police-demonstration-2013"
REVISIT = "exampleshire-police-demonstration-2013-revisit"
WITHDRAWN = "greywater-police-demonstration-2013"
WAITING = "kestrel-coast-police-demonstration-2013"
PEEL_2023_25 = "northamptonshire-police-peel-2023-25"
OVERVIEWS = ["/programmes/demonstration/?version=demonstration-2013", "/inspections/", "/bodies/", "/feeds/all.atom"]
OVERVIEWS += ["/data/judgments.csv", "/data/judgments.json"]


@pytest.fixture(autouse=True)
def demo(loaded_demo, db):
    """Each test reads what the module loaded."""


def live(slug, *day):
    at = dt.datetime(*day, tzinfo=LONDON) if day else timezone.now()
    return Inspection.objects.live(at).get(slug=slug)


def read(client, slug):
    return text_of(client.get(f"/inspections/{slug}/"))


def statuses(inspection, ref):
    steps = inspection.findings.get(ref=ref).statuses.all()
    return [(str(step.on), step.status) for step in steps]


# --- Findings -----------------------------------------------------------------------------------------------


def test_a_cause_of_concern_has_its_two_recommendations():
    findings = live(EXAMPLESHIRE).findings
    cause = findings.get(kind=Finding.Kind.CAUSE_OF_CONCERN)
    advice = findings.filter(kind=Finding.Kind.RECOMMENDATION)
    assert [(row.ref, row.parent, str(row.due_on)) for row in advice] == [
        ("R1", cause, "2013-11-30"),
        ("R2", cause, "2014-03-31"),
    ]
    assert findings.filter(kind=Finding.Kind.AREA_FOR_IMPROVEMENT).count() == 3
    assert findings.filter(kind=Finding.Kind.STRENGTH).count() == 1


def test_one_recommendation_is_complete_and_one_in_progress_each_step_with_its_source():
    inspection = live(EXAMPLESHIRE)
    opened = ("2013-05-28", "open")
    assert statuses(inspection, "R1") == [opened, ("2013-07-23", "in_progress"), ("2014-06-10", "complete")]
    assert statuses(inspection, "R2") == [opened, ("2014-06-10", "in_progress")]
    for finding in inspection.findings.all():
        assert all(step.source for step in finding.statuses.exclude(status="open"))


def test_each_edition_knows_no_more_than_was_known_on_its_day():
    assert statuses(live(EXAMPLESHIRE, 2013, 7, 22), "R1") == [("2013-05-28", "open")]
    assert not live(EXAMPLESHIRE, 2013, 9, 9).findings.filter(ref="A3")
    assert not live(EXAMPLESHIRE, 2013, 7, 22).blocks.filter(region="response")


def test_its_page_says_first_what_is_still_open(client):
    html = read(client, EXAMPLESHIRE)
    assert "4 of 6 findings that ask for action are still open; of 1 nothing is held here." in html
    order = [html.index(f">{words}<") for words in ("2 open", "1 in progress", "1 awaiting review", "1 complete")]
    assert order == sorted(order)


def test_the_page_of_the_body_lists_what_is_open_and_not_what_is_complete(client):
    html = text_of(client.get("/bodies/exampleshire-police/"))
    listed = html[html.index("Findings still open") :]
    assert "Each victim should be told within 28 days" in listed
    assert "A supervisor should look at each case" not in listed


def test_a_figure_has_its_interval_period_and_comparison(client):
    html = read(client, EXAMPLESHIRE)
    figure = html[html.index("Around 61.5% (±2.5)") :]
    said = ("of investigations had a plan", "1 April 2012 to 31 March 2013", "Compared with: all bodies")
    order = [figure.index(words) for words in said]
    assert order == sorted(order)


def test_good_practice_stands_in_its_area():
    practice = live(EXAMPLESHIRE).practices.get()
    assert (practice.kind, practice.area.code) == ("promising", "neighbourhoods")


# --- Who says what -----------------------------------------------------------------------------------------


def test_what_the_body_says_stands_apart_from_what_the_inspectors_say(client):
    html = read(client, EXAMPLESHIRE)
    start = html.index('class="response"')
    response = html[start : html.index("</section>", start)]
    assert "Here Exampleshire Police (fictional) speaks, not the inspectors." in response
    assert "The chief officer" in response
    assert "Fictional answer to the report of 2013" in response
    assert "The lead inspector" not in response
    assert html.index("The lead inspector") < html.index("What was found") < start


def test_the_force_of_2024_speaks_for_itself_in_words_of_ours_and_two_of_its_own(client):
    html = read(client, PEEL_2023_25)
    start = html.index('class="response"')
    assert "“right direction”" in html[start:]
    assert "“concerted effort”" in html[:start]
    assert "34%" in html[start:]
    practice = live(PEEL_2023_25).practices.get()
    assert (practice.kind, practice.area.code) == ("promising", "6")


def test_both_were_added_by_an_edition_after_that_of_the_changed_grade():
    reported, regraded, answered = (live(PEEL_2023_25, 2024, *day) for day in ((8, 7), (8, 8), (8, 9)))
    assert [row.number for row in (reported, regraded, answered)] == [1, 2, 3]
    assert [(row.blocks.count(), row.practices.count()) for row in (reported, regraded, answered)] == [
        *[(0, 0), (0, 0)],
        (4, 1),
    ]


def test_of_the_recommendations_of_2014_nothing_is_known_before_2020():
    slug = "northamptonshire-police-crime-recording-2014"
    assert statuses(live(slug, 2020, 7, 30), "recommendations") == []
    assert statuses(live(slug), "recommendations") == [("2020-07-31", "in_progress")]


def test_crime_recording_of_2020_says_what_the_force_had_and_still_needs():
    kinds = live("northamptonshire-police-crime-data-integrity-2020").findings.values_list("kind", flat=True)
    assert list(kinds) == ["strength"] * 3 + ["still_needs"] * 3


# --- Grades of other inspections ---------------------------------------------------------------------------


def test_a_grade_is_carried_forward_from_the_round_before(client):
    inspection = live("birchwater-police-demonstration-2013")
    custody = inspection.judgments.get(outcome=Judgment.Outcome.CARRIED_FORWARD)
    origin = live("birchwater-police-demonstration-2011")
    assert (custody.area.code, custody.carried_from) == ("custody", origin.document)
    assert custody.grade == origin.judgments.get(area=custody.carried_area).grade
    assert origin.live_from < inspection.live_from
    assert "one grade is carried forward from an earlier inspection" in read(client, inspection.slug)


def test_a_revisit_and_its_inspection_lead_to_each_other(client):
    assert live(REVISIT).revisits == live(EXAMPLESHIRE).document
    assert f'href="/inspections/{REVISIT}/"' in read(client, EXAMPLESHIRE)
    assert f'href="/inspections/{EXAMPLESHIRE}/"' in read(client, REVISIT)


# --- What readers do not find ---------------------------------------------------------------------------------


def test_the_withdrawn_report_is_read_under_its_notice(client):
    html = read(client, WITHDRAWN)
    assert html.index("Withdrawn on 25 June 2013") < html.index("<h1")


def test_elsewhere_the_withdrawn_report_is_named_without_its_grades(client):
    table = b"".join(client.get("/data/judgments.csv?body=greywater-police").streaming_content).decode()
    rows = [row for row in csv.DictReader(table.splitlines()) if row["framework"] == "demonstration-2013"]
    assert {(row["outcome"], row["grade"]) for row in rows} == {("withdrawn", "")}
    body = text_of(client.get("/bodies/greywater-police/"))
    assert "Withdrawn on 25 June 2013" in body
    assert "Met" not in body[body.index("Withdrawn on 25 June 2013") : body.index("Demonstration 2011")]


@pytest.mark.parametrize("path", OVERVIEWS)
def test_the_report_to_come_is_found_nowhere(client, path):
    response = client.get(path)
    assert response.status_code == 200
    text = b"".join(response.streaming_content) if response.streaming else response.content
    assert WAITING not in text.decode()
    assert client.get(f"/inspections/{WAITING}/").status_code == 404


def test_the_report_to_come_is_there_at_its_minute(client):
    waiting = Inspection.objects.scheduled(timezone.now()).get()
    start = timezone.localtime(waiting.live_from, LONDON)
    assert (start.hour, start.minute, start.date()) == (9, 0, waiting.reported_on)
    assert waiting.live_from > timezone.now() + dt.timedelta(days=190)
    with time_machine.travel(waiting.live_from, tick=False):
        assert client.get(f"/inspections/{WAITING}/").status_code == 200
