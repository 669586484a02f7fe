"""A file that is loaded again: what it changes, and what it leaves as it is."""

import datetime as dt

import pytest
from django.utils import timezone

from inspections.imports import BadMapping
from inspections.imports.mapping import facts_of, mapping_of
from inspections.models import Inspection
from tests.newsroom import address, press
from tests.reading import text_of

from .rounds import CORRECTION, DATED, HEAD, TIDY, force, grades_of

pytestmark = pytest.mark.django_db


def test_the_same_file_again_changes_nothing(load):
    load([HEAD, *force()])
    out, _errors = load([HEAD, *force()])
    assert out == "0 created, 0 corrected, 1 unchanged, 0 refused.\n"
    assert Inspection.objects.count() == 1


def test_a_draft_that_says_otherwise_is_not_overwritten(load):
    load([HEAD, *force()])
    _out, errors = load([HEAD, *force(**{"Investigating crime": "Good"})])
    assert "rows 2 to 3: an open draft of this inspection says otherwise" in errors


def test_a_changed_grade_becomes_a_correction_that_says_why(load, publisher):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()], *release)
    changed = [HEAD, *force(**{"Responding to the public": "Requires improvement"})]
    _out, errors = load(changed, *release)
    assert (
        "rows 2 to 3: a published grade would change (Responding to the public: from Adequate to Requires improvement)"
        ": say why, and where that is stated, under [correction] in the map" in errors
    )
    out, errors = load(changed, *release, mapping=TIDY + CORRECTION)
    assert (out, errors) == ("0 created, 1 corrected, 0 unchanged, 0 refused.\n", "")
    first, second = Inspection.objects.order_by("number")
    assert (grades_of(first)["5"], grades_of(second)["5"]) == ("adequate", "requires-improvement")
    assert second.change_note == "Changed: Responding to the public. The force had supplied wrong data."
    assert second.regrade_source == "Letter of the inspectorate"


def test_where_a_later_judgment_stands_a_file_does_not_choose_which_of_the_two_changes(load, publisher, writer):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()])
    draft = Inspection.objects.get()
    draft.send_back(by=publisher)
    draft.judge(by=writer, area="6", outcome="graded", grade="good", sequence=2)
    draft.submit(by=writer)
    draft.release(by=publisher, reason="A second look, told in the same report.")
    out, _errors = load([HEAD, *force(**{"Investigating crime": "Good"})], *release, mapping=TIDY + CORRECTION)
    assert out == "0 created, 0 corrected, 1 unchanged, 0 refused.\n"
    _out, errors = load([HEAD, *force(**{"Investigating crime": "Outstanding"})], *release, mapping=TIDY + CORRECTION)
    assert "it holds a later judgment of Investigating crime in the same report" in errors
    assert Inspection.objects.count() == 1


def test_a_correction_bears_the_day_on_which_the_inspectorate_made_it(load, publisher):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()], *release)
    load([HEAD, *force(**{"Investigating crime": "Good"})], *release, mapping=DATED)
    correction = Inspection.objects.get(number=2)
    assert timezone.localdate(correction.public_timestamp) == dt.date(2024, 8, 8)
    assert correction.public_precision == "day"
    assert timezone.localdate(correction.live_from) == timezone.localdate()


def test_whoever_releases_a_correction_is_offered_its_day_and_sees_it_in_the_preview(load, publisher, signed_in):
    load([HEAD, *force()], "--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force(**{"Investigating crime": "Good"})], mapping=DATED)
    draft, desk = Inspection.objects.get(number=2), signed_in(publisher)
    form = desk.get(address(draft, "do/release")).context["form"]
    assert form["shown_on"].value() == dt.date(2024, 8, 8)
    assert "to good on 8 August 2024" in text_of(desk.get(address(draft, "preview")))
    press(desk, draft, "release", shown_on="", shown_precision="day")
    draft.refresh_from_db()
    assert draft.public_timestamp == draft.live_from


def test_a_correction_of_a_day_to_come_is_refused(load, publisher):
    load([HEAD, *force()], "--release-as", publisher.email, "--reason", "The official file of the round.")
    mapping = DATED.replace("2024-08-08", "2999-08-08")
    _out, errors = load([HEAD, *force(**{"Investigating crime": "Good"})], "--dry-run", mapping=mapping)
    assert "rows 2 to 3: the day of the change, 8 August 2999, is still to come" in errors


def test_a_day_of_correction_that_is_none_is_a_fault_of_the_map():
    with pytest.raises(BadMapping, match="“on” is a date such as 2024-02-16, not “8 August”"):
        mapping_of(facts_of(TIDY + CORRECTION + 'on = "8 August"', name="The map"))


@pytest.mark.parametrize("withdrawal", ["now", "later"])
def test_a_withdrawn_inspection_is_not_brought_back_by_a_file(load, publisher, withdrawal):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()], *release)
    at = timezone.now() + dt.timedelta(days=withdrawal == "later")
    Inspection.objects.get().withdraw(by=publisher, notice="It named a person.", at=at, now=at)
    out, errors = load([HEAD, *force(**{"Investigating crime": "Good"})], *release, mapping=TIDY + CORRECTION)
    assert out == "0 created, 0 corrected, 0 unchanged, 1 refused.\n"
    assert "rows 2 to 3: this inspection was withdrawn, and a file does not bring it back" in errors
    assert Inspection.objects.count() == 2


def test_what_a_later_file_leaves_out_or_blank_takes_no_grade_away(load, publisher):
    release = ("--release-as", publisher.email, "--reason", "The official file of the round.")
    load([HEAD, *force()], *release)
    for later in ([*force()[:1]], force(**{"Investigating crime": ""}), force(**{"Investigating crime": "NULL"})):
        out, errors = load([HEAD, *later])
        assert (out, errors) == ("0 created, 0 corrected, 1 unchanged, 0 refused.\n", "")
    load([HEAD, *force(**{"Investigating crime": "Good"})[1:]], *release, mapping=TIDY + CORRECTION)
    grades = grades_of(Inspection.objects.get(number=2))
    assert (grades["5"], grades["6"]) == ("adequate", "good")


def test_an_area_that_a_later_file_says_is_not_there_keeps_its_grade(load):
    load([HEAD, *force(**{"Crime data integrity": "Good"})])
    out, errors = load([HEAD, *force(**{"Crime data integrity": "No longer reported"})])
    assert out == "0 created, 0 corrected, 0 unchanged, 1 refused.\n"
    assert "value “No longer reported”: the framework has this area" in errors
    assert grades_of(Inspection.objects.get())["2"] == "good"
