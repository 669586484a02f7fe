"""A body's inspections over time, with honest breaks."""

import datetime as dt

import pytest

from tests.factories.inspections import (
    FrameworkFactory,
    ProgrammeFactory,
    draft_inspection,
    london,
    regrade,
    release,
)
from tests.reading import text_of

from .frameworks import successor

pytestmark = pytest.mark.django_db


def below_the_chart(client):
    return text_of(client.get("/bodies/exampleshire/")).partition("</figure>")[2]


def test_inspections_stand_in_order_with_a_visible_break_and_its_reason(client, inspected):
    first = FrameworkFactory(areas=2)
    second = successor(first, compare_note="The questions were drawn anew.")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["adequate", "good"], dt.date(2023, 1, 1))
    html = below_the_chart(client)
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


def test_a_withdrawn_inspection_between_two_frameworks_hides_no_break(client, inspected, publisher):
    first, second = FrameworkFactory(areas=2), FrameworkFactory(areas=2)
    third = successor(first, compare_note="The questions were drawn anew.")
    second.programme = first.programme
    second.save()
    inspected(first, ["good", "good"], dt.date(2019, 1, 1))
    taken_back = inspected(second, ["good", "good"], dt.date(2021, 1, 1))
    taken_back.withdraw(by=publisher, notice="It was taken back.", now=london(2025, 2, 1))
    inspected(third, ["good", "good"], dt.date(2023, 1, 1))
    html = below_the_chart(client)
    words = ("Report of 2023", "It was taken back.", "The questions were drawn anew.", "Report of 2019")
    order = [html.index(said) for said in words]
    assert order == sorted(order)


@pytest.mark.parametrize(("years", "stops"), [(3, 0), (4, 1)])
def test_only_a_table_that_may_have_to_scroll_is_a_stop_for_the_keyboard(client, inspected, years, stops):
    framework = FrameworkFactory(areas=1, title="Framework")
    for year in range(2020, 2020 + years):
        inspected(framework, ["good"], dt.date(year, 1, 1))
    assert below_the_chart(client).count('role="region" aria-label="Framework') == stops
