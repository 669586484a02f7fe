"""Schemas of a body with all its inspections, and of how their grades may be compared."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.models import AreaLink
from inspections.opendata.columns import DATE, MOMENT, OUTCOMES

from .inspection import finding_fields, finding_status, inspection_fields
from .words import (
    DAY,
    LINK,
    MAYBE_LINK,
    MAYBE_TEXT,
    TEXT,
    UUID,
    YES_NO,
    Schema,
    array_of,
    described,
    list_of,
    object_of,
    one_of,
    or_none,
    reference,
)


def body_schemas() -> dict[str, Schema]:
    return {
        "InspectionOfBody": object_of(inspection_fields() | {"later_report": _later_report()}),
        "JudgmentInTrend": _judgment_in_trend(),
        "Trend": _trend(),
        "Break": _break(),
        "Voice": _voice(),
        "Body": object_of(_body()),
    }


def _body() -> dict[str, Schema]:
    answer = {"document_uuid": UUID, **dict.fromkeys(("inspectorate", "body"), reference("schemas", "Voice"))}
    programme = {"code": TEXT, "name": TEXT, "runs": list_of("Trend"), "breaks": list_of("Break")}
    return {
        "code": TEXT,
        "name": TEXT,
        "url": LINK,
        **dict.fromkeys(("sector", "region", "predecessor", "predecessor_name"), MAYBE_TEXT),
        "codes": {"type": "object", "description": _("Its codes in public registers, by register.")},
        "website": MAYBE_LINK,
        "opened_on": DAY,
        "closed_on": DAY,
        "as_of": {"type": "string", "pattern": MOMENT},
        "inspections": list_of("InspectionOfBody"),
        "programmes": described(
            array_of(object_of(programme)),
            _("Of each programme which inspections stand together and what parts them, the newest first."),
        ),
        "answers": described(
            array_of(object_of(answer)),
            _("The inspections that the body has answered, and how each side begins what it says."),
        ),
        "open_findings": described(
            array_of(object_of({"document_uuid": UUID, **finding_fields(), "status": or_none(finding_status())})),
            _("What asks for action and nobody has said to be closed; null as status where nothing is held on it."),
        ),
        "news": described(list_of("News"), _("The newest articles on this site about its inspections.")),
    }


def _later_report() -> Schema:
    about = _("That the programme's last report on the body was taken down, if it was; this one is the last before it.")
    gone = object_of({"taken_down_on": {"type": "string", "pattern": DATE}, "text": TEXT})
    return described(or_none(gone), about)


def _trend() -> Schema:
    area = object_of({"area_code": TEXT, "area": TEXT, "judgments": list_of("JudgmentInTrend")})
    trend = object_of({"framework": TEXT, "inspections": array_of(UUID), "areas": array_of(area)})
    return described(
        trend,
        _("Inspections under one framework, the newest first; their areas side by side when there are two or more."),
    )


def _judgment_in_trend() -> Schema:
    return object_of(
        {
            "document_uuid": UUID,
            "outcome": one_of(list(OUTCOMES)),
            "grade": MAYBE_TEXT,
            "changed": described(MAYBE_TEXT, _("What became of the area since the inspection before, in a word.")),
            "regraded": described(MAYBE_TEXT, _("What the inspectorate changed after it had published the grade.")),
        }
    )


def _break() -> Schema:
    about = _("Why inspections under two frameworks are not to be compared, but for single areas a source speaks of.")
    ends = {
        "later": UUID,
        "later_framework": TEXT,
        "earlier": UUID,
        "earlier_framework": TEXT,
    }
    return described(object_of(ends | {"reason": TEXT, "areas": array_of(_linked())}), about)


def _linked() -> Schema:
    judgment = reference("schemas", "JudgmentInTrend")
    return object_of(
        {
            "area_code": TEXT,
            "area": TEXT,
            "earlier_area_code": TEXT,
            "earlier_area": TEXT,
            "comparable": one_of(list(AreaLink.Comparable.values)),
            "kind": one_of(list(AreaLink.Kind.values)),
            "reason": TEXT,
            "source": MAYBE_TEXT,
            "source_url": MAYBE_LINK,
            "is_on_other_scale": described(YES_NO, _("The two grades are words of different scales.")),
            "later": judgment,
            "earlier": judgment,
        }
    )


def _voice() -> Schema:
    return object_of(
        {
            "name": TEXT,
            "words": described(MAYBE_TEXT, _("How it begins; null when it answers in a document.")),
            "person": described(MAYBE_TEXT, _("The person whose own words these are.")),
            "is_summary": described(YES_NO, _("Whether the words are this site's, for want of the inspectorate's.")),
            "title": described(MAYBE_TEXT, _("Of the article or document it says this in.")),
            "url": LINK,
        }
    )
