"""Inspections and their reference data at the desk."""

import pytest

from inspections.models import AreaLink, Framework, Grade, Inspection, Judgment, Organisation
from tests.factories.inspections import (
    AreaFactory,
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    regrade,
    released_inspection,
)
from tests.factories.media import a_report
from tests.newsroom import address, press, typed

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_desk(writer, signed_in):
    return signed_in(writer)


@pytest.fixture
def at_chiefs_desk(chief, signed_in):
    return signed_in(chief)


def started(client, **fields):
    framework = fields.pop("framework", None) or FrameworkFactory(areas=3)
    form = client.get("/admin/inspections/inspection/add/")
    said = {
        "title": "Report",
        "slug": "report",
        "summary": "What was decided.",
        "body": BodyFactory().pk,
        "framework": framework.pk,
        "reported_on": "2024-02-16",
    } | fields
    return client.post("/admin/inspections/inspection/add/", typed(form, **said))


def saved(client, edition, **changes):
    url = address(edition)
    return client.post(url, typed(client.get(url), **changes))


def test_a_new_inspection_has_a_row_for_each_area_of_its_framework(at_desk):
    framework = FrameworkFactory(areas=3)
    framework.areas.filter(order=3).update(graded_by_default=False)
    framework.areas.filter(order=2).update(is_recorded=False)
    response = started(at_desk, framework=framework)
    assert response.status_code == 302
    rows = Inspection.objects.get().judgments.order_by("area__order")
    assert [(row.area.code, row.outcome) for row in rows] == [("1", "pending"), ("3", "ungraded")]


def test_grades_are_given_on_the_form(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good", "good"])
    worse = Grade.objects.get(scale=edition.framework.default_scale, code="inadequate")
    response = saved(at_desk, edition, **{"judgments-1-grade": worse.pk})
    assert response.status_code == 302
    assert [row.grade.code for row in edition.judgments.in_order()] == ["good", "inadequate"]


def test_the_form_offers_the_grades_of_the_areas_own_scale_alone(at_desk, writer):
    edition, other = draft_inspection(by=writer), FrameworkFactory()
    judgments = at_desk.get(address(edition)).context["inline_admin_formsets"][0].formset
    offered = {value for value, _label in judgments.forms[0].fields["grade"].choices if value}
    assert {choice.value for choice in offered} == set(
        edition.framework.default_scale.grades.values_list("pk", flat=True)
    )
    assert other.default_scale.grades.exists()


def test_the_form_offers_no_judgment_on_an_area_without_recorded_grades(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good", "good"])
    extra = AreaFactory(framework=edition.framework, order=9, is_recorded=False)
    formsets = {
        inline.formset.prefix: inline.formset
        for inline in at_desk.get(address(edition)).context["inline_admin_formsets"]
    }
    offered = {
        name: {choice for choice, _label in formsets[name].empty_form.fields["area"].choices}
        for name in ("judgments", "findings")
    }
    assert len(offered["judgments"]) == 3  # none chosen, and the two
    assert extra.pk in {choice.value for choice in offered["findings"] if choice}
    assert extra.pk not in {choice.value for choice in offered["judgments"] if choice}


def test_a_grade_without_the_outcome_graded_is_refused_beside_its_row(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["good"])
    response = saved(at_desk, edition, **{"judgments-0-outcome": "pending"})
    assert response.status_code == 200
    assert "cannot be “Not reported yet” and have a grade" in response.content.decode()
    assert Judgment.objects.get(inspection=edition).outcome == "graded"


@pytest.mark.parametrize("licence", ["", "link-only"])
def test_a_file_whose_licence_is_not_known_is_refused_in_words(at_desk, writer, licence):
    edition = draft_inspection(by=writer, grades=["good"])
    file = {"documents-0-url": "", "documents-0-file": a_report(writer).pk}
    response = saved(at_desk, edition, **file, **{"documents-0-licence": licence})
    assert response.status_code == 200
    assert "Choose it, or give a link." in response.content.decode()
    assert saved(at_desk, edition, **file).status_code == 302
    assert edition.documents.get().file_id == file["documents-0-file"]


def test_the_declared_tally_is_written_in_lines(at_desk, writer):
    edition = draft_inspection(by=writer)
    saved(at_desk, edition, declared_tally="Requires improvement: 2\nGood: 1\n")
    edition.refresh_from_db()
    assert edition.declared_tally == {"requires-improvement": 2, "good": 1}
    assert "requires-improvement: 2" in at_desk.get(address(edition)).content.decode()


def test_a_tally_that_is_no_number_is_refused(at_desk, writer):
    edition = draft_inspection(by=writer)
    response = saved(at_desk, edition, declared_tally="Good: many")
    assert "is no number of areas" in response.content.decode()


def test_a_second_inspection_of_the_same_kind_and_day_is_refused_in_words(at_desk, writer):
    first = draft_inspection(by=writer)
    response = started(at_desk, framework=first.framework, body=first.body.pk)
    assert "This inspection is on the site already." in response.content.decode()
    assert Inspection.objects.count() == 1


def test_once_seen_the_body_and_framework_are_shown_and_not_offered(at_desk, people, writer):
    edition = released_inspection(**people)
    draft = edition.new_draft(by=writer, now=london(2024, 3, 1))
    fields = at_desk.get(address(draft)).context["adminform"].form.fields
    assert not {"body", "framework"} & set(fields)


def test_the_preview_is_the_public_page(at_desk, writer):
    edition = draft_inspection(by=writer, grades=["outstanding"])
    html = at_desk.get(address(edition, "preview")).content.decode()
    assert "1 of 1 areas was graded: one outstanding." in html


def test_the_preview_of_a_regrade_shows_the_change_before_it_is_released(at_desk, people, writer):
    edition = released_inspection(**people, grades=["good"])
    draft = edition.new_draft(by=writer, now=london(2024, 3, 1))
    draft.judge(by=writer, area="1", outcome="graded", grade="adequate")
    assert "changed from good to adequate" in at_desk.get(address(draft, "preview")).content.decode()


def test_an_inspection_goes_from_the_writer_to_the_publisher_at_the_desk(at_desk, publisher, signed_in, writer):
    edition = draft_inspection(by=writer)
    press(at_desk, edition, "submit")
    press(signed_in(publisher), edition, "release")
    edition.refresh_from_db()
    assert edition.state == "released"


@pytest.mark.parametrize("number", [3, 9])
def test_the_form_costs_the_same_for_any_number_of_areas(at_desk, writer, number, django_assert_max_num_queries):
    edition = draft_inspection(by=writer, grades=["good"] * number)
    with django_assert_max_num_queries(45):
        assert at_desk.get(address(edition)).status_code == 200


# --- Reference data -----------------------------------------------------------------------------------------


REFERENCE = ["organisation", "programme", "gradescale", "framework", "area", "arealink"]


@pytest.mark.parametrize("kind", REFERENCE)
def test_a_writer_reads_reference_data_and_cannot_add_to_it(at_desk, kind):
    assert at_desk.get(f"/admin/inspections/{kind}/").status_code == 200
    assert at_desk.get(f"/admin/inspections/{kind}/add/").status_code == 403


@pytest.mark.parametrize("kind", REFERENCE)
def test_a_chief_editor_may_add_reference_data(at_chiefs_desk, kind):
    assert at_chiefs_desk.get(f"/admin/inspections/{kind}/add/").status_code == 200


def test_a_writer_cannot_change_a_framework(at_desk):
    framework = FrameworkFactory()
    response = at_desk.post(f"/admin/inspections/framework/{framework.pk}/change/", {"title": "Another"})
    assert response.status_code == 403
    assert Framework.objects.get(pk=framework.pk).title == framework.title


def test_before_a_release_a_framework_may_be_changed(at_chiefs_desk):
    framework = FrameworkFactory()
    url = f"/admin/inspections/framework/{framework.pk}/change/"
    response = at_chiefs_desk.post(url, typed(at_chiefs_desk.get(url), title="A better title"))
    assert response.status_code == 302
    assert Framework.objects.get(pk=framework.pk).title == "A better title"


def test_after_a_release_its_frozen_fields_are_shown_and_not_offered(at_chiefs_desk, people):
    framework = released_inspection(**people).framework
    url = f"/admin/inspections/framework/{framework.pk}/change/"
    response = at_chiefs_desk.get(url)
    assert not {"title", "default_scale", "overall_kind"} & set(response.context["adminform"].form.fields)
    assert framework.title in response.content.decode()
    areas = response.context["inline_admin_formsets"][0].formset
    assert not {"name", "order", "code"} & set(areas.forms[0].fields)
    done = at_chiefs_desk.post(url, typed(response, compare_note="Not comparable, says the inspectorate."))
    assert done.status_code == 302
    assert Framework.objects.get(pk=framework.pk).compare_note == "Not comparable, says the inspectorate."


def test_codes_are_written_in_lines(at_chiefs_desk):
    body = BodyFactory()
    url = f"/admin/inspections/organisation/{body.pk}/change/"
    at_chiefs_desk.post(url, typed(at_chiefs_desk.get(url), codes="gss: E20000017"))
    assert Organisation.objects.get(pk=body.pk).codes == {"gss": "E20000017"}


def test_saving_a_link_puts_a_new_one_in_its_place(at_chiefs_desk):
    earlier, later = FrameworkFactory(areas=1), FrameworkFactory(areas=1)
    link = AreaLink.objects.create(
        from_area=earlier.areas.get(), to_area=later.areas.get(), into=later, kind="same", reason="Old", source="A"
    )
    url = f"/admin/inspections/arealink/{link.pk}/change/"
    form = at_chiefs_desk.get(url)
    assert "why" in at_chiefs_desk.post(url, typed(form, comparable="yes")).context["adminform"].form.errors
    at_chiefs_desk.post(url, typed(form, comparable="yes", reason="New", why="The inspectorate said so."))
    link.refresh_from_db()
    current = AreaLink.objects.current().get()
    assert (link.is_current, link.reason) == (False, "Old")
    assert (current.replaces, current.comparable, current.reason) == (link, "yes", "New")
    assert current.replace_reason == "The inspectorate said so."


def test_a_regraded_inspection_keeps_its_old_edition_out_of_the_form(at_desk, people):
    edition = released_inspection(**people)
    regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="adequate")
    response = at_desk.get(address(edition))
    assert "inline_admin_formsets" not in response.context


def test_names_of_a_released_body_are_not_offered_for_deletion(at_chiefs_desk, people):
    body = BodyFactory()
    body.names.create(name="Old", valid_to="2010-01-01")
    url = f"/admin/inspections/organisation/{body.pk}/change/"
    assert "names-0-DELETE" in at_chiefs_desk.get(url).content.decode()
    released_inspection(**people, body=body)
    assert "names-0-DELETE" not in at_chiefs_desk.get(url).content.decode()
    form = typed(at_chiefs_desk.get(url), **{"names-TOTAL_FORMS": "2", "names-1-name": "New"})
    assert "is released under the name" in at_chiefs_desk.post(url, form).content.decode()
    assert body.names.count() == 1
