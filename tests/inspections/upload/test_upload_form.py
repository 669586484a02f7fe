"""What an editor says of an uploaded file, and how it is kept while the form is mended."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from inspections.models import Inspection

from .pages import EXAMPLESHIRE, SAMPLEFORD, UPLOAD, kept, text

pytestmark = pytest.mark.django_db


def test_a_refused_form_keeps_what_was_typed_and_the_file(send, desk, confirm, waiting):
    response = send(*EXAMPLESHIRE, licence="", title="Grades of the year")
    page = text(response)
    assert "Readers are told where the grades come from" in page
    assert 'value="Grades of the year"' in page
    until = timezone.localtime() + dt.timedelta(hours=1)
    minutes = {f"{until - dt.timedelta(minutes=ago):%H:%M}" for ago in (0, 1)}
    assert re.search(r"“grades.csv” is still here, until (\d\d:\d\d)\.", page).group(1) in minutes
    preview = send(data=b"", kept=kept(response))
    assert "Store 1 draft and submit it" in text(preview)
    assert len(waiting()) == 1
    confirm(preview)
    assert waiting() == []


def test_another_file_takes_the_place_of_the_one_kept(send, waiting):
    response = send(*EXAMPLESHIRE, licence="")
    assert "Store 2 drafts" in text(send(*EXAMPLESHIRE, *SAMPLEFORD, kept=kept(response)))
    assert len(waiting()) == 1


def test_the_preview_leads_back_to_the_form_with_everything_in_it(send, confirm):
    preview = send(*EXAMPLESHIRE, reason="Wrong data.", source="Letter", column_map='no_row = ["gone"]')
    response = confirm(preview, press="edit", url=UPLOAD)
    page = text(response)
    assert "no_row = [&quot;gone&quot;]" in page and "Wrong data." in page
    assert "“grades.csv” is still here" in page
    assert "Store 1 draft" in text(send(data=b"", kept=kept(response)))


def test_a_map_says_what_columns_areas_and_codes_mean(send, confirm):
    column_map = """
        no_row = ["predates"]
        dates.formats = ["%d/%m/%y"]
        [columns]
        body = "Force"
        reported_on = "Published"
        area = "Question"
        grade = "Code"
        [grades]
        "4" = "good"
        [areas]
        "First" = "1"
        [source]
        title = "The map's own"
    """
    lines = ("Exampleshire;16/02/24;First;4", "Exampleshire;16/02/24;2;Adequate")
    confirm(send(*lines, head="Force;Published;Question;Code", column_map=column_map))
    draft = Inspection.objects.get()
    assert draft.judgments.get(area__code="1").grade.code == "good"
    assert draft.reported_on == dt.date(2024, 2, 16)
    assert draft.documents.get().title == "The map's own"


def test_a_map_that_cannot_be_used_is_refused_beside_its_box(send):
    for column_map, said in (
        ("= nonsense", "is no TOML file"),
        ('colour = "red"', "There is no setting “colour”"),
        ('framework = "another"', "another framework than the one chosen"),
        ("source = 5", "[source] has to be a table"),
        ('delimiter = ";;"', "is one sign"),
    ):
        page = text(send(*EXAMPLESHIRE, column_map=column_map))
        assert said in page, column_map
        assert "Look at the marked boxes" in page
        assert column_map.replace('"', "&quot;") in page


def test_dates_are_read_only_as_was_ticked(send):
    line = "Exampleshire,16/02/2024,1,Good"
    assert "no date written like 2024-02-16<" in text(send(line))
    assert "16 February 2024" in text(send(line, dates=["%d/%m/%Y", "%Y-%m-%d"]))


def test_one_date_for_all_reports_may_be_given_instead_of_a_column(send):
    page = text(send("Exampleshire,1,Good", head="body,area,grade", reported_on="2024-02-16"))
    assert "16 February 2024" in page
    assert "no column called “reported_on”" in text(send("Exampleshire,1,Good", head="body,area,grade"))


def test_a_wide_file_is_read_by_the_names_of_its_areas(send, confirm):
    page = send(
        "Exampleshire,2024-02-16,Good,Adequate,x", head="body,reported_on,Area number 1,2,Remarks", layout="wide"
    )
    assert "<dt>Columns left aside</dt><dd>Remarks</dd>" in text(page)
    confirm(page)
    assert Inspection.objects.get().judgments.get(area__code="2").grade.code == "adequate"
    refused = text(send("Exampleshire,2024-02-16,Good", head="body,reported_on,Finance", layout="wide"))
    assert "No column is called after an area of “The round”" in refused


def test_a_correction_with_half_an_explanation_is_asked_for_the_rest(send):
    assert "A correction needs both" in text(send(*EXAMPLESHIRE, reason="Wrong data."))
