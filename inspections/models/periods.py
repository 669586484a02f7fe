"""Dates that are known to the day, the month, the season or the year."""

from __future__ import annotations

import calendar
import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DatePrecision(models.TextChoices):
    DAY = "day", _("the day")
    MONTH = "month", _("the month")
    SEASON = "season", _("the season")
    YEAR = "year", _("the year")


def first_day(day: dt.date, precision: str) -> dt.date:
    """The first day of the period that `day` stands for; a season is three months, winter from December."""
    if precision == DatePrecision.YEAR:
        return day.replace(month=1, day=1)
    if precision == DatePrecision.MONTH:
        return day.replace(day=1)
    if precision == DatePrecision.SEASON:
        back = day.month % 3
        month = day.month - back
        return dt.date(day.year - (month < 1), month or 12, 1)
    return day


def last_day(day: dt.date, precision: str) -> dt.date:
    """The last day of the period that `day` stands for."""
    if precision == DatePrecision.YEAR:
        return day.replace(month=12, day=31)
    if precision == DatePrecision.SEASON:
        start = first_day(day, precision)
        month = start.month + 2
        day = dt.date(start.year + (month > 12), month - 12 * (month > 12), 1)
    elif precision != DatePrecision.MONTH:
        return day
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def midnight(day: dt.date) -> dt.datetime:
    """When `day` begins by London's clocks."""
    return dt.datetime.combine(day, dt.time(), timezone.get_default_timezone())


def london_day(at: dt.datetime) -> dt.date:
    # The reader's day: a release at 00:30 in summer belongs to it, though UTC still has the day before.
    return timezone.localdate(at, timezone.get_default_timezone())
