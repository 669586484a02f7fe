"""Overviews of many bodies are answered from an index, however many there are."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.db.models import Count

from inspections import overviews, pages, voices
from inspections.models import Area, Framework, Inspection, Organisation, OverviewEntry, Programme
from publishing.models import Document
from tests.plans import plan
from website import feeds

pytestmark = pytest.mark.django_db

AT = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
FRAMEWORK = Framework(pk=2, slug="round-2", programme_id=1, order=20)
AREA = Area(pk=3, framework=FRAMEWORK)
LIVE = OverviewEntry.objects.live(AT)


def behind(number):
    begin = OverviewEntry(area=AREA, place=-3, sorts_as="m", body_id=7)
    return overviews._behind(begin, LIVE.by_grade(AREA))[number][:100]


IN_ORDER = {
    "the bodies of a framework": (lambda: LIVE.by_name(FRAMEWORK)[:100], "inspections_overview_by_name"),
    "the bodies by one grade": (lambda: LIVE.by_grade(AREA)[:100], "inspections_overview_by_grade"),
    "a further page, the same grade": (lambda: behind(0), "inspections_overview_by_grade"),
    "a further page, other grades": (lambda: behind(1), "inspections_overview_by_grade"),
    "the list of inspections": (
        lambda: Inspection.objects.readable(AT).order_by("-reported_on", "-document")[:20],
        "inspections_by_report",
    ),
    "the feed of all inspections": (
        lambda: feeds._newest(feeds.INSPECTION, AT),
        "publishing_listing_by_kind",
    ),
    "the list of bodies": (
        lambda: Organisation.objects.behind(Organisation(pk=7, sorts_as="m")).by_name()[:100],
        "inspections_organisation_name",
    ),
}


@pytest.mark.parametrize("question", IN_ORDER)
def test_a_page_of_bodies_is_read_in_its_order_from_where_it_begins(question):
    rows, index = IN_ORDER[question]
    said = plan(rows())
    assert index in said, said
    assert "TEMP B-TREE" not in said and "Sort" not in said, said


FOUND = {
    "counts of an area": (
        lambda: LIVE.filter(area=AREA).order_by().values("grade", "outcome").annotate(count=Count("*")),
        "inspections_overview_",
    ),
    "who waits for a report": (lambda: OverviewEntry.objects.waiting(FRAMEWORK, AT), "inspections_overview_"),
    "whether readers may know of a body": (
        lambda: Organisation.objects.bodies().public(AT).filter(slug="example"),
        "publishing_listingfacet_",
    ),
    "whether they might at a past moment": (
        lambda: Organisation.objects.bodies().public(AT - dt.timedelta(days=9), AT).filter(slug="example"),
        "publishing_listingfacet_",
    ),
    "a public body by its name": (
        lambda: Organisation.objects.bodies().public(AT).called("Exampleshire"),
        "inspections_organisation_found",
    ),
    "a name however it is written": (
        lambda: Organisation.objects.called("Exampleshire"),
        "inspections_organisation_found",
    ),
}


@pytest.fixture
def many_organisations():
    """PostgreSQL may have counted an empty table meanwhile, in which every index is as good as another."""
    if connection.vendor == "postgresql":
        Organisation.objects.bulk_create(
            Organisation(kind="body", slug=f"b-{number}", name=f"B {number}", normalised=f"b {number}")
            for number in range(1000)
        )
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE inspections_organisation")


@pytest.mark.usefixtures("many_organisations")
@pytest.mark.parametrize("question", FOUND)
def test_no_list_of_all_bodies_is_read_for_a_few(question):
    rows, index = FOUND[question]
    said = plan(rows())
    assert index in said, said
    assert "SCAN inspections_o" not in said and "Seq Scan on inspections_o" not in said, said


@pytest.fixture
def without_statistics():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL plans by statistics, and an empty table has none that say anything")


@pytest.mark.usefixtures("without_statistics")
def test_who_waits_in_a_large_region_is_not_looked_for_among_all_its_bodies(monkeypatch):
    monkeypatch.setattr(overviews, "FEW_BODIES", -1)
    said = plan(OverviewEntry.objects.waiting(FRAMEWORK, AT).filter(overviews._in_region("North", ["North"])))
    assert "inspections_overview_" in said and "inspections_organisation_area" not in said, said


@pytest.mark.usefixtures("without_statistics")
@pytest.mark.parametrize("revisits", [None, 7], ids=["of none", "of one"])
def test_revisits_are_found_without_reading_every_inspection(revisits):
    edition = Inspection(document_id=9, revisits_id=revisits)
    said = plan(Inspection.objects.readable(AT).filter(pages.around_revisits(edition)))
    assert "inspections_inspection_revisits" in said, said


def test_what_each_side_said_is_found_by_what_it_is_about():
    programme = Programme(inspectorate=Organisation(slug="inspectorate"))
    edition = Inspection(pk=9, body=Organisation(slug="body"), framework=Framework(programme=programme))
    edition.document = Document(uuid=uuid.uuid4())
    said = plan(voices._rows([edition], AT))
    assert "(facet=?)" not in said and "SCAN" not in said and "Seq Scan" not in said, said
