"""What inspectors found that is still to be done."""

import datetime as dt
import re

import pytest

from inspections.models import Finding, FindingStatus
from tests.factories.inspections import (
    draft_inspection,
    london,
    release,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def finding(edition, ref, kind="area_for_improvement", *statuses, area=None, parent=None):
    """A finding of a draft; of `statuses`, the first is of 1 January 2024, the second of 2 January and so on."""
    found = Finding.objects.create(
        inspection=edition, ref=ref, kind=kind, text=f"Words of {ref}.", area=area, parent=parent
    )
    for day, status in enumerate(statuses, start=1):
        FindingStatus.objects.create(finding=found, on=dt.date(2024, 1, day), status=status)
    return found


def open_findings(client):
    """The words of the findings that the page shows as open."""
    return re.findall(r"Words of ([a-z0-9-]+)\.", text_of(client.get("/bodies/exampleshire/")))


def test_a_finding_is_shown_until_its_last_status_closes_it(client, body, people):
    draft = draft_inspection(by=people["by"], body=body, slug="peel")
    area = draft.framework.areas.get(order=2)
    finding(draft, "still-open", "area_for_improvement", "complete", "not_complete", area=area)
    finding(draft, "never-told")
    for closed in ("complete", "superseded", "closed_no_action"):
        finding(draft, f"closed-{closed.replace('_', '-')}", "area_for_improvement", "open", closed)
    cause = finding(draft, "cause", "cause_of_concern", "in_progress")
    finding(draft, "recommended", "recommendation", "awaiting_review", parent=cause)
    finding(draft, "praised", "strength")
    release(draft, **people, at=london(2024, 2, 16))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert open_findings(client) == ["still-open", "never-told", "cause", "recommended"]
    first = html[html.index("Findings still open") : html.index("Words of never-told")]
    assert 'href="/inspections/peel/#finding-still-open">Area for improvement: Area number 2</a>' in first
    assert "Not complete, " in first
    assert "2 January 2024" in first


def test_open_findings_are_those_of_what_stands_now(client, body, people, publisher):
    draft = draft_inspection(by=people["by"], body=body, grades=["good"])
    finding(draft, "to-close", "area_for_improvement", "open")
    finding(draft, "to-stay", "area_for_improvement", "open")
    first = release(draft, **people, at=london(2024, 2, 16))
    later = first.new_draft(by=people["by"], now=london(2024, 3, 1))
    FindingStatus.objects.create(finding=later.findings.get(ref="to-close"), on=dt.date(2024, 3, 1), status="complete")
    later.change_note = "One finding is closed."
    later.edit(by=people["by"], now=london(2024, 3, 1))
    assert open_findings(client) == ["to-close", "to-stay"]
    release(later, **people, at=london(2024, 3, 1))
    assert open_findings(client) == ["to-stay"]
    later.withdraw(by=publisher, notice="It was taken back.", now=london(2024, 4, 1))
    assert open_findings(client) == []


def test_many_open_findings_lead_on_to_their_inspection(client, body, people):
    draft = draft_inspection(by=people["by"], body=body, slug="peel")
    for number in range(13):
        finding(draft, f"aoi-{number}", "area_for_improvement", "open")
    release(draft, **people, at=london(2024, 2, 16))
    assert len(open_findings(client)) == 10
    assert '<a href="/inspections/peel/">and 3 more' in text_of(client.get("/bodies/exampleshire/"))
