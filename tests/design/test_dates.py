"""A date is printed as precisely as it is known, and never more."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.template.loader import render_to_string

LONDON = ZoneInfo("Europe/London")
AT = datetime.datetime(2024, 2, 20, 9, 26, tzinfo=LONDON)


def printed(at, precision=None) -> str:
    values = {"at": at} if precision is None else {"at": at, "precision": precision}
    return render_to_string("components/date.html", values).strip()


@pytest.mark.parametrize(
    ("precision", "expected"),
    [
        ("minute", '<time datetime="2024-02-20T09:26+00:00">20 February 2024, 9:26am</time>'),
        ("day", '<time datetime="2024-02-20">20 February 2024</time>'),
        ("month", '<time datetime="2024-02">February 2024</time>'),
        ("season", '<time datetime="2024">winter 2024</time>'),
        ("year", '<time datetime="2024">2024</time>'),
        ("unknown", ""),
    ],
)
def test_a_date_prints_no_more_than_is_known(precision, expected):
    assert printed(AT, precision) == expected


def test_a_date_without_precision_is_a_day():
    assert printed(AT) == '<time datetime="2024-02-20">20 February 2024</time>'


def test_no_date_prints_nothing():
    assert printed(None, "day") == ""


@pytest.mark.parametrize(
    ("hour", "minute", "expected"), [(0, 0, "12:00am"), (0, 5, "12:05am"), (12, 0, "12:00pm"), (23, 59, "11:59pm")]
)
def test_midnight_and_noon_are_told_apart(hour, minute, expected):
    assert printed(AT.replace(hour=hour, minute=minute), "minute").endswith(f"20 February 2024, {expected}</time>")


def test_a_summer_date_is_the_day_and_minute_in_london():
    at = datetime.datetime(2024, 8, 7, 23, 30, tzinfo=datetime.UTC)
    assert printed(at, "minute") == '<time datetime="2024-08-08T00:30+01:00">8 August 2024, 12:30am</time>'
    assert printed(at, "day") == '<time datetime="2024-08-08">8 August 2024</time>'


def test_a_day_without_a_time_prints_no_time():
    day = datetime.date(2019, 9, 27)
    assert printed(day, "minute") == '<time datetime="2019-09-27">27 September 2019</time>'
    assert printed(day, "month") == '<time datetime="2019-09">September 2019</time>'


@pytest.mark.parametrize(
    ("month", "season"),
    [(1, "winter"), (3, "spring"), (5, "spring"), (6, "summer"), (9, "autumn"), (11, "autumn"), (12, "winter")],
)
def test_a_season_goes_by_its_months(month, season):
    assert f">{season} 2023<" in printed(datetime.date(2023, month, 15), "season")
