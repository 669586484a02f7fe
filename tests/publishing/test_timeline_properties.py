"""Whatever is done to a document, in whatever order and at whatever times, its timeline stays sound."""

import datetime as dt
from collections.abc import Collection

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from accounts.models import PUBLISHER, WRITER, User
from publishing.models import FOREVER, Listing, Refused, State
from tests.factories.pages import draft_page
from website.models import Page

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)

# Few distinct moments, so that boundaries meet: two verbs at one second, a schedule for this very moment.
steps = st.integers(min_value=0, max_value=4)
delays = st.integers(min_value=-1, max_value=6)


class Newsroom(RuleBasedStateMachine):
    """A writer and a publisher who do anything the verbs allow, and try much that they do not."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.seen: dict[int, tuple] = {}

    @initialize()
    def first_draft(self) -> None:
        User.objects.filter(email__endswith="@property.example").delete()
        self.writer = User.objects.create_user("writer@property.example", None, role=WRITER, name="Writer One")
        self.publisher = User.objects.create_user("pub@property.example", None, role=PUBLISHER, name="Publisher One")
        self.document = draft_page(self.writer, now=self.now).document

    def teardown(self) -> None:
        Listing.objects.all().delete()
        Page.objects.all().update(based_on=None, replaces=None, redirect_to=None)
        Page.blocks.rel.related_model.objects.all().delete()
        Page.objects.all().delete()
        self.document.slug_claims.all().delete()
        self.document.delete()
        User.objects.filter(email__endswith="@property.example").delete()

    def editions(self):
        return Page.objects.filter(document=self.document)

    def attempt(self, verb, **arguments) -> None:
        """A verb is carried out, or refuses in words; no other error may come out of it."""
        try:
            verb(now=self.now, **arguments)
        except Refused as refused:
            assert str(refused)

    @rule(step=steps)
    def time_passes(self, step):
        self.now += step * SECOND

    @rule(data=st.data())
    def new_draft(self, data):
        base = data.draw(st.sampled_from(list(self.editions().order_by("pk"))))
        scheduled = list(self.editions().scheduled(self.now).order_by("pk"))
        replaces = data.draw(st.sampled_from([None, *scheduled]))
        self.attempt(base.new_draft, by=self.writer, replaces=replaces)
        for draft in self.editions().filter(state=State.DRAFT):
            draft.change_note = "Changed."
            draft.edit(by=self.writer, now=self.now)

    @precondition(lambda self: self.editions().open_drafts().exists())
    @rule()
    def submit(self):
        self.attempt(self.editions().open_drafts().get().submit, by=self.writer)

    @precondition(lambda self: self.editions().open_drafts().exists())
    @rule(delay=delays)
    def release(self, delay):
        at = None if delay < 0 else self.now + delay * SECOND
        self.attempt(self.editions().open_drafts().get().release, by=self.publisher, at=at, reason="Known.")

    @precondition(lambda self: self.editions().open_drafts().exists())
    @rule()
    def send_back(self):
        self.attempt(self.editions().open_drafts().get().send_back, by=self.publisher)

    @precondition(lambda self: self.editions().open_drafts().exists())
    @rule()
    def discard(self):
        self.attempt(self.editions().open_drafts().get().discard, by=self.publisher)

    @precondition(lambda self: self.editions().released().exists())
    @rule(data=st.data(), delay=delays)
    def reschedule(self, data, delay):
        edition = data.draw(st.sampled_from(list(self.editions().released().order_by("pk"))))
        self.attempt(edition.reschedule, by=self.publisher, at=self.now + delay * SECOND, reason="Known.")

    @precondition(lambda self: self.editions().released().exists())
    @rule(data=st.data())
    def unschedule(self, data):
        edition = data.draw(st.sampled_from(list(self.editions().released().order_by("pk"))))
        self.attempt(edition.unschedule, by=self.publisher)

    @precondition(lambda self: self.editions().released().exists())
    @rule(data=st.data(), delay=delays)
    def withdraw(self, data, delay):
        edition = data.draw(st.sampled_from(list(self.editions().released().order_by("pk"))))
        self.attempt(edition.withdraw, by=self.publisher, notice="Wrong.", at=self.now + delay * SECOND)

    @invariant()
    def one_head_and_at_most_one_open_draft(self):
        if hasattr(self, "document"):
            assert self.editions().heads().count() == 1
            assert self.editions().open_drafts().count() <= 1

    @invariant()
    def intervals_follow_one_another_without_overlap_or_gap(self):
        if not hasattr(self, "document"):
            return
        released = list(self.editions().released().order_by("live_from"))
        starts = [edition.live_from for edition in released]
        assert [edition.live_until for edition in released] == [*starts[1:], FOREVER][: len(starts)]
        for edition in released:
            for moment in (edition.live_from, edition.live_until - dt.timedelta(microseconds=1)):
                assert self.editions().live(moment).get() == edition

    @invariant()
    def what_has_been_live_never_changes(self):
        """Neither content nor start of what readers have seen, nor that they saw it."""
        if not hasattr(self, "document"):
            return
        for edition in self.editions().released().filter(live_from__lte=self.now):
            said = (edition.title, edition.live_from, edition.public_timestamp, edition.content_sha256)
            assert self.seen.setdefault(edition.pk, said) == said
            assert edition.computed_sha256() == edition.content_sha256
        assert set(self.seen) == set(
            self.editions().released().filter(live_from__lte=self.now).values_list("pk", flat=True)
        )

    @invariant()
    def listings_say_the_same(self):
        if hasattr(self, "document"):
            fields = ("live_from", "live_until", "public_timestamp")
            released = {edition.pk: edition for edition in self.editions().released()}
            listings = {listing.edition_id: listing for listing in Listing.objects.filter(document=self.document)}
            assert released.keys() == listings.keys()
            for pk, edition in released.items():
                assert [getattr(edition, name) for name in fields] == [getattr(listings[pk], name) for name in fields]


def run(examples: int, *, phases: Collection[Phase]) -> None:
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=examples,
            phases=phases,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )


@pytest.mark.django_db
def test_any_sequence_of_verbs_at_any_times_leaves_a_sound_timeline():
    # Looking for the shortest failing sequence takes minutes, so the drill alone does it.
    run(examples=12, phases=(Phase.explicit, Phase.reuse, Phase.generate))


@pytest.mark.drill
@pytest.mark.django_db
def test_any_of_many_sequences_of_verbs_leaves_a_sound_timeline():
    run(examples=400, phases=tuple(Phase))
