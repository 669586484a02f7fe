"""Nothing that readers see on the page of an inspection or a body is kept from programs."""

import datetime as dt

import pytest

from inspections.models import (
    Area,
    Finding,
    FindingStatus,
    InspectionDocument,
    InspectionDownload,
    InspectionImage,
    InspectionKeyFigure,
    InspectionQuote,
    InspectionText,
    Judgment,
    Practice,
    Statistic,
)
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    release,
    released_inspection,
)
from tests.factories.media import a_picture, a_report
from tests.factories.news import released_article

from .body_page.frameworks import link
from .twins import unsaid

pytestmark = pytest.mark.django_db

# The only words of the two pages that say nothing of their own about an inspection.
WORDS = (
    # heads and terms
    *(
        "Inspected body",
        "Inspectorate",
        "Framework",
        "Fieldwork",
        "Evidence from",
        "Report published",
        "Lead inspector",
    ),
    *("Follow-up", "Monitoring", "Grades", "Area", "Judgment", "Figures", "Documents", "Source", "Licence", "Region"),
    *("What the inspectors say", "What was found", "Where the findings stand", "The inspection as a whole", "Picture"),
    *("What Exampleshire Police says", "Here Exampleshire Police speaks, not the inspectors", "Withdrawn on"),
    *("A grade was changed after publication", "History of this page", "On this site since", "Reported on", "Opened"),
    *("Revisit of", "Revisited", "Before that", "Website", "Before", "Report of", "News about this inspection"),
    *("News about its inspections", "Findings still open", "its inspections, the newest first", "In a document"),
    *("What the inspectors and the body said", "What the inspectorate said", "What the body said"),
    *("What the inspectors found", "What a source says of single areas", "May they be compared?"),
    # words around a value
    *(
        "Carried forward from",
        "published",
        "For",
        "Due by",
        "Compared with",
        "published before the report",
        "pages",
        "bytes",
    ),
    *("Not comparable as a whole", "above", "below", "withdrawn", "Not held here"),
    # the same for every page
    "Areas for improvement, causes of concern and recommendations that nobody has said to be closed",
    *("No other grade above is to be compared with one below", "Nothing is held here on what became of it"),
    "In this site's words: none of the inspectorate's are held here",
    # ways on
    *("All inspections of Exampleshire Police", "Data of edition 1", "Data of edition 2", "and 1 more"),
    *("Be told of new inspections and changed grades", "Atom feed", "RSS feed", "JSON Feed"),
    *("All judgments as a table", "CSV"),
)


@pytest.fixture
def framework():
    framework = FrameworkFactory(areas=4, slug="p23", title="The second", scope_note="Two areas are not held here.")
    Area.objects.filter(framework=framework, code="2").update(short_name="Second", is_name_verified=False)
    return framework


@pytest.fixture
def earlier(people, framework):
    """The report before, under another framework of which a source says what may be compared."""
    first = FrameworkFactory(
        areas=4, slug="p21", title="The first", programme=framework.programme, default_scale=framework.default_scale
    )
    type(framework).objects.filter(pk=framework.pk).update(supersedes=first, compare_note="It was drawn anew.")
    link(first, framework, "caution", kind="renamed", reason="More is asked.")
    link(first, framework, "yes", area=3, into=3, reason="Nothing changed.")
    body = BodyFactory(
        name="Exampleshire Police", slug="exampleshire", region="The North", url="https://police.example/"
    )
    return released_inspection(
        **people,
        at=london(2022, 5, 3),
        framework=first,
        body=body,
        grades=["good", "good", "adequate", None],
        slug="earlier",
        title="The report before",
    )


@pytest.fixture
def rich(people, framework, earlier):
    """An inspection of which every field is filled, regraded since and written about."""
    now, by = london(2024, 2, 16), people["by"]
    draft = draft_inspection(
        by=by,
        now=now,
        framework=framework,
        body=earlier.body,
        grades=["outstanding", "adequate", None, None],
        slug="rich",
        title="The report of 2024",
        summary="One area shines and one does not.",
        kind="revisit",
        revisits=earlier.document,
        lead_name="A. Person",
        lead_title="His Majesty's Inspector",
        fieldwork_from=dt.date(2023, 6, 1),
        fieldwork_to=dt.date(2023, 7, 31),
        fieldwork_precision="month",
        evidence_from=dt.date(2023, 1, 1),
        evidence_to=dt.date(2023, 6, 30),
        deferred_reason="It came late because of a flood.",
        follow_up_status="Another visit in a year",
        monitoring_note="The body is in Engage.",
        declared_areas=9,
        declared_graded=8,
        declared_tally={"outstanding": 2},
        tally_explanation="The inspectorate counts a question twice.",
    )
    draft.judge(by=by, area="1", outcome="graded", grade="outstanding", summary="Calls are heard.", note="Since June.")
    draft.judge(
        by=by,
        area="3",
        outcome=Judgment.Outcome.CARRIED_FORWARD,
        grade="adequate",
        carried_from=earlier.document,
        carried_area=earlier.framework.areas.get(code="3"),
    )
    _fill(draft, by)
    explained = {"reason": "The count differs from the report's."}
    release(draft, **people, at=now, **explained)
    edition = draft.new_draft(by=by, now=london(2024, 8, 8))
    edition.judge(by=by, area="2", outcome="graded", grade="good")
    edition.change_note, edition.regrade_reason = "A grade was changed.", "The data were wrong."
    edition.regrade_source, edition.regrade_source_url = "A statement", "https://change.example/"
    edition.edit(by=by, now=london(2024, 8, 8))
    release(edition, **people, at=london(2024, 8, 8), **explained)
    released_article(
        by, people["release_by"], now=london(2024, 9, 1), title="What came of it", inspections=[edition.document]
    )
    return edition


def _fill(draft, by):
    area = draft.framework.areas.get(code="1")
    cause = Finding.objects.create(
        inspection=draft, ref="c1", kind="cause_of_concern", text="Too slow.", area=area, accelerated=True
    )
    asked = Finding.objects.create(
        inspection=draft,
        ref="r1",
        kind="recommendation",
        text="Answer faster.",
        area=draft.framework.areas.get(code="2"),
        parent=cause,
        addressee="the chief constable",
        due_on=dt.date(2024, 5, 6),
    )
    FindingStatus.objects.create(
        finding=asked, on=dt.date(2024, 1, 2), status="in_progress", note="Half done.", source="A letter"
    )
    Finding.objects.create(inspection=draft, ref="s1", kind="strength", text="Staff care.")
    Practice.objects.create(inspection=draft, area=area, title="A street a week", text="They walk it together.")
    Statistic.objects.create(
        inspection=draft,
        label="of calls were answered",
        value="91.5",
        decimals=1,
        unit="percent",
        qualifier="around",
        plus_minus="2.5",
        period_from=dt.date(2023, 1, 1),
        period_to=dt.date(2023, 3, 31),
        comparator="all bodies: 88%",
        footnote="From its own records.",
    )
    said = {"text": "<p>They <strong>listen</strong>.</p><ul><li>Always</li><li>At once</li></ul>"}
    InspectionText.objects.create(parent=draft, ordering=1, **said)
    InspectionQuote.objects.create(
        parent=draft, ordering=2, text="<p>A good year.</p>", speaker="B. Inspector", role="Inspector of Examples"
    )
    InspectionImage.objects.create(
        parent=draft, ordering=3, file=a_picture(by, credit="C. Amera"), alt_text="A market.", caption="In the square."
    )
    InspectionDownload.objects.create(parent=draft, ordering=4, file=a_report(by), label="Read it all")
    InspectionKeyFigure.objects.create(parent=draft, ordering=5, value="92%", label="were glad", context="In 2023.")
    InspectionQuote.objects.create(
        parent=draft,
        ordering=6,
        region="response",
        text="<p>We accept this.</p>",
        speaker="D. Chief",
        role="Chief Constable",
    )
    InspectionDocument.objects.create(
        inspection=draft,
        kind="response",
        title="Our answer",
        url="https://police.example/answer",
        licence="link-only",
        publisher="The body itself",
        published_on=dt.date(2024, 2, 17),
        language="cy",
    )


def twin(client, address):
    return client.get(f"{address}data.json").json()


def missing(client, address):
    return unsaid(client.get(address).content.decode(), twin(client, address), WORDS)


def test_all_that_the_page_of_an_inspection_says_is_in_its_twin(client, rich):
    assert missing(client, "/inspections/rich/") == []


def test_all_that_a_withdrawn_page_says_is_in_its_twin(client, rich, people):
    rich.withdraw(by=people["release_by"], now=london(2024, 10, 1), notice="The figures were those of another year.")
    assert missing(client, "/inspections/rich/") == []
    assert missing(client, "/bodies/exampleshire/") == []


def test_all_that_the_page_of_a_body_says_is_in_its_twin(client, rich):
    assert missing(client, "/bodies/exampleshire/") == []


def test_all_that_a_trend_says_and_that_a_later_report_was_taken_down_is_in_the_twin(client, rich, people):
    reported = {**people, "framework": rich.framework, "body": rich.body}
    released_inspection(**reported, at=london(2025, 2, 3), slug="next", grades=["good", "good", "outstanding", None])
    gone = released_inspection(**reported, at=london(2025, 9, 1), slug="gone", grades=["good", "good", "good", None])
    gone.withdraw(by=people["release_by"], now=london(2025, 10, 1), notice="Gone.", availability="gone")
    html = client.get("/bodies/exampleshire/").content.decode()
    for said in ("Declined", "The same", "A later report was taken down on 1 October 2025.", "Was adequate until"):
        assert said in html
    assert missing(client, "/bodies/exampleshire/") == []
    run, _earlier = twin(client, "/bodies/exampleshire/")["programmes"][0]["runs"]
    assert [[row["changed"] for row in area["judgments"]] for area in run["areas"][:2]] == [
        ["Declined", None],
        ["The same", None],
    ]


def test_what_a_twin_leaves_out_is_found(client, rich):
    page = client.get("/inspections/rich/").content.decode()
    data = twin(client, "/inspections/rich/")
    for name, said in (("blocks", "we accept this"), ("monitoring_note", "the body is in engage")):
        assert said in unsaid(page, data | {name: None}, WORDS)
    assert "2024-05-06" in unsaid(page, data | {"findings": []}, WORDS)


def test_each_side_is_named_beside_its_own_words(client, rich):
    blocks = twin(client, "/inspections/rich/")["blocks"]
    assert [(row["said_by"], row["type"]) for row in blocks] == [
        *(("inspectorate", kind) for kind in ("richtext", "quote", "image", "download", "key_figure")),
        ("body", "quote"),
    ]
    assert blocks[0]["html"].startswith("<p>They <strong>listen</strong>")
    assert blocks[0]["text"] == "They listen.\n\nAlways\n\nAt once"
    answer = blocks[-1]
    assert (answer["said_by_name"], answer["speaker"]) == ("Exampleshire Police", "D. Chief")
    assert (answer["role"], answer["text"]) == ("Chief Constable", "We accept this.")


def test_a_twin_tells_what_may_be_compared_and_why_not_the_rest(client, rich, earlier):
    (programme,) = twin(client, "/bodies/exampleshire/")["programmes"]
    assert [run["inspections"] for run in programme["runs"]] == [
        [str(rich.document.uuid)],
        [str(earlier.document.uuid)],
    ]
    (parted,) = programme["breaks"]
    assert (parted["later_framework"], parted["earlier_framework"]) == ("p23", "p21")
    assert parted["reason"] == "It was drawn anew."
    assert [(row["area"], row["comparable"], row["reason"]) for row in parted["areas"]] == [
        ("Area number 1", "caution", "More is asked."),
        ("Area number 3", "yes", "Nothing changed."),
    ]


def test_a_twin_lists_every_finding_that_is_still_open_and_what_was_answered(client, rich):
    data = twin(client, "/bodies/exampleshire/")
    assert [(row["ref"], (row["status"] or {}).get("code")) for row in data["open_findings"]] == [
        ("c1", None),
        ("r1", "in_progress"),
    ]
    (answer,) = data["answers"]
    assert answer["document_uuid"] == str(rich.document.uuid)
    assert (answer["body"]["name"], answer["body"]["words"]) == ("Exampleshire Police", "We accept this.")


def test_no_twin_as_of_a_moment_names_news_that_was_taken_away_since(client, rich, people, writer, publisher):
    article = released_article(
        writer, publisher, now=london(2024, 9, 2), title="Never mind", inspections=[rich.document], publisher=rich.body
    )
    for address in ("/inspections/rich/", "/bodies/exampleshire/"):
        asked = f"{address}data.json?as_of=2024-09-03"
        assert "Never mind" in client.get(asked).content.decode()
    article.withdraw(by=publisher, now=london(2024, 10, 1), notice="A court said so.", availability="gone")
    for address in ("/inspections/rich/", "/bodies/exampleshire/"):
        asked = f"{address}data.json?as_of=2024-09-03"
        assert "Never mind" not in client.get(asked).content.decode()
        assert "What came of it" in client.get(asked).content.decode()
