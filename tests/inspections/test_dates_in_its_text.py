"""Dates in what an inspection says in words are looked at before its release."""

import pytest

from inspections.models import Finding, InspectionText
from tests.factories.inspections import draft_inspection, london

pytestmark = pytest.mark.django_db

AT = london(2024, 2, 16)
WRONG = "It was seen on 30 February 2023."


@pytest.fixture
def draft(writer):
    return draft_inspection(by=writer, now=AT)


def found(edition):
    return [(issue.level, issue.place) for issue in edition.issues(AT)]


def test_right_dates_are_nothing_to_speak_of(draft):
    draft.summary = "Inspectors came on Monday 9 October 2023, and on 29 February."
    assert found(draft) == []


def test_a_day_that_cannot_be_is_stopped_wherever_it_stands(draft):
    draft.monitoring_note = WRONG
    judgment = draft.judgments.first()
    judgment.note = WRONG
    judgment.save()
    Finding(inspection=draft, ref="1", kind="area_for_improvement", text=WRONG).save()
    text = InspectionText.objects.create(parent=draft, text=f"<p>{WRONG}</p>", ordering=10)
    places = ["monitoring_note", f"block-{text.pk}", "judgments", "findings"]
    assert found(draft) == [("stop", place) for place in places]
    assert any("Finding 1: “30 February 2023”: there is no such day." in issue.sentence for issue in draft.issues(AT))


def test_a_weekday_of_another_date_is_looked_at_again(draft):
    draft.summary = "Published on Thursday 16 February 2024."
    assert found(draft) == [("warn", "summary")]
