"""Loading reference data: inspectorates, scales, programmes, frameworks, areas and the links between them."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from publishing.models import SiteVersion

from .grade_list import Reading
from .models import (
    Area,
    AreaAlias,
    AreaLink,
    Framework,
    Grade,
    GradeScale,
    Inspection,
    Organisation,
    OrganisationAlias,
    OrganisationName,
    Programme,
    normalise,
)

DATA = Path(__file__).parent / "data"
FILES = ("organisations.toml", "scales.toml", "peel.toml", "crime-data-integrity.toml", "links.toml")

Facts = Mapping[str, Any]


@transaction.atomic
def load_reference_data() -> None:
    """Load the reference data that comes with Candour. Rows that exist already stay as they are."""
    for name in FILES:
        load_reference_file(DATA / name)


@transaction.atomic
def load_reference_file(path: Path) -> None:
    """Load what one file holds of organisations, scales, a programme with its frameworks, and links, in this order."""
    facts = read(path)
    for organisation in facts.get("organisation", ()):
        load_organisation(**organisation)
    for scale in facts.get("scale", ()):
        load_scale(scale)
    if "programme" in facts:
        load_programme(facts)
    for links in facts.get("links", ()):
        load_links(links)
    SiteVersion.bump()


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@transaction.atomic
def load_organisation(
    *, slug: str, kind: str, name: str, aliases: list[str] | None = None, names: list[dict] | None = None, **said: Any
) -> Organisation:
    """An organisation with its names over time and aliases; what exists already is left alone."""
    organisation, is_new = Organisation.objects.get_or_create(slug=slug, defaults={"kind": kind, "name": name} | said)
    if is_new:
        for facts in names or []:
            OrganisationName.objects.create(organisation=organisation, **facts)
        organisation.stand_by_name_of(timezone.localdate())
    for text in aliases or []:
        OrganisationAlias.objects.get_or_create(
            normalised=normalise(text), defaults={"organisation": organisation, "text": text}
        )
    SiteVersion.bump()
    return organisation


def load_scale(facts: Facts) -> GradeScale:
    scale, is_new = GradeScale.objects.get_or_create(code=facts["code"], defaults={"name": facts["name"]})
    if is_new:
        for grade in facts["grades"]:
            Grade.objects.create(scale=scale, **grade)
    return scale


@transaction.atomic
def load_programme(facts: Facts) -> Programme:
    """A programme with its frameworks and their areas, as a file under data/ gives them."""
    said = dict(facts["programme"])
    inspectorate = Organisation.objects.get(slug=said.pop("inspectorate"))
    programme, _is_new = Programme.objects.get_or_create(
        slug=said.pop("slug"), defaults=said | {"inspectorate": inspectorate}
    )
    for framework in facts["framework"]:
        load_framework(programme, framework)
    return programme


def load_framework(programme: Programme, facts: Facts) -> Framework:
    said = dict(facts)
    areas, slug = said.pop("areas"), said.pop("slug")
    scale, before = said.pop("scale", None), said.pop("supersedes", None)
    said["default_scale"] = GradeScale.objects.get(code=scale) if scale else None
    said["supersedes"] = Framework.objects.get(slug=before) if before else None
    said.setdefault("order", programme.next_order())
    framework, is_new = Framework.objects.get_or_create(slug=slug, defaults=said | {"programme": programme})
    if is_new:
        for order, area in enumerate(areas, start=1):
            load_area(framework, order, area)
    SiteVersion.bump()
    return framework


def load_area(framework: Framework, order: int, facts: Facts) -> Area:
    said = dict(facts)
    scale, parent = said.get("scale"), said.get("parent")
    area = Area.objects.create(
        framework=framework,
        code=said["code"],
        slug=f"{framework.slug}-{slugify(said.get('short_name') or said['name'])}",
        order=order,
        name=said["name"],
        short_name=said.get("short_name", ""),
        question=said.get("question", ""),
        level=said.get("level", Area.Level.QUESTION),
        graded_by_default=said.get("graded", True),
        is_recorded=said.get("recorded", True),
        is_name_verified=said.get("name_verified", True),
        parent=framework.areas.get(code=parent) if parent else None,
        scale=GradeScale.objects.get(code=scale) if scale else None,
    )
    for text in said.get("aliases", []):
        AreaAlias.objects.create(area=area, text=text)
    return area


def load_links(facts: Facts) -> None:
    """Links between the areas of two frameworks; a pair that is linked already stays as it is."""
    earlier = Framework.objects.get(slug=facts["from"])
    into = Framework.objects.get(slug=facts["into"])
    for pair in facts["pairs"]:
        from_area = earlier.areas.get(code=pair["from"]) if "from" in pair else None
        to_area = into.areas.get(code=pair["to"]) if "to" in pair else None
        reason = " ".join(filter(None, [pair.get("reason"), facts["reason"] if to_area else None]))
        AreaLink.objects.current().get_or_create(
            from_area=from_area,
            to_area=to_area,
            into=into,
            defaults={
                "kind": pair["kind"],
                "comparable": facts["comparable"],
                "reason": reason,
                "source": facts["source"],
            },
        )


def sort_by_name(*, day: dt.date) -> int:
    """Put organisations whose name of `day` is another than before where that stands in lists. Returns how many."""
    moved = list(Organisation.objects.out_of_place(day))
    for organisation in moved:
        organisation.stand_by_name_of(day)
    return len(moved)


@transaction.atomic
def take_readings(
    *,
    inspection: Inspection,
    readings: Iterable[Reading],
    tally: Mapping[str, int] | None,
    by: User,
    now: dt.datetime,
    seen: int,
) -> None:
    """Give a draft the judgments that a person has confirmed, and with `tally` the inspectorate's own count.

    What a row said of the judgment it had before goes with that. Raises Conflict when somebody saved the draft after
    `seen`, Refused when a grade does not fit its area.
    """
    if tally:
        inspection.declared_tally = dict(tally)
    inspection.edit(by=by, now=now, seen=seen)
    rows = inspection.judgments.filter(sequence=1).select_related("area", "grade")
    present = {row.area.code: row for row in rows}
    for reading in readings:
        row = present.get(reading.area)
        overtaken = row.overtaken_by(reading.outcome, reading.grade) if row else {}
        inspection.judge(by=by, area=reading.area, outcome=reading.outcome, grade=reading.grade, **overtaken)
