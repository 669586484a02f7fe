"""Pasting a grade list at the desk: shown first, saved only when confirmed."""

import datetime as dt

import pytest
from django.contrib.messages import get_messages

from inspections.actions import load_reference_data
from inspections.models import Framework, Inspection
from tests.factories.inspections import BodyFactory, london, released_inspection
from tests.inspections.test_grade_list import PRESS_RELEASE
from tests.newsroom import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(writer):
    load_reference_data()
    inspection = Inspection.start(
        by=writer,
        now=london(2024, 2, 19),
        title="PEEL",
        slug="peel",
        summary="What was decided.",
        body=BodyFactory(),
        framework=Framework.objects.get(slug="peel-2023-25"),
    )
    inspection.add_missing_areas(by=writer)
    return inspection


@pytest.fixture
def desk(writer, signed_in):
    return signed_in(writer)


def post(client, inspection, text=PRESS_RELEASE, **data):
    return client.post(address(inspection, "grade-list"), {"text": text, "seen": inspection.lock_version, **data})


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def grades(inspection):
    rows = inspection.judgments.select_related("area", "grade")
    return {row.area.code: row.grade.code if row.grade else row.outcome for row in rows}


def test_reading_shows_everything_and_saves_nothing(desk, draft):
    before = grades(draft)
    page = post(desk, draft).content.decode()
    assert "<title>Result: Paste a grade list: PEEL" in page
    assert "8 areas matched, 1 to confirm" in " ".join(page.split())
    assert "Line 4: Responding to the public, Adequate" in page
    assert "1 letter is missing at its start" in page
    assert "Read: one outstanding, one good, six adequate and one requires improvement." in page
    assert "The two agree, with the 1 to confirm." in page
    assert "Not graded by this framework, and not in the list: Providing a service to the victims of crime." in page
    assert grades(draft) == before


def test_what_is_left_alone_is_named_and_a_count_that_cannot_be_told_is_not_offered(desk, draft):
    text = "In 2021 one was good, two adequate, and now one good.\nInvestigating crime – Good\nRead <more> of it."
    page = post(desk, draft, text).content.decode()
    assert "2 other lines were left alone" in page
    assert "Line 3: Read &lt;more&gt; of it." in page
    assert "Line 1 counts the grades more than once" in page
    assert 'name="tally"' not in page


def test_what_is_exact_or_ticked_is_saved_and_the_rest_is_not(desk, draft):
    response = post(desk, draft, save="1")
    assert response.status_code == 302
    assert told(response) == [
        "8 areas have their judgment now.",
        "Left out, because it was not ticked: Responding to the public (line 4).",
    ]
    assert (grades(draft)["6"], grades(draft)["5"]) == ("requires-improvement", "pending")
    draft.refresh_from_db()
    post(desk, draft, save="1", confirm="4:5:adequate", tally="on")
    assert grades(draft)["5"] == "adequate"
    draft.refresh_from_db()
    assert draft.declared_tally == {"outstanding": 1, "good": 1, "adequate": 6, "requires-improvement": 1}


def test_one_area_is_told_of_as_one(desk, draft):
    assert told(post(desk, draft, "Investigating crime – Good", save="1")) == ["1 area has its judgment now."]


def test_a_row_that_was_carried_forward_takes_a_pasted_grade_and_loses_what_spoke_of_the_earlier_one(
    desk, draft, writer, publisher
):
    framework = draft.framework
    grades_of_2023 = [None, *["good"] * 9]
    earlier = released_inspection(
        by=writer,
        release_by=publisher,
        at=london(2023, 2, 16),
        body=draft.body,
        framework=framework,
        grades=grades_of_2023,
    ).document
    draft.reported_on = dt.date(2024, 2, 16)
    draft.edit(by=writer)
    draft.judge(
        by=writer,
        area="6",
        outcome="carried_forward",
        grade="good",
        carried_from=earlier,
        carried_area=framework.areas.get(code="6"),
        note="As in the report before.",
    )
    text = "Investigating crime – Good"
    page = " ".join(post(desk, draft, text).content.decode().split())
    assert (
        "It will no longer be carried forward from an earlier inspection. Its note goes: “As in the report before.”"
        in page
    )
    assert post(desk, draft, text, save="1").status_code == 302
    row = draft.judgments.get(area__code="6")
    assert (row.outcome, row.grade.code, row.carried_from, row.carried_area, row.note) == (
        *("graded", "good", None, None, ""),
    )


def test_a_note_goes_with_the_judgment_it_spoke_of_and_stays_with_the_one_that_is_the_same(desk, draft, writer):
    draft.judge(by=writer, area="6", outcome="not_sourced", note="The file leaves this grade blank.")
    draft.judge(by=writer, area="5", outcome="graded", grade="good", note="With a word of praise.")
    text = "Investigating crime – Good\nResponding to the public – Good"
    page = post(desk, draft, text).content.decode()
    assert "Its note goes: “The file leaves this grade blank.”" in page
    assert "With a word of praise." not in page
    post(desk, draft, text, save="1")
    assert dict(draft.judgments.filter(area__code__in="56").values_list("area__code", "note")) == {
        "5": "With a word of praise.",
        "6": "",
    }


def test_the_result_is_where_focus_goes_and_its_ticks_come_before_all_else(desk, draft):
    assert 'action="#result"' in desk.get(address(draft, "grade-list")).content.decode()
    page = post(desk, draft).content.decode()
    result = page[page.index('id="result" tabindex="-1"') :]
    assert result.index('name="confirm"') < min(
        result.index(each) for each in ("<table", "<summary", "<textarea", "href")
    )
    refused = post(desk, draft, "Nothing here", save="1").content.decode()
    assert "<title>Error:" in refused
    assert refused.count('id="result"') == 1
    assert refused.index('id="result"') < refused.index("Nothing is ticked and nothing was read exactly")


def test_of_many_contradictions_the_first_are_shown_and_the_others_counted(desk, draft):
    text = "Investigating crime – Good\n" + "Investigating crime – Adequate\n" * 45
    page = post(desk, draft, text, save="1").content.decode()
    assert page.count('class="desk-issue desk-issue--stop"') == 20
    assert page.count("And 25 more.") == 2


def test_of_many_lines_that_are_not_taken_the_first_are_open_and_the_others_counted(desk, draft):
    page = post(desk, draft, "Finance – Good\n" * 600).content.decode()
    assert page.count("no area of this framework is called “Finance”") == 500
    assert page.index("The others") > page.index("Line 20,")
    assert page.index("The others") < page.index("Line 21,")
    assert "And 100 more." in page


def test_a_tick_for_another_reading_of_the_text_counts_for_nothing(desk, draft):
    post(desk, draft, save="1", confirm="4:5:good")
    assert grades(draft)["5"] == "pending"


def test_a_list_that_contradicts_itself_is_not_saved(desk, draft):
    text = "Investigating crime – Good\nInvestigating crime – Adequate"
    page = post(desk, draft, text, save="1").content.decode()
    assert "Lines 1 and 2 give “Investigating crime” different grades." in page
    assert 'name="save"' not in page
    assert grades(draft)["6"] == "pending"


def test_lines_that_can_be_read_in_two_ways_are_saved_only_when_ticked(desk, draft):
    text = "Good\nInvestigating crime\nAdequate\nResponding to the public\nInadequate"
    page = post(desk, draft, text).content.decode()
    assert "Line 2: Investigating crime, Adequate" in page
    assert "is line 3 its grade?" in page
    assert "Line 1, “Good”: no area can be told to which this grade belongs." in page
    post(desk, draft, text, save="1", confirm="2:6:adequate")
    assert (grades(draft)["6"], grades(draft)["5"]) == ("adequate", "pending")


def test_an_area_of_which_no_grades_are_recorded_is_neither_saved_nor_missed(desk, draft):
    draft.judgments.get(area__code="6").delete()
    draft.framework.areas.filter(code="6").update(is_recorded=False)
    page = post(desk, draft, "Investigating crime – Good\nResponding to the public – Adequate").content.decode()
    assert "Line 1, “Investigating crime – Good”: this site records no grades for this area." in page
    assert "Not in the list:" in page and "Investigating crime;" not in page
    post(desk, draft, "Investigating crime – Good\nResponding to the public – Adequate", save="1")
    assert "6" not in grades(draft)
    assert grades(draft)["5"] == "adequate"


def test_a_draft_that_somebody_saved_meanwhile_is_left_alone_and_the_text_kept(desk, draft, publisher):
    seen = draft.lock_version
    draft.edit(by=publisher)
    page = desk.post(
        address(draft, "grade-list"), {"text": "Investigating crime – Good", "seen": seen, "save": "1"}
    ).content.decode()
    assert "Somebody else saved this draft after you opened it." in page
    assert "Investigating crime – Good" in page
    assert grades(draft)["6"] == "pending"


def test_too_long_a_text_is_refused_in_words_and_kept(desk, draft):
    page = post(desk, draft, "x\n" * 2_001).content.decode()
    assert "lines; 2000 are read at most" in page
    assert page.count("x\n") > 2_000


def test_what_is_pasted_is_shown_as_text_never_as_markup(desk, draft):
    page = post(desk, draft, "<script>alert(1)</script> – Good").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_only_a_draft_takes_grades_and_only_from_who_may_edit(desk, draft, client, writer):
    assert client.get(address(draft, "grade-list")).status_code == 302
    draft.submit(by=writer)
    response = desk.get(address(draft, "grade-list"), follow=True)
    assert "Only a draft can take grades" in response.content.decode()


def test_the_form_of_a_draft_leads_there(desk, draft):
    assert address(draft, "grade-list") in desk.get(address(draft)).content.decode()
