"""Dates in a text: those that cannot be, that do not fit their weekday, or that are called today on another day."""

import datetime as dt

import pytest

from publishing.checks import LONGEST_SENTENCE, dated_text_issues
from publishing.dates_in_text import dates_in
from publishing.models import Passage
from tests.factories.inspections import london
from website.models import Page

AT = london(2024, 2, 20)


def levels(text, at=AT, *, is_quotation=False, **fields):
    passages = [Passage("Block 1 (text)", "block-7", text, is_quotation)]
    return [issue.level for issue in dated_text_issues(Page(**fields), passages, at)]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Friday 16 February 2024", (dt.date(2024, 2, 16), dt.date(2024, 2, 16))),
        ("on the 16th of Feb, 2024", (dt.date(2024, 2, 16), dt.date(2024, 2, 16))),
        ("November 2021", (dt.date(2021, 11, 1), dt.date(2021, 11, 30))),
        ("In 2021 it", (dt.date(2021, 1, 1), dt.date(2021, 12, 31))),
        ("16 February", None),
    ],
)
def test_a_date_is_read_as_exactly_as_it_is_written(text, period):
    assert [date.period for date in dates_in(text)] == [period]


@pytest.mark.parametrize("text", ["PEEL 2023–25", "in 2021/22", "the 5 may have left", "In May they may", "since 2019"])
def test_what_is_no_date_is_not_read(text):
    assert dates_in(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was published on Friday 16 February 2024.", []),
        ("It was published on Thursday 16 February 2024.", ["warn"]),
        ("It was published on Friday 16 February.", []),
        ("It was published on 30 February 2024.", ["stop"]),
        ("It was published on 29 February 2023.", ["stop"]),
        ("It was published on 29 February 2024 or 29 February.", []),
        ("It was published on 31 April.", ["warn"]),
        ("The report is published today (Friday 16 February).", ["warn"]),
        ("The report is published today, 20 February 2024.", []),
        ("Today, on Tuesday 20 February, it is out.", []),
        ("Today's report looks at June 2019; the one of 1 May 2018 did not.", []),
        ("It is out today.", []),
    ],
)
def test_dates_that_cannot_be_or_do_not_fit(text, expected):
    assert levels(text) == expected


def test_a_quotation_keeps_even_a_day_that_cannot_be():
    assert levels("See you on 30 February 2024.", is_quotation=True) == ["warn"]


def test_today_is_the_day_that_readers_are_shown():
    text = "The report is published today (16 February 2024)."
    assert levels(text, public_timestamp=london(2024, 2, 16), public_precision="day") == []
    assert levels(text, public_timestamp=london(2024, 2, 29), public_precision="month") == []
    assert levels(text, london(2024, 2, 16, 23, 59)) == []
    assert levels(text, london(2024, 2, 17, 0)) == ["warn"]


def test_the_sentence_says_where_what_and_what_to_do():
    passage = Passage("Block 1 (text)", "block-7", "On Thursday 16 February 2024.")
    (issue,) = dated_text_issues(Page(), [passage], AT)
    assert issue.sentence == (
        "Block 1 (text): “Thursday 16 February 2024”: that day is a Friday. Correct the weekday or the date."
    )
    assert issue.place == "block-7"


def test_too_long_a_sentence_is_not_looked_at():
    assert levels(f"On 30 February 2024 {'x' * LONGEST_SENTENCE}.") == []
