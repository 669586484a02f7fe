"""Narrowing the list of inspections to one programme or one body."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import Http404, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from .models import Framework, Inspection, Organisation, Programme
from .models.inspection import InspectionQuerySet

FEW = 1000


def _of_programme(inspections: InspectionQuerySet, programme: Programme) -> InspectionQuerySet:
    """Those of one programme: looked for one by one if they are few, else met on the way through all of them."""
    own = inspections.filter(framework__programme=programme).order_by()
    few = list(own.values_list("pk", flat=True)[: FEW + 1])
    if len(few) <= FEW:
        return inspections.filter(pk__in=few)
    return inspections.filter(Exists(Framework.objects.filter(pk=OuterRef("framework"), programme=programme)))


@dataclass
class InspectionFilter:
    """The choices in force and those that there are. An unknown choice is a 404."""

    programmes: list[Programme]
    programme: Programme | None
    body: Organisation | None

    @classmethod
    def read(cls, asked: QueryDict, at: dt.datetime) -> Self:
        """One query for the programmes with something to read, one more if a body is asked for."""
        # By framework: the first inspection of each is found in an index, however rare it is among the others.
        seen = Framework.objects.filter(Exists(Inspection.objects.readable(at).filter(framework=OuterRef("pk"))))
        programmes = list(Programme.objects.filter(Exists(seen.filter(programme=OuterRef("pk")))).order_by("name"))
        programme = body = None
        if slug := asked.get("programme"):
            programme = next((row for row in programmes if row.slug == slug), None)
            if programme is None:
                raise Http404
        if slug := asked.get("body"):
            body = Organisation.objects.bodies().public(at).filter(slug=slug).first()
            if body is None:
                raise Http404
        return cls(programmes, programme, body)

    def narrow(self, inspections: InspectionQuerySet) -> InspectionQuerySet:
        if self.programme:
            inspections = _of_programme(inspections, self.programme)
        return inspections.filter(body=self.body) if self.body else inspections

    def url(self, **more: str) -> str:
        """The list with the choices in force, and a position in it."""
        chosen = {"programme": self.programme and self.programme.slug, "body": self.body and self.body.slug} | more
        query = urlencode({name: value for name, value in chosen.items() if value})
        return reverse("inspections:list") + (f"?{query}" if query else "")

    @property
    def all_url(self) -> str:
        return reverse("inspections:list")

    @property
    def fields(self) -> list[dict[str, Any]]:
        """For components/filters.html; bodies are too many for a list and are chosen from their own page."""
        options = [(row.slug, row.name, row == self.programme) for row in self.programmes]
        return [{"name": "programme", "label": _("Programme"), "all": _("All programmes"), "options": options}]

    @property
    def chosen(self) -> list[dict[str, str]]:
        found = []
        if self.programme:
            found.append({"text": self.programme.name, "url": self.url(programme="")})
        if self.body:
            found.append({"text": self.body.name, "url": self.url(body="")})
        return found
