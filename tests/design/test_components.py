"""What components promise: words first, real tables, nothing let through that was not cleaned."""

import re

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string

from design.examples import examples
from design.gallery import component_names
from design.templatetags.design import SHAPES_BY_TONE

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
CLEANED_WHEN_SAVED = {"html"}


def poisoned(value, key=""):
    if key in CLEANED_WHEN_SAVED:
        return value
    if isinstance(value, str):
        return HOSTILE
    if isinstance(value, dict):
        return {name: poisoned(item, name) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [poisoned(item) for item in value]
    return value


@pytest.mark.parametrize("name", component_names())
def test_a_component_escapes_every_text_it_is_given(name):
    for values in examples()[name].values():
        rendered = render_to_string(f"components/{name}.html", poisoned(values))
        assert "<script>" not in rendered
        assert "<img src=x" not in rendered


@pytest.mark.parametrize("name", component_names())
def test_a_component_without_its_arguments_does_not_break_the_page(name):
    render_to_string(f"components/{name}.html", {})


@pytest.mark.parametrize("tone", SHAPES_BY_TONE)
def test_a_grade_is_a_word_with_a_hidden_shape(tone):
    grade = render_to_string("components/grade.html", {"label": "Some word", "tone": tone})
    assert '<span class="grade__label">Some word</span>' in grade
    assert grade.count("<svg") == 1
    assert 'aria-hidden="true"' in grade


def test_every_grade_has_a_shape_of_its_own():
    drawn = {
        tone: re.search(r"<(?:path|circle)[^>]+>", render_to_string("components/grade.html", {"tone": tone}))[0]
        for tone in SHAPES_BY_TONE
    }
    assert len(set(drawn.values())) == len(SHAPES_BY_TONE)


def grade_table(**row) -> str:
    return render_to_string("components/grade_table.html", {"caption": "Grades", "rows": [row]})


def test_a_grade_table_is_a_table_with_caption_and_scoped_headers():
    table = grade_table(area="Investigating crime", grade_label="Good", tone="good")
    assert "<caption>Grades</caption>" in table
    assert table.count('scope="col"') == 2
    assert re.search(r'<th [^>]*scope="row">Investigating crime</th>', table)
    assert ">Good</span>" in table


def test_a_table_that_scrolls_can_be_reached_and_is_named_by_its_caption():
    page = Template(
        '{% load design %}{% table caption "Name" scrolls=True %}<tr><td>{{ word }}</td></tr>{% endtable %}'
    ).render(Context({"caption": "Kinds & names", "word": "<b>"}))
    assert 'role="region" aria-label="Kinds &amp; names" tabindex="0"' in page
    assert "<caption>Kinds &amp; names</caption>" in page
    assert "<tr><td>&lt;b&gt;</td></tr>" in page


def test_an_area_without_a_grade_says_so_in_words():
    table = grade_table(area="Victims", grade_label="", tone="none", outcome_text="Inspected, not graded")
    assert ">Inspected, not graded</span>" in table
    assert "grade--none" in table


def test_a_changed_grade_says_the_change_instead_of_the_previous_grade():
    row = {"area": "Responding", "grade_label": "Adequate", "previous_label": "good"}
    assert "Previously: good" in grade_table(**row)
    changed = grade_table(**row, changed_text="Changed from good to adequate on 8 August 2024")
    assert "Changed from good to adequate on 8 August 2024" in changed
    assert "Previously" not in changed


def test_a_document_link_says_what_will_be_opened():
    values = {"title": "Report", "url": "/media/r.pdf", "kind": "PDF", "size": "1.2 MB", "pages": 58}
    assert "(PDF, 1.2 MB, 58 pages)" in render_to_string("components/document_link.html", values)
    assert "(PDF, 1.2 MB, 1 page)" in render_to_string("components/document_link.html", {**values, "pages": 1})


def test_a_document_link_without_facts_has_no_empty_brackets():
    link = render_to_string("components/document_link.html", {"title": "Report", "url": "/media/r.pdf"})
    assert "(" not in link


def test_a_panel_and_a_notice_take_a_body():
    page = Template(
        "{% load design %}{% panel title=title %}<p>inside</p>{% endpanel %}"
        "{% notice title='Stop' tone='warning' %}<p>{{ text }}</p>{% endnotice %}"
    ).render(Context({"title": "A & B", "text": "a < b"}))
    assert '<h2 class="panel__title">A &amp; B</h2>' in page
    assert "<p>inside</p>" in page
    assert 'class="notice notice--warning"' in page
    assert "<p>a &lt; b</p>" in page


def test_a_telephone_number_is_text_and_never_a_link():
    contact = render_to_string("components/blocks/contact.html", {"name": "Press", "phone": "01632 960 001"})
    assert "01632 960 001" in contact
    assert "<a" not in contact


def test_pages_offer_only_the_ways_there_are():
    assert "<nav" not in render_to_string("components/pagination.html", {})
    older = render_to_string("components/pagination.html", {"older_url": "/news/?before=1"})
    assert 'href="/news/?before=1"' in older
    assert "Newer" not in older


def test_errors_lead_to_their_fields_and_are_read_with_them():
    form = examples()["error_summary"]["The errors of a form"]["form"]
    summary = render_to_string("components/error_summary.html", {"form": form})
    field = render_to_string("components/field.html", {"field": form["email"]})
    assert 'href="#wrong_email"' in summary
    assert 'id="wrong_email"' in field
    assert 'aria-describedby="wrong_email_error"' in field
    assert 'id="wrong_email_error"' in field
    assert 'aria-invalid="true"' in field
