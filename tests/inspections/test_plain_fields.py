"""No plain field of an inspection, or of what it rests on, takes markup."""

import pytest
from django.db import models

from inspections.models import (
    Area,
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
    Practice,
    Programme,
    Statistic,
)
from publishing.models import PlainCharField, PlainTextField, Stopped
from tests.factories.inspections import BodyFactory, draft_inspection, london, release
from tests.newsroom import address, typed

pytestmark = pytest.mark.django_db

AT = london(2024, 2, 16)
BOLD = "A <b>bold</b> word"
# Text that readers never see, that is made here, or that has a form of its own.
NOT_PLAIN = {
    "internal_note",
    "release_reason",
    "summary_suggestion",
    "normalised",
    "sorts_as",
    "content_sha256",
    "language",
}
KINDS = (
    *(Inspection, Judgment, Finding, FindingStatus, Practice, Statistic, InspectionDocument),
    *(Organisation, OrganisationName, OrganisationAlias, Programme, Framework, Area, AreaLink, Grade),
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_that_readers_see_is_plain(kind):
    texts = {
        field.name
        for field in kind._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.URLField)
        and not field.choices
    }
    plain = {field.name for field in kind._meta.fields if isinstance(field, PlainCharField | PlainTextField)}
    assert texts - NOT_PLAIN == plain


@pytest.fixture
def edition(writer):
    edition = draft_inspection(by=writer, grades=["good"])
    finding = Finding.objects.create(inspection=edition, ref="aoi-1", kind="area_for_improvement", text="Mend it.")
    FindingStatus.objects.create(finding=finding, on="2024-02-01", status="open", note="Begun.")
    Practice.objects.create(inspection=edition, title="A practice")
    Statistic.objects.create(inspection=edition, label="Calls", value=3, period_text="2023")
    return edition


FIELDS = [
    *("title", "summary", "change_note", "lead_name", "lead_title", "deferred_reason", "follow_up_status"),
    *("monitoring_note", "tally_explanation", "regrade_reason", "regrade_source"),
    *("judgments-0-summary", "judgments-0-note", "findings-0-text", "findings-0-addressee"),
    *("practices-0-title", "practices-0-text", "statistics-0-label", "statistics-0-period_text"),
    *("statistics-0-comparator", "statistics-0-footnote", "documents-0-title", "documents-0-publisher"),
]


def test_the_form_refuses_markup_beside_each_field_and_keeps_what_was_typed(edition, signed_in, writer):
    client = signed_in(writer)
    texts = {name: f"{number} <i>x</i>" for number, name in enumerate(FIELDS)}
    response = client.post(address(edition), typed(client.get(address(edition)), **texts))
    assert response.status_code == 200
    forms = [response.context["adminform"].form]
    forms += [form for inline in response.context["inline_admin_formsets"] for form in inline.formset.forms]
    refused = {form.add_prefix(name) for form in forms for name in form.errors}
    assert refused == set(FIELDS)
    page = response.content.decode()
    assert page.count("“&lt;i&gt;” is markup") >= len(FIELDS)
    assert [name for name, text in texts.items() if text.replace("<", "&lt;").replace(">", "&gt;") not in page] == []


def test_honest_signs_are_taken_by_the_same_form(edition, signed_in, writer):
    client = signed_in(writer)
    said = {"summary": "Fewer than < 5 of 1 < 2 > 0", "judgments-0-note": "R&D, a<b", "findings-0-text": "<5 per cent"}
    response = client.post(address(edition), typed(client.get(address(edition)), **said))
    assert response.status_code == 302
    edition.refresh_from_db()
    assert edition.summary == said["summary"]
    assert edition.judgments.get().note == said["judgments-0-note"]


def test_what_became_of_a_finding_takes_no_markup(edition, signed_in, writer):
    client, page = signed_in(writer), address(edition, "findings")
    first = client.get(page)
    data = {"seen": first.context["seen"]["seen"].value()}
    for _finding, formset in first.context["rows"]:
        for form in [formset.management_form, *formset.forms]:
            data |= {field.html_name: field.value() for field in form if field.value() is not None}
    data |= {"finding-aoi-1-0-note": BOLD, "finding-aoi-1-0-source": "A <br> letter"}
    response = client.post(page, data)
    assert response.status_code == 200
    html = response.content.decode()
    assert "“&lt;b&gt;” is markup" in html and "“&lt;br&gt;” is markup" in html
    assert "A &lt;b&gt;bold&lt;/b&gt; word" in html and "A &lt;br&gt; letter" in html


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda edition: edition.judgments.update(note=BOLD), "Note of “Area number 1: Good”: “<b>” is markup"),
        (lambda edition: edition.findings.update(text=BOLD), "Text of “Area for improvement aoi-1”: “<b>” is markup"),
        (lambda edition: edition.practices.update(text="A&nbsp;B"), "Text of “A practice”: “&nbsp;” is markup"),
        (lambda edition: edition.statistics.update(footnote="<!-- -->"), "Footnote of “Calls: 3”: “<!--” is markup"),
        (lambda edition: edition.documents.update(publisher=BOLD), "Publisher of “The report”: “<b>” is markup"),
        (
            lambda edition: FindingStatus.objects.update(note=BOLD),
            "Note of “Open on 2024-02-01”: “<b>” is markup",
        ),
    ],
)
def test_markup_that_came_in_another_way_stops_the_release(edition, people, change, said):
    change(edition)
    with pytest.raises(Stopped, match="is markup") as stopped:
        release(edition, **people, at=AT)
    assert [issue.sentence.startswith(said) for issue in stopped.value.issues] == [True]


def test_the_gate_shows_it_with_a_way_to_where_it_is_mended(edition, signed_in, writer):
    edition.practices.update(text=BOLD)
    gate = signed_in(writer).get(address(edition, "edition")).context["gate"]
    (found,) = [row for row in gate if row["issues"]]
    assert found["issues"][0]["url"].endswith("#practices-group")


def test_the_name_of_an_organisation_takes_no_markup(signed_in, chief):
    body, client = BodyFactory(), signed_in(chief)
    page = f"/admin/inspections/organisation/{body.pk}/change/"
    response = client.post(page, typed(client.get(page), name="Example<sup>shire</sup>"))
    assert response.status_code == 200
    assert "“&lt;sup&gt;” is markup" in response.content.decode()
    assert "Example&lt;sup&gt;shire" in response.content.decode()
