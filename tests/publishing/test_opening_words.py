"""How a text begins, for places that lead to the whole of it."""

import pytest

from publishing.richtext import opening


def test_the_first_paragraph_stands_without_markup_and_headings():
    text = "<h2>Summary</h2><p>The force <strong>agrees</strong> &amp; acts.</p><p>It goes on.</p>"
    assert opening(text, 100) == "The force agrees & acts."


def test_a_paragraph_that_is_too_long_ends_with_a_sentence():
    text = "<p>It is better. Is it good? “Not yet.” There is much that still has to be done.</p>"
    assert opening(text, 50) == "It is better. Is it good? “Not yet.”"
    assert opening(text, 39) == "It is better. Is it good? “Not yet.”"
    assert opening(text, 30) == "It is better. Is it good?"


def test_the_stop_of_an_abbreviation_ends_no_sentence():
    assert opening("<p>It was told. See no. 5 of the list, e.g. those of the east.</p>", 45) == "It was told."


@pytest.mark.parametrize(("most", "said"), [(20, "One long sentence…"), (13, "One long…")])
def test_one_long_sentence_ends_with_a_whole_word_and_says_that_it_goes_on(most, said):
    assert opening("<p>One long sentence, which does not come to an end.</p>", most) == said


def test_plain_text_and_lists_are_read_as_they_come():
    assert opening("Plain words.", 100) == "Plain words."
    assert opening("<ul><li>First</li><li>Second</li></ul>", 100) == "First Second"
    assert opening("<p> </p><p>Words.</p>", 100) == "Words."
