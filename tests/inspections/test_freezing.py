"""What a released inspection rests on does not change its meaning afterwards."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from inspections.models import Area, AreaLink, Finding, FindingStatus, Grade, Inspection, Judgment, Organisation
from publishing.models import Frozen, Refused
from tests.factories.inspections import (
    AreaFactory,
    BodyFactory,
    FrameworkFactory,
    InspectorateFactory,
    ScaleFactory,
    draft_inspection,
    london,
    released_inspection,
)

pytestmark = pytest.mark.django_db


def rows_of(edition):
    framework = edition.framework
    return {
        "grade": framework.default_scale.grades.get(code="good"),
        "scale": framework.default_scale,
        "area": framework.areas.get(order=1),
        "framework": framework,
        "programme": framework.programme,
        "body": edition.body,
        "inspectorate": framework.programme.inspectorate,
    }


CHANGES = [
    *(("grade", "label", "Brilliant"), ("grade", "rank", 99), ("grade", "code", "brilliant")),
    *(("scale", "code", "other"), ("scale", "name", "Other")),
    *(("area", "name", "Other"), ("area", "order", 99), ("area", "code", "other"), ("area", "level", "overall")),
    *(("framework", "overall_kind", "headline"), ("framework", "version", "other"), ("framework", "slug", "other")),
    *(("programme", "slug", "other"), ("body", "slug", "other"), ("body", "name", "Other")),
    *(("body", "codes", {"gss": "X"}), ("inspectorate", "kind", "body")),
]


@pytest.mark.parametrize(("row", "field", "value"), CHANGES)
def test_after_a_release_no_frozen_field_changes(people, row, field, value):
    found = rows_of(released_inspection(**people))[row]
    found.refresh_from_db()
    before = getattr(found, field)
    setattr(found, field, value)
    with pytest.raises(Frozen, match="stays as readers saw it"):
        found.save()
    found.refresh_from_db()
    assert getattr(found, field) == before


@pytest.mark.parametrize(("row", "field", "value"), CHANGES)
def test_before_a_release_everything_may_still_change(writer, row, field, value):
    found = rows_of(draft_inspection(by=writer))[row]
    setattr(found, field, value)
    found.save()
    found.refresh_from_db()
    assert getattr(found, field) == value


@pytest.mark.parametrize("row", ["grade", "scale", "area", "framework", "programme", "body", "inspectorate"])
def test_after_a_release_no_row_is_deleted(people, row):
    found = rows_of(released_inspection(**people))[row]
    with pytest.raises(Frozen):
        found.delete()


def test_an_object_from_before_the_release_is_refused_too(people):
    framework = FrameworkFactory(areas=1)
    stale = framework.areas.get()
    released_inspection(**people, framework=framework, grades=["good"])
    stale.name = "Another name"
    with pytest.raises(Frozen):
        stale.save()
    stale.refresh_from_db()
    assert stale.is_frozen


def test_a_frozen_framework_takes_no_new_area_and_a_frozen_scale_no_new_grade(people):
    edition = released_inspection(**people)
    with pytest.raises(Frozen):
        AreaFactory(framework=edition.framework, order=99)
    with pytest.raises(Frozen):
        Grade(scale=edition.framework.default_scale, code="new", label="New", rank=99).save()


def test_a_scale_of_one_area_alone_is_frozen_with_it(people):
    framework = FrameworkFactory(areas=1)
    own = ScaleFactory(words=["not-met", "met"])
    Area.objects.filter(framework=framework).update(scale=own)
    released_inspection(**people, framework=framework, grades=["met"])
    own.refresh_from_db()
    assert own.is_frozen


def test_the_first_release_freezes_and_the_next_leaves_the_date(people):
    first = released_inspection(**people, at=london(2024, 2, 16))
    released_inspection(**people, at=london(2024, 3, 1), framework=first.framework)
    first.framework.refresh_from_db()
    assert first.framework.frozen_at == london(2024, 2, 16)


def test_what_says_nothing_else_to_readers_may_still_be_added(people):
    edition = released_inspection(**people)
    framework, area = edition.framework, edition.framework.areas.first()
    framework.refresh_from_db()
    framework.in_force_to, framework.compare_note = dt.date(2025, 1, 1), "Not comparable."
    framework.save()
    area.aliases.create(text="Another wording")
    edition.body.refresh_from_db()
    edition.body.closed_on = dt.date(2025, 1, 1)
    edition.body.save()
    edition.body.names.create(name="A new name", valid_from=dt.date(2024, 6, 1))
    assert edition.body.name_on(dt.date(2024, 6, 1)) == "A new name"


@pytest.mark.parametrize("field", ["compare_note", "supersedes"])
def test_what_was_said_of_the_version_before_stays(people, field):
    before = FrameworkFactory()
    framework = FrameworkFactory(programme=before.programme, compare_note="Not comparable.", supersedes=before)
    other = {"compare_note": "Comparable.", "supersedes": FrameworkFactory(programme=before.programme)}[field]
    framework.compare_note = "Not directly comparable."
    framework.save()
    released_inspection(**people, framework=framework)
    setattr(framework, field, other)
    with pytest.raises(Frozen, match="stays as readers saw it"):
        framework.save()
    setattr(framework, field, None if field == "supersedes" else "")
    with pytest.raises(Frozen):
        framework.save()


def test_what_is_said_of_the_version_before_may_be_said_later_and_then_stays(people):
    framework = released_inspection(**people).framework
    framework.compare_note = "Not comparable."
    framework.save()
    framework.compare_note = "Comparable."
    with pytest.raises(Frozen):
        framework.save()
    framework.refresh_from_db()
    assert framework.compare_note == "Not comparable."
    assert "compare_note" in framework.fields_that_stay
    assert "supersedes" not in framework.fields_that_stay


def test_a_name_on_released_inspections_keeps_its_words(people):
    body = BodyFactory()
    name = body.names.create(name="Exampleshire Constabulary")
    released_inspection(**people, body=body)
    name.name = "Another"
    with pytest.raises(Frozen):
        name.save()
    name.refresh_from_db()
    name.valid_to = dt.date(2024, 12, 31)
    name.save()


def test_released_rows_are_frozen_with_their_edition(people, writer):
    edition = draft_inspection(by=writer)
    finding = Finding(inspection=edition, ref="a", kind="area_for_improvement", text="T")
    finding.save()
    edition.submit(by=writer, now=london(2024, 2, 17))
    edition.release(by=people["release_by"], now=london(2024, 2, 17))
    judgment = Judgment.objects.filter(inspection=edition).first()
    judgment.note = "Better after all"
    for change in (judgment.save, judgment.delete, FindingStatus(finding=finding, on=dt.date(2024, 3, 1)).save):
        with pytest.raises(Frozen):
            change()


def test_the_next_draft_takes_findings_with_their_statuses_and_parents_along(people, writer):
    edition = draft_inspection(by=writer)
    concern = Finding(inspection=edition, ref="c", kind="cause_of_concern", text="T")
    concern.save()
    advice = Finding(inspection=edition, ref="r", kind="recommendation", text="T", parent=concern)
    advice.save()
    FindingStatus(finding=advice, on=dt.date(2024, 2, 16), status="open").save()
    edition.submit(by=writer, now=london(2024, 2, 17))
    edition.release(by=people["release_by"], now=london(2024, 2, 17))
    draft = edition.new_draft(by=writer, now=london(2024, 3, 1))
    copy = draft.findings.get(ref="r")
    assert copy.parent == draft.findings.get(ref="c")
    assert [status.status for status in copy.statuses.all()] == ["open"]
    FindingStatus(finding=copy, on=dt.date(2024, 3, 1), status="complete").save()
    assert advice.statuses.count() == 1


def test_tampering_with_a_grades_label_breaks_the_fingerprint_of_released_inspections(people):
    edition = released_inspection(**people)
    assert edition.computed_sha256() == edition.content_sha256
    Grade.objects.filter(scale=edition.framework.default_scale, code="good").update(label="Splendid")
    assert edition.computed_sha256() != edition.content_sha256


@pytest.mark.parametrize("change", [{"name": "Other"}, {"code": "other"}])
def test_tampering_with_an_area_breaks_the_fingerprint_too(people, change):
    edition = released_inspection(**people)
    Area.objects.filter(framework=edition.framework, order=1).update(**change)
    assert edition.computed_sha256() != edition.content_sha256


def test_verify_editions_names_a_grade_that_is_not_on_the_areas_scale(people, capsys):
    edition = released_inspection(**people)
    call_command("verify_editions")
    other = ScaleFactory(words=["poor", "fine"]).grades.get(code="fine")
    Judgment.objects.filter(inspection=edition, area__order=1).update(grade=other)
    with pytest.raises(CommandError):
        call_command("verify_editions")
    said = capsys.readouterr().err
    assert "its content is not what was released" in said
    assert "“Fine” is not on the scale of “Area number 1”" in said


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ({"reported_on": dt.date(2024, 2, 17)}, "The report is dated later than the release."),
        ({"reported_precision": "month"}, "A date that is not known to the day is stored by the edge of its period"),
        (
            {"fieldwork_from": dt.date(2024, 2, 1), "fieldwork_to": dt.date(2024, 3, 1)},
            "The report cannot be older than the fieldwork.",
        ),
    ],
)
def test_verify_editions_names_dates_that_cannot_be(people, capsys, dates, said):
    edition = released_inspection(**people)
    Inspection.objects.filter(pk=edition.pk).update(**dates)
    with pytest.raises(CommandError):
        call_command("verify_editions")
    assert said in capsys.readouterr().err


# --- Links and names ---------------------------------------------------------------------------------------


def test_a_link_is_replaced_with_a_reason_and_never_edited(chief, writer):
    earlier, later = AreaFactory(), AreaFactory()
    link = AreaLink(
        from_area=earlier, to_area=later, into=later.framework, kind="same", comparable="no", reason="R", source="S"
    )
    link.save()
    link.comparable = "yes"
    with pytest.raises(Frozen):
        link.save()
    with pytest.raises(Refused, match="Say why"):
        link.replace(by=chief, why=" ")
    new = AreaLink.objects.get(pk=link.pk).replace(by=chief, why="A source says so.", comparable="yes")
    assert list(AreaLink.objects.current()) == [new]
    with pytest.raises(Refused, match="replaced already"):
        AreaLink.objects.get(pk=link.pk).replace(by=chief, why="Once more.")


def test_a_link_into_a_framework_in_use_is_not_deleted(people, chief):
    earlier, later = AreaFactory(), AreaFactory()
    told = {"from_area": earlier, "to_area": later, "into": later.framework, "reason": "R", "source": "S"}
    AreaLink.objects.create(**told, kind="same").delete()
    link = AreaLink.objects.create(**told, kind="same")
    new = link.replace(by=chief, why="A better reason.", reason="Better.")
    released_inspection(**people, framework=later.framework, grades=["good"])
    for row in (link, new):
        with pytest.raises(Frozen, match="Replace the link, and say why"):
            row.delete()
    assert AreaLink.objects.count() == 2


def test_a_link_leads_into_the_framework_of_its_later_area():
    earlier, later = AreaFactory(), AreaFactory()
    with pytest.raises(Refused):
        AreaLink(from_area=earlier, to_area=later, into=earlier.framework, kind="same", reason="R", source="S").save()


def test_an_organisation_is_called_as_on_the_day():
    inspectorate = InspectorateFactory(name="Plain name")
    inspectorate.names.create(name="Old", valid_to=dt.date(2017, 7, 18))
    inspectorate.names.create(name="New", valid_from=dt.date(2017, 7, 19), valid_to=dt.date(2022, 9, 7))
    days = [dt.date(2017, 7, 18), dt.date(2017, 7, 19), dt.date(2022, 9, 8)]
    assert [inspectorate.name_on(day) for day in days] == ["Old", "New", "Plain name"]


def test_a_name_of_an_organisation_in_a_released_inspection_is_not_deleted(people):
    body = BodyFactory()
    unused = body.names.create(name="Mistaken", valid_to=dt.date(2000, 1, 1))
    name = body.names.create(name="Old", valid_to=dt.date(2010, 1, 1))
    unused.delete()
    released_inspection(**people, body=body)
    with pytest.raises(Frozen, match="Give it an end instead"):
        name.delete()
    assert body.names.get() == name


@pytest.mark.parametrize(
    "period",
    [
        {},
        {"valid_from": dt.date(2024, 2, 16)},
        {"valid_from": dt.date(2024, 1, 1), "valid_to": dt.date(2024, 2, 16)},
    ],
)
@pytest.mark.parametrize("whose", ["body", "inspectorate"])
def test_no_new_name_is_put_over_the_day_of_a_released_report(people, whose, period):
    named = rows_of(released_inspection(**people))[whose]
    with pytest.raises(Frozen, match=r"A report of 16 February 2024 is released under the name “.+”, which stays"):
        named.names.create(name="New", **period)
    named.names.create(name="Before", valid_to=dt.date(2024, 2, 15))
    named.names.create(name="After", valid_from=dt.date(2024, 2, 17))
    assert named.name_on(dt.date(2024, 2, 16)) == named.name


def test_a_name_ends_after_the_reports_that_stand_under_it(people):
    body = BodyFactory(name="Plain")
    name = body.names.create(name="Then")
    released_inspection(**people, body=body)
    name.valid_to = dt.date(2024, 2, 15)
    with pytest.raises(Frozen, match="under the name “Then”"):
        name.save()
    name.valid_to = dt.date(2024, 2, 16)
    name.save()
    assert body.name_on(dt.date(2024, 2, 17)) == "Plain"


def test_an_organisation_is_found_by_any_name_however_it_is_written():
    body = BodyFactory(name="Zoë & Sons Constabulary")
    body.names.create(name="Zoë & Sons Constabulary")
    body.aliases.create(text="The Sons")
    assert list(Organisation.objects.called("zoë and sons constabulary")) == [body]
    assert list(Organisation.objects.called("THE SONS.")) == [body]
    assert not Organisation.objects.called("The").exists()
