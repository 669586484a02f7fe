"""What the database itself refuses, whoever writes to it: rows are inserted behind the models' own checks."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, models, transaction

from inspections.models import (
    Area,
    AreaAlias,
    AreaLink,
    Finding,
    FindingStatus,
    Framework,
    Grade,
    Inspection,
    InspectionDocument,
    Judgment,
    Organisation,
    OrganisationAlias,
    OrganisationName,
    Statistic,
)
from publishing.models import Document
from tests.factories.inspections import (
    AreaFactory,
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    released_inspection,
)
from tests.factories.media import a_report

pytestmark = pytest.mark.django_db


def insert(row):
    models.Model.save(row, force_insert=True)


def refused(row):
    """Whether the database refuses to insert `row`."""
    try:
        with transaction.atomic():
            insert(row)
    except IntegrityError:
        return True
    return False


@pytest.fixture
def edition(writer):
    return draft_inspection(by=writer, grades=["good", "good"])


@pytest.fixture
def framework(db):
    return FrameworkFactory(areas=2)


# --- Reference rows -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("same", ["code", "rank", "label"])
def test_a_scale_has_each_code_rank_and_label_once(framework, same):
    taken = framework.default_scale.grades.first()
    new = {"code": "new", "rank": 9, "label": "New"}
    assert not refused(Grade(scale=taken.scale, **new))
    again = {"code": "newer", "rank": 10, "label": "Newer"} | {same: getattr(taken, same)}
    assert refused(Grade(scale=taken.scale, **again))


def test_ranks_begin_at_one(framework):
    assert refused(Grade(scale=framework.default_scale, code="zero", label="Zero", rank=0))


@pytest.mark.parametrize("same", ["code", "order"])
def test_a_framework_has_each_code_and_place_once(framework, same):
    taken = framework.areas.first()
    new = {"code": "new", "order": 9} | {same: getattr(taken, same)}
    assert refused(Area(framework=framework, slug="new", name="New", **new))
    assert not refused(Area(framework=framework, slug="new", name="New", code="new", order=9))


def test_an_area_has_a_known_level(framework):
    assert refused(Area(framework=framework, slug="new", name="New", code="new", order=9, level="high"))


def test_a_framework_has_a_known_overall_kind_and_a_version_of_its_own(framework):
    same = {"programme": framework.programme, "title": "T", "order": framework.order + 1}
    assert refused(Framework(slug="a", version="v", overall_kind="average", **same))
    assert refused(Framework(slug="b", version=framework.version, **same))
    assert refused(
        Framework(slug="c", version="v", in_force_from=dt.date(2024, 1, 2), in_force_to=dt.date(2024, 1, 1), **same)
    )
    assert not refused(Framework(slug="d", version="v", **same))


def test_each_version_of_a_programme_has_a_place_of_its_own(framework):
    assert refused(Framework(programme=framework.programme, slug="a", version="v", title="T", order=framework.order))


def test_an_alias_of_an_area_is_unique_in_its_framework_however_it_is_written(framework):
    one, other = framework.areas.order_by("order")
    AreaAlias.objects.create(area=one, text="Leadership & management")
    with pytest.raises(IntegrityError), transaction.atomic():
        AreaAlias.objects.create(area=other, text="leadership and MANAGEMENT")
    AreaAlias.objects.create(area=AreaFactory(), text="Leadership & management")


def test_an_alias_of_an_organisation_is_unique():
    one, other = BodyFactory(), BodyFactory()
    OrganisationAlias.objects.create(organisation=one, text="The Force")
    with pytest.raises(IntegrityError), transaction.atomic():
        OrganisationAlias.objects.create(organisation=other, text="the  force")


def test_an_organisation_has_a_known_kind_ends_after_it_began_and_is_not_its_own_predecessor():
    assert refused(Organisation(slug="a", name="A", kind="club"))
    assert refused(
        Organisation(slug="b", name="B", kind="body", opened_on=dt.date(2024, 1, 2), closed_on=dt.date(2024, 1, 1))
    )
    body = BodyFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=body.pk).update(predecessor=body)
    assert refused(
        OrganisationName(organisation=body, name="N", valid_from=dt.date(2024, 1, 2), valid_to=dt.date(2024, 1, 1))
    )


def link(**fields):
    return AreaLink(**{"kind": "same", "comparable": "no", "reason": "R", "source": "S"} | fields)


def test_a_link_has_two_different_areas_or_says_new_or_dropped():
    earlier, later = AreaFactory(), AreaFactory()
    into = later.framework
    assert refused(link(into=into))
    assert refused(link(from_area=later, to_area=later, into=into))
    assert refused(link(from_area=earlier, into=into, kind="same"))
    assert refused(link(from_area=earlier, to_area=later, into=into, kind="dropped"))
    assert refused(link(from_area=earlier, to_area=later, into=into, comparable="perhaps"))
    assert not refused(link(from_area=earlier, into=into, kind="dropped"))
    assert not refused(link(to_area=later, into=into, kind="new"))
    assert not refused(link(from_area=earlier, to_area=later, into=into))


def test_a_pair_of_areas_has_one_current_link():
    earlier, later = AreaFactory(), AreaFactory()
    pair = {"from_area": earlier, "to_area": later, "into": later.framework}
    insert(link(**pair))
    assert refused(link(**pair))
    assert not refused(link(**pair, is_current=False))
    insert(link(from_area=earlier, into=later.framework, kind="dropped"))
    assert refused(link(from_area=earlier, into=later.framework, kind="dropped"))
    insert(link(to_area=later, into=later.framework, kind="new"))
    assert refused(link(to_area=later, into=later.framework, kind="new"))


# --- Inspections ------------------------------------------------------------------------------------------


def again(edition, **fields):
    """A first edition of another document with the same facts as `edition`."""
    copy = Inspection.objects.get(pk=edition.pk)
    copy.pk = None
    copy.document = Document.objects.create(kind="inspections.inspection")
    for name, value in fields.items():
        setattr(copy, name, value)
    return copy


@pytest.mark.parametrize(
    "different",
    [
        {"kind": "revisit"},
        {"reported_on": dt.date(2024, 2, 17)},
        {"reported_precision": "month"},
        {"state": "discarded"},
        {"is_head": False},
        {"availability": "gone", "notice": "Gone."},
    ],
)
def test_one_inspection_is_one_document(edition, different):
    assert refused(again(edition))
    assert not refused(again(edition, **different))


def test_one_inspection_is_one_document_for_one_body_and_framework(edition):
    assert not refused(again(edition, body=BodyFactory()))
    assert not refused(again(edition, framework=FrameworkFactory()))


def test_a_withdrawn_inspection_still_counts(people, publisher):
    first = released_inspection(**people)
    first.withdraw(by=publisher, notice="Taken back.", now=london(2024, 5, 1))
    head = Inspection.objects.heads().get(document=first.document)
    assert head.availability == "withdrawn"
    assert refused(again(first, state="draft", live_from=None, live_until=None, is_head=True))


@pytest.mark.parametrize(
    "wrong",
    [
        {"fieldwork_from": dt.date(2024, 2, 2), "fieldwork_to": dt.date(2024, 2, 1)},
        {"evidence_from": dt.date(2024, 2, 2), "evidence_to": dt.date(2024, 2, 1)},
        {"fieldwork_from": dt.date(2024, 3, 1), "fieldwork_to": None},
        {"declared_areas": 3, "declared_graded": 4},
        {"reported_precision": "minute"},
        {"fieldwork_precision": "minute"},
        {"evidence_precision": "minute"},
        {"kind": "visit"},
    ],
)
def test_impossible_dates_and_numbers_are_refused(edition, wrong):
    assert not refused(again(edition, body=BodyFactory(), fieldwork_from=dt.date(2024, 2, 1)))
    assert refused(again(edition, body=BodyFactory(), **wrong))


def test_what_is_released_has_the_day_of_its_report(edition):
    released = {
        "state": "released",
        "live_from": london(2024, 2, 16),
        "live_until": london(2025, 1, 1),
        "public_timestamp": london(2024, 2, 16),
    }
    assert refused(again(edition, body=BodyFactory(), reported_on=None, **released))
    assert not refused(again(edition, body=BodyFactory(), **released))


# --- Judgments ------------------------------------------------------------------------------------------------


def judgment(edition, **fields):
    grade = edition.framework.default_scale.grades.get(code="good")
    area = AreaFactory(framework=edition.framework, order=99)
    return Judgment(**{"inspection": edition, "area": area, "outcome": "graded", "grade": grade} | fields)


@pytest.mark.parametrize("outcome", ["ungraded", "not_inspected", "not_rated", "pending", "not_sourced"])
def test_an_outcome_without_a_grade_has_none(edition, outcome):
    assert refused(judgment(edition, outcome=outcome))
    Area.objects.filter(order=99).delete()
    assert not refused(judgment(edition, outcome=outcome, grade=None))


def test_a_graded_area_has_a_grade(edition):
    assert refused(judgment(edition, grade=None))


def test_an_outcome_is_one_of_those_known(edition):
    assert refused(judgment(edition, outcome="excellent", grade=None))


def test_a_grade_carried_forward_says_from_where_and_no_other_does(edition):
    somewhere = {"carried_from": edition.document, "carried_area": AreaFactory()}
    row = judgment(edition, outcome="carried_forward")
    assert refused(row)
    row.carried_from = edition.document
    assert refused(row)
    row.carried_area = somewhere["carried_area"]
    assert not refused(row)
    graded = Judgment(inspection=edition, area=AreaFactory(), outcome="graded", grade=row.grade, **somewhere)
    assert refused(graded)


def test_an_area_is_judged_once_for_each_sequence_from_one(edition):
    first = edition.judgments.first()
    again = {"inspection": edition, "area": first.area, "outcome": "ungraded"}
    assert refused(Judgment(**again))
    assert not refused(Judgment(**again, sequence=2))
    assert refused(Judgment(**again, sequence=0))


# --- What else belongs to an inspection ----------------------------------------------------------------------


def test_a_reference_is_used_once_in_an_inspection(edition, writer):
    finding = {"ref": "aoi-1", "kind": "area_for_improvement", "text": "T"}
    insert(Finding(inspection=edition, **finding))
    assert refused(Finding(inspection=edition, **finding))
    assert not refused(Finding(inspection=draft_inspection(by=writer), **finding))
    assert refused(Finding(inspection=edition, **finding | {"ref": ""}))
    assert refused(Finding(inspection=edition, **finding | {"ref": "x", "kind": "remark"}))


def test_only_a_recommendation_hangs_on_another_finding(edition):
    concern = Finding(inspection=edition, ref="c", kind="cause_of_concern", text="T")
    insert(concern)
    assert refused(Finding(inspection=edition, ref="s", kind="strength", text="T", parent=concern))
    assert not refused(Finding(inspection=edition, ref="r", kind="recommendation", text="T", parent=concern))
    assert refused(FindingStatus(finding=concern, on=dt.date(2024, 1, 1), status="maybe"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit": "percent", "value": Decimal("100.1")},
        {"unit": "percent", "value": Decimal("-0.1")},
        {"unit": "rank", "value": 0},
        {"unit": "rank", "value": 44, "rank_of": 43},
        {"plus_minus": Decimal("-1")},
        {"unit": "points"},
        {"qualifier": "nearly"},
        {"period_from": dt.date(2024, 2, 2), "period_to": dt.date(2024, 2, 1)},
    ],
)
def test_impossible_figures_are_refused(edition, wrong):
    assert refused(Statistic(**{"inspection": edition, "label": "L", "value": 1} | wrong))


@pytest.mark.parametrize(
    "right",
    [
        {"unit": "percent", "value": Decimal("100")},
        {"unit": "rank", "value": 43, "rank_of": 43},
        {"unit": "rank", "value": 8},
        {"value": Decimal("-3"), "plus_minus": Decimal("1.55")},
    ],
)
def test_possible_figures_are_taken(edition, right):
    assert not refused(Statistic(**{"inspection": edition, "label": "L", "value": 1} | right))


def test_a_document_is_a_link_or_a_file_under_a_licence_that_is_known(edition):
    paper = {"inspection": edition, "title": "T"}
    assert refused(InspectionDocument(**paper))
    assert refused(InspectionDocument(**paper, url="https://a.example/", licence="all mine"))
    assert not refused(InspectionDocument(**paper, url="https://a.example/"))


@pytest.mark.parametrize(
    ("licence", "is_refused"),
    [("", True), ("link-only", True), ("ogl-3", False), ("cc-by-4", False), ("permission", False)],
)
def test_a_file_is_published_only_under_a_licence_that_allows_it(edition, writer, licence, is_refused):
    paper = InspectionDocument(inspection=edition, title="T", file=a_report(writer), licence=licence)
    assert refused(paper) == is_refused
