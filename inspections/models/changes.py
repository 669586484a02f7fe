"""What became of a grade after it was published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from publishing.models import Availability, Precision, still_readable

from .standing import last_of_each_area

if TYPE_CHECKING:
    from .inspection import Inspection
    from .judgments import Judgment


@dataclass(frozen=True)
class GradeChange:
    """One step: an area's judgment in an edition that readers saw, and the one that took its place: the same judgment
    with another grade, or one that was added and stands instead."""

    before: Judgment
    after: Judgment
    edition: Inspection

    @property
    def at(self) -> dt.datetime | None:
        """When readers were given the later grade; None while its edition is a draft."""
        return self.edition.public_timestamp

    @property
    def precision(self) -> str:
        """A change is dated to the day at most."""
        known = self.edition.public_precision
        return Precision.DAY if known == Precision.MINUTE else known

    @property
    def when(self) -> str:
        """“on 8 August 2024”, “in August 2024”, or nothing."""
        if self.at is None or self.precision == Precision.UNKNOWN:
            return ""
        day = timezone.localtime(self.at, timezone.get_default_timezone())
        if self.precision == Precision.DAY:
            return _("on %(day)s") % {"day": dateformat.format(day, "j F Y")}
        return _("in %(month)s") % {
            "month": dateformat.format(day, "F Y" if self.precision == Precision.MONTH else "Y")
        }

    @property
    def change(self) -> str:
        """“changed from adequate to requires improvement on 8 August 2024”."""
        said = _("changed from %(before)s to %(after)s")
        if self.before.key != self.after.key:
            said = _("changed from %(before)s to %(after)s by a later judgment")
        said %= {"before": self.before.in_sentence, "after": self.after.in_sentence}
        return f"{said} {self.when}".strip()

    @property
    def sentence(self) -> str:
        return f"{self.after.area.name}: {self.change}"


def changes_between(editions: Sequence[Inspection], judgments: Iterable[Judgment]) -> list[GradeChange]:
    """Every step between neighbouring editions, oldest first; a grade changed and changed back is two steps.

    `editions` are those that readers have seen, oldest first; withdrawn ones judge nothing, and what was taken from
    readers since tells nothing of what came after. `judgments` are all of theirs. A judgment that is added to an area
    is a change if another decision stood there before; none is ever taken out, the checks see to that.
    """
    rows: dict[int, list[Judgment]] = {edition.pk: [] for edition in editions}
    for judgment in judgments:
        rows[judgment.inspection_id].append(judgment)
    readable = still_readable(editions)
    return [
        GradeChange(before=earlier, after=judgment, edition=after)
        for before, after in pairwise(edition for edition in readable if edition.availability == Availability.OPEN)
        for earlier, judgment in _replaced(rows[before.pk], rows[after.pk])
        if earlier.decision != judgment.decision
    ]


def _replaced(before: list[Judgment], after: list[Judgment]) -> Iterator[tuple[Judgment, Judgment]]:
    """Each judgment of the later edition with the one whose place it took."""
    known = {judgment.key: judgment for judgment in before}
    stood, stands = last_of_each_area(before), last_of_each_area(after)
    for judgment in after:
        earlier = known.get(judgment.key)
        if earlier is None and judgment is stands[judgment.area_id]:
            earlier = stood.get(judgment.area_id)
        if earlier is not None:
            yield earlier, judgment
