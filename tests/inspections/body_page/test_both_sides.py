"""What the body said beside what its inspectors said: each under its name, and never in one text."""

import datetime as dt
import re

import pytest

from inspections.models import InspectionDocument, InspectionKeyFigure, InspectionQuote, InspectionText, Organisation
from tests.factories.inspections import FrameworkFactory, draft_inspection, london, regrade, release
from tests.factories.news import released_article
from tests.reading import text_of

pytestmark = pytest.mark.django_db

LONG = "The force accepts what was found. " * 20


@pytest.fixture
def answered(people, body):
    """`answered(inspectors, response)`: a released inspection with these texts as blocks."""

    def inspect(found="<p>It improved.</p>", response="<p>We agree.</p>", year=2024, quoted=None):
        draft = draft_inspection(by=people["by"], body=body, slug=f"peel-{year}", reported_on=dt.date(year, 2, 1))
        if found:
            InspectionText.objects.create(parent=draft, text=found, ordering=2)
        if response and quoted:
            InspectionQuote.objects.create(parent=draft, text=response, region="response", ordering=1, **quoted)
        elif response:
            InspectionText.objects.create(parent=draft, text=response, region="response", ordering=1)
        return release(draft, **people, at=london(2024, 2, 16))

    return inspect


def sides(client):
    """The words of each side of each inspection, without markup: first the inspectorate's, then the body's."""
    html = text_of(client.get("/bodies/exampleshire/"))
    parts = html.partition("What the inspectors and the body said")[2].partition("</section> </section>")[0]
    found = re.split(r'<div class="exchange__side">', parts)[1:]
    return [" ".join(re.sub(r"<[^>]*>", " ", side).split()) for side in found]


def inspectorate_of(edition):
    return edition.framework.programme.inspectorate


def test_each_side_stands_under_its_name_with_its_own_words_and_a_link_to_the_rest(client, answered):
    edition = answered()
    name = inspectorate_of(edition).name
    assert sides(client) == [
        f"What the inspectorate said {name} It improved. What the inspectors found : {edition.title}",
        f"What the body said Exampleshire Police We agree. What Exampleshire Police says : {edition.title}",
    ]
    html = text_of(client.get("/bodies/exampleshire/"))
    assert html.count('href="/inspections/peel-2024/#response"') == 1
    page = text_of(client.get("/inspections/peel-2024/"))
    assert page.index('id="response">What Exampleshire Police says') < page.index("We agree.")
    assert page.count("We agree.") == 1


def test_long_words_end_with_a_sentence(client, answered):
    answered(found=f"<h2>Summary</h2><p>{LONG}</p>", response=f"<p>{LONG}</p><p>More.</p>")
    for side in sides(client):
        said = re.search(r"The force accepts.*found\.", side)[0]
        assert 300 < len(said) <= 400
        assert "More." not in side and "Summary" not in side


def test_a_person_who_is_quoted_is_named(client, answered):
    answered(quoted={"speaker": "Jo Example", "role": "Chief Constable"})
    assert "Exampleshire Police “We agree.” Jo Example, Chief Constable" in sides(client)[1]


def test_without_the_inspectorates_words_the_sites_summary_says_whose_it_is(client, answered, body, people):
    answered(found="")
    draft = draft_inspection(by=people["by"], body=body, slug="figures", reported_on=dt.date(2023, 2, 1))
    for region in ("main", "response"):
        InspectionKeyFigure.objects.create(parent=draft, value="92%", label="of calls", region=region)
    release(draft, **people, at=london(2024, 2, 16))
    told = sides(client)
    for inspectorate in (told[0], told[2]):
        assert "What the inspectors decided. In this site's words" in inspectorate
    assert "Exampleshire Police What Exampleshire Police says" in told[3]  # in figures alone, which are a link away


def test_an_answer_in_a_document_is_named_with_whoever_gave_it(client, body, people):
    draft = draft_inspection(by=people["by"], body=body, slug="peel")
    paper = {"kind": "response", "title": "Our answer", "url": "https://body.example/", "licence": "ogl-3"}
    InspectionDocument.objects.create(inspection=draft, publisher="The Commissioner", **paper)
    release(draft, **people, at=london(2024, 2, 16))
    assert "What the body said The Commissioner In a document: Our answer" in sides(client)[1]
    assert 'href="/inspections/peel/#response"' in text_of(client.get("/bodies/exampleshire/"))


def test_what_either_publishes_about_the_inspection_are_its_words(client, answered, people, body):
    edition = answered(found="", response="")
    about = {"inspections": [edition.document], "now": london(2024, 2, 20)}
    write = {"by": people["by"], "releaser": people["release_by"]}
    released_article(**write, **about, publisher=body, summary="We shall mend it.", title="Our news", slug="ours")
    released_article(**write, **about, publisher=inspectorate_of(edition), summary="It is better.", title="Theirs")
    later = {**about, "now": london(2024, 3, 1)}
    released_article(**write, **later, publisher=body, summary="We mended it.", title="Later news")
    told = sides(client)
    assert told[0].endswith("It is better. Theirs")
    assert told[1].endswith("We shall mend it. Our news")
    assert '<a href="/news/ours/">Our news</a>' in text_of(client.get("/bodies/exampleshire/"))


def test_nobody_elses_article_and_none_that_is_to_come_answers_for_the_body(client, answered, people, body, clock):
    edition = answered(found="", response="")
    write = {"by": people["by"], "releaser": people["release_by"], "inspections": [edition.document]}
    other = Organisation.objects.create(kind="body", name="Elsewhere Police", slug="elsewhere")
    released_article(**write, now=london(2024, 2, 20), publisher=other)
    released_article(**write, now=london(2024, 2, 20), at=london(2024, 4, 1), publisher=body)
    with clock(2024, 3, 1):
        assert sides(client) == []
    with clock(2024, 4, 2):
        assert len(sides(client)) == 2


def test_a_later_edition_is_shown_as_it_says_now_and_a_withdrawn_inspection_not_at_all(client, answered, people):
    edition = answered()
    changed = regrade(edition, **people, at=london(2024, 3, 1), area="1", grade="adequate")
    assert len(sides(client)) == 2
    changed.withdraw(by=people["release_by"], notice="It was taken back.", now=london(2024, 4, 1))
    assert sides(client) == []


def test_an_inspection_that_nobody_answered_has_no_sides(client, inspected):
    inspected(FrameworkFactory(areas=1), ["good"], dt.date(2021, 1, 1))
    assert "What the inspectors and the body said" not in text_of(client.get("/bodies/exampleshire/"))


@pytest.mark.parametrize("number", [1, 4])
def test_the_page_costs_the_same_for_any_number_of_answers(client, answered, number, django_assert_num_queries):
    for year in range(2020, 2020 + number):
        answered(year=year)
    with django_assert_num_queries(10):
        assert len(sides(client)) == 2 * number
