"""Grades carried forward: from where, and what readers can look up when they are released."""

import datetime as dt

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspections.checks.carried import carried_issues
from inspections.models import AreaLink
from publishing.models import Refused, Stopped
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    draft_inspection,
    london,
    regrade,
    released_inspection,
)
from tests.newsroom import address
from tests.reading import text_of

pytestmark = pytest.mark.django_db

AT = london(2024, 2, 16)


def issues(edition, level=None, at=AT):
    return [issue.sentence for issue in edition.issues(at) if level in (None, issue.level)]


@pytest.fixture
def earlier(people):
    return released_inspection(**people, at=london(2023, 1, 1), grades=["good", "good"])


def carried(writer, earlier, **fields):
    framework = fields.pop("framework", earlier.framework)
    body = fields.pop("body", earlier.body)
    fields.setdefault("slug", "carried")
    edition = draft_inspection(by=writer, framework=framework, body=body, grades=[None, "good"], **fields)
    area = fields.get("carried_area") or earlier.framework.areas.get(order=1)
    edition.judge(
        by=writer,
        area="1",
        outcome="carried_forward",
        grade="good",
        carried_from=earlier.document,
        carried_area=area,
    )
    return edition


def test_a_grade_is_carried_forward_from_an_earlier_inspection_of_the_body(writer, earlier):
    assert issues(carried(writer, earlier)) == []


def test_it_is_not_carried_from_another_body(writer, earlier):
    with pytest.raises(Refused, match="of the same body only"):
        carried(writer, earlier, body=BodyFactory())


def test_it_is_not_carried_from_a_later_report(writer, earlier):
    with pytest.raises(Refused, match="earlier report only"):
        carried(writer, earlier, reported_on=dt.date(2022, 1, 1))


def test_it_is_not_carried_between_areas_that_no_link_joins(writer, earlier):
    later = FrameworkFactory(areas=2, default_scale=earlier.framework.default_scale)
    with pytest.raises(Refused, match="not linked"):
        carried(writer, earlier, framework=later)
    AreaLink(
        from_area=earlier.framework.areas.get(order=1),
        to_area=later.areas.get(order=1),
        into=later,
        kind="same",
        reason="R",
        source="S",
    ).save()
    assert carried(writer, earlier, framework=later, slug="again", kind="revisit")


def later(edition, people, at, now=None):
    """Submit and release a draft to be live from `at`."""
    edition.submit(by=people["by"], now=now or at)
    edition.release(by=people["release_by"], now=now or at, at=at)


def test_nothing_is_carried_forward_from_an_inspection_that_was_never_released(people, writer):
    origin = draft_inspection(by=writer, now=london(2023, 1, 1), grades=["good", "good"], title="PEEL 2016")
    edition = carried(writer, origin)
    assert issues(edition, "stop") == [
        "“PEEL 2016”, whose grade is carried forward (Area number 1), has not been released. Release that one first."
    ]
    # A round is released the earlier inspections first: at the same minute will do.
    later(origin, people, AT)
    assert issues(edition) == []
    later(edition, people, AT)


def test_an_origin_that_goes_live_later_stops_until_its_minute(people, writer):
    origin = draft_inspection(by=writer, now=london(2023, 1, 1), grades=["good", "good"], title="PEEL 2016")
    later(origin, people, london(2024, 7, 1), now=london(2024, 2, 1))
    edition = carried(writer, origin)
    (stop,) = issues(edition, "stop")
    assert (
        "“PEEL 2016”" in stop and "goes live on 1 July 2024, 09:00 only" in stop and "at that minute or later" in stop
    )
    with pytest.raises(Stopped):
        later(edition, people, london(2024, 6, 30), now=AT)
    assert issues(edition, at=london(2024, 7, 1)) == []
    edition.release(by=people["release_by"], now=AT, at=london(2024, 7, 1))


def test_neither_of_two_scheduled_inspections_is_moved_past_the_other(people, writer):
    origin = draft_inspection(by=writer, now=london(2023, 1, 1), grades=["good", "good"])
    later(origin, people, london(2024, 7, 1), now=london(2024, 2, 1))
    edition = carried(writer, origin, title="PEEL 2017")
    later(edition, people, london(2024, 7, 2), now=AT)
    with pytest.raises(Stopped, match="goes live on 1 July 2024, 09:00 only"):
        edition.reschedule(by=people["release_by"], at=london(2024, 6, 30), now=AT)
    with pytest.raises(Stopped, match="“PEEL 2017” carries a grade of this inspection forward"):
        origin.reschedule(by=people["release_by"], at=london(2024, 7, 3), now=AT)
    origin.reschedule(by=people["release_by"], at=london(2024, 7, 2), now=AT)


def test_a_correction_of_the_origin_may_go_live_later(people, writer, earlier):
    edition = carried(writer, earlier)
    later(edition, people, AT)
    draft = earlier.new_draft(by=writer, now=AT)
    draft.change_note, draft.summary = "A clearer summary.", "Clearer."
    draft.edit(by=writer, now=AT)
    later(draft, people, london(2024, 7, 1), now=AT)
    draft.reschedule(by=people["release_by"], at=london(2024, 7, 2), now=AT)


@pytest.mark.parametrize("availability", ["gone", "redirect"])
def test_nothing_is_carried_forward_from_what_was_taken_away(people, writer, earlier, availability):
    edition = carried(writer, earlier)
    elsewhere = released_inspection(**people, at=london(2023, 1, 2)).document if availability == "redirect" else None
    earlier.withdraw(
        by=people["release_by"],
        now=london(2023, 6, 1),
        notice="It was wrong.",
        availability=availability,
        redirect_to=elsewhere,
    )
    (stop,) = issues(edition, "stop")
    assert f"“{earlier.title}”" in stop and "was taken away from readers" in stop
    with pytest.raises(Stopped):
        later(edition, people, AT)


def test_a_withdrawn_origin_wants_a_reason(people, writer, earlier):
    edition = carried(writer, earlier)
    earlier.withdraw(by=people["release_by"], now=london(2023, 6, 1), notice="It was wrong.", availability="withdrawn")
    assert issues(edition) == [
        f"“{earlier.title}” was withdrawn. Make sure that its grade still stands: Area number 1."
    ]


def test_many_carried_grades_cost_the_check_no_more_than_one(writer, people, django_assert_num_queries):
    origin = released_inspection(**people, at=london(2023, 1, 1), grades=["good"] * 6)
    rows = []
    for number in (1, 6):
        edition = draft_inspection(
            by=writer,
            framework=origin.framework,
            body=origin.body,
            slug=f"n{number}",
            grades=["good"] * 6,
            kind="revisit",
        )
        for area in origin.framework.areas.filter(order__lte=number):
            somewhere = {"carried_from": origin.document, "carried_area": area}
            edition.judge(by=writer, area=area.code, outcome="carried_forward", grade="good", **somewhere)
        rows.append(list(edition.judgments.in_order()))
        edition.discard(by=writer)
    for judgments in rows:
        with django_assert_num_queries(3):
            assert carried_issues(judgments, AT) == []


def test_a_grade_that_was_changed_at_its_origin_warns(people, writer, earlier):
    edition = carried(writer, earlier)
    regrade(earlier, **people, at=london(2023, 6, 1), area="1", grade="adequate")
    assert issues(edition, "warn") == ["“Area number 1”: the grade it was carried forward from has changed since."]


# --- What readers are shown ------------------------------------------------------------------------------------


@pytest.fixture
def still_standing(people, writer, earlier):
    """Two areas with a grade carried forward, one of which has a chapter."""
    edition = carried(writer, earlier, title="PEEL 2017")
    second = earlier.framework.areas.get(order=2)
    somewhere = {"carried_from": earlier.document, "carried_area": second, "summary": "Nobody looked this time."}
    edition.judge(by=writer, area="2", outcome="carried_forward", grade="good", **somewhere)
    later(edition, people, AT)
    return edition


def test_the_page_links_the_inspection_that_gave_the_grade(client, earlier, still_standing):
    html = text_of(client.get(still_standing.get_absolute_url()))
    url = earlier.get_absolute_url()
    said = f'Carried forward from <a href="{url}">{earlier.title}</a>, published 1 January 2023.'
    # Two rows of the table, and the chapter.
    assert html.count(said) == 3
    assert "Carried forward from an earlier inspection." not in html


def test_the_data_give_the_address_too(client, earlier, still_standing):
    twin = client.get(f"{still_standing.get_absolute_url()}data.json").json()
    found = {(row["carried_from"], row["carried_from_url"]) for row in twin["judgments"]}
    assert found == {(str(earlier.document.uuid), f"{settings.SITE_URL}{earlier.get_absolute_url()}")}


def test_an_origin_that_was_taken_away_is_told_of_without_a_link(client, people, earlier, still_standing):
    earlier.withdraw(by=people["release_by"], now=london(2024, 6, 1), notice="It was wrong.", availability="gone")
    html = text_of(client.get(still_standing.get_absolute_url()))
    assert html.count("Carried forward from an earlier inspection.") == 3
    assert earlier.get_absolute_url() not in html
    twin = client.get(f"{still_standing.get_absolute_url()}data.json").json()
    assert {row["carried_from_url"] for row in twin["judgments"]} == {None}


def test_the_preview_of_a_draft_names_no_inspection_that_is_still_to_come(signed_in, writer):
    origin = draft_inspection(by=writer, now=london(2023, 1, 1), grades=["good", "good"], title="Not out yet")
    edition = carried(writer, origin)
    html = signed_in(writer).get(address(edition, "preview")).content.decode()
    assert "Carried forward from an earlier inspection." in html and "Not out yet" not in html


def test_the_page_asks_as_often_for_many_carried_grades_as_for_one(client, people, writer):
    def queries(number):
        origin = released_inspection(**people, at=london(2023, 1, 1), grades=["good"] * number)
        edition = draft_inspection(
            by=writer, body=origin.body, framework=origin.framework, grades=["good"] * number, slug=f"later-{number}"
        )
        for area in origin.framework.areas.all():
            somewhere = {"carried_from": origin.document, "carried_area": area}
            edition.judge(by=writer, area=area.code, outcome="carried_forward", grade="good", **somewhere)
        later(edition, people, AT)
        asked = []
        for url in (edition.get_absolute_url(), f"{edition.get_absolute_url()}data.json"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            asked.append(len(captured))
        return asked

    assert queries(1) == queries(6)
