"""Markup has no place in plain text; signs that only look like it have."""

import html.entities

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from publishing.models import Refused, Stopped
from publishing.plaintext import markup_in
from tests.factories.media import a_picture
from tests.factories.pages import released_page, submitted_page
from tests.newsroom import address, block, press, start, typed
from website.models import Page, PageImage, PageKeyFigure


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "fewer than < 5",
            "<5 per cent",
            "a<b",
            "1 < 2 > 0",
            "a<b and c>d",
            "a <= b >= c",
            "x<y, z>w",
            "<>",
            "<-",
        ),
        *("R&D", "AT&T", "Q&A; and more", "Smith & Sons;", "P&L;", "&", "&;", "&#;", "a&b=c"),
        *("<https://example.org/?a=b>", "<press@example.org>", "I <3 it's", "p<q isn't 5", "Ask: <name of the body>"),
    ],
)
def test_a_sign_alone_is_no_markup(text):
    assert markup_in(text) == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A <b>bold</b> word", "<b>"),
        ("the end</p>", "</p>"),
        ('see <a href="https://example.org">', '<a href="'),
        ("see <a href=...>here", "<a href=...>"),
        ("<p class = 'note'>", "<p class = '"),
        ("one<br/>two", "<br/>"),
        ("one<BR\n>two", "<BR\n>"),
        ("<svg/onload=alert(1)>", "<svg/onload=alert(1)>"),
        ("<input disabled>", "<input disabled>"),
        ("<script async src='x'>", "<script async src='"),
        ('< 5 and <img src="cut off', '<img src="'),
        ("x <!-- secret -->", "<!--"),
        ("<!doctype html>", "<!doctype"),
        ("R&amp;D", "&amp;"),
        ("10&nbsp;000", "&nbsp;"),
        ("don&#39;t", "&#39;"),
        ("don&#x2019;t", "&#x2019;"),
        ("&lt;b&gt; and <b>", "&lt;"),
        ("<a title=" + "x" * 99 + ">", "<a title=" + "x" * 30 + "…"),
    ],
)
def test_the_first_markup_is_named(text, found):
    assert markup_in(text) == found


words = st.text(st.sampled_from("abcXYZ 019.,;:!?£%—’é\n"))


@given(st.text().filter(lambda text: not {"<", "&"} & set(text)))
def test_text_without_the_signs_that_begin_markup_is_plain(text):
    assert markup_in(text) == ""


@given(st.lists(words, min_size=1), st.sampled_from(["< ", "<5", "<=", " & ", "&", ">"]))
def test_comparisons_and_ampersands_are_plain(parts, sign):
    plain = [part.replace(";", ",") for part in parts]
    assert markup_in(sign.join(plain)) == ""


@given(words, st.sampled_from(["b", "em", "p", "h2", "script", "my-note"]), words)
def test_a_tag_is_found_wherever_it_stands(before, name, after):
    for tag in (f"<{name}>", f"</{name}>", f"<{name}/>", f'<{name} id="x">', f"<{name} id=x>"):
        assert markup_in(f"{before}{tag}{after}")


@given(words, st.sampled_from(sorted(name for name in html.entities.html5 if name.endswith(";"))), words)
def test_every_character_reference_is_found(before, name, after):
    assert markup_in(f"{before}&{name}{after}") == f"&{name}"


@pytest.mark.parametrize("unit", ["<", "<a ", "<a b='", "<a b=\"<a c='", "<a b c", "&a", "&#1", "<!", "<a" + " " * 99])
def test_a_long_text_is_read_no_sign_twice(unit):
    # A million signs would not be done in an hour if each were read on to the end.
    assert markup_in((unit * 1_000_000)[:1_000_000]) in ("", "<a b='", '<a b="')


# --- At the desk and at release ------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["title", "summary", "change_note"])
def test_markup_is_refused_beside_its_field_and_what_was_typed_stays(signed_in, writer, field):
    client = signed_in(writer)
    response = start(client, **{field: "A <b>bold</b> word", "internal_note": "<b> is for colleagues."})
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == [field]
    page = response.content.decode()
    assert "“&lt;b&gt;” is markup" in page
    assert "A &lt;b&gt;bold&lt;/b&gt; word" in page
    assert not Page.objects.exists()


@pytest.mark.django_db
def test_markup_in_a_block_is_refused_beside_its_field(signed_in, writer):
    client = signed_in(writer)
    start(client)
    page = Page.objects.get()
    form = client.get(address(page))
    prefix = next(
        inline.formset.prefix
        for inline in form.context["inline_admin_formsets"]
        if inline.opts.model is PageKeyFigure  # the type of block with the most plain fields
    )
    figure = block(0, prefix, value="9&nbsp;%", label="<em>Calls</em>", context="in 2023, < 5 a day")
    response = client.post(address(page), typed(form, **figure))
    assert response.status_code == 200
    formset = next(
        inline.formset for inline in response.context["inline_admin_formsets"] if inline.formset.prefix == prefix
    )
    assert set(formset.errors[0]) == {"value", "label"}
    assert "9&amp;nbsp;%" in response.content.decode() and "&lt;em&gt;Calls" in response.content.decode()


@pytest.mark.django_db
def test_markup_that_came_in_another_way_stops_the_release(writer, publisher):
    page = submitted_page(writer, title="Dogs <i>and</i> cats")
    page.blocks.model.objects.filter(parent=page).delete()
    models = {
        "parent": page,
        "type": "image",
        "file": a_picture(writer),
        "alt_text": "A dog",
        "caption": "Rex &copy; us",
    }
    PageImage.objects.bulk_create([PageImage(**models)])
    with pytest.raises(Stopped) as stopped:
        page.release(by=publisher)
    said = {issue.place: issue.sentence for issue in stopped.value.issues}
    assert said["title"].startswith("Title: “<i>” is markup")
    assert said["blocks"].startswith("Caption of “Image: Rex &copy; us”: “&copy;” is markup")


@pytest.mark.django_db
def test_a_notice_in_the_place_of_a_page_is_plain_text_too(signed_in, writer, publisher):
    page = released_page(writer, publisher)
    response = press(signed_in(publisher), page, "withdraw", availability="withdrawn", notice="It was <b>wrong</b>.")
    assert response.status_code == 200
    assert "“&lt;b&gt;” is markup" in response.content.decode()
    with pytest.raises(Refused, match="“<b>” is markup"):
        page.withdraw(by=publisher, notice="It was <b>wrong</b>.")
    assert page.siblings().count() == 1


def test_a_plain_field_says_so_to_whoever_asks_it():
    with pytest.raises(ValidationError, match="is markup"):
        Page._meta.get_field("summary").clean("<p>", None)
