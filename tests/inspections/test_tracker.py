"""Where the findings of an inspection stand, as its page says first."""

import datetime as dt

import pytest

from inspections.models import Finding, FindingStatus
from tests.factories.inspections import draft_inspection, london, release
from tests.reading import text_of

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 2, 16)


@pytest.fixture
def page_with(client, people, writer):
    """`page_with(open=["Answer calls."])`: the page of an inspection with findings at these stages."""

    def make(kind="area_for_improvement", **stages):
        edition = draft_inspection(by=writer)
        for stage, texts in stages.items():
            for number, text in enumerate(texts):
                finding = Finding(inspection=edition, ref=f"{stage}-{number}", kind=kind, text=text)
                finding.save()
                steps = [] if stage == "unknown" else ["open", *([stage] if stage != "open" else [])]
                for later, status in enumerate(steps):
                    FindingStatus(finding=finding, on=DAY + dt.timedelta(days=later), status=status).save()
        return text_of(client.get(release(edition, **people, at=london(2024, 3, 1)).get_absolute_url()))

    return make


def tracker(html):
    start = html.index("Where the findings stand")
    return html[start : html.index("</section>", start)]


def test_what_is_open_is_counted_and_stands_before_what_is_done(page_with):
    said = tracker(page_with(complete=["Train."], in_progress=["Plan."], open=["Answer.", "Listen."]))
    assert "3 of 4 findings that ask for action are still open." in said
    order = [said.index(words) for words in ("2 open", "Answer.", "Listen.", "1 in progress", "Plan.", "1 complete")]
    assert order == sorted(order)


def test_each_finding_in_it_leads_to_where_it_is_told(page_with):
    html = page_with(open=["Answer calls."])
    assert '<a href="#finding-open-0">Area for improvement: Answer calls.</a>' in tracker(html)
    assert html.count('id="finding-open-0"') == 1


def test_a_finding_begins_with_its_present_status(page_with):
    html = page_with(complete=["Train."])
    finding = html[html.index('id="finding-complete-0"') :]
    order = [finding.index(words) for words in (">Complete<", "Area for improvement", "Train.", "16 February 2024")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("stages", "sentence"),
    [
        ({"complete": ["Train."]}, "0 of 1 finding that asks for action is still open."),
        ({"superseded": ["A."], "closed_no_action": ["B."]}, "0 of 2 findings that ask for action are still open."),
        ({"not_complete": ["A."], "complete": ["B."]}, "1 of 2 findings that ask for action are still open."),
        (
            {"unknown": ["A."], "open": ["B."]},
            "1 of 2 findings that ask for action are still open; of 1 nothing is held here.",
        ),
        ({"unknown": ["A."]}, "1 finding asks for action. Nothing is held here on what became of it."),
    ],
)
def test_it_says_no_more_than_is_known(page_with, stages, sentence):
    assert sentence in tracker(page_with(**stages))


def test_praise_is_not_tracked(page_with):
    assert "Where the findings stand" not in page_with(kind="strength", unknown=["Sound records."])
