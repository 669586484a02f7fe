"""Saying at the desk what became of a finding, until readers see it."""

import datetime as dt

import pytest
from django.utils import timezone

from inspections.models import Finding, FindingStatus
from tests.factories.inspections import draft_inspection, release, released_inspection
from tests.newsroom import address, press

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(writer, signed_in):
    return signed_in(writer)


@pytest.fixture
def edition(writer):
    """A draft with two findings, of which the first was open on a day in February."""
    edition = draft_inspection(by=writer, slug="peel")
    first = Finding(inspection=edition, ref="aoi-1", kind="area_for_improvement", text="Answer calls in time.")
    first.save()
    Finding(inspection=edition, ref="aoi-2", kind="area_for_improvement", text="Train the staff.").save()
    FindingStatus(finding=first, on=dt.date(2024, 2, 16), status="open").save()
    return edition


def typed(response, **changes):
    data = {"seen": response.context["seen"]["seen"].value()}
    for _finding, formset in response.context["rows"]:
        for form in [formset.management_form, *formset.forms]:
            values = {field.html_name: field.value() for field in form if field.name != "DELETE"}
            data |= {name: "" if value is None else value for name, value in values.items()}
    return data | changes


def saved(client, edition, **changes):
    url = address(edition, "findings")
    return client.post(url, typed(client.get(url), **changes))


def statuses(edition):
    rows = FindingStatus.objects.filter(finding__inspection=edition).order_by("finding__ref", "on")
    return [(row.finding.ref, str(row.on), row.status) for row in rows]


NEW = {
    "finding-aoi-1-1-on": "2024-05-03",
    "finding-aoi-1-1-status": "complete",
    "finding-aoi-1-1-note": "Seen at a visit.",
    "finding-aoi-1-1-source": "Letter of 3 May",
}


def test_a_status_is_added_to_the_finding_it_stands_under(at_desk, edition):
    assert saved(at_desk, edition, **NEW)["Location"] == address(edition, "edition")
    assert statuses(edition) == [("aoi-1", "2024-02-16", "open"), ("aoi-1", "2024-05-03", "complete")]


def test_readers_see_the_new_status_from_the_next_release(client, at_desk, publisher, signed_in, writer, people):
    edition = draft_inspection(by=writer, slug="peel")
    Finding(inspection=edition, ref="aoi-1", kind="area_for_improvement", text="Answer calls in time.").save()
    release(edition, **people, at=timezone.now())
    draft = edition.new_draft(by=writer)
    draft.change_note = "What became of a finding."
    draft.edit(by=writer)
    saved(at_desk, draft, **{name.replace("-1-1-", "-1-0-"): value for name, value in NEW.items()})
    assert "Seen at a visit." not in client.get("/inspections/peel/").content.decode()
    press(at_desk, draft, "submit")
    press(signed_in(publisher), draft, "release")
    html = " ".join(client.get("/inspections/peel/").content.decode().split())
    assert "3 May 2024</time> – Complete. Seen at a visit." in html
    assert "Source: Letter of 3 May" in html
    assert client.get("/inspections/peel/data.json").json()["findings"][0]["statuses"][0]["status"] == "Complete"
    assert not edition.findings.get().statuses.exists()


def test_a_status_is_changed_and_taken_out(at_desk, edition):
    saved(at_desk, edition, **{"finding-aoi-1-0-status": "in_progress"})
    assert statuses(edition) == [("aoi-1", "2024-02-16", "in_progress")]
    saved(at_desk, edition, **{"finding-aoi-1-0-DELETE": "on"})
    assert statuses(edition) == []


def test_an_incomplete_row_is_refused_and_nothing_is_saved(at_desk, edition):
    response = saved(at_desk, edition, **{**NEW, "finding-aoi-1-1-on": ""})
    assert response.status_code == 200
    html = response.content.decode()
    assert "Look at the marked boxes below." in html
    assert "Seen at a visit." in html
    assert len(statuses(edition)) == 1


def test_what_somebody_saved_meanwhile_is_not_overwritten(at_desk, edition, writer):
    data = typed(at_desk.get(address(edition, "findings")), **NEW)
    type(edition).objects.get(pk=edition.pk).edit(by=writer)
    response = at_desk.post(address(edition, "findings"), data)
    assert response.status_code == 409
    assert "Somebody else saved this draft" in response.content.decode()
    assert len(statuses(edition)) == 1


def test_a_row_of_another_inspection_cannot_be_changed(at_desk, edition, writer):
    other = draft_inspection(by=writer, slug="other")
    elsewhere = Finding(inspection=other, ref="aoi-1", kind="strength", text="T")
    elsewhere.save()
    status = FindingStatus(finding=elsewhere, on=dt.date(2024, 1, 1), status="open")
    status.save()
    saved(at_desk, edition, **{"finding-aoi-1-0-id": status.pk, "finding-aoi-1-0-status": "complete"})
    status.refresh_from_db()
    assert status.status == "open"


def test_only_a_draft_can_be_changed(at_desk, people):
    edition = released_inspection(**people)
    response = at_desk.get(address(edition, "findings"), follow=True)
    assert "Only a draft can say what became of a finding." in response.content.decode()


def test_saving_without_a_change_is_no_new_version(at_desk, edition):
    saved(at_desk, edition)
    version = edition.lock_version
    edition.refresh_from_db()
    assert edition.lock_version == version


def test_without_findings_the_page_leads_to_where_they_are_added(at_desk, writer):
    edition = draft_inspection(by=writer)
    assert f"{address(edition)}#findings-group" in at_desk.get(address(edition, "findings")).content.decode()


def test_a_status_later_than_the_release_stops_it(edition):
    finding = edition.findings.get(ref="aoi-2")
    FindingStatus(finding=finding, on=dt.date(2024, 3, 2), status="complete").save()
    at = dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC)
    said = "What became of finding aoi-2 is dated later than the release."
    assert said in [issue.sentence for issue in edition.issues(at) if issue.is_stop]
    assert said not in [issue.sentence for issue in edition.issues(at + dt.timedelta(days=1))]
