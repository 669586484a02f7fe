"""The grades of an inspection on another page are those that stand when the page is read."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from inspections.blocks import GradesOfInspection
from tests.factories.inspections import draft_inspection, london, regrade, released_inspection

NOON = london(2024, 12, 1, 12)


def block_of(edition):
    return SimpleNamespace(inspection_id=edition and edition.document_id, heading="")


def shown(block):
    return render_to_string("inspections/grades_block.html", {"card": block.card, "title": block.heading})


def test_a_block_shows_the_grades_of_the_moment_of_reading(people):
    edition = released_inspection(**people, grades=["adequate", None])
    regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="requires-improvement")
    before, after = block_of(edition), block_of(edition)
    GradesOfInspection.prepare([before], london(2024, 8, 7))
    GradesOfInspection.prepare([after], NOON)
    assert "Adequate" in shown(before)
    assert "Requires improvement" in shown(after)
    assert "Changed from adequate to requires improvement on 8 August 2024" in shown(after)


def test_an_inspection_that_is_not_released_shows_nothing(people, writer):
    draft, scheduled = draft_inspection(by=writer), draft_inspection(by=writer)
    scheduled.submit(by=writer, now=london(2024, 2, 17))
    scheduled.release(by=people["release_by"], now=london(2024, 2, 17), at=london(2025, 1, 1))
    blocks = [block_of(draft), block_of(scheduled), block_of(None)]
    GradesOfInspection.prepare(blocks, NOON)
    assert [shown(block).strip() for block in blocks] == ["", "", ""]


def test_a_withdrawn_inspection_says_so_in_the_place_of_its_grades(people, publisher):
    edition = released_inspection(**people, slug="report", title="The report")
    edition.withdraw(by=publisher, notice="The report was taken back.", now=london(2024, 5, 1))
    block = block_of(edition)
    GradesOfInspection.prepare([block], NOON)
    html = shown(block)
    assert "The report was taken back." in html
    assert '<a href="/inspections/report/">Read the withdrawn inspection' in html
    assert "Good" not in html
    assert "graded" not in html


def test_an_inspection_that_is_gone_shows_nothing(people, publisher):
    edition = released_inspection(**people)
    edition.withdraw(by=publisher, notice="Removed.", availability="gone", now=london(2024, 5, 1))
    block = block_of(edition)
    GradesOfInspection.prepare([block], NOON)
    assert shown(block).strip() == ""


@pytest.mark.parametrize("number", [1, 5])
def test_any_number_of_blocks_costs_two_queries(people, number, django_assert_num_queries):
    blocks = [block_of(released_inspection(**people, grades=["good"] * number)) for _ in range(number)]
    with django_assert_num_queries(2):
        GradesOfInspection.prepare(blocks, NOON)
        for block in blocks:
            assert "Good" in shown(block)
