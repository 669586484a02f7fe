"""A finding keeps its reference for good: with its inspection's id it is what others link to."""

import pytest

from inspections.models import Finding
from publishing.models import Refused, Stopped
from tests.factories.inspections import draft_inspection, london, release
from tests.newsroom import address, typed

pytestmark = pytest.mark.django_db

FIRST, THEN, SOON = london(2024, 2, 17), london(2024, 8, 8), london(2024, 12, 1)


def find(edition, ref, **said):
    Finding(inspection=edition, ref=ref, kind="area_for_improvement", text="Answer calls in time.", **said).save()


@pytest.fixture
def edition(people, writer):
    """A released inspection with two findings."""
    draft = draft_inspection(by=writer, slug="peel")
    for ref in ("aoi-1", "aoi-2"):
        find(draft, ref)
    return release(draft, **people, at=FIRST)


def next_draft(edition, writer, **said):
    draft = edition.new_draft(by=writer, now=THEN)
    for name, value in ({"minor_change": True} | said).items():
        setattr(draft, name, value)
    draft.edit(by=writer, now=THEN)
    return draft


def stops(draft, at=THEN):
    return [issue.sentence for issue in draft.issues(at) if issue.is_stop]


def test_a_published_finding_is_not_lost_in_a_later_edition(edition, writer, people):
    draft = next_draft(edition, writer)
    assert stops(draft) == []
    draft.findings.get(ref="aoi-2").delete()
    (said,) = stops(draft)
    assert said.startswith("Finding aoi-2 was published and stays")
    assert "“Superseded” or “Closed without action”" in said
    with pytest.raises(Stopped, match="aoi-2"):
        release(draft, **people, at=THEN)


def test_a_published_finding_may_say_something_else_and_others_may_come(edition, writer, people):
    draft = next_draft(edition, writer, minor_change=False, change_note="A clearer text, and a third finding.")
    changed = draft.findings.get(ref="aoi-2")
    changed.text = "Answer every call in time."
    changed.save()
    find(draft, "aoi-3")
    release(draft, **people, at=THEN)
    assert list(draft.findings.values_list("ref", flat=True)) == ["aoi-1", "aoi-2", "aoi-3"]


def test_a_published_finding_takes_no_other_reference(edition, writer):
    finding = next_draft(edition, writer).findings.get(ref="aoi-1")
    finding.ref = "other"
    with pytest.raises(Refused, match="Finding aoi-1 was published: its reference stays"):
        finding.save()
    assert Finding.objects.get(pk=finding.pk).ref == "aoi-1"


def test_a_finding_that_nobody_has_seen_may_take_another_or_go(edition, writer):
    draft = next_draft(edition, writer)
    find(draft, "aoi-3")
    finding = draft.findings.get(ref="aoi-3")
    finding.ref = "aoi-4"
    finding.save()
    finding.delete()
    assert stops(draft) == []


def test_one_of_a_scheduled_edition_may_go_with_the_draft_that_replaces_it(edition, writer, publisher):
    scheduled = next_draft(edition, writer, minor_change=False, change_note="A third finding.")
    find(scheduled, "aoi-3")
    scheduled.submit(by=writer, now=THEN)
    scheduled.release(by=publisher, now=THEN, at=SOON)
    draft = scheduled.new_draft(by=writer, now=THEN, replaces=scheduled)
    finding = draft.findings.get(ref="aoi-3")
    finding.ref = "aoi-4"
    finding.save()
    draft.change_note = "A third finding."
    draft.edit(by=writer, now=THEN)
    assert stops(draft, SOON) == []


def test_a_scheduled_edition_does_not_take_away_what_is_added_before_it(edition, writer, publisher):
    scheduled = next_draft(edition, writer)
    scheduled.submit(by=writer, now=THEN)
    scheduled.release(by=publisher, now=THEN, at=SOON)
    draft = next_draft(edition, writer)
    find(draft, "aoi-3")
    number = scheduled.number
    assert stops(draft) == [
        f"Edition {number} is scheduled without what is published here: finding aoi-3. Replace it first."
    ]


def test_what_was_gone_since_need_not_come_back(edition, writer, people, publisher):
    gone = edition.withdraw(by=publisher, notice="Named a person.", availability="gone", now=london(2024, 3, 1))
    draft = next_draft(gone, writer, minor_change=False, change_note="Back without a finding.")
    draft.findings.get(ref="aoi-1").delete()
    assert stops(draft) == []


def test_the_desk_shows_the_reference_and_takes_no_other(edition, writer, signed_in):
    client, draft = signed_in(writer), next_draft(edition, writer)
    find(draft, "aoi-3")
    form = client.get(address(draft))
    told = typed(form)
    places = {told[f"findings-{number}-ref"]: f"findings-{number}-ref" for number in range(3)}
    response = client.post(address(draft), told | {places["aoi-1"]: "other", places["aoi-3"]: "aoi-4"})
    assert response.status_code == 302
    assert list(draft.findings.values_list("ref", flat=True)) == ["aoi-1", "aoi-2", "aoi-4"]
    html = form.content.decode()
    assert [ref for ref, name in places.items() if f'name="{name}"' in html and "disabled" in box(html, name)] == [
        "aoi-1",
        "aoi-2",
    ]


def box(html, name):
    """The tag of the box with this name."""
    start = html.rindex("<input", 0, html.index(f'name="{name}"'))
    return html[start : html.index(">", start)]
