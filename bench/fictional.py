"""A fictional country: bodies, frameworks and grades. The same size is the same country every time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.text import slugify

from accounts.models import CHIEF_EDITOR, WRITER, User
from inspections.models import (
    Area,
    Framework,
    Grade,
    GradeScale,
    Organisation,
    OrganisationAlias,
    OrganisationName,
    Programme,
    normalise,
)

SEED = 43
WORDS = ("Inadequate", "Requires improvement", "Adequate", "Good", "Outstanding")  # the worst first
HOW_OFTEN = (5, 15, 40, 35, 5)
REGIONS = ("North", "South")
RARE_REGION, ITS_BODIES = "Isles", 3
A_FEW = 40  # bodies of the small programme
TREES = ("Alder", "Ash", "Beech", "Birch", "Elder", "Hazel", "Holly", "Juniper", "Larch", "Maple", "Oak", "Rowan")
PLACES = ("bourne", "bury", "combe", "dale", "field", "ford", "ham", "hurst", "ley", "mere", "ton", "wick")
KINDS = ("Ambulance Service", "Council", "Fire Service", "Hospital", "Police", "School")


@dataclass(frozen=True)
class Country:
    """`frameworks` are the rounds, the oldest first; `areas` are those of each."""

    bodies: list[Organisation]
    frameworks: list[Framework]
    areas: dict[int, list[Area]]
    grades: list[Grade]


def found(bodies: int, *, rounds: int, areas: int) -> Country:
    """Store the reference rows of a country with so many bodies, inspected in so many rounds."""
    rng = random.Random(SEED)
    inspectorate = Organisation.objects.create(kind="inspectorate", slug="examiners", name="Examiners of Public Bodies")
    scale = GradeScale.objects.create(code="five", name="Five words")
    for rank, word in enumerate(WORDS, start=1):
        tone = slugify(word).replace("-", "_")
        Grade.objects.create(scale=scale, code=slugify(word), label=word, rank=rank, tone=tone)
    programme = Programme.objects.create(inspectorate=inspectorate, slug="national", name="National rounds")
    frameworks = [_framework(programme, scale, f"round-{number}", areas) for number in range(1, rounds + 1)]
    return Country(
        bodies=_bodies(bodies, rng),
        frameworks=frameworks,
        areas={framework.pk: list(framework.areas.order_by("order")) for framework in frameworks},
        grades=list(scale.grades.order_by("rank")),
    )


def small_programme(country: Country, areas: int) -> Country:
    """One round of a programme of its own that looks at a few bodies all over the country."""
    scale = country.grades[0].scale
    inspectorate = country.frameworks[0].programme.inspectorate
    programme = Programme.objects.create(inspectorate=inspectorate, slug="small", name="A small programme")
    framework = _framework(programme, scale, "small-1", areas)
    bodies = country.bodies[:: max(1, len(country.bodies) // A_FEW)][:A_FEW]
    return Country(bodies, [framework], {framework.pk: list(framework.areas.order_by("order"))}, country.grades)


def _framework(programme: Programme, scale: GradeScale, slug: str, areas: int) -> Framework:
    title = slug.replace("-", " ").capitalize()
    framework = Framework.objects.create(
        programme=programme, slug=slug, version=title, order=programme.next_order(), title=title, default_scale=scale
    )
    for order in range(1, areas + 1):
        name = f"Question {order}: {PLACES[order % len(PLACES)]} and {TREES[order % len(TREES)].lower()}"
        Area.objects.create(framework=framework, code=str(order), slug=f"{slug}-area-{order}", order=order, name=name)
    return framework


def _bodies(count: int, rng: random.Random) -> list[Organisation]:
    rows = []
    for number in range(count):
        name = f"{rng.choice(TREES)}{rng.choice(PLACES)} {rng.choice(KINDS)} {number:05}"
        region = RARE_REGION if number < ITS_BODIES else REGIONS[number % len(REGIONS)]
        said = {"name": name, "normalised": normalise(name), "sorts_as": normalise(name), "region": region}
        rows.append(Organisation(kind="body", slug=slugify(name), **said))
    bodies = Organisation.objects.bulk_create(rows, batch_size=1000)
    OrganisationAlias.objects.bulk_create(
        OrganisationAlias(organisation=body, text=f"No. {body.name[-5:]}", normalised=f"no {body.name[-5:]}")
        for body in bodies[::5]
    )
    OrganisationName.objects.bulk_create(
        OrganisationName(
            organisation=body, name=f"Old {body.name}", normalised=f"old {body.name}".lower(), valid_to="2010-12-31"
        )
        for body in bodies[::20]
    )
    return bodies


def grades(country: Country, framework: Framework) -> Iterator[tuple[Organisation, dt.date, list[Grade]]]:
    """What a round found of every body: the day of the report, and a grade for each area."""
    rng = random.Random(SEED + framework.pk)
    begins = dt.date(2010 + 3 * country.frameworks.index(framework), 1, 1)
    number = len(country.areas[framework.pk])
    for body in country.bodies:
        day = begins + dt.timedelta(days=rng.randrange(700))
        yield body, day, rng.choices(country.grades, HOW_OFTEN, k=number)


def staff() -> tuple[User, User]:
    """Who writes, and who may release."""
    writer = User.objects.create_user("writer@example.org", role=WRITER, name="A Writer")
    return writer, User.objects.create_user("chief@example.org", role=CHIEF_EDITOR, name="A Chief")
