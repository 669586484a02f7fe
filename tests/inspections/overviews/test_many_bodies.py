"""Many bodies side by side: a programme, an area, a comparison."""

import csv
import datetime as dt
import re

import pytest
import time_machine

from inspections import overviews
from inspections.models import AreaLink, Organisation
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    regrade,
    release,
    released_inspection,
)
from tests.inspections.overviews.pages import bodies_in, matrix
from tests.reading import text_of

pytestmark = pytest.mark.django_db

COUNT = re.compile(r'grade__label">(\w+)[^<]*</span>\s*</span>\s*</th>\s*<td>(\d+)</td>')


# --- Programme ------------------------------------------------------------------------------------------------


def test_the_matrix_has_every_body_by_name_and_every_area(client, framework, inspected):
    inspected("Beta", ["good", None])
    inspected("Alpha", ["outstanding", "inadequate"])
    response = matrix(client, framework)
    html = text_of(response)
    assert bodies_in(response) == ["alpha", "beta"]
    assert [html.count(f'class="grade__label">{word}') for word in ("Outstanding", "Inadequate", "Good")] == [1, 1, 1]
    assert "Inspected, not graded" in html


def test_it_can_be_ordered_by_the_grade_of_one_area(client, framework, inspected):
    inspected("Alpha", ["adequate", "outstanding"])
    inspected("Beta", ["outstanding", "inadequate"])
    inspected("Gamma", [None, "good"])
    inspected("Delta", ["adequate", "good"])
    assert bodies_in(matrix(client, framework, sort="1")) == ["beta", "alpha", "delta", "gamma"]
    assert bodies_in(matrix(client, framework, sort="2")) == ["alpha", "delta", "gamma", "beta"]
    assert matrix(client, framework, sort="9").status_code == 404


@pytest.mark.parametrize("asked", [{}, {"sort": "1"}])
def test_every_body_is_met_once_on_the_way_through_the_pages(client, framework, inspected, monkeypatch, asked):
    for name, grade in zip("ABCDE", ["good", "adequate", "good", None, "adequate"], strict=True):
        inspected(name, [grade, "good"])
    monkeypatch.setattr(overviews, "ROWS", 2)
    url, seen = f"/programmes/{framework.programme.slug}/", []
    query = "?" + "&".join(f"{name}={value}" for name, value in asked.items())
    while query:
        response = client.get(url + query)
        seen += bodies_in(response)
        more = re.search(r'href="(\?[^"]+)">More bodies', response.content.decode())
        query = more and more[1].replace("&amp;", "&")
    assert seen == (["a", "c", "b", "e", "d"] if asked else ["a", "b", "c", "d", "e"])


def test_each_table_says_how_much_of_the_whole_it_shows(client, framework, inspected):
    inspected("Alpha", ["good", None])
    inspected("Beta")
    area = client.get(framework.areas.get(order=1).get_absolute_url())
    tables = [matrix(client, framework), compare(client, "Alpha", "Beta", framework=framework)]
    for response in [*tables, area]:
        assert "Bodies with a report: 2. No report yet: 0." in text_of(response)
    for response in tables:
        assert "Graded in this table: 3 of 4, counting each area of each body." in text_of(response)


def test_it_can_be_narrowed_to_a_region(client, framework, inspected):
    inspected("North", about={"region": "North"})
    inspected("South", about={"region": "South"})
    assert bodies_in(matrix(client, framework, region="South")) == ["south"]


def test_a_version_can_be_chosen_and_bodies_without_its_report_are_named(client, people, framework, inspected):
    newer = FrameworkFactory(programme=framework.programme, slug=f"{framework.slug}-z", areas=1)
    first = inspected("Alpha")
    inspected("Beta")
    inspected("Alpha", ["adequate"], body=first.body, framework=newer, day=dt.date(2024, 3, 1))
    response = matrix(client, framework)
    assert bodies_in(response) == ["alpha"]
    waiting = text_of(response).split("No report yet under")[1]
    assert "/bodies/beta/" in waiting
    Organisation.objects.get(slug="beta").names.create(name="Beta, since renamed", valid_from=dt.date(2024, 7, 1))
    assert ">Beta, since renamed</a>" in text_of(matrix(client, framework)).split("No report yet under")[1]
    assert "/bodies/alpha/" not in waiting
    assert bodies_in(matrix(client, framework, version=framework.slug)) == ["alpha", "beta"]
    assert matrix(client, framework, version="none").status_code == 404


def test_the_last_report_of_a_body_counts(client, framework, inspected):
    first = inspected("Alpha", ["inadequate", "good"], day=dt.date(2023, 1, 1))
    inspected("Alpha", ["outstanding", "good"], body=first.body)
    html = text_of(matrix(client, framework))
    assert "Outstanding" in html
    assert "Inadequate" not in html


def test_a_withdrawn_report_is_not_replaced_by_an_older_grade(client, framework, inspected, publisher):
    first = inspected("Alpha", ["inadequate", "good"], day=dt.date(2023, 1, 1))
    last = inspected("Alpha", ["outstanding", "good"], body=first.body)
    last.withdraw(by=publisher, notice="Taken back.", now=london(2024, 7, 1))
    html = text_of(matrix(client, framework))
    assert html.count(">Withdrawn<span") == 2
    assert "Inadequate" not in html
    assert "Outstanding" not in html


def test_a_regrade_is_marked_in_words(client, people, framework, inspected, clock):
    regrade(inspected("Alpha"), **people, at=london(2024, 8, 8), area="1", grade="adequate")
    assert "Was good until it was changed on 8 August 2024" in text_of(matrix(client, framework))
    with clock(2024, 8, 7):
        assert "Was good" not in text_of(matrix(client, framework))


def test_what_is_scheduled_is_nowhere(client, framework, inspected, writer, publisher):
    hidden = draft_inspection(by=writer, framework=framework, body=BodyFactory(name="Hidden"), grades=["good", "good"])
    hidden.submit(by=writer, now=london(2024, 2, 17))
    hidden.release(by=publisher, now=london(2024, 2, 17), at=london(2090, 1, 1))
    inspected("Alpha", ["adequate", "adequate"])
    area = framework.areas.first()
    for url in (f"/programmes/{framework.programme.slug}/", area.get_absolute_url(), "/compare/"):
        html = text_of(client.get(url, {"framework": framework.slug}))
        assert "Hidden" not in html
    assert "Bodies inspected: 1. Graded on this: 1." in text_of(client.get(area.get_absolute_url()))


# --- A revisit ------------------------------------------------------------------------------------------------


@pytest.fixture
def revisited(framework, inspected, people):
    """Alpha, inspected in 2021 with “adequate” twice; the revisit of 2022 looked at the first area alone."""
    first = inspected("Alpha", ["adequate", "adequate"], day=dt.date(2021, 5, 3))
    draft = draft_inspection(
        by=people["by"], now=london(2024, 6, 1), framework=framework, body=first.body, kind="revisit",
        grades=["good", "good"], slug="revisit", reported_on=dt.date(2022, 7, 1),
    )  # fmt: skip
    draft.judge(by=people["by"], area="2", outcome="not_inspected")
    return first, release(draft, **people, at=london(2024, 6, 1))


def test_a_grade_that_a_revisit_did_not_look_at_stands_with_its_report(client, framework, revisited, inspected):
    inspected("Beta")
    second = framework.areas.get(order=2).get_absolute_url()
    pages = [matrix(client, framework), client.get(second), compare(client, "Alpha", "Beta", framework=framework)]
    for response in pages:
        html = text_of(response)
        assert 'class="grade__label">Adequate' in html
        assert f'<a href="/inspections/{revisited[0].slug}/">Report of 3 May 2021</a>' in html
        assert "Not inspected this time" not in html
        assert html.count("Report of") == 1
    html = text_of(client.get(second))
    assert "Bodies inspected: 2. Graded on this: 2." in html
    assert dict(COUNT.findall(html))["Adequate"] == "1"
    assert bodies_in(matrix(client, framework, sort="2")) == ["beta", "alpha"]


def test_what_overviews_show_of_a_revisited_body_the_table_calls_current(client, revisited):
    rows = csv.DictReader(b"".join(client.get("/data/judgments.csv")).decode().splitlines())
    assert [(row["area_code"], row["reported_on"], row["grade"]) for row in rows if row["is_current"] == "true"] == [
        ("2", "2021-05-03", "Adequate"),
        ("1", "2022-07-01", "Good"),
    ]


def test_a_withdrawn_revisit_leaves_what_it_did_not_look_at(client, framework, revisited, publisher):
    revisited[1].withdraw(by=publisher, notice="Taken back.", now=london(2024, 7, 1))
    with time_machine.travel(london(2024, 7, 2), tick=False):
        counts = [text_of(client.get(area.get_absolute_url())) for area in framework.areas.order_by("order")]
        html = text_of(matrix(client, framework))
    assert html.count(">Withdrawn<span") == html.count('class="grade__label">Adequate') == 1
    assert "No body has been inspected on this yet." in counts[0]
    assert "Bodies inspected: 1. Graded on this: 1." in counts[1]


def test_a_withdrawn_grade_still_blocks_when_a_revisit_looked_elsewhere(client, framework, revisited, publisher):
    revisited[0].withdraw(by=publisher, notice="Taken back.", now=london(2024, 7, 1))
    with time_machine.travel(london(2024, 7, 2), tick=False):
        html = text_of(client.get(framework.areas.get(order=2).get_absolute_url()))
    assert "No body has been inspected on this yet." in html
    assert "Withdrawn" in html
    assert 'class="grade__label">Adequate' not in html.split("Each body")[1]


@pytest.mark.parametrize("number", [2, 8])
def test_the_matrix_costs_the_same_for_any_number_of_bodies(
    client, framework, inspected, number, django_assert_max_num_queries
):
    for index in range(number):
        inspected(f"Body{index}", about={"region": "North"})
    with django_assert_max_num_queries(12):
        assert len(bodies_in(matrix(client, framework))) == number


# --- Area ------------------------------------------------------------------------------------------------------


def test_an_area_counts_its_grades_with_the_denominator(client, framework, inspected):
    inspected("Alpha", ["good", "good"])
    inspected("Beta", ["good", "good"])
    inspected("Gamma", [None, "good"])
    html = text_of(client.get(framework.areas.get(order=1).get_absolute_url()))
    assert "Bodies inspected: 3. Graded on this: 2." in html
    counts = COUNT.findall(html)
    assert counts[:3] == [("Outstanding", "0"), ("Good", "2"), ("Adequate", "0")]


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("not_inspected", "Bodies inspected: 1. Graded on this: 1. "),
        ("pending", "Bodies inspected: 1. Graded on this: 1. "),
        ("not_rated", "Bodies inspected: 2. Graded on this: 1. "),
        ("not_sourced", "Bodies inspected: 2. Graded on this: 1. Grade not held here: 1."),
    ],
)
def test_an_area_counts_whom_it_inspected_and_names_what_is_not_held(
    client, people, framework, inspected, outcome, said
):
    inspected("Alpha")
    draft = draft_inspection(
        by=people["by"], now=london(2024, 6, 1), framework=framework, body=BodyFactory(), grades=["good", "good"]
    )
    draft.judge(by=people["by"], area="1", outcome=outcome)
    release(draft, **people, at=london(2024, 6, 1), reason="Known.")
    html = text_of(client.get(framework.areas.get(order=1).get_absolute_url()))
    assert said in html.replace("</p>", " ")


def test_an_area_counts_each_body_by_its_last_report_alone(client, framework, inspected):
    first = inspected("Alpha", ["inadequate", "good"], day=dt.date(2023, 1, 1))
    inspected("Alpha", ["outstanding", "good"], body=first.body)
    html = text_of(client.get(framework.areas.get(order=1).get_absolute_url()))
    assert "Bodies inspected: 1. Graded on this: 1." in html
    assert ("Inadequate", "0") in COUNT.findall(html)


def test_an_area_says_what_it_was_and_became_and_why_not_to_compare(client, people, framework, inspected):
    inspected("Alpha")
    later = released_inspection(**people, framework=FrameworkFactory(areas=1), grades=["good"]).framework
    AreaLink(
        from_area=framework.areas.get(order=1),
        to_area=later.areas.get(),
        into=later,
        kind="renamed",
        comparable="no",
        reason="The questions changed.",
        source="The inspectorate",
    ).save()
    for area in (framework.areas.get(order=1), later.areas.get()):
        html = text_of(client.get(area.get_absolute_url()))
        assert "Not comparable" in html
        assert "The questions changed." in html
        assert "The inspectorate" in html


def test_what_will_be_inspected_stays_hidden_until_the_first_report(client, people, framework, inspected):
    inspected("Alpha")
    coming = FrameworkFactory(areas=1)
    area, address = coming.areas.get(), framework.areas.get(order=1).get_absolute_url()
    AreaLink(
        from_area=framework.areas.get(order=1), to_area=area, into=coming, kind="same", reason="Known.", source="Us"
    ).save()
    hidden = (coming.programme.get_absolute_url(), area.get_absolute_url())
    assert [client.get(page).status_code for page in hidden] == [404, 404]
    assert "Known." not in text_of(client.get(address))
    released_inspection(**people, framework=coming, grades=["good"])
    assert [client.get(page).status_code for page in hidden] == [200, 200]
    assert "Known." in text_of(client.get(address))


# --- Compare ---------------------------------------------------------------------------------------------------


def compare(client, *names, framework):
    return client.get("/compare/", {"framework": framework.slug, "body": names})


def test_two_bodies_are_set_side_by_side_area_by_area(client, framework, inspected):
    one, _other = inspected("Alpha", ["good", "adequate"]), inspected("Beta", ["inadequate", None])
    one.body.aliases.create(text="The First")
    html = text_of(compare(client, "the first", "Beta", framework=framework))
    table = html[html.index("<table") :]
    assert table.index("/bodies/alpha/") < table.index("/bodies/beta/")
    assert [table.count(f">{word}<") for word in ("Good", "Adequate", "Inadequate")] == [1, 1, 1]
    assert "Inspected, not graded" in table


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["Alpha"], "Choose at least two bodies."),
        (["Alpha", "Nobody"], "No inspected body is called “Nobody”."),
        (["Alpha", "Alpha"], "Choose at least two bodies."),
        (["Alpha", "Beta", "Gamma", "Delta", "Epsilon"], "Choose no more than four bodies."),
    ],
)
def test_what_cannot_be_compared_is_explained(client, framework, inspected, names, said):
    for name in ("Alpha", "Beta", "Gamma", "Delta", "Epsilon"):
        inspected(name)
    html = text_of(compare(client, *names, framework=framework))
    assert said in html
    assert "<table" not in html


def test_a_part_of_a_name_is_answered_with_the_names_that_have_it(client, framework, inspected):
    inspected("Alpha")
    inspected("Alphabet")
    BodyFactory(name="Alphaville")  # nothing to read about it yet
    html = text_of(compare(client, "Alph", "Alpha", framework=framework))
    assert "No inspected body is called “Alph”. Names with that in them: Alpha; Alphabet." in html
    assert "Names with that" not in text_of(compare(client, "–", "Alpha", framework=framework))


def test_a_name_of_two_bodies_is_not_guessed_and_the_address_of_one_is_taken(client, framework, inspected):
    for name in ("Alpha", "Beta", "Gamma"):
        inspected(name)
    for slug in ("alpha", "beta"):
        Organisation.objects.get(slug=slug).names.create(name="County", valid_to=dt.date(2010, 1, 1))
    html = text_of(compare(client, "County", "Gamma", framework=framework))
    assert "More than one body is called “County”; use its address: alpha or beta." in html
    assert "<table" not in html
    Organisation.objects.get(slug="gamma").aliases.create(text="alpha")
    table = text_of(compare(client, "alpha", "Beta", framework=framework))
    assert "/bodies/alpha/" in table[table.index("<table") :]


def test_two_frameworks_are_refused_with_the_reason(client, framework, inspected, people):
    inspected("Alpha")
    inspected("Beta")
    other = released_inspection(**people).framework
    response = client.get("/compare/", {"framework": [framework.slug, other.slug], "body": ["Alpha", "Beta"]})
    html = text_of(response)
    assert "Grades of different frameworks are not set side by side" in html
    assert "<table" not in html


@pytest.mark.parametrize("asked", [{}, {"framework": ""}, {"framework": "no-such-version"}])
def test_bodies_without_a_framework_are_answered_with_what_is_missing(client, framework, inspected, asked):
    inspected("Alpha")
    inspected("Beta")
    html = text_of(client.get("/compare/", asked | {"body": ["Alpha", "Beta"]}))
    assert "Choose a framework." in html
    assert "<table" not in html
    assert "Choose a framework." not in text_of(client.get("/compare/"))


def test_no_page_has_an_average_a_score_or_a_place(client, framework, inspected):
    inspected("Alpha")
    inspected("Beta")
    pages = [matrix(client, framework), compare(client, "Alpha", "Beta", framework=framework)]
    pages.append(client.get(framework.areas.first().get_absolute_url()))
    for response in pages:
        main = text_of(response).split('<main id="main"')[1].split("</main>")[0].lower()
        assert not re.search(r"average|mean grade|points|league|1st|ranked", main)
