"""Openly fictional bodies and frameworks, and inspections taken through the newsroom's own verbs."""

import datetime as dt
from zoneinfo import ZoneInfo

import factory

from inspections.models import (
    Area,
    Framework,
    Grade,
    GradeScale,
    Inspection,
    InspectionDocument,
    Judgment,
    Organisation,
    Programme,
)

LONDON = ZoneInfo("Europe/London")
FIVE_TIERS = ("inadequate", "requires-improvement", "adequate", "good", "outstanding")


def london(year, month, day, hour=9, minute=0):
    return dt.datetime(year, month, day, hour, minute, tzinfo=LONDON)


class BodyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    kind = Organisation.Kind.BODY
    name = factory.Sequence(lambda number: f"Exampleshire {number} Police")
    slug = factory.Sequence(lambda number: f"exampleshire-{number}")
    sector = "territorial police force"


class InspectorateFactory(BodyFactory):
    kind = Organisation.Kind.INSPECTORATE
    name = factory.Sequence(lambda number: f"Inspectorate of Examples {number}")
    slug = factory.Sequence(lambda number: f"inspectorate-{number}")
    sector = ""


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    inspectorate = factory.SubFactory(InspectorateFactory)
    slug = factory.Sequence(lambda number: f"programme-{number}")
    name = factory.Sequence(lambda number: f"Programme {number}")


class ScaleFactory(factory.django.DjangoModelFactory):
    """A scale with `words` as its grades, the worst first."""

    class Meta:
        model = GradeScale
        skip_postgeneration_save = True

    code = factory.Sequence(lambda number: f"scale-{number}")
    name = factory.Sequence(lambda number: f"Scale {number}")

    @factory.post_generation
    def words(scale, create, words, **kwargs):
        for rank, code in enumerate(words or FIVE_TIERS, start=1):
            tone = code.replace("-", "_")
            Grade.objects.create(
                scale=scale,
                code=code,
                label=code.replace("-", " ").capitalize(),
                rank=rank,
                tone=tone if tone in Grade.Tone.values else "none",
            )


class FrameworkFactory(factory.django.DjangoModelFactory):
    """A framework with `areas` questions (3 unless told), coded 1, 2, 3 and so on."""

    class Meta:
        model = Framework
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    slug = factory.Sequence(lambda number: f"framework-{number}")
    version = factory.Sequence(lambda number: f"version {number}")
    order = factory.Sequence(lambda number: number)
    title = factory.Sequence(lambda number: f"Framework {number}")
    default_scale = factory.SubFactory(ScaleFactory)

    @factory.post_generation
    def areas(framework, create, number, **kwargs):
        for order in range(1, (3 if number is None else number) + 1):
            AreaFactory(framework=framework, order=order)


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Area

    framework = factory.SubFactory(FrameworkFactory, areas=0)
    order = factory.Sequence(lambda number: number + 1)
    code = factory.LazyAttribute(lambda area: str(area.order))
    slug = factory.LazyAttribute(lambda area: f"{area.framework.slug}-area-{area.code}")
    name = factory.LazyAttribute(lambda area: f"Area number {area.code}")


def draft_inspection(*, by, body=None, framework=None, grades=("good", "good", "good"), now=None, **fields):
    """A draft with a source document and a judgment for each area; a grade of None is an ungraded area."""
    framework = framework or FrameworkFactory(areas=len(grades))
    body = body or BodyFactory()
    now = now or london(2024, 2, 16)
    fields = {
        "title": f"{framework.title}: {body.name}",
        "slug": f"{body.slug}-{framework.slug}",
        "summary": "What the inspectors decided.",
        "reported_on": now.date(),
    } | fields
    edition = Inspection.start(by=by, now=now, body=body, framework=framework, **fields)
    for area, grade in zip(framework.areas.recorded().order_by("order"), grades, strict=True):
        outcome = Judgment.Outcome.GRADED if grade else Judgment.Outcome.UNGRADED
        edition.judge(by=by, area=area.code, outcome=outcome, grade=grade)
    InspectionDocument.objects.create(
        inspection=edition, title="The report", url="https://inspectorate.example/report", licence="ogl-3"
    )
    return edition


def released_inspection(*, by, release_by, at=None, **fields):
    """As `draft_inspection`, submitted by one person and released by another at `at`."""
    at = at or london(2024, 2, 16)
    edition = draft_inspection(by=by, now=at, **fields)
    return release(edition, by=by, release_by=release_by, at=at)


def scheduled_inspection(*, by, release_by, now, at, **fields):
    """As `draft_inspection`, released at `now` to be live from `at`."""
    edition = draft_inspection(by=by, now=now, **fields)
    edition.submit(by=by, now=now)
    edition.release(by=release_by, now=now, at=at)
    return edition


def release(edition, *, by, release_by, at, **how):
    edition.submit(by=by, now=at)
    edition.release(by=release_by, now=at, **how)
    return edition


def regrade(edition, *, by, release_by, at, area, grade, **fields):
    """The next edition of `edition` with one grade changed, released at `at`."""
    draft = edition.new_draft(by=by, now=at)
    draft.judge(by=by, area=area, outcome=Judgment.Outcome.GRADED, grade=grade)
    said = {
        "change_note": "The inspectorate changed one grade.",
        "regrade_reason": "The data it rested on was wrong.",
        "regrade_source": "The inspectorate's own page",
    } | fields
    for name, value in said.items():
        setattr(draft, name, value)
    draft.edit(by=by, now=at)
    return release(draft, by=by, release_by=release_by, at=at)
