"""What an inspection rests on and says in words, as JSON: blocks, findings, practices, figures and documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from inspections.models import Finding, Inspection, InspectionDocument, Statistic
from inspections.opendata.rows import source_link
from inspections.tracker import tracker_of
from publishing import richtext
from publishing.models import MediaFile, blocks_of

from .summary import Said, day_text

SIDES = {"main": "inspectorate", "response": "body"}


def blocks(edition: Inspection, at: dt.datetime) -> list[Said]:
    """What each side says of the inspection, in the order of the page, every piece marked with who speaks."""
    names = {"inspectorate": edition.inspectorate_name, "body": edition.body_name}
    return [_block(block, names) for block in blocks_of(edition, at)]


def _block(block: Any, names: dict[str, str]) -> Said:
    side = SIDES[block.region]
    file = block.file
    url = settings.SITE_URL + _shown(file).get_absolute_url() if file else block.url
    return {
        "said_by": side,
        "said_by_name": names[side],
        "type": block.type,
        "text": "\n\n".join(richtext.lines(block.text)) or None,
        "html": block.text or None,
        **{name: getattr(block, name) or None for name in ("speaker", "role", "value", "label", "context", "caption")},
        "alt_text": None if block.is_decorative else block.alt_text or None,
        "url": url or None,
        "credit": (file.credit or None) if file else None,
        "file": _file(file),
    }


def _shown(file: MediaFile) -> Any:
    return file.fallback if file.is_image else file


def _file(file: MediaFile | None) -> Said | None:
    """Of what type and how large a document is that this site keeps."""
    if file is None or file.is_image:
        return None
    return {"type": file.content_type, "bytes": file.size, "pages": file.pages}


def findings(found: Iterable[Finding]) -> list[Said]:
    return [_finding(row) | {"statuses": _statuses(row)} for row in found]


def open_finding(finding: Finding) -> Said:
    """A finding that nobody has said to be closed, with where it stands."""
    steps = _statuses(finding)
    return _finding(finding) | {"status": steps[-1] if steps else None}


def _finding(finding: Finding) -> Said:
    return {
        "ref": finding.ref,
        "parent_ref": finding.parent_ref,  # type: ignore[attr-defined]
        "kind": finding.kind,
        "accelerated": finding.accelerated,
        **_area(finding),
        "text": finding.text,
        "addressee": finding.addressee or None,
        "due_on": day_text(finding.due_on),
    }


def _statuses(finding: Finding) -> list[Said]:
    return [
        {
            "on": day_text(row["on"]),
            "status": str(row["status"]),
            "code": row["code"],
            "note": row["note"],
            "source": row["source"] or None,
        }
        for row in finding.history  # type: ignore[attr-defined]
    ]


def _area(row: Any) -> Said:
    return {"area_code": row.area.code if row.area else None, "area": row.area.name if row.area else None}


def tracker(found: Iterable[Finding]) -> Said | None:
    """How far those findings have come that ask for action; none if none does."""
    tracked = tracker_of(found)
    if tracked is None:
        return None
    stages = [
        {"code": stage.status or None, "text": stage.words, "refs": [finding.ref for finding in stage.findings]}
        for stage in tracked.stages
    ]
    return {"sentence": tracked.sentence, "stages": stages}


def practices(edition: Inspection) -> list[Said]:
    return [
        {"kind": row.kind, **_area(row), "title": row.title, "text": row.text}
        for row in edition.practices.select_related("area")
    ]


def statistic(row: Statistic) -> Said:
    return {
        "label": row.label,
        "figure": str(row.figure),
        "value": float(row.value),
        "decimals": row.decimals,
        "unit": row.unit,
        "qualifier": row.qualifier,
        "plus_minus": float(row.plus_minus) if row.plus_minus is not None else None,
        "period": row.period or None,
        "comparator": row.comparator or None,
        "rank_of": row.rank_of,
        "footnote": row.footnote or None,
    }


def document(row: InspectionDocument) -> Said:
    return {
        "kind": row.kind,
        "title": row.title,
        "url": source_link(row),
        "language": row.language,
        "publisher": row.publisher or None,
        "published_on": day_text(row.published_on),
        "licence": row.licence or None,
        "file": _file(row.file),
    }
