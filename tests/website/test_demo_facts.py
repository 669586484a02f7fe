"""What the loaded demonstration says, fact by fact, at the moments at which it says it."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from inspections.models import Inspection, Organisation
from inspections.models.tally import Tally
from news.models import Article
from publishing.models import FOREVER, Availability, Listing
from website.demo.reading import LONDON
from website.models import Page

PEEL_2023_25 = "northamptonshire-police-peel-2023-25"
REGRADE = dt.datetime(2024, 8, 8, tzinfo=LONDON)
RI, NOT_HELD, UNGRADED = "requires-improvement", "not_sourced", "ungraded"


@pytest.fixture(autouse=True)
def demo(loaded_demo, db):
    """Each test reads what the module loaded."""


def live(slug, at=None):
    return Inspection.objects.live(at or timezone.now()).get(slug=slug)


def said(inspection):
    return {row.area.code: row.grade.code if row.grade else row.outcome for row in inspection.judgments.in_order()}


# --- Grades ----------------------------------------------------------------------------------------

PILLARS = ("effectiveness", "efficiency", "legitimacy")


@pytest.mark.parametrize(
    ("slug", "grades"),
    [
        ("peel-2014", (UNGRADED, NOT_HELD, UNGRADED)),
        ("peel-2015", (RI, RI, "good")),
        ("peel-2016", (RI, "good", "good")),
        ("peel-2017", (RI, "good", RI)),
        ("peel-2018-19", (RI, "inadequate", RI)),
    ],
)
def test_each_year_of_pillars_has_its_grades(slug, grades):
    assert said(live(f"northamptonshire-police-{slug}")) == dict(zip(PILLARS, grades, strict=True))


def test_crime_recording_in_2014_has_no_grades():
    assert said(live("northamptonshire-police-crime-recording-2014")) == {}


def test_crime_recording_in_2020_has_one_grade_and_its_lines_are_not_held():
    assert said(live("northamptonshire-police-crime-data-integrity-2020")) == {
        "overall": "good",
        "recording": NOT_HELD,
        "systems": NOT_HELD,
        "leadership": NOT_HELD,
    }


def test_of_2021_the_tally_is_known_and_no_grade():
    inspection = live("northamptonshire-police-peel-2021-22")
    expected = {str(number): NOT_HELD for number in range(1, 13)} | {"9": UNGRADED, "10": UNGRADED}
    assert said(inspection) == expected
    assert inspection.declared_tally == {"adequate": 4, RI: 6}
    assert (inspection.declared_graded, inspection.declared_areas) == (10, 12)


_GRADES = (UNGRADED, "outstanding", "good", "adequate", "adequate", RI, "adequate", "adequate", "adequate", "adequate")
BEFORE_REGRADE = {str(number): grade for number, grade in enumerate(_GRADES, 1)}


@pytest.mark.parametrize(
    ("at", "grades", "tally", "declared"),
    [
        (
            REGRADE - dt.timedelta(microseconds=1),
            BEFORE_REGRADE,
            {"outstanding": 1, "good": 1, "adequate": 6, RI: 1},
            {"outstanding": 1, "good": 1, "adequate": 6, RI: 1},
        ),
        # The inspectorate's count was not given anew.
        (REGRADE, BEFORE_REGRADE | {"5": RI}, {"outstanding": 1, "good": 1, "adequate": 5, RI: 2}, {}),
    ],
)
def test_one_grade_changes_on_8_august_2024(at, grades, tally, declared):
    inspection = live(PEEL_2023_25, at)
    assert said(inspection) == grades
    assert Tally.of(inspection.judgments.in_order()).by_code == tally
    assert inspection.declared_tally == declared


def test_the_changed_grade_says_why_and_where_that_is_stated():
    inspection = live(PEEL_2023_25, REGRADE)
    assert (inspection.number, inspection.live_from) == (2, REGRADE)
    assert "Responding to the public" in inspection.change_note
    assert inspection.regrade_reason
    assert inspection.regrade_source
    assert inspection.reported_on == dt.date(2024, 2, 16)


def test_the_report_of_2024_is_unknown_the_day_before_it():
    assert not Inspection.objects.live(dt.datetime(2024, 2, 15, 23, 59, tzinfo=LONDON)).filter(slug=PEEL_2023_25)


# --- Dates -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "reported", "precision"),
    [
        ("peel-2014", "2014-12-31", "year"),
        ("crime-recording-2014", "2014-12-31", "year"),
        ("peel-2015", "2015-12-31", "year"),
        ("peel-2016", "2016-12-31", "year"),
        ("peel-2017", "2017-12-31", "year"),
        ("peel-2018-19", "2019-09-27", "day"),
        ("crime-data-integrity-2020", "2020-07-31", "day"),
        ("peel-2021-22", "2021-11-24", "day"),
        ("peel-2023-25", "2024-02-16", "day"),
    ],
)
def test_each_report_is_dated_as_exactly_as_is_known(slug, reported, precision):
    inspection = live(f"northamptonshire-police-{slug}")
    assert (str(inspection.reported_on), inspection.reported_precision) == (reported, precision)


@pytest.mark.parametrize(("day", "weekday"), [("2019-09-27", "Friday"), ("2020-07-31", "Friday")])
def test_days_of_reports_fall_on_the_weekdays_of_the_sources(day, weekday):
    reported = Inspection.objects.live(timezone.now()).get(reported_on=day).reported_on
    assert f"{reported:%A}" == weekday


def test_fieldwork_is_known_to_the_season_or_the_month():
    peel, recording = live(PEEL_2023_25), live("northamptonshire-police-crime-data-integrity-2020")
    assert (peel.fieldwork_from, peel.fieldwork_to) == (dt.date(2023, 6, 1), dt.date(2023, 8, 31))
    assert peel.fieldwork_precision == "season"
    assert (recording.fieldwork_from, recording.fieldwork_to) == (dt.date(2020, 2, 1), dt.date(2020, 3, 31))
    assert recording.fieldwork_precision == "month"


def test_the_audit_of_2020_has_its_figures_and_its_period():
    inspection = live("northamptonshire-police-crime-data-integrity-2020")
    recorded, missed = inspection.statistics.all()
    assert recorded.figure == "92.0% (±1.55)"
    assert missed.figure == "over 5,300"
    assert (inspection.evidence_from, inspection.evidence_to) == (dt.date(2019, 6, 1), dt.date(2019, 11, 30))
    assert inspection.deferred_reason


@pytest.mark.parametrize(
    ("slug", "live_from", "precision"),
    [
        ("inspection-shows-real-progress", "2024-02-20T09:26:00+00:00", "minute"),
        ("northamptonshire-police-improved-in-most-areas", "2024-02-19T00:00:00+00:00", "day"),
        ("northamptonshire-police-records-more-of-the-crime-reported-to-it", "2020-07-31T00:00:00+01:00", "unknown"),
        ("inspectors-assessment-of-northamptonshire-police", "2017-06-30T12:00:00+01:00", "unknown"),
    ],
)
def test_each_news_item_goes_live_at_the_moment_of_its_fact(slug, live_from, precision):
    article = Article.objects.live(timezone.now()).get(slug=slug)
    assert article.live_from == dt.datetime.fromisoformat(live_from)
    assert article.public_precision == precision


def test_pages_about_the_site_belong_to_the_present():
    for slug in ("about", "accessibility", "privacy", "cookies-notice", "using-this-content"):
        assert Page.objects.live(timezone.now()).get(slug=slug).live_from.year >= 2026


def test_a_page_without_a_date_prints_none(client):
    page = client.get("/performance-2021-22/").content.decode()
    assert "Last updated" not in page
    assert "30 April 2022" not in page


# --- What readers see ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/about/", "/news/", "/inspections/", "/news/inspection-shows-real-progress/"])
def test_every_page_says_that_it_is_a_demonstration(client, path):
    assert "Demonstration content, not an official publication" in client.get(path).content.decode()


def test_the_page_of_2024_tells_what_changed_and_the_tally_of_now(client):
    page = " ".join(client.get(f"/inspections/{PEEL_2023_25}/").content.decode().split())
    assert "changed from adequate to requires improvement on 8 August 2024" in page
    assert "9 of 10 areas were graded: one outstanding, one good, five adequate and two requires improvement" in page
    assert "16 February 2024" in page


def test_the_page_of_2021_prints_the_tally_and_no_grade(client):
    page = client.get("/inspections/northamptonshire-police-peel-2021-22/").content.decode()
    assert "four adequate and six requires improvement" in page
    assert page.count("Grade not held here<") == 10


def test_news_of_2024_dates_its_own_tally_and_shows_the_grades_of_now(client):
    page = " ".join(client.get("/news/inspection-shows-real-progress/").content.decode().split())
    assert "In the report as published on 16 February 2024, nine areas of policing carried a grade:" in page
    assert "20 February 2024, 9:26am" in page
    assert "Changed from adequate to requires improvement on 8 August 2024" in page
    assert "34%" in page


def test_news_of_2020_keeps_the_slip_of_its_source_and_marks_it(client):
    page = client.get("/news/northamptonshire-police-records-more-of-the-crime-reported-to-it/").content.decode()
    assert "“bought [sic] to justice”" in page
    assert page.count("Get the report") == 2
    assert "tel:" not in page


def test_what_has_no_date_shows_none(client):
    page = client.get("/news/inspectors-assessment-of-northamptonshire-police/").content.decode()
    assert "date not known" in page
    assert "2017" not in page


def test_readers_cannot_find_what_the_newsroom_is_still_at_work_on(client):
    for path in ("/", "/news/"):
        page = client.get(path).content.decode()
        for word in ("example station", "example front desk", "Community", "Estate"):
            assert word.lower() not in page.lower()
    for slug in (
        "new-lights-for-the-station-yard",
        "front-desk-closed-for-training",
        "open-evening-at-the-example-station",
    ):
        assert client.get(f"/news/{slug}/").status_code == 404


# --- Names ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("peel-2016", "Her Majesty's Inspectorate of Constabulary"),
        ("peel-2017", "Her Majesty's Inspectorate of Constabulary and Fire & Rescue Services"),
        ("peel-2021-22", "Her Majesty's Inspectorate of Constabulary and Fire & Rescue Services"),
        ("peel-2023-25", "His Majesty's Inspectorate of Constabulary and Fire & Rescue Services"),
    ],
)
def test_the_inspectorate_bears_the_name_it_had_then(slug, name):
    found = Inspection.objects.live(timezone.now()).with_names().get(slug=f"northamptonshire-police-{slug}")
    assert found.inspectorate_name == name


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("inspectors-assessment-of-northamptonshire-police", "Her Majesty's Inspectorate of Constabulary"),
        (
            "northamptonshire-police-records-more-of-the-crime-reported-to-it",
            "Her Majesty's Inspectorate of Constabulary and Fire & Rescue Services",
        ),
        (
            "northamptonshire-police-improved-in-most-areas",
            "His Majesty's Inspectorate of Constabulary and Fire & Rescue Services",
        ),
    ],
)
def test_news_comes_from_the_inspectorate_as_it_was_called_then(slug, name):
    assert Article.objects.with_publisher().live(timezone.now()).get(slug=slug).publisher_name == name


@pytest.mark.parametrize("alias", ["Northants Police", "northamptonshire", "The Force", "Northamptonshire Police"])
def test_the_force_is_found_by_every_name_it_goes_by(alias):
    known = Organisation.objects.bodies()
    assert known.called(alias).exists() or known.filter(name=alias).exists()


def test_no_lead_inspector_is_named_by_inference():
    assert set(Inspection.objects.values_list("lead_name", flat=True)) == {""}


# --- Honest history ---------------------------------------------------------------------------------------


def test_whoever_writes_does_not_release():
    for kind in (Article, Inspection, Page):
        for edition in kind.objects.released().filter(availability=Availability.OPEN):  # to withdraw takes one person
            assert (edition.created_by.name, edition.released_by.name) == ("Writer One", "Publisher One")


def test_every_edition_agrees_with_its_fingerprint(capsys, loaded_demo, settings):
    folder, _said = loaded_demo
    settings.MEDIA_ROOT = folder / "media"
    call_command("verify_editions")
    assert "agree with their fingerprints" in capsys.readouterr().out


def test_nothing_needed_a_reason_or_was_released_alone():
    for kind in (Article, Inspection, Page):
        assert not kind.objects.released().exclude(release_reason="")


# --- The newsroom at work ------------------------------------------------------------------------------------


def test_drafts_and_what_is_scheduled_stay_out_of_sight():
    at = timezone.now()
    states = dict(Article.objects.exclude(pk__in=Article.objects.live(at)).values_list("slug", "state"))
    assert states == {
        "new-lights-for-the-station-yard": "draft",
        "front-desk-closed-for-training": "submitted",
        "open-evening-at-the-example-station": "released",
    }
    assert not Listing.objects.live(at).filter(title__in=Article.objects.filter(slug__in=states).values("title"))


def test_the_scheduled_item_waits_for_nine_o_clock_on_a_day_to_come():
    scheduled = Article.objects.scheduled(timezone.now()).get()
    start = timezone.localtime(scheduled.live_from, LONDON)
    assert (start.hour, start.minute) == (9, 0)
    assert scheduled.live_until == FOREVER


def test_a_programme_opens_with_its_newest_version(client):
    page = client.get("/programmes/crime-data-integrity/").content.decode()
    assert "Grades of all bodies: Crime Data Integrity" in page
