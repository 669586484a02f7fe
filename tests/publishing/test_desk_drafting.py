"""Writing a draft at the desk, alone and when somebody else has it open too."""

import pytest

from tests.factories.accounts import UserFactory
from tests.newsroom import address, block, press, start, typed
from website.models import Page, PageQuote, PageText


@pytest.fixture
def other_writer(db):
    return UserFactory(email="other@newsroom.example", name="Writer Two")


@pytest.fixture
def draft(writer, signed_in):
    start(signed_in(writer), **block(0, text="<p>First words.</p>"))
    return Page.objects.get()


def test_adding_a_page_makes_its_document_and_first_draft(writer, draft):
    assert draft.document.working_title == "Stray dogs"
    assert (draft.number, draft.state, draft.created_by, draft.is_head) == (1, "draft", writer, True)


def test_the_address_follows_the_title_only_until_the_page_exists(writer, signed_in, draft):
    desk = signed_in(writer)
    assert desk.get("/admin/website/page/add/").context["adminform"].prepopulated_fields
    assert not desk.get(address(draft)).context["adminform"].prepopulated_fields


def test_a_save_keeps_who_when_and_a_new_version(signed_in, other_writer, draft):
    desk = signed_in(other_writer)
    saved = desk.post(address(draft), typed(desk.get(address(draft)), title="Lost dogs"))
    assert saved["Location"] == address(draft, "edition")
    draft.refresh_from_db()
    assert (draft.title, draft.edited_by, draft.lock_version) == ("Lost dogs", other_writer, 2)
    assert draft.document.working_title == "Lost dogs"


def test_save_and_continue_comes_back_to_the_form(writer, signed_in, draft):
    desk = signed_in(writer)
    assert desk.post(address(draft), typed(desk.get(address(draft)), _continue="1"))["Location"] == address(draft)


def test_blocks_are_changed_added_moved_and_removed(writer, signed_in, draft):
    desk = signed_in(writer)
    quote = block(0, prefix="blocks-2", text="<p>Bring a lead.</p>", speaker="The warden", ordering=5)
    desk.post(address(draft), typed(desk.get(address(draft)), **{"blocks-0-text": "<p>Other words.</p>"}, **quote))
    assert [(row.type, row.text) for row in draft.blocks.order_by("ordering")] == [
        ("quote", "<p>Bring a lead.</p>"),
        ("richtext", "<p>Other words.</p>"),
    ]
    desk.post(address(draft), typed(desk.get(address(draft)), **{"blocks-2-0-DELETE": "on"}))
    assert [row.type for row in draft.blocks.all()] == ["richtext"]


def test_a_mistake_in_a_block_saves_nothing_and_keeps_what_was_typed(writer, signed_in, draft):
    desk = signed_in(writer)
    nobody_said_it = block(0, prefix="blocks-2", text="<p>Bring a lead.</p>", speaker="")
    answer = desk.post(address(draft), typed(desk.get(address(draft)), title="Lost dogs", **nobody_said_it))
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "Say who said it." in page
    assert "Bring a lead." in page
    assert 'value="Lost dogs"' in page
    draft.refresh_from_db()
    assert (draft.title, draft.lock_version, draft.blocks.count()) == ("Stray dogs", 1, 1)


# --- Two people, one draft ------------------------------------------------------------------------------


@pytest.fixture
def both_open(writer, other_writer, signed_in, draft):
    """Both have the form open; the other one saves first."""
    slow, quick = signed_in(writer), signed_in(other_writer)
    opened = slow.get(address(draft))
    quick.post(address(draft), typed(quick.get(address(draft)), title="Found dogs"))
    return slow, opened


def test_a_second_save_does_not_win_silently_and_loses_no_word(draft, both_open):
    slow, opened = both_open
    mine = {"title": "My dogs", "blocks-0-text": "<p>My words.</p>"}
    answer = slow.post(
        address(draft), typed(opened, **mine, **block(0, prefix="blocks-2", text="<p>My quote.</p>", speaker="Me"))
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Somebody else saved this draft after you opened it." in page
    assert "Writer Two saved this edition last" in page
    assert f'href="{address(draft, "edition")}" target="_blank"' in page
    assert 'value="My dogs"' in page
    assert "&lt;p&gt;My words.&lt;/p&gt;" in page
    assert "&lt;p&gt;My quote.&lt;/p&gt;" in page
    draft.refresh_from_db()
    assert draft.title == "Found dogs"
    assert [row.text for row in draft.blocks.all()] == ["<p>First words.</p>"]


def test_pressing_save_once_more_is_no_way_round(draft, both_open):
    slow, opened = both_open
    refused = slow.post(address(draft), typed(opened, title="My dogs"))
    assert slow.post(address(draft), typed(refused)).status_code == 409


def test_who_has_looked_may_save_over_it(draft, both_open):
    slow, opened = both_open
    refused = slow.post(address(draft), typed(opened, title="My dogs"))
    stored = refused.context["stored"]
    assert slow.post(address(draft), typed(refused, overwrite=stored.lock_version)).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "My dogs"


def test_having_looked_once_serves_one_save_alone(draft, both_open):
    """Back in the browser is the page with the box ticked; what was saved since then is another text."""
    slow, opened = both_open
    refused = slow.post(address(draft), typed(opened, title="My dogs"))
    told = typed(refused, overwrite=refused.context["stored"].lock_version)
    assert slow.post(address(draft), told).status_code == 302
    assert slow.post(address(draft), told | {"title": "Older dogs"}).status_code == 409
    draft.refresh_from_db()
    assert draft.title == "My dogs"


def test_a_third_save_in_between_refuses_the_overwriting_too(draft, both_open, chief, signed_in):
    slow, opened = both_open
    refused = slow.post(address(draft), typed(opened, title="My dogs"))
    third = signed_in(chief)
    third.post(address(draft), typed(third.get(address(draft)), title="Chief's dogs"))
    overwritten = slow.post(address(draft), typed(refused, overwrite=refused.context["stored"].lock_version))
    assert overwritten.status_code == 409
    draft.refresh_from_db()
    assert draft.title == "Chief's dogs"


def test_words_typed_into_a_block_that_somebody_removed_are_kept(draft, writer, other_writer, signed_in):
    PageText.objects.create(parent=draft, region="main", ordering=20, text="<p>Second words.</p>")
    slow, quick = signed_in(writer), signed_in(other_writer)
    opened = slow.get(address(draft))
    quick.post(address(draft), typed(quick.get(address(draft)), **{"blocks-0-DELETE": "on"}))
    mine = {"blocks-0-text": "<p>My first.</p>", "blocks-1-text": "<p>My second.</p>"}
    refused = slow.post(address(draft), typed(opened, **mine))
    assert refused.status_code == 409
    assert "&lt;p&gt;My first.&lt;/p&gt;" in refused.content.decode()
    assert "&lt;p&gt;My second.&lt;/p&gt;" in refused.content.decode()

    slow.post(address(draft), typed(refused, overwrite=refused.context["stored"].lock_version))
    assert sorted(row.text for row in draft.blocks.all()) == ["<p>My first.</p>", "<p>My second.</p>"]


def test_a_draft_submitted_meanwhile_refuses_the_save_and_keeps_the_text(draft, writer, other_writer, signed_in):
    slow = signed_in(writer)
    opened = slow.get(address(draft))
    press(signed_in(other_writer), draft, "submit")
    answer = slow.post(address(draft), typed(opened, title="My dogs"))
    assert answer.status_code == 409
    assert 'value="My dogs"' in answer.content.decode()
    assert 'name="overwrite"' not in answer.content.decode()
    draft.refresh_from_db()
    assert draft.title == "Stray dogs"


def test_only_a_draft_is_ever_shown_as_a_form(draft, writer, signed_in):
    desk = signed_in(writer)
    press(desk, draft, "submit")
    answer = desk.get(address(draft))
    assert "admin/publishing/edition.html" in [template.name for template in answer.templates]
    assert "adminform" not in answer.context


def test_blocks_of_another_draft_stay_out_of_reach(draft, writer, signed_in):
    desk = signed_in(writer)
    other = Page.start(by=writer, title="Cats", slug="cats")
    theirs = PageQuote.objects.create(parent=other, region="main", text="<p>Meow.</p>", speaker="A cat")
    stolen = block(0, prefix="blocks-2", text="<p>Woof.</p>", speaker="A dog", id=theirs.pk)
    desk.post(address(draft), typed(desk.get(address(draft)), **stolen, **{"blocks-2-INITIAL_FORMS": 1}))
    theirs.refresh_from_db()
    assert theirs.text == "<p>Meow.</p>"
    assert theirs.parent == other


def test_the_block_editor_copies_no_blocks_but_the_drafts_own(draft, writer, signed_in):
    desk = signed_in(writer)
    other = Page.start(by=writer, title="Cats", slug="cats")
    theirs = PageText.objects.create(parent=other, region="main", text="<p>Meow.</p>")
    copy = {"_clone_region": "main", "_clone_ordering": 50}
    refused = desk.post(
        address(draft), typed(desk.get(address(draft)), title="Copied", _clone=f"website.pagetext:{theirs.pk}", **copy)
    )
    assert refused.status_code == 409
    assert 'value="Copied"' in refused.content.decode()
    assert other.blocks.count() == 1

    mine = draft.blocks.get()
    desk.post(address(draft), typed(desk.get(address(draft)), _clone=f"website.pagetext:{mine.pk}", **copy))
    assert [row.text for row in draft.blocks.all()] == ["<p>First words.</p>"] * 2


def test_what_other_documents_share_is_not_changed_in_passing(draft, chief, signed_in):
    form = signed_in(chief).get(address(draft)).context
    for inline in form["inline_admin_formsets"]:
        for field in inline.formset.empty_form.fields.values():
            assert not getattr(field.widget, "can_delete_related", False)
            assert not getattr(field.widget, "can_change_related", False)
