"""Where the findings of an inspection stand: what is still open first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Finding, FindingStatus

# The status of what nobody has said anything about is the empty one.
_ORDER = (
    *(FindingStatus.Status.OPEN, FindingStatus.Status.NOT_COMPLETE, FindingStatus.Status.IN_PROGRESS),
    *(FindingStatus.Status.AWAITING_REVIEW, "", *FindingStatus.CLOSED),
)


@dataclass
class Stage:
    """The findings that have come equally far."""

    status: str
    findings: list[Finding]

    @property
    def words(self) -> str:
        """“2 in progress”."""
        number = len(self.findings)
        if not self.status:
            return _("%(number)s with nothing held here") % {"number": number}
        words = str(FindingStatus.Status(self.status).label)
        return _("%(number)s %(status)s") % {"number": number, "status": words[:1].lower() + words[1:]}

    @property
    def tone(self) -> str:
        return FindingStatus.TONES.get(self.status, "neutral")


@dataclass
class Tracker:
    """Those findings of an inspection that ask for action, by their present status."""

    stages: list[Stage]

    @property
    def sentence(self) -> str:
        """“2 of 4 findings that ask for action are still open; of 1 nothing is held here.”"""
        counts = {stage.status: len(stage.findings) for stage in self.stages}
        unknown, total = counts.pop("", 0), sum(len(stage.findings) for stage in self.stages)
        if unknown == total:
            said = ngettext(
                "%(total)s finding asks for action. Nothing is held here on what became of it.",
                "%(total)s findings ask for action. Nothing is held here on what became of them.",
                total,
            )
            return said % {"total": total}
        left = sum(number for status, number in counts.items() if status not in FindingStatus.CLOSED)
        said = ngettext(
            "%(left)s of %(total)s finding that asks for action is still open",
            "%(left)s of %(total)s findings that ask for action are still open",
            total,
        ) % {"left": left, "total": total}
        if unknown:
            said = _("%(said)s; of %(unknown)s nothing is held here") % {"said": said, "unknown": unknown}
        return f"{said}."


def tracker_of(findings: Iterable[Finding]) -> Tracker | None:
    """Where `findings`, read with their statuses, stand; None when none of them asks for action."""
    by_status: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.kind in Finding.ASK_FOR_ACTION:
            by_status.setdefault(finding.present["code"] if finding.present else "", []).append(finding)
    stages = [Stage(status, by_status[status]) for status in _ORDER if status in by_status]
    return Tracker(stages) if stages else None
