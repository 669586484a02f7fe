"""A body's inspections over time, with honest breaks."""

import datetime as dt
import re

import pytest

from inspections.models import AreaLink, Finding, FindingStatus, InspectionDocument, InspectionText
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ProgrammeFactory,
    ScaleFactory,
    draft_inspection,
    london,
    regrade,
    release,
    released_inspection,
)
from tests.factories.news import released_article
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def body(db):
    return BodyFactory(name="Exampleshire Police", slug="exampleshire")


@pytest.fixture
def inspected(people, body):
    """`inspected(framework, grades, day)`: a released inspection of the body."""

    def inspect(framework, grades, day, **fields):
        return released_inspection(
            **people,
            at=london(2025, 1, 1),
            body=body,
            framework=framework,
            grades=grades,
            reported_on=day,
            title=f"Report of {day.year}",
            slug=f"report-{day.year}",
            **fields,
        )

    return inspect


def successor(framework, **fields):
    return FrameworkFactory(programme=framework.programme, supersedes=framework, areas=2, **fields)


def link(earlier, later, comparable, kind="same"):
    AreaLink.objects.create(
        from_area=earlier.areas.get(order=1),
        to_area=later.areas.get(order=1),
        into=later,
        kind=kind,
        comparable=comparable,
        reason="Because it was said.",
        source="A source",
    )


def test_inspections_stand_in_order_with_a_visible_break_and_its_reason(client, inspected):
    first = FrameworkFactory(areas=2)
    second = successor(first, compare_note="The questions were drawn anew.")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["adequate", "good"], dt.date(2023, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    order = [html.index(words) for words in ("Report of 2023", "Not comparable", "Report of 2021")]
    assert order == sorted(order)
    assert "The questions were drawn anew." in html
    assert not any(word in html for word in ("Improved", "Declined", "The same"))


def test_without_a_link_the_break_says_that_no_source_allows_a_comparison(client, inspected):
    first = FrameworkFactory(areas=2)
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(successor(first), ["good", "good"], dt.date(2023, 1, 1))
    assert "No source says that the grades of" in text_of(client.get("/bodies/exampleshire/"))


def test_grades_of_one_framework_stand_in_one_table_with_the_change_in_a_word(client, inspected):
    framework = FrameworkFactory(areas=3)
    inspected(framework, ["good", "good", "good"], dt.date(2021, 1, 1))
    inspected(framework, ["adequate", "good", "outstanding"], dt.date(2023, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "Not comparable" not in html
    assert [html.count(word) for word in ("Declined", "The same", "Improved")] == [1, 1, 1]
    table = html[html.index('<table class="matrix"') :]
    assert table.index("1 January 2023") < table.index("1 January 2021")


def test_a_link_that_allows_it_joins_two_frameworks_of_one_scale(client, inspected):
    first = FrameworkFactory(areas=2)
    second = successor(first, default_scale=first.default_scale)
    link(first, second, "yes")
    inspected(first, ["adequate", "good"], dt.date(2021, 1, 1))
    inspected(second, ["good", "good"], dt.date(2023, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert html.count("Improved") == 1
    assert html.count("No such area") == 2  # the second areas have no link: each has a row of its own


def test_every_earlier_grade_stands_in_the_table_even_where_it_may_not_be_compared(client, inspected):
    first = FrameworkFactory(areas=4)
    second = successor(first, default_scale=first.default_scale)
    link(first, second, "yes")
    for number, kind in ((2, "partial"), (3, "merged"), (4, "merged")):
        AreaLink.objects.create(
            from_area=first.areas.get(order=number),
            to_area=second.areas.get(order=2 if kind == "partial" else 1),
            into=second,
            kind=kind,
            comparable="no",
            reason=f"Area {number} asked something else.",
            source="A source",
        )
    AreaLink.objects.filter(from_area__order=3).update(to_area=None, kind="dropped")
    AreaLink.objects.filter(from_area__order=4).update(to_area=None, kind="dropped")
    inspected(first, ["adequate", "good", "adequate", "good"], dt.date(2021, 1, 1))
    inspected(second, ["good", "adequate"], dt.date(2023, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    table = html[html.index('<table class="matrix"') :]
    assert table.count('class="grade ') == 6
    assert "Not comparable: Area 2 asked something else." in table
    assert table.count("No such area") == 2
    assert [table.count(word) for word in ("Declined", "The same", "Improved")] == [0, 0, 1]


def test_a_grade_carried_forward_is_neither_counted_nor_said_to_be_the_same(client, body, inspected, people):
    framework = FrameworkFactory(areas=2)
    earlier = inspected(framework, ["good", "good"], dt.date(2021, 1, 1))
    later = draft_inspection(
        by=people["by"],
        body=body,
        framework=framework,
        grades=["good", None],
        slug="report-2023",
        reported_on=dt.date(2023, 1, 1),
    )
    carried = {"carried_from": earlier.document, "carried_area": framework.areas.get(order=2)}
    later.judge(by=people["by"], area="2", outcome="carried_forward", grade="good", **carried)
    release(later, **people, at=london(2025, 2, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    table = html[html.index('<table class="matrix"') :]
    assert table.count("The same") == 1
    assert table.count("Carried forward") == 1
    assert "A hollow shape is a grade carried forward" in html
    page = text_of(client.get(later.get_absolute_url()))
    assert "1 of 2 areas was graded: one good; one grade is carried forward from an earlier inspection." in page


def test_across_scales_no_word_says_better_or_worse(client, inspected):
    first = FrameworkFactory(areas=2, default_scale=ScaleFactory(words=["inadequate", "good", "outstanding"]))
    second = successor(first)
    link(first, second, "yes")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["outstanding", "good"], dt.date(2023, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert not any(word in html for word in ("Improved", "Declined", "The same"))


def test_with_caution_both_grades_are_shown_with_the_reason_and_no_verdict(client, inspected):
    first = FrameworkFactory(areas=2)
    second = successor(first, default_scale=first.default_scale)
    link(first, second, "caution")
    inspected(first, ["adequate", "good"], dt.date(2021, 1, 1))
    inspected(second, ["good", "good"], dt.date(2023, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "Because it was said." in html
    assert not any(word in html for word in ("Improved", "Declined", "The same"))


def test_a_grade_changed_after_publication_says_so_beside_the_other_years(client, inspected, people):
    framework = FrameworkFactory(areas=1)
    inspected(framework, ["good"], dt.date(2021, 1, 1))
    changed = inspected(framework, ["good"], dt.date(2023, 1, 1))
    regrade(changed, **people, at=london(2025, 3, 4), area=framework.areas.get().code, grade="adequate")
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "Was good until it was changed on 4 March 2025" in html
    assert html.count("Declined") == 1


def test_programmes_stand_apart(client, inspected):
    one, other = (FrameworkFactory(areas=1, programme=ProgrammeFactory(name=name)) for name in ("Alpha", "Beta"))
    inspected(one, ["good"], dt.date(2021, 1, 1))
    inspected(other, ["good"], dt.date(2023, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "<h2>Beta</h2>" in html
    assert "<h2>Alpha</h2>" in html
    assert "Not comparable" not in html


def test_a_withdrawn_inspection_shows_its_notice_and_no_grade(client, inspected, publisher):
    framework = FrameworkFactory(areas=1)
    inspected(framework, ["good"], dt.date(2021, 1, 1))
    taken_back = inspected(framework, ["outstanding"], dt.date(2023, 1, 1))
    taken_back.withdraw(by=publisher, notice="It was taken back.", now=london(2025, 2, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert html.index("It was taken back.") < html.index("Report of 2021")
    assert "Outstanding" not in html
    assert "Improved" not in html


def test_what_is_scheduled_is_not_there_yet(client, body, people):
    released_article(people["by"], people["release_by"], publisher=body)
    draft_inspection(by=people["by"], body=body, title="A secret report")
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "A secret report" not in html
    assert "No inspection of this body has been published here." in html


def test_the_page_as_of_an_earlier_day_has_the_inspections_of_that_day(client, inspected, body, people, clock):
    framework = FrameworkFactory(areas=1)
    inspected(framework, ["good"], dt.date(2021, 1, 1))
    released_inspection(
        **people, at=london(2025, 3, 1), body=body, framework=framework, grades=["good"], title="Report of 2025"
    )
    with clock(2025, 2, 1):
        html = text_of(client.get("/bodies/exampleshire/"))
        assert "Report of 2021" in html
        assert "Report of 2025" not in html


def test_an_inspectorate_is_no_inspected_body(client, people):
    edition = released_inspection(**people)
    assert client.get(f"/bodies/{edition.framework.programme.inspectorate.slug}/").status_code == 404


@pytest.mark.parametrize("number", [1, 6])
def test_the_page_costs_the_same_for_any_number_of_inspections(client, inspected, number, django_assert_num_queries):
    programme = ProgrammeFactory()
    for year in range(2010, 2010 + number):
        inspected(FrameworkFactory(areas=2, programme=programme), ["good", None], dt.date(year, 1, 1))
    with django_assert_num_queries(10):
        html = text_of(client.get("/bodies/exampleshire/"))
    assert html.count("Report of 20") >= number


# --- What is open, and what the body said ----------------------------------------------------------------------


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


@pytest.mark.parametrize("way", ["block", "document"])
def test_what_the_body_said_stands_beside_what_the_inspectors_said(client, inspected, body, people, way):
    inspected(FrameworkFactory(areas=1), ["good"], dt.date(2021, 1, 1))
    draft = draft_inspection(by=people["by"], body=body, slug="peel")
    InspectionText.objects.create(parent=draft, text="<p>It improved.</p>", ordering=1)
    if way == "block":
        InspectionText.objects.create(parent=draft, text="<p>We agree.</p>", region="response", ordering=2)
    else:
        InspectionDocument.objects.create(
            inspection=draft, kind="response", title="We agree.", url="https://body.example/", licence="ogl-3"
        )
    release(draft, **people, at=london(2024, 2, 16))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert html.count('#response"') == 1
    assert re.search(r'href="/inspections/peel/">What the inspectors found.*href="/inspections/peel/#response"', html)
    page = text_of(client.get("/inspections/peel/"))
    assert page.index('id="response">What Exampleshire Police says') < page.index("We agree.")
    assert page.count("We agree.") == 1


# --- Chart -----------------------------------------------------------------------------------------------------


def chart_in(client):
    html = text_of(client.get("/bodies/exampleshire/"))
    return html[html.index('<figure class="grade-chart') : html.index("<figcaption")]


def test_the_chart_stands_from_old_to_new_with_a_line_where_nothing_may_be_compared(client, inspected):
    first = FrameworkFactory(areas=2, version="First")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(successor(first, version="Second"), ["adequate", None], dt.date(2023, 1, 1))
    earlier, later = chart_in(client).split("grade-chart__panel--apart")
    assert ">First</text>" in earlier
    assert earlier.count("grade-chart__mark ") == 2
    assert "2 of 2 areas were graded: two good." in earlier
    assert ">Second</text>" in later
    assert later.count("grade-chart__mark ") == 1
    assert "<title>Area number 1: Adequate</title>" in later
    assert "Not to be compared with the inspections before." in later


def test_inspections_that_may_be_compared_share_a_panel(client, inspected):
    framework = FrameworkFactory(areas=1)
    inspected(framework, ["good"], dt.date(2021, 1, 1))
    inspected(framework, ["adequate"], dt.date(2023, 1, 1))
    drawn = chart_in(client)
    assert drawn.count("<svg class=") == 1 + drawn.count('<svg class="shape"')
    assert "grade-chart__panel--apart" not in drawn


def test_a_panel_names_every_grade_of_its_scale_and_sets_each_mark_beside_its_own(client, inspected):
    framework = FrameworkFactory(areas=7, default_scale=ScaleFactory(words=["inadequate", "adequate", "good"]))
    inspected(framework, ["good"] * 6 + ["adequate"], dt.date(2021, 1, 1))
    inspected(framework, ["good"] * 7, dt.date(2023, 1, 1))
    drawn = chart_in(client)
    heights = [int(y) for y in re.findall(r'translate\(0 (\d+)\)"> *<line', drawn)]
    words = re.findall(r'grade-chart__word"[^>]*>([^<]+)<', drawn)
    assert words == ["Good", "Adequate", "Inadequate"]
    marks = re.findall(r'grade-chart__mark--(\w+)" transform="translate\((\d+) (\d+)\)', drawn)
    assert len(marks) == 14
    assert len({(x, y) for _tone, x, y in marks}) == 14
    assert all(heights[0] < int(y) < heights[1] for tone, _x, y in marks if tone == "good")
    assert all(heights[1] < int(y) < heights[2] for tone, _x, y in marks if tone == "adequate")


def test_the_chart_says_which_inspections_it_leaves_out(client, inspected):
    first = FrameworkFactory(areas=1, title="Known one")
    inspected(first, ["good"], dt.date(2020, 1, 1))
    inspected(successor(first, title="Unknown one"), [None, None], dt.date(2022, 1, 1))
    inspected(successor(first, title="Known two"), ["good", "good"], dt.date(2024, 1, 1))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert "because no grade is held or stands: Unknown one.</figcaption>" in html


def test_inspections_on_other_scales_never_share_an_axis(client, inspected):
    first = FrameworkFactory(areas=2, default_scale=ScaleFactory(words=["inadequate", "good", "outstanding"]))
    second = successor(first)
    link(first, second, "yes")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["outstanding", "good"], dt.date(2023, 1, 1))
    assert chart_in(client).count('class="grade-chart__panel"') == 2


def test_one_inspection_alone_is_no_chart(client, inspected):
    inspected(FrameworkFactory(areas=1), ["good"], dt.date(2021, 1, 1))
    assert "grade-chart" not in text_of(client.get("/bodies/exampleshire/"))
