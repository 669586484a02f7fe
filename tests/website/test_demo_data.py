"""The data files of the demonstration: what they may say, and of whom."""

import datetime as dt
import re

import pytest

from publishing import richtext
from website.demo.reading import DataError, read_file, when
from website.demo.specs import Article, Round, read_content

SPEAKERS = {"Ivan Balhatchet", "Roy Wilsher", "Zoë Billingham"}
OFFICES = {"The lead inspector", "The chief officer"}  # of fictional bodies; nobody holds them
# The only quotation longer than a word or two that the sources allow here; five words are the limit.
LONGEST_QUOTATION = 5


@pytest.fixture(scope="module")
def content():
    return read_content()


def is_fictional(inspection):
    return inspection.framework.startswith("demonstration-")


def every_block(content):
    for item in content.inspections:
        for edition in item.editions:
            for block in edition.blocks:
                yield item.slug, block
    for item in (*content.articles, *content.pages, *content.newsroom):
        for block in item.blocks:
            yield item.slug, block


def quotations(text):
    return re.findall(r"[“\"]([^”\"]*)[”\"]", richtext.plain(text))


def test_nobody_speaks_but_the_people_of_the_sources(content):
    assert {block.speaker for _slug, block in every_block(content) if block.type == "quote"} == SPEAKERS | OFFICES


def test_only_fictional_bodies_have_somebody_invented_to_speak_for_them(content):
    for item in content.inspections:
        speakers = {block.speaker for edition in item.editions for block in edition.blocks if block.speaker}
        assert speakers <= (OFFICES if is_fictional(item) else SPEAKERS), item.slug


def plain_texts(edition):
    rows = (*edition.findings, *edition.practices, *edition.progress, *edition.statistics)
    for row in (edition, *rows):
        yield from (value for value in vars(row).values() if isinstance(value, str))
    for words in (edition.found, edition.notes):
        yield from (words or {}).values()


def test_what_is_said_of_real_inspections_quotes_no_sentence(content):
    for item in content.inspections:
        for edition in item.editions:
            for text in plain_texts(edition):
                for quotation in quotations(text):
                    assert len(quotation.split()) <= LONGEST_QUOTATION, f"{item.slug}: “{quotation}”"


def test_all_that_fictional_inspections_say_is_called_fictional(content):
    for item in filter(is_fictional, content.inspections):
        assert "ictional" in item.editions[0].title, item.slug
        assert all("ictional" in edition.summary for edition in item.editions if edition.summary), item.slug
        for edition in item.editions:
            named = [block.role for block in edition.blocks if block.speaker]
            named += [source.title for source in edition.documents] + [step.source for step in edition.progress]
            assert all("ictional" in words for words in named if words), item.slug


def test_only_quotes_have_a_speaker(content):
    assert not [slug for slug, block in every_block(content) if block.speaker and block.type != "quote"]


def test_no_quotation_is_longer_than_five_words(content):
    for slug, block in every_block(content):
        for quotation in quotations(block.text):
            assert len(quotation.split()) <= LONGEST_QUOTATION, f"{slug}: “{quotation}”"


def test_quotation_marks_come_in_pairs(content):
    for slug, block in every_block(content):
        plain = richtext.plain(block.text)
        assert plain.count("“") == plain.count("”"), slug
        assert '"' not in plain, slug


def test_quotes_hold_only_the_fragments_of_their_sources(content):
    said = {
        fragment
        for _slug, block in every_block(content)
        if block.type == "quote"
        for fragment in quotations(block.text)
    }
    assert said == {
        "right direction",
        "special measures",
        "concerted effort",
        "really strong progress",
        "bought [sic] to justice",
    }


def test_text_is_kept_as_it_is_written(content):
    for slug, block in every_block(content):
        # Cleaning adds to links what browsers need, and takes nothing away.
        assert richtext.clean(block.text).replace(' rel="noopener"', "") == block.text, slug


def test_no_telephone_number_is_a_link(content):
    assert not [slug for slug, block in every_block(content) if "tel:" in block.text]


def test_only_fictional_bodies_have_fictional_grades(content):
    fictional = {item.slug for item in content.reference.organisations if item.name.endswith(" (fictional)")}
    for item in content.inspections:
        assert (item.body in fictional) == is_fictional(item), item.slug
        sources = {document.url for edition in item.editions for document in edition.documents}
        assert (item.body in fictional) == any(url.startswith("https://example.org/") for url in sources), item.slug


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('ashmoor = { reported = 2011-03-08, grades = "S" }', "demonstration, ashmoor: 1 grades for 2 areas."),
        ('ashmoor = { reported = 2011-03-08, grades = "S Q" }', "demonstration, ashmoor: “Q” is none of S."),
        ('elsewhere = { reported = 2011-03-08, grades = "S S" }', "demonstration, elsewhere: there is no such organ"),
    ],
)
def test_a_line_that_does_not_fit_its_round_is_named(tmp_path, line, complaint):
    file = tmp_path / "round.toml"
    head = 'framework = "demonstration"\ntitle = "One"\nareas = ["a", "b"]\nsource = "Made up"\n'
    file.write_text(f'{head}[words]\nS = "sound"\n[results]\n{line}\n')
    with pytest.raises(DataError, match=re.escape(complaint)):
        list(read_file(file, Round).inspections({"ashmoor": "Ashmoor Police (fictional)"}))


def test_links_lead_to_the_site_itself_or_to_an_official_one(content):
    hosts = (
        "https://hmicfrs.justiceinspectorates.gov.uk/",
        "https://northantspfcc.org.uk/",
        "https://www.nationalarchives.gov.uk/",
        "https://example.org/",  # of fictional bodies: an address that belongs to nobody
    )
    links = [block.url for _slug, block in every_block(content) if block.url]
    links += [link for _slug, block in every_block(content) for link in re.findall(r'href="([^"]*)"', block.text)]
    links += [
        document.url for item in content.inspections for edition in item.editions for document in edition.documents
    ]
    links += [edition.regrade_source_url for item in content.inspections for edition in item.editions]
    assert [link for link in links if link and not link.startswith(("/", *hosts))] == []


@pytest.mark.parametrize(
    ("written", "precision", "first", "last"),
    [
        ("2014", "year", "2014-01-01", "2014-12-31"),
        ("2020-02", "month", "2020-02-01", "2020-02-29"),
        ("summer 2023", "season", "2023-06-01", "2023-08-31"),
        ("winter 2023", "season", "2023-12-01", "2024-02-29"),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(written, precision, first, last):
    read = when(written, "here")
    assert (read.precision, str(read.first), str(read.last)) == (precision, first, last)


def test_a_summer_day_begins_at_midnight_in_london():
    read = when(dt.date(2024, 8, 8), "here")
    assert read.start.isoformat() == "2024-08-08T00:00:00+01:00"


ARTICLE = """
kind = "news"
slug = "a"
title = "A"
summary = "A."
publisher = "northamptonshire-police"
published = 2024-02-20
blocks = []
"""


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (ARTICLE + 'sumary = "B."', "a.toml: unknown key “sumary”"),
        (ARTICLE.replace('title = "A"', ""), "a.toml: “title” is missing"),
        (ARTICLE.replace("2024-02-20", '"last week"'), "a.toml, published: “last week” is no date"),
        (ARTICLE.replace("2024-02-20", "2024-02-30"), "a.toml: "),
        (ARTICLE.replace('"news"', '"gossip"'), "a.toml, kind: “gossip” is none of"),
        (
            ARTICLE.replace("blocks = []", 'blocks = [{type = "quote", txt = "x"}]'),
            "a.toml, blocks 1: unknown key “txt”",
        ),
    ],
)
def test_an_error_names_the_file_and_the_key(tmp_path, text, complaint):
    path = tmp_path / "a.toml"
    path.write_text(text)
    with pytest.raises(DataError) as error:
        read_file(path, Article)
    assert str(error.value).startswith(complaint)


def test_a_reference_to_nothing_is_refused(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "reference.toml").write_text("")
    (tmp_path / "news" / "a.toml").write_text(ARTICLE + 'inspections = ["nowhere-peel"]')
    with pytest.raises(DataError, match="there is no inspection “nowhere-peel”"):
        read_content(tmp_path)
