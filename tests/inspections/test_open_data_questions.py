"""What may be asked of the tables at /data/: as of when, of which body; and what is refused."""

import pytest

from tests.factories.inspections import london, released_inspection, scheduled_inspection

from .tables import problem, rows

pytestmark = pytest.mark.django_db

BEFORE, AFTER = "2024-08-08T07:59:59Z", "2024-08-08T08:00:00Z"


def test_as_of_a_moment_before_the_regrade_the_old_grade_stands(client, regraded):
    before = rows(client, f"?as_of={BEFORE}")
    assert [(row["edition"], row["grade"], row["changed_on"], row["as_of"]) for row in before] == [
        ("1", "Outstanding", "", BEFORE),
        ("1", "Adequate", "", BEFORE),
        ("1", "", "", BEFORE),
    ]
    assert rows(client, f"?as_of={AFTER}")[1]["grade"] == "Requires improvement"


@pytest.mark.parametrize(
    ("as_of", "grade"),
    [
        ("2024-08-07", "Adequate"),
        ("2024-08-08", "Requires improvement"),
        ("2024-08-08T08:59:59", "Adequate"),  # a clock without a zone is London's
        ("2024-08-08T09:00:00", "Requires improvement"),
        ("2024-08-08T09:59:59%2B02:00", "Adequate"),
        ("2024-08-08T10:00:00+02:00", "Requires improvement"),  # the plus sign that nobody escaped
    ],
)
def test_as_of_takes_a_day_or_a_moment_by_londons_clock(client, regraded, as_of, grade):
    assert rows(client, f"?as_of={as_of}")[1]["grade"] == grade


def test_the_moment_in_a_row_gives_the_same_rows_again(client, regraded):
    now = rows(client)
    assert rows(client, f"?as_of={now[0]['as_of']}") == now


@pytest.mark.parametrize(
    ("as_of", "words"),
    [
        ("2999-01-01", "has not come yet"),
        ("2999-01-01T00:00:00Z", "has not come yet"),
        ("yesterday", "is no date"),
        ("2024-02-30", "is no date"),
        ("2024-08-08T25:00:00Z", "is no date"),
        ("0001-01-01T00:00:00%2B14:00", "is no date"),
        ("%00", "is no date"),
        ("1" * 5000, "is no date"),
    ],
)
@pytest.mark.parametrize("name", ["judgments.csv", "changes.json"])
def test_a_moment_that_is_to_come_or_is_none_is_refused_in_words(client, edition, as_of, words, name):
    status, detail = problem(client, f"as_of={as_of}", name)
    assert status == 400
    assert words in detail
    assert len(detail) < 400


def test_today_as_a_day_is_not_the_future(client, edition, clock):
    with clock(2024, 2, 16, 12):
        assert len(rows(client, "?as_of=2024-02-16")) == 3
        assert problem(client, "as_of=2024-02-17")[0] == 400
        assert problem(client, "as_of=2024-02-16T12:00:01")[0] == 400


def test_a_table_is_narrowed_by_body_programme_and_framework(client, edition, people):
    other = released_inspection(**people, grades=["good"])
    both = {row["body_code"] for row in rows(client)}
    assert both == {"exampleshire", other.body.slug}
    for query in (
        "body=exampleshire",
        "programme=peel",
        "framework=peel-23",
        "body=exampleshire&programme=&framework=",
    ):
        assert {row["body_code"] for row in rows(client, f"?{query}")} == {"exampleshire"}
    assert rows(client, f"?body=exampleshire&framework={other.framework.slug}") == []


@pytest.mark.parametrize("name", ["body", "programme", "framework"])
def test_what_does_not_exist_and_what_is_to_come_are_refused_alike(client, edition, people, name):
    draft = scheduled_inspection(**people, now=london(2024, 3, 1), at=london(2090, 1, 1), grades=["good"])
    slugs = {
        "body": draft.body.slug,
        "programme": draft.framework.programme.slug,
        "framework": draft.framework.slug,
    }
    hidden, absent = problem(client, f"{name}={slugs[name]}"), problem(client, f"{name}=nothing-at-all")
    assert hidden[0] == absent[0] == 404
    assert hidden[1].replace(slugs[name], "") == absent[1].replace("nothing-at-all", "")


@pytest.mark.parametrize("query", ["bodies=a", "body=a&body=b", "as_of=2024-01-01&as_of=2024-01-02"])
def test_a_parameter_that_means_nothing_is_refused(client, edition, query):
    assert problem(client, query)[0] == 400


@pytest.mark.parametrize("slug", ["%00", "a%20b", "'--", "é", "a" * 5000])
def test_a_filter_that_cannot_be_an_address_finds_nothing(client, edition, slug):
    assert problem(client, f"body={slug}")[0] == 404
