"""Tampering with what readers have seen is found."""

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from publishing.models import Listing, MediaFile, SlugClaim
from tests.factories.media import a_draft_with, a_picture, a_report, released
from tests.factories.pages import next_edition, released_page
from website.models import Page, PageBlock

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def page(writer, publisher):
    page = released_page(writer, publisher, now=NOW, title="Findings")
    next_edition(page, writer, publisher, now=NOW + dt.timedelta(days=1))
    return page


def verify() -> str:
    errors = io.StringIO()
    with pytest.raises(CommandError, match="faults in 2 released editions"):
        call_command("verify_editions", stderr=errors)
    return errors.getvalue()


def test_untouched_editions_agree(page):
    out = io.StringIO()
    call_command("verify_editions", stdout=out)
    assert out.getvalue().startswith("2 released editions agree")


@pytest.mark.parametrize(
    "tamper",
    [
        lambda page: Page.objects.filter(pk=page.pk).update(title="Better findings"),
        lambda page: PageBlock.objects.filter(parent=page).update(text="<p>Other words.</p>"),
        lambda page: PageBlock.objects.filter(parent=page).delete(),
        lambda page: Page.objects.filter(pk=page.pk).update(change_note="Nothing of note."),
        lambda page: Page.objects.filter(pk=page.pk).update(redirect_to=page.document),
    ],
    ids=["title", "block changed", "block deleted", "change note", "redirect"],
)
def test_changed_content_is_found(tamper, page):
    tamper(page)
    assert "its content is not what was released" in verify()


def test_a_moved_interval_is_found(page):
    Page.objects.filter(pk=page.pk).update(live_until=NOW + dt.timedelta(hours=1))
    errors = verify()
    assert "it does not end where edition 2 begins" in errors
    assert "its listing has another interval" in errors


def test_a_missing_listing_is_found(page):
    Listing.objects.filter(edition_id=page.pk).delete()
    assert "it has no listing" in verify()


def test_a_listing_that_says_something_else_is_found(page):
    Listing.objects.filter(edition_id=page.pk).update(title="Better findings")
    assert "its listing says something else" in verify()


def test_a_listing_of_nothing_is_found(page):
    Listing.objects.create(
        **Listing.objects.filter(edition_id=page.pk).values().get() | {"id": None, "edition_id": page.pk + 100}
    )
    assert "there is no released edition behind it" in verify()


def test_an_address_taken_away_is_found(page):
    SlugClaim.objects.filter(slug=page.slug).delete()
    assert "its address is no longer its document's" in verify()


def test_digests_are_exported_one_a_line(page):
    out = io.StringIO()
    call_command("verify_editions", "--export", stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[0] == f"website.page {page.document.uuid} 1 {page.content_sha256}"
    assert len(lines) == 2


@pytest.mark.parametrize("said", [{"credit": "Somebody else"}, {"title": "Another report"}])
def test_a_file_said_to_be_something_else_is_found(said, writer, publisher):
    file = a_picture(writer, credit="A. Person")
    released(a_draft_with(file, writer), publisher)
    MediaFile.objects.update(**said)
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_editions", stderr=io.StringIO())


@pytest.mark.parametrize("which", ["file", "rendition"])
@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda path: path.write_bytes(b"other"), "its bytes are not what was uploaded"),
        (lambda path: path.unlink(), "it is lost from the storage"),
    ],
)
def test_a_file_changed_in_the_storage_is_found(which, harm, says, writer, publisher):
    file, unused = a_picture(writer), a_report(writer)
    released(a_draft_with(file, writer), publisher)
    harm(Path(unused.file.path))  # what no reader has seen is nobody's evidence
    call_command("verify_editions", stdout=io.StringIO())
    harm(Path((file if which == "file" else file.pictures[0]).file.path))
    errors = io.StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_editions", stderr=errors)
    assert says in errors.getvalue()
