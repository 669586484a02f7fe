"""What readers find at an inspection's address."""

import datetime as dt
import re
from decimal import Decimal

import pytest

from inspections.models import (
    Finding,
    FindingStatus,
    InspectionDocument,
    InspectionQuote,
    InspectionText,
    Judgment,
    Practice,
    Statistic,
)
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    InspectorateFactory,
    ProgrammeFactory,
    draft_inspection,
    london,
    regrade,
    release,
    released_inspection,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db


def page(client, edition):
    return client.get(edition.get_absolute_url())


def test_each_area_has_its_grade_as_a_word_and_ungraded_areas_say_so(client, people):
    edition = released_inspection(**people, grades=["outstanding", "requires-improvement", None])
    html = text_of(page(client, edition))
    assert html.index("Area number 1") < html.index("Area number 2") < html.index("Area number 3")
    table = html[html.index("<tbody>") : html.index("</tbody>")]
    assert [table.count(word) for word in ("Outstanding", "Requires improvement", "Inspected, not graded")] == [1, 1, 1]


def test_the_tally_is_a_sentence(client, people):
    edition = released_inspection(**people, grades=["outstanding", "good", "adequate", "adequate", None])
    assert "4 of 5 areas were graded: one outstanding, one good and two adequate." in text_of(page(client, edition))


def test_a_matching_declared_tally_is_said_to_be_the_same(client, people):
    edition = released_inspection(
        **people, grades=["good", None], declared_areas=2, declared_graded=1, declared_tally={"good": 1}
    )
    assert "The inspectorate&#x27;s own count is the same." in text_of(page(client, edition))


def test_grades_that_are_not_held_are_told_beside_the_declared_tally(client, people, writer):
    framework = FrameworkFactory(areas=3)
    edition = draft_inspection(
        by=writer,
        framework=framework,
        grades=["good", "good", None],
        declared_areas=3,
        declared_graded=2,
        declared_tally={"adequate": 1, "good": 1},
    )
    for area in ("1", "2"):
        edition.judge(by=writer, area=area, outcome=Judgment.Outcome.NOT_SOURCED)
    html = text_of(page(client, release(edition, **people, at=london(2024, 2, 17))))
    assert "2 of 3 areas were graded; two grades are not held here." in html
    assert "The inspectorate counts 2 graded areas of 3: one good and one adequate." in html
    assert html.count("Grade not held here") == 2


@pytest.mark.parametrize(
    ("outcomes", "said"),
    [
        ([], "No grades of this inspection are held here."),
        (["ungraded", "ungraded"], "This inspection gives no grades."),
        (["pending", "pending"], "The grades of this inspection have not been reported yet."),
        (["not_sourced", "ungraded"], "1 of 2 areas was graded; one grade is not held here."),
        (["pending", "ungraded"], "0 of 2 areas were graded; one area has not been reported on yet."),
        (["not_inspected", "ungraded"], "0 of 2 areas were graded."),
    ],
)
def test_without_a_grade_the_page_says_no_more_than_is_known(client, people, writer, outcomes, said):
    edition = draft_inspection(by=writer, grades=[None] * len(outcomes))
    for area, outcome in enumerate(outcomes, start=1):
        edition.judge(by=writer, area=str(area), outcome=outcome)
    release(edition, **people, at=london(2024, 2, 17), reason="Known.")
    html = text_of(page(client, edition))
    assert said in html
    assert ("gives no grades" in html) == ("gives no grades" in said)


def test_an_explained_difference_is_printed_beside_the_tally(client, people, writer):
    edition = draft_inspection(
        by=writer, grades=["good"], declared_tally={"adequate": 1}, tally_explanation="The summary has a slip."
    )
    release(edition, **people, at=london(2024, 2, 17), reason="The report's table is right.")
    html = text_of(page(client, edition))
    assert "The inspectorate counts one adequate. The summary has a slip." in html


def test_a_regrade_stands_on_top_with_reason_source_and_day(client, people):
    edition = released_inspection(**people, grades=["adequate"])
    regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="requires-improvement")
    html = text_of(page(client, edition))
    said = html.index("Area number 1: changed from adequate to requires improvement on 8 August 2024")
    assert html.index("<h1") < said < html.index('id="grades"')
    assert "The data it rested on was wrong." in html
    assert "The inspectorate&#x27;s own page" in html
    assert "First published." in html
    assert "The inspectorate changed one grade." in html


def test_the_page_as_of_an_earlier_minute_knows_nothing_of_the_regrade(client, people, clock):
    edition = released_inspection(**people, grades=["adequate"])
    regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="requires-improvement")
    with clock(2024, 8, 7, 23, 59):
        html = text_of(page(client, edition))
    assert "Adequate" in html
    assert "Requires improvement" not in html
    assert "changed" not in html


def test_a_scheduled_inspection_stays_hidden_until_its_minute(client, people, writer, publisher, clock):
    edition = draft_inspection(by=writer)
    edition.submit(by=writer, now=london(2024, 2, 16))
    edition.release(by=publisher, now=london(2024, 2, 16), at=london(2024, 3, 1, 0, 1))
    with clock(2024, 3, 1, 0, 0):
        assert page(client, edition).status_code == 404
        assert edition.title not in text_of(client.get("/inspections/"))
    with clock(2024, 3, 1, 0, 1):
        assert page(client, edition).status_code == 200


def test_a_withdrawn_inspection_stays_readable_under_its_notice(client, people, publisher):
    edition = released_inspection(**people, grades=["good"])
    edition.withdraw(by=publisher, notice="The report was taken back.", now=london(2024, 5, 1))
    response = page(client, edition)
    html = text_of(response)
    assert response.status_code == 200
    assert html.index("Withdrawn on 1 May 2024") < html.index("<h1")
    assert "The report was taken back." in html
    assert 'content="noindex"' in html


def test_a_gone_inspection_answers_410(client, people, publisher):
    edition = released_inspection(**people)
    edition.withdraw(by=publisher, notice="Removed.", availability="gone", now=london(2024, 5, 1))
    assert page(client, edition).status_code == 410


@pytest.mark.parametrize(
    ("reported", "precision", "printed"),
    [
        (dt.date(2024, 2, 16), "day", "16 February 2024"),
        (dt.date(2024, 2, 29), "month", "February 2024"),
        (dt.date(2016, 12, 31), "year", "2016"),
    ],
)
def test_a_report_is_dated_no_more_precisely_than_is_known(client, people, reported, precision, printed):
    edition = released_inspection(**people, at=london(2024, 3, 1), reported_on=reported, reported_precision=precision)
    html = text_of(page(client, edition))
    assert f">{printed}</time>" in html
    assert "31 December" not in html
    assert "29 February" not in html


def test_fieldwork_is_told_by_its_season(client, people):
    edition = released_inspection(
        **people,
        fieldwork_from=dt.date(2023, 6, 1),
        fieldwork_to=dt.date(2023, 8, 31),
        fieldwork_precision="season",
    )
    assert "summer 2023" in text_of(page(client, edition))


def test_the_inspectorate_is_called_as_on_the_day_of_the_report(client, people):
    inspectorate = InspectorateFactory(name="The Inspectorate of Today")
    inspectorate.names.create(name="The Inspectorate of Old", valid_to=dt.date(2022, 9, 7))
    inspectorate.names.create(name="The Inspectorate of Today", valid_from=dt.date(2022, 9, 8))
    framework = FrameworkFactory(programme=ProgrammeFactory(inspectorate=inspectorate))
    edition = released_inspection(**people, framework=framework, reported_on=dt.date(2020, 7, 31))
    html = text_of(page(client, edition))
    assert "The Inspectorate of Old" in html
    assert "The Inspectorate of Today" not in html


def full_inspection(people, size):
    """An inspection with everything there is, `size` of each, regraded once."""
    framework = FrameworkFactory(areas=size)
    edition = draft_inspection(by=people["by"], framework=framework, grades=["good"] * size)
    for number in range(size):
        area = framework.areas.get(order=number + 1)
        finding = Finding(inspection=edition, ref=f"aoi-{number}", kind="area_for_improvement", area=area, text="Mend.")
        finding.save()
        FindingStatus(finding=finding, on=dt.date(2024, 2, 16), status="open").save()
        FindingStatus(finding=finding, on=dt.date(2024, 2, 20), status="complete", note="Checked.").save()
        Practice(inspection=edition, area=area, title=f"Practice {number}").save()
        Statistic(
            inspection=edition, label=f"Figure {number}", value=Decimal("92.0"), decimals=1, unit="percent",
            period_text="2019",
        ).save()  # fmt: skip
        InspectionDocument(inspection=edition, title=f"Paper {number}", url="https://inspectorate.example/").save()
        InspectionText(parent=edition, text=f"<p>Words {number}</p>", ordering=number).save()
    release(edition, **people, at=london(2024, 2, 21))
    return regrade(edition, **people, at=london(2024, 8, 8), area="1", grade="adequate")


@pytest.mark.parametrize("size", [2, 7])
def test_a_full_page_costs_ten_queries_at_any_size(client, people, size, django_assert_max_num_queries):
    edition = full_inspection(people, size)
    with django_assert_max_num_queries(10):
        html = text_of(page(client, edition))
    assert html.count('id="finding-aoi-') == size
    assert html.count("Complete. Checked.") == size
    assert f"Practice {size - 1}" in html
    assert f"Figure {size - 1}" in html
    assert f"Paper {size - 1}" in html
    assert f"Words {size - 1}" in html


def test_a_finding_shows_each_status_with_its_day(client, people):
    html = text_of(page(client, full_inspection(people, 1)))
    assert html.index("Open") < html.index("Complete. Checked.")
    assert "20 February 2024" in html


def test_what_was_found_in_an_area_without_a_judgment_stands_in_its_place(client, people, writer):
    framework = FrameworkFactory(areas=3)
    framework.areas.filter(code="2").update(is_recorded=False)
    edition = draft_inspection(by=writer, framework=framework, grades=["good", "good"])
    for code in ("3", "2", "1"):
        area = framework.areas.get(code=code)
        Finding(inspection=edition, ref=f"aoi-{code}", kind="strength", area=area, text=f"Found in {code}.").save()
        Practice(inspection=edition, area=area, title=f"Practised in {code}").save()
    Finding(inspection=edition, ref="aoi-0", kind="strength", text="Found throughout.").save()
    html = text_of(page(client, release(edition, **people, at=london(2024, 2, 17))))
    found = html[html.index("What was found") :]
    said = [words for code in "123" for words in (f"Area number {code}<", f"Found in {code}.", f"Practised in {code}<")]
    order = [found.index(words) for words in (*said, "The inspection as a whole", "Found throughout.")]
    assert order == sorted(order)
    assert found.count("Area number 2<") == 1


def test_a_recommendation_stands_with_its_cause_of_concern(client, people, writer):
    edition = draft_inspection(by=writer)
    first, second, third = edition.framework.areas.order_by("order")
    causes = [
        Finding.objects.create(inspection=edition, ref=ref, kind="cause_of_concern", area=area, text=f"Cause {ref}.")
        for ref, area in (("one", first), ("two", second))
    ]
    for ref, cause, area in (("a", causes[1], None), ("b", causes[0], None), ("c", causes[0], third)):
        Finding.objects.create(
            inspection=edition, ref=ref, kind="recommendation", parent=cause, area=area, text=f"Advice {ref}."
        )
    Finding.objects.create(inspection=edition, ref="alone", kind="recommendation", text="Advice alone.")
    html = text_of(page(client, release(edition, **people, at=london(2024, 2, 17))))
    found = html[html.index('<section class="chapter">') :]
    said = ("Cause one.", "Advice b.", "Recommendation: Area number 3", "Advice c.", "Cause two.", "Advice a.")
    order = [found.index(words) for words in (*said, "The inspection as a whole", "Advice alone.")]
    assert order == sorted(order)
    assert [found.count(f"Advice {ref}.") for ref in ("a", "b", "c", "alone")] == [1, 1, 1, 1]
    one = found.index('id="finding-one"')
    assert found[one : found.index('id="finding-b"')].count("</div>") == 0  # inside it, not after it


def test_a_second_judgment_of_an_area_does_not_repeat_what_was_found(client, people, writer):
    edition = draft_inspection(by=writer, grades=["good"])
    area = edition.framework.areas.get()
    again = edition.judge(by=writer, area=area.code, outcome="graded", grade="adequate", sequence=2)
    again.summary = "Seen again."
    again.save()
    Finding(inspection=edition, ref="aoi-1", kind="strength", area=area, text="Found once.").save()
    html = text_of(page(client, release(edition, **people, at=london(2024, 2, 17))))
    assert html.count("Found once.") == 1
    assert html.index("Found once.") < html.rindex("Seen again.")


def test_a_revisit_and_what_it_revisits_lead_to_each_other(client, people, writer, publisher):
    first = released_inspection(**people, slug="first", title="The first report")
    draft = draft_inspection(by=writer, kind="revisit", revisits=first.document, slug="again", title="The revisit")
    assert "The revisit" not in text_of(page(client, first))
    again = release(draft, **people, at=london(2024, 5, 1))
    link = '<dt class="facts__term">{}</dt><dd class="facts__value"><a href="/inspections/{}/">{}</a>'
    assert link.format("Revisit of", "first", "The first report") in one_line(page(client, again))
    assert link.format("Revisited", "again", "The revisit") in one_line(page(client, first))
    first.withdraw(by=publisher, notice="Removed.", availability="gone", now=london(2024, 6, 1))
    assert "The first report" not in text_of(page(client, again))


def one_line(response):
    """The page without the spaces between its elements."""
    return re.sub(r">\s+<", "><", text_of(response))


def test_what_inspectors_and_the_body_say_stands_apart(client, people, writer):
    edition = draft_inspection(by=writer)
    InspectionQuote(parent=edition, text="<p>It improved.</p>", speaker="A. Nobody", ordering=1).save()
    InspectionText(parent=edition, text="<p>We agree.</p>", region="response", ordering=2).save()
    html = text_of(page(client, release(edition, **people, at=london(2024, 2, 17))))
    order = [html.index(words) for words in ("What the inspectors say", "<p>It improved.</p>", "A. Nobody")]
    order += [html.index(words) for words in (f"What {edition.body.name} says", "<p>We agree.</p>")]
    assert order == sorted(order)


def test_the_page_sets_no_cookie(client, people):
    response = page(client, released_inspection(**people))
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_an_old_address_leads_to_the_present_one(client, people, writer):
    edition = released_inspection(**people, body=BodyFactory(slug="here"))
    draft = edition.new_draft(by=writer, now=london(2024, 4, 1))
    draft.slug, draft.change_note = "another-address", "A clearer address."
    draft.edit(by=writer, now=london(2024, 4, 1))
    release(draft, **people, at=london(2024, 4, 1))
    response = page(client, edition)
    assert (response.status_code, response["Location"]) == (301, "/inspections/another-address/")
