"""How much of the whole a table of grades shows, in sentences with their denominators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.db.models import IntegerField, Q, Subquery
from django.utils.translation import gettext as _

from .models import Framework, Judgment, OverviewEntry

MOST_COUNTED = 1000


class _Number(Subquery):
    """How many rows a query has; one with a limit is not counted further."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


@dataclass(frozen=True)
class Reach:
    """How many bodies have a report under a framework and how many wait for one, neither counted to the end."""

    reported: int
    waiting: int

    @classmethod
    def of(cls, framework: Framework, at: dt.datetime, where: Q = Q()) -> Self:  # noqa: B008
        """Of the bodies whose entries `where` is true of. One query."""
        entries = (OverviewEntry.objects.live(at).by_name(framework), OverviewEntry.objects.waiting(framework, at))
        numbers = [_Number(rows.filter(where).order_by().values("pk")[: MOST_COUNTED + 1]) for rows in entries]
        return cls(*Framework.objects.filter(pk=framework.pk).order_by().values_list(*numbers).get())

    @property
    def sentence(self) -> str:
        said = {"reported": _at_most(self.reported), "waiting": _at_most(self.waiting)}
        return _("Bodies with a report: %(reported)s. No report yet: %(waiting)s.") % said

    @property
    def many_wait(self) -> bool:
        return self.waiting > MOST_COUNTED


def graded_sentence(judgments: Iterable[Judgment | None]) -> str:
    """How many of the cells of a table of bodies by areas have a grade."""
    cells = list(judgments)
    numbers = {"graded": sum(row is not None and row.is_graded for row in cells), "cells": len(cells)}
    return _("Graded in this table: %(graded)s of %(cells)s, counting each area of each body.") % numbers


def _at_most(number: int) -> str:
    return _("more than %s") % f"{MOST_COUNTED:,}" if number > MOST_COUNTED else f"{number:,}"
