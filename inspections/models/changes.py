"""What became of a grade after it was published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from publishing.models import Availability, Precision, still_readable

if TYPE_CHECKING:
    from .inspection import Inspection
    from .judgments import Judgment


@dataclass(frozen=True)
class GradeChange:
    """One step: an area's judgment in an edition that readers saw, and the one that took its place."""

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
        said = _("changed from %(before)s to %(after)s") % {
            "before": self.before.in_sentence,
            "after": self.after.in_sentence,
        }
        return f"{said} {self.when}".strip()

    @property
    def sentence(self) -> str:
        return f"{self.after.area.name}: {self.change}"


def changes_between(editions: Sequence[Inspection], judgments: Iterable[Judgment]) -> list[GradeChange]:
    """Every step between neighbouring editions, oldest first; a grade changed and changed back is two steps.

    `editions` are those that readers have seen, oldest first; withdrawn ones judge nothing, and what was taken from
    readers since tells nothing of what came after. `judgments` are all of theirs.
    """
    rows: dict[int, dict[tuple[str, int], Judgment]] = {edition.pk: {} for edition in editions}
    for judgment in judgments:
        rows[judgment.inspection_id][judgment.key] = judgment
    steps = []
    readable = still_readable(editions)
    for before, after in pairwise(edition for edition in readable if edition.availability == Availability.OPEN):
        for key, judgment in rows[after.pk].items():
            earlier = rows[before.pk].get(key)
            if earlier is not None and earlier.decision != judgment.decision:
                steps.append(GradeChange(before=earlier, after=judgment, edition=after))
    return steps
