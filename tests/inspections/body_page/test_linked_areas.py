"""Two frameworks stay apart, and single areas of them stand beside each other where a source speaks of them."""

import datetime as dt
import re

import pytest

from inspections.models import AreaLink
from tests.factories.inspections import FrameworkFactory, ScaleFactory, draft_inspection, london, release
from tests.reading import text_of

from .frameworks import link, successor

pytestmark = pytest.mark.django_db
VERDICTS = ("Improved", "Declined", "The same<")


@pytest.fixture
def first():
    return FrameworkFactory(areas=2, title="The first")


@pytest.fixture
def second(first):
    return successor(first, default_scale=first.default_scale, title="The second", compare_note="It was drawn anew.")


def page(client):
    return text_of(client.get("/bodies/exampleshire/"))


def linked_rows(client):
    """The words of each row of linked areas, without markup."""
    html = page(client)
    table = html[html.index("What a source says of single areas") :].partition("</table>")[0]
    rows = re.findall(r"<tr.*?</tr>", table)[1:]
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in rows]


def test_one_area_that_may_be_compared_does_not_join_its_frameworks(client, inspected, first, second):
    link(first, second, "yes")
    inspected(first, ["adequate", "good"], dt.date(2021, 1, 1))
    inspected(second, ["good", "good"], dt.date(2023, 1, 1))
    html = page(client)
    order = [
        *(
            "Report of 1 January 2023",
            "Not comparable as a whole: The second above, The first below.",
            "It was drawn anew.",
        ),
        *("What a source says of single areas", "No other grade above is to be compared with one below."),
        "Report of 1 January 2021",
    ]
    below = html.partition("</figure>")[2]
    places = [below.index(words) for words in order]
    assert places == sorted(places)
    assert "omparable inspections" not in html
    assert html.count("Grades: Report of 20") == 2  # each with the table of all its areas
    assert linked_rows(client) == [
        "Area number 1 The second Good Improved The first Adequate Comparable : The same area. Because it was said."
    ]
    assert sum(html.count(word) for word in VERDICTS) == 1


def test_each_linked_area_says_whether_and_why(client, inspected, people):
    first = FrameworkFactory(areas=4, title="The first")
    second = successor(first, areas=3, default_scale=first.default_scale, title="The second")
    link(first, second, "yes", kind="renamed", area=1, into=1, reason="Only its name.")
    link(first, second, "caution", kind="partial", area=2, into=2, reason="More is asked.")
    link(first, second, "no", kind="partial", area=3, into=3, reason="Something else is asked.")
    AreaLink.objects.create(
        from_area=first.areas.get(order=4), into=second, kind="dropped", comparable="no", reason="Gone.", source="It"
    )
    inspected(first, ["good", "adequate", "good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["good", "good", "good"], dt.date(2023, 1, 1))
    assert linked_rows(client) == [
        "Area number 1 The second Good The same The first Good Comparable : Renamed. Only its name.",
        "Area number 2 The second Good The first Adequate Comparable with caution : Partly the same. More is asked.",
        "Area number 3 The second Good The first Good Not comparable : Partly the same. Something else is asked.",
    ]
    assert "No source says that The first and The second can be compared as a whole." in page(client)


def test_links_that_all_forbid_it_leave_a_break_with_their_reason(client, inspected, first):
    second = successor(first, default_scale=first.default_scale)
    link(first, second, "no")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["good", "good"], dt.date(2023, 1, 1))
    html = page(client)
    assert "below.</strong> Because it was said." in html
    assert "What a source says of single areas" not in html


def test_across_scales_no_word_says_better_or_worse(client, inspected):
    first = FrameworkFactory(areas=2, default_scale=ScaleFactory(words=["inadequate", "good", "outstanding"]))
    second = successor(first)
    link(first, second, "yes")
    inspected(first, ["good", "good"], dt.date(2021, 1, 1))
    inspected(second, ["outstanding", "good"], dt.date(2023, 1, 1))
    assert "The two grades are words of different scales." in linked_rows(client)[0]
    assert not any(word in page(client) for word in VERDICTS)


def test_an_area_that_several_became_is_neither_better_nor_worse_than_they(client, inspected, first, second):
    link(first, second, "yes", kind="merged", area=1)
    link(first, second, "yes", kind="merged", area=2)
    inspected(first, ["adequate", "inadequate"], dt.date(2021, 1, 1))
    inspected(second, ["good", None], dt.date(2023, 1, 1))
    assert len(linked_rows(client)) == 2
    assert not any(word in page(client) for word in VERDICTS)


def test_a_revisit_that_did_not_look_leaves_the_grade_before_it_to_compare_with(
    client, inspected, first, second, people
):
    link(first, second, "yes")
    before = inspected(first, ["adequate", "good"], dt.date(2021, 1, 1))
    revisit = draft_inspection(
        by=people["by"],
        body=before.body,
        framework=first,
        grades=[None, "outstanding"],
        kind="revisit",
        slug="revisit",
        reported_on=dt.date(2022, 1, 1),
    )
    revisit.judge(by=people["by"], area="1", outcome="not_inspected")
    release(revisit, **people, at=london(2025, 1, 2))
    inspected(second, ["good", "good"], dt.date(2023, 1, 1))
    assert linked_rows(client) == [
        "Area number 1 The second Good Improved The first Adequate Report of 1 January 2021 "
        "Comparable : The same area. Because it was said."
    ]


def test_a_withdrawn_inspection_is_set_beside_no_other(client, inspected, first, second, publisher):
    link(first, second, "yes")
    inspected(first, ["adequate", "good"], dt.date(2021, 1, 1))
    taken_back = inspected(second, ["good", "good"], dt.date(2023, 1, 1))
    taken_back.withdraw(by=publisher, notice="It was taken back.", now=london(2025, 2, 1))
    html = page(client)
    assert "It was taken back." in html
    assert "What a source says of single areas" not in html
    assert not any(word in html for word in VERDICTS)
