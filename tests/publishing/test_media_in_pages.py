"""Blocks of a page as readers get them: the arguments of every component, in a fixed number of queries."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.models import blocks_of
from tests.factories.files import picture
from tests.factories.media import a_draft_with, a_picture, a_report, released
from website.models import (
    Page,
    PageContact,
    PageDownload,
    PageImage,
    PageKeyFigure,
    PageNotes,
    PageQuote,
    PageText,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(writer):
    return Page.start(by=writer, title="About us", slug="about-us", summary="Who we are.")


def shown(client, page, publisher) -> str:
    released(page, publisher)
    return client.get("/about-us/").content.decode()


def test_a_picture_is_offered_in_every_width_with_its_description_and_credit(page, writer, publisher, client):
    file = a_picture(writer, picture("JPEG", (1500, 1000)), credit="A. Person")
    PageImage.objects.create(parent=page, file=file, alt_text="Two officers.", caption="Market day.")
    html = shown(client, page, publisher)
    (image,) = re.findall(r"<img class=\"picture__image\"[^>]*>", html)
    fallback = next(each for each in file.pictures if each.content_type == "image/jpeg")
    assert f'src="{fallback.get_absolute_url()}"' in image
    assert re.findall(r"-(\d+)\.webp (\d+)w", image) == [(str(w), str(w)) for w in (320, 640, 960, 1280, 1500)]
    assert 'width="1280" height="853"' in image
    assert 'alt="Two officers."' in image
    assert "Market day." in html and "A. Person" in html
    for url in re.findall(r"/media/[\w.-]+", image):
        assert client.get(url).status_code == 200


def test_a_small_picture_is_its_own_fallback(page, writer, publisher, client):
    file = a_picture(writer)
    PageImage.objects.create(parent=page, file=file, alt_text="Two officers.")
    assert f'src="{file.get_absolute_url()}"' in shown(client, page, publisher)


def test_a_picture_without_words_of_its_own_takes_those_of_the_library(page, writer):
    block = PageImage(parent=page, file=a_picture(writer, alt_text="Two officers."))
    block.full_clean()
    block.save()
    assert PageImage.objects.get().alt_text == "Two officers."
    own = PageImage(parent=page, file=block.file, alt_text="The market.")
    own.full_clean()
    assert own.alt_text == "The market."
    decorative = PageImage(parent=page, file=block.file, is_decorative=True)
    decorative.full_clean()
    assert decorative.alt_text == ""


def test_a_picture_that_nobody_described_is_refused(page, writer):
    with pytest.raises(ValidationError, match="Describe the picture"):
        PageImage(parent=page, file=a_picture(writer)).full_clean()


def test_a_document_is_no_picture(page, writer):
    with pytest.raises(ValidationError, match="no picture"):
        PageImage(parent=page, file=a_report(writer), alt_text="Report").full_clean()


def test_a_decorative_picture_is_passed_over_by_screen_readers(page, writer, publisher, client):
    PageImage.objects.create(parent=page, file=a_picture(writer), is_decorative=True, alt_text="Left over.")
    html = shown(client, page, publisher)
    assert 'alt=""' in html and "Left over." not in html


def test_a_download_says_what_it_is_before_it_is_fetched(page, writer, publisher, client):
    file = a_report(writer)
    PageDownload.objects.create(parent=page, file=file, label="Read the report")
    html = shown(client, page, publisher)
    assert f'href="{file.get_absolute_url()}"' in html
    assert f"(PDF, {file.size_text}, 3 pages)" in html


def test_a_download_from_elsewhere_says_nothing_it_does_not_know(page, publisher, client):
    PageDownload.objects.create(parent=page, url="https://x.example/report", label="Read the report")
    html = shown(client, page, publisher)
    assert 'href="https://x.example/report"' in html
    assert "document-link__facts" not in html


def test_every_other_block_says_its_words(page, publisher, client):
    PageText.objects.create(parent=page, ordering=1, text="<p>First <strong>words</strong>.</p>")
    PageQuote.objects.create(
        parent=page, ordering=2, text="<p>More to do &amp; soon.</p><p>We know.</p>", speaker="A. Person", role="Chief"
    )
    PageKeyFigure.objects.create(parent=page, ordering=3, value="92%", label="recorded", context="In 2019.")
    PageNotes.objects.create(parent=page, ordering=4, text="<ol><li>Deferred.</li></ol>")
    PageContact.objects.create(
        parent=page, ordering=5, heading="Press office", text="<p>Weekdays</p>", email="press@x.example", phone="101"
    )
    html = shown(client, page, publisher)
    assert "<p>First <strong>words</strong>.</p>" in html
    assert "<p>More to do &amp; soon.</p>" in html and "<p>We know.</p>" in html
    assert "A. Person" in html and "Chief" in html
    assert "92%" in html and "recorded" in html and "In 2019." in html
    assert "<ol><li>Deferred.</li></ol>" in html
    assert "Press office" in html and "Weekdays" in html and "mailto:press@x.example" in html
    order = [html.index(words) for words in ("First", "More to do", "92%", "Deferred", "Press office")]
    assert order == sorted(order)


def test_words_in_a_block_cannot_become_markup(page, writer, publisher, client):
    attack = "<script>alert(1)</script>\"onload='x'"
    PageImage.objects.create(parent=page, file=a_picture(writer, credit=attack), alt_text="A dog.")
    PageDownload.objects.create(parent=page, file=a_report(writer), label="Report")
    PageQuote.objects.create(parent=page, text=attack + "<img src=x onerror=y>", speaker="A. Person")
    shown(client, page, publisher)
    # No release lets markup pass: this one is taken to be older than that rule.
    page.blocks.update(alt_text=attack, caption=attack, label=attack, speaker=attack, role=attack)
    html = client.get("/about-us/").content.decode()
    assert "<script>alert" not in html and "<img src=x" not in html
    assert "\"onload='" not in html


def test_the_blocks_cost_the_same_for_any_number_of_pictures(writer):
    def queries(page):
        with CaptureQueriesContext(connection) as captured:
            for block in blocks_of(page, page.created_at):
                block.render_context(page.created_at)
        return len(captured)

    one = a_draft_with(a_picture(writer), writer)
    many = a_draft_with(a_picture(writer, picture("PNG", (700, 700)), "a.png"), writer, slug="many")
    for number in range(4):
        file = a_picture(writer, picture("JPEG", (300 + number, 300)))
        PageImage.objects.create(parent=many, file=file, alt_text="Another.")
    assert queries(one) == queries(many) == 2
