"""Uploading a round of grades in the newsroom: shown first, and stored only when confirmed."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from inspections.models import Inspection
from publishing.models import State
from tests.factories.inspections import BodyFactory, released_inspection

from .pages import CORRECTION, EXAMPLESHIRE, SAMPLEFORD, UPLOAD, text

pytestmark = pytest.mark.django_db


def test_the_list_leads_to_the_upload(desk):
    assert f'href="{UPLOAD}"' in text(desk.get("/admin/inspections/inspection/"))
    assert "Upload a round of grades" in text(desk.get(UPLOAD))


def test_a_preview_says_what_would_happen_and_stores_nothing(send):
    page = text(send(*EXAMPLESHIRE, *SAMPLEFORD))
    assert "Nothing is stored yet." in page
    assert "Store 2 drafts and submit them" in page
    assert "2 of 2 areas were graded: one good and one adequate." in page
    assert "16 February 2024" in page
    assert not Inspection.objects.exists()


def test_what_is_confirmed_becomes_submitted_drafts_with_links_and_the_file_goes(send, confirm, writer, waiting):
    preview = send(*EXAMPLESHIRE, *SAMPLEFORD)
    assert len(waiting()) == 1
    page = text(confirm(preview))
    drafts = Inspection.objects.all()
    assert [(draft.state, draft.submitted_by) for draft in drafts] == [(State.SUBMITTED, writer)] * 2
    for draft in drafts:
        assert f'href="/admin/inspections/inspection/{draft.pk}/edition/"' in page
    assert "2 drafts are stored and submitted" in page
    assert waiting() == []
    assert LogEntry.objects.filter(object_id__in=[draft.pk for draft in drafts], user=writer).count() == 2


def test_the_same_file_again_changes_nothing(send, confirm):
    confirm(send(*EXAMPLESHIRE))
    preview = send(*EXAMPLESHIRE)
    page = text(preview)
    assert "<dt>Unchanged</dt><dd>1" in page
    assert "Exampleshire, 16 February 2024" in page
    assert 'name="confirm"' not in page
    assert "Nothing was stored." in text(confirm(preview))
    assert Inspection.objects.count() == 1


def test_a_confirmation_counts_once(send, confirm):
    preview = send(*EXAMPLESHIRE)
    confirm(preview)
    response = confirm(preview)
    assert (response.status_code, response["Location"]) == (302, UPLOAD)
    assert Inspection.objects.count() == 1


@pytest.fixture
def known(framework, writer, publisher):
    """Lines of a file that changes a grade of a published inspection."""
    body = BodyFactory(slug="known", name="Known")
    released_inspection(by=writer, release_by=publisher, body=body, framework=framework, grades=("good", "good"))
    return "Known,2024-02-16,1,Good", "Known,2024-02-16,2,Requires improvement"


def test_a_correction_shows_both_grades_and_needs_reason_and_source(send, confirm, known):
    refused = text(send(*known))
    assert (
        "a published grade would change (Area number 2: from Good to Requires improvement): say why, and where that is "
        "stated, in the form, under “If the file changes grades that are published here”" in refused
    )
    assert 'name="confirm"' not in refused
    preview = send(*known, **CORRECTION, changed_on="2024-08-08")
    assert "Area number 2: from <strong>Good</strong> to <strong>Requires improvement</strong>" in text(preview)
    confirm(preview)
    draft = Inspection.objects.get(number=2)
    assert (draft.state, draft.regrade_reason) == (State.SUBMITTED, CORRECTION["reason"])
    assert timezone.localdate(draft.public_timestamp) == dt.date(2024, 8, 8)
    assert draft.judgments.get(area__code="2").grade.code == "requires-improvement"
    assert draft.judgments.get(area__code="1").grade.code == "good"


def test_the_preview_of_a_correction_shows_what_readers_will_be_told_of_it(send, known):
    address = "https://example.org/letter"
    page = text(send(*known, **CORRECTION, changed_on="2024-08-08", source_url=address))
    assert "<dt>Why grades were changed</dt><dd>The force had supplied wrong data.</dd>" in page
    assert f'<dt>Where that is stated</dt><dd><a href="{address}">Letter of the inspectorate</a></dd>' in page
    assert "<dt>Day of the change</dt><dd>8 August 2024</dd>" in page
    assert "not given: readers are shown the day of the release" in text(send(*known, **CORRECTION))


def test_a_day_of_the_change_that_is_still_to_come_is_refused(send, known):
    page = text(send(*known, **CORRECTION, changed_on="2999-08-08"))
    assert "the day of the change, 8 August 2999, is still to come" in page
    assert 'name="confirm"' not in page


def test_an_inspection_with_a_refused_cell_is_left_out_and_the_others_are_stored(send, confirm):
    preview = send(EXAMPLESHIRE[0], "Exampleshire,2024-02-16,2,Fine", *SAMPLEFORD, "Nowhere,2024-02-16,1,Good")
    page = text(preview)
    assert '<th scope="row">3</th> <td>grade</td> <td class="upload-value">Fine</td> <td>not on the scale' in page
    assert '<th scope="row">6</th> <td>body</td> <td class="upload-value">Nowhere</td> <td>no body is known' in page
    assert "<dt>Refused</dt><dd>1, and 1 row that belongs to none</dd>" in page
    confirm(preview)
    assert Inspection.objects.get().body.slug == "sampleford"


def test_what_a_cell_holds_is_shown_as_text_never_as_markup(send):
    page = send("<script>alert(1)</script>,2024-02-16,1,Good", name="<b>.csv").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_what_changed_since_the_preview_is_shown_before_anything_is_stored(send, confirm, framework, writer):
    preview = send(*EXAMPLESHIRE, *SAMPLEFORD)
    confirm(send(*EXAMPLESHIRE))
    again = confirm(preview)
    assert again.status_code == 409
    assert "something changed here since you looked" in text(again)
    assert Inspection.objects.count() == 1
    confirm(again)
    assert Inspection.objects.count() == 2


def test_refused_cells_are_taken_home_as_a_file_that_runs_nothing(send, confirm, waiting):
    preview = send("=cmd(),2024-02-16,1,Good", *EXAMPLESHIRE)
    answer = confirm(preview, press="refused")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["row", "column", "value", "reason"]
    assert rows[1][:3] == ["2", "body", "'=cmd()"]
    assert "attachment" in answer["Content-Disposition"]
    assert len(waiting()) == 1
    confirm(preview)
    assert Inspection.objects.count() == 1


def test_what_is_given_up_is_deleted(send, confirm, waiting):
    response = confirm(send(*EXAMPLESHIRE), press="discard")
    assert response.status_code == 302
    assert waiting() == []
    assert not Inspection.objects.exists()
