"""What is refused at the desk is said in the form, beside its field, and what was typed is still there."""

import html

import pytest

from inspections.models import AreaAlias, AreaLink, Finding, Inspection, Organisation, OrganisationAlias, Statistic
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    released_inspection,
)
from tests.newsroom import address, typed

pytestmark = pytest.mark.django_db

CHANGE = "/admin/inspections/{}/{}/change/".format


@pytest.fixture
def client(signed_in, chief):
    return signed_in(chief)


def errors_of(response):
    """By the names of their boxes, what is said beside them; what is said of a whole row, by its prefix."""
    forms = [response.context["adminform"].form]
    forms += [form for inline in response.context["inline_admin_formsets"] for form in inline.formset.forms]
    return {
        (form.prefix or "" if name == "__all__" else form.add_prefix(name)): " ".join(said)
        for form in forms
        for name, said in form.errors.items()
    }


def refused(response, place, words, sent, *, status=200):
    """That the answer is the form with `words` beside `place`, and with everything that was `sent` in its boxes."""
    assert response.status_code == status
    found = errors_of(response)
    assert words in found[place]
    assert list(found) == [place]
    page = html.unescape(response.content.decode())
    assert words in page
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    shown = {field.html_name: field.value() for form in forms for field in form}
    lost = {name: value for name, value in sent.items() if str(shown.get(name)) != str(value)}
    assert lost == {}
    assert all(f'name="{name}"' in page for name in sent)


def sent(client, url, **changes):
    return client.post(url, typed(client.get(url), **changes))


def row(prefix, *rows):
    """The fields of these rows, added to a formset that has none."""
    fields = {f"{prefix}-{number}-{name}": value for number, said in enumerate(rows) for name, value in said.items()}
    return {f"{prefix}-TOTAL_FORMS": len(rows)} | fields


# --- Organisations ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        (row("aliases", {"text": "the alphas"}), "aliases-0-text", "already a name or alias of “Alpha Police”"),
        (row("aliases", {"text": "ALPHA police"}), "aliases-0-text", "already a name or alias of “Alpha Police”"),
        (row("aliases", {"text": "Bee"}, {"text": "bee!"}), "aliases-1-text", "This alias stands here twice."),
        (row("aliases", {"text": "!?"}), "aliases-0-text", "Write it with letters or digits."),
        (row("names", {"name": "B"}, {"name": "C"}), "names-1-valid_from", "or neither says when it began"),
        (
            row("names", {"name": "B", "valid_from": "2020-01-02", "valid_to": "2020-01-01"}),
            "names-0",
            "A name cannot end before it begins.",
        ),
        ({"opened_on": "2020-01-02", "closed_on": "2020-01-01"}, "", "It cannot close before it opens."),
        ({"codes": "no colon"}, "codes", "Write each line as “name: value”."),
    ],
)
def test_names_aliases_and_days_of_an_organisation(client, changes, place, words):
    OrganisationAlias.objects.create(organisation=BodyFactory(name="Alpha Police"), text="The Alphas")
    body = BodyFactory()
    said = {"sector": "ambulance trust", "region": "Middle"} | changes
    refused(sent(client, CHANGE("organisation", body.pk), **said), place, words, said)
    assert Organisation.objects.get(pk=body.pk).sector != "ambulance trust"


def test_an_organisation_is_not_its_own_predecessor(client):
    body = BodyFactory()
    said = {"predecessor": body.pk}
    refused(sent(client, CHANGE("organisation", body.pk), **said), "predecessor", "cannot come before itself", said)


def test_a_new_organisation_keeps_what_was_typed_too(client):
    OrganisationAlias.objects.create(organisation=BodyFactory(name="Alpha Police"), text="The Alphas")
    said = {"kind": "body", "name": "Gamma", "slug": "gamma", **row("aliases", {"text": "The Alphas"})}
    response = sent(client, "/admin/inspections/organisation/add/", **said)
    refused(response, "aliases-0-text", "already a name or alias", said)


def test_another_name_for_released_reports_is_refused_beside_its_day(client, people):
    body = BodyFactory(name="Exampleshire Police")
    released_inspection(**people, body=body)
    said = {"region": "North", **row("names", {"name": "New", "valid_from": "2024-01-01"})}
    response = sent(client, CHANGE("organisation", body.pk), **said)
    refused(response, "names-0-valid_from", "is released under the name “Exampleshire Police”", said)


def test_the_name_and_the_start_that_readers_saw_are_refused_beside_them(client, people):
    body = BodyFactory()
    body.names.create(name="Old", valid_from="2001-01-01", valid_to="2010-01-01")
    released_inspection(**people, body=body)
    said = {"names-0-name": "Older"}
    response = sent(client, CHANGE("organisation", body.pk), **said)
    refused(response, "names-0-name", "“Old” stands on released inspections.", said)


# --- A release between the form and its save -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "changes", "place"),
    [
        ("organisation", {"name": "Typed", "region": "North"}, "name"),
        ("framework", {"title": "Typed", "compare_note": "Not comparable."}, "title"),
        ("framework", {"areas-0-name": "Typed", "compare_note": "Not comparable."}, "areas-0-name"),
        ("gradescale", {"grades-0-label": "Typed", "grades-1-definition": "Better."}, "grades-0-label"),
        ("area", {"name": "Typed", "question": "How well?"}, "name"),
    ],
)
def test_what_froze_in_the_meantime_is_refused_beside_its_box(client, people, kind, changes, place):
    framework, body = FrameworkFactory(areas=2), BodyFactory()
    rows = {
        "organisation": body,
        "framework": framework,
        "gradescale": framework.default_scale,
        "area": framework.areas.get(order=1),
    }
    url = CHANGE(kind, rows[kind].pk)
    form = client.get(url)
    released_inspection(**people, framework=framework, body=body, grades=["good", "good"])
    refused(client.post(url, typed(form, **changes)), place, "stays as readers saw it", changes)


def test_a_row_added_to_what_froze_in_the_meantime_is_refused(client, people):
    framework = FrameworkFactory(areas=1)
    url = CHANGE("framework", framework.pk)
    form = client.get(url)
    released_inspection(**people, framework=framework, grades=["good"])
    added = {"order": 2, "code": "2", "slug": "second", "name": "Second", "level": "question"}
    changes = {"areas-TOTAL_FORMS": 2} | {f"areas-1-{name}": value for name, value in added.items()}
    refused(client.post(url, typed(form, **changes)), "areas-1", "takes no new rows", changes)
    assert framework.areas.count() == 1


def test_a_name_that_froze_in_the_meantime_is_not_deleted(client, people):
    body = BodyFactory()
    body.names.create(name="Old", valid_to="2010-01-01")
    url = CHANGE("organisation", body.pk)
    form = client.get(url)
    released_inspection(**people, body=body)
    changes = {"names-0-DELETE": "on", "region": "North"}
    response = client.post(url, typed(form, **changes))
    assert response.status_code == 409
    assert "it stays. Give it an end instead." in errors_of(response)[""]
    assert 'value="North"' in response.content.decode()
    assert body.names.count() == 1


# --- Areas, frameworks and links ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ([{"text": "one THING"}], "aliases-0-text", "means “Area number 1” in this framework already"),
        ([{"text": "Area number 1"}], "aliases-0-text", "means “Area number 1” in this framework already"),
        ([{"text": "X & Y"}, {"text": "x and y"}], "aliases-1-text", "This alias stands here twice."),
    ],
)
def test_aliases_of_an_area_lead_to_no_other(client, rows, place, words):
    first, second = FrameworkFactory(areas=2).areas.order_by("order")
    AreaAlias.objects.create(area=first, text="One thing")
    said = {"question": "How well?", **row("aliases", *rows)}
    refused(sent(client, CHANGE("area", second.pk), **said), place, words, said)


def test_an_area_is_part_of_another_one_of_its_framework(client):
    area, elsewhere = FrameworkFactory(areas=1).areas.get(), FrameworkFactory(areas=1).areas.get()
    for parent in (area, elsewhere):
        said = {"parent": parent.pk, "question": "How well?"}
        words = "Choose another area of the same framework."
        refused(sent(client, CHANGE("area", area.pk), **said), "parent", words, said)


def test_a_framework_does_not_supersede_itself(client):
    framework = FrameworkFactory()
    said = {"supersedes": framework.pk, "scope_note": "All of it."}
    response = sent(client, CHANGE("framework", framework.pk), **said)
    refused(response, "supersedes", "It cannot take its own place.", said)


@pytest.fixture
def link():
    earlier, later = FrameworkFactory(areas=2), FrameworkFactory(areas=1)
    return AreaLink.objects.create(
        from_area=earlier.areas.get(order=1), to_area=later.areas.get(), into=later, kind="same", reason="R", source="S"
    )


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        (lambda link: {}, "from_area", "This link is there already."),
        (lambda link: {"kind": "new"}, "kind", "A new area has no earlier one"),
        (lambda link: {"to_area": "", "kind": "split"}, "kind", "every other link has both"),
        (lambda link: {"into": link.from_area.framework_id}, "into", "does not belong to the later framework"),
    ],
)
def test_a_link_that_cannot_be_is_refused_beside_its_field(client, link, changes, place, words):
    said = {"from_area": link.from_area_id, "to_area": link.to_area_id, "into": link.into_id}
    said |= {"kind": "partial", "reason": "Half of it.", "source": "Page 3", **changes(link)}
    response = sent(client, "/admin/inspections/arealink/add/", **said)
    found = errors_of(response)
    assert response.status_code == 200 and words in found[place]
    shown = response.context["adminform"].form
    assert {name: str(shown[name].value()) for name in said} == {name: str(value) for name, value in said.items()}
    assert AreaLink.objects.count() == 1


def test_a_link_is_not_replaced_by_one_that_cannot_be(client, link):
    said = {"kind": "dropped", "why": "They said so.", "reason": "Gone."}
    refused(sent(client, CHANGE("arealink", link.pk), **said), "kind", "a dropped area no later one", said)


def test_a_link_that_was_replaced_in_the_meantime_keeps_what_was_typed(client, chief, link):
    url = CHANGE("arealink", link.pk)
    said = {"reason": "Better words.", "why": "They said so."}
    form = typed(client.get(url), **said)
    link.replace(by=chief, why="Sooner.")
    refused(client.post(url, form), "", "This link was replaced already.", said, status=409)


# --- Inspections -----------------------------------------------------------------------------------------------


@pytest.fixture
def edition(writer):
    edition = draft_inspection(by=writer, grades=["good", "good"])
    Finding.objects.create(inspection=edition, ref="a-1", kind="area_for_improvement", text="T")
    Finding.objects.create(inspection=edition, ref="c-1", kind="cause_of_concern", text="T")
    Statistic.objects.create(inspection=edition, label="L", value=3)
    return edition


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({"judgments-0-outcome": "pending"}, "judgments-0-outcome", "and have a grade"),
        ({"judgments-0-grade": ""}, "judgments-0-grade", "choose the grade"),
        ({"judgments-0-outcome": "carried_forward"}, "judgments-0-carried_from", "say from which inspection and area"),
        ({"judgments-0-sequence": 0}, "judgments-0", "numbered from 1"),
        ({"findings-1-kind": "recommendation", "findings-1-parent": "c-1"}, "findings-1-parent", "no cause of concern"),
        ({"findings-0-parent": "c-1"}, "findings-0-parent", "Only a recommendation hangs on a cause of concern"),
        ({"statistics-0-unit": "percent", "statistics-0-value": 150}, "statistics-0", "between 0 and 100"),
        ({"documents-0-url": ""}, "documents-0", "Give a link or choose a file"),
        ({"declared_areas": 1, "declared_graded": 2}, "", "cannot have graded more areas than it inspected"),
        ({"fieldwork_from": "2023-02-01", "fieldwork_to": "2023-01-01"}, "fieldwork_to", "cannot end before it begins"),
        ({"fieldwork_from": "2023-06-02", "fieldwork_precision": "season"}, "fieldwork_from", "here 1 June 2023"),
        ({"revisits": "itself"}, "revisits", "cannot be a revisit of itself"),
        ({"declared_tally": "Good: many"}, "declared_tally", "is no number of areas"),
    ],
)
def test_what_is_wrong_in_an_inspection_is_said_beside_it(signed_in, writer, edition, changes, place, words):
    known = {"c-1": str(edition.findings.get(ref="c-1").pk), "itself": str(edition.document_id)}
    said = {"summary": "Typed with care.", "judgments-1-summary": "Typed too."}
    said |= {name: known.get(value, value) for name, value in changes.items()}
    refused(sent(signed_in(writer), address(edition), **said), place, words, said)
    assert Inspection.objects.get(pk=edition.pk).summary != "Typed with care."


def test_a_grade_that_is_no_longer_carried_forward_comes_from_nowhere(people, writer):
    earlier = released_inspection(**people, at=london(2023, 1, 1), grades=["good"])
    edition = draft_inspection(by=writer, body=earlier.body, framework=earlier.framework, grades=["good"], slug="two")
    somewhere = {"carried_from": earlier.document, "carried_area": earlier.framework.areas.get()}
    edition.judge(by=writer, area="1", outcome="carried_forward", grade="good", **somewhere)
    edition.judge(by=writer, area="1", outcome="graded", grade="adequate")
    row = edition.judgments.get()
    assert (row.words, row.carried_from, row.carried_area) == ("Adequate", None, None)
