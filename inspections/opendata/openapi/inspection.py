"""Schemas of an inspection: in the list of a body, and on its own with what it rests on."""

from __future__ import annotations

from django.utils.translation import gettext as _

from inspections.models import FindingStatus, InspectionBlock
from inspections.opendata.columns import CHANGES, JUDGMENTS, MOMENT, Dataset
from inspections.opendata.twins import SAID_ABOVE

from .words import (
    DAY,
    LINK,
    MAYBE_LINK,
    MAYBE_NUMBER,
    MAYBE_TEXT,
    MAYBE_WHOLE,
    NUMBER,
    TEXT,
    UUID,
    WHOLE,
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


def inspection_schemas() -> dict[str, Schema]:
    return {
        "JudgmentOfInspection": object_of(_said_below(JUDGMENTS) | _beside_judgment()),
        "ChangeOfInspection": object_of(_said_below(CHANGES) | _beside_change()),
        "Tally": _tally(),
        "Declared": _declared(),
        "Block": _block(),
        "Finding": object_of(finding_fields() | {"statuses": list_of("FindingStatus")}),
        "FindingStatus": finding_status(),
        "News": object_of({"title": TEXT, "url": LINK, "summary": TEXT, "published_on": DAY}),
        "Inspection": object_of(inspection_fields() | _evidence()),
    }


def inspection_fields() -> dict[str, Schema]:
    coded = {"code": TEXT, "name": TEXT}
    scope = described(MAYBE_TEXT, _("What of the results of this framework the site does not hold."))
    return {
        "document_uuid": JUDGMENTS.columns[0].schema,
        "edition": WHOLE,
        "url": LINK,
        "data_url": LINK,
        **dict.fromkeys(("title", "summary", "kind"), TEXT),
        "language": described(TEXT, _("The language of the page, as a code such as en.")),
        "availability": one_of(["open", "withdrawn"]),
        "withdrawn_on": DAY,
        "notice": described(
            MAYBE_TEXT, _("Why it was withdrawn; then its own address alone goes on saying what it says.")
        ),
        **{name: object_of(coded) for name in ("body", "inspectorate", "programme")},
        "framework": object_of({"code": TEXT, "version": TEXT, "title": TEXT, "scope_note": scope}),
        "reported_on": DAY,
        "source_url": MAYBE_LINK,
        "licence": MAYBE_TEXT,
        "tally": reference("schemas", "Tally"),
        "declared": reference("schemas", "Declared"),
        "judgments": list_of("JudgmentOfInspection"),
        "changes": list_of("ChangeOfInspection"),
    }


# --- Grades ----------------------------------------------------------------------------------------------------


def _said_below(dataset: Dataset) -> dict[str, Schema]:
    return {column.name: column.schema for column in dataset.columns if column.name not in SAID_ABOVE}


def _beside_judgment() -> dict[str, Schema]:
    return {
        "area_short_name": MAYBE_TEXT,
        "area_name_is_verified": described(
            YES_NO, _("Whether the name of the area was checked with the inspectorate; else it may be our wording.")
        ),
        "summary": described(MAYBE_TEXT, _("What the inspectors found, in a sentence or two.")),
        "note": described(MAYBE_TEXT, _("A remark beside the grade.")),
        "carried_from_title": described(MAYBE_TEXT, _("The inspection that a grade carried forward was given by.")),
        "carried_from_reported_on": DAY,
    }


def _beside_change() -> dict[str, Schema]:
    return {
        "stated_at": described(MAYBE_LINK, _("Where the inspectorate or the body says so.")),
        "sentence": described(TEXT, _("The change as the page puts it.")),
    }


def _tally() -> Schema:
    grade = object_of({"code": TEXT, "grade": TEXT, "number": WHOLE})
    numbers = dict.fromkeys(("areas", "graded", "ungraded", "pending", "not_held", "carried"), WHOLE)
    counted = object_of({"sentence": TEXT, **numbers, "grades": array_of(grade)})
    about = _("How many areas have which grade, counted from the judgments; grades carried forward are counted apart.")
    return described(or_none(counted), about)


def _declared() -> Schema:
    by_code = {"type": "object", "description": _("How often each grade was given, by its code.")}
    said = described(MAYBE_TEXT, _("The count in words; empty where the one above says the same."))
    counted = object_of({"sentence": said, "areas": MAYBE_WHOLE, "graded": MAYBE_WHOLE, "grades": by_code})
    return described(or_none(counted), _("The inspectorate's own count, if it gives one."))


# --- What it rests on ------------------------------------------------------------------------------------------


def _evidence() -> dict[str, Schema]:
    period = or_none(object_of({"from": DAY, "to": DAY}))
    return {
        "as_of": {"type": "string", "pattern": MOMENT},
        "revisits": described(MAYBE_TEXT, _("The document_uuid of the inspection that it looked at again.")),
        "related": array_of(_related()),
        "lead_inspector": or_none(object_of({"name": TEXT, "title": TEXT})),
        "fieldwork": period,
        "evidence": period,
        "deferred_reason": described(MAYBE_TEXT, _("Why the report came later than planned.")),
        "follow_up_status": MAYBE_TEXT,
        "monitoring_note": described(MAYBE_TEXT, _("A stage of monitoring. It is no grade.")),
        "tally_explanation": described(
            MAYBE_TEXT, _("Why the inspectorate's own count differs from that of the judgments.")
        ),
        "area_names_note": described(MAYBE_TEXT, _("Which names of areas were not checked with the inspectorate.")),
        "blocks": described(list_of("Block"), _("What inspectors and body say, in the order of the page.")),
        "findings": list_of("Finding"),
        "findings_tally": _findings_tally(),
        "practices": array_of(object_of({"kind": TEXT, **_area(), "title": TEXT, "text": TEXT})),
        "statistics": array_of(_statistic()),
        "documents": array_of(_document()),
        "news": described(list_of("News"), _("The newest articles on this site about it, as its page lists them.")),
        "history": described(array_of(_past()), _("Every edition that readers may know of, newest first.")),
    }


def _related() -> Schema:
    relation = one_of(["revisit_of", "revisited_by"])
    available = one_of(["open", "withdrawn"])
    return object_of(
        {"relation": relation, "document_uuid": UUID, "title": TEXT, "url": LINK, "availability": available}
    )


def _area() -> dict[str, Schema]:
    return {"area_code": MAYBE_TEXT, "area": MAYBE_TEXT}


def _block() -> Schema:
    types = sorted(kind.block_type for kind in InspectionBlock.__subclasses__())
    return object_of(
        {
            "said_by": described(
                one_of(["inspectorate", "body"]), _("Whose words these are: each side speaks for itself.")
            ),
            "said_by_name": TEXT,
            "type": one_of(types),
            "text": described(MAYBE_TEXT, _("The words without markup, an empty line between paragraphs.")),
            "html": MAYBE_TEXT,
            "speaker": described(MAYBE_TEXT, _("Who said it, of a quotation.")),
            "role": described(MAYBE_TEXT, _("The office held when it was said.")),
            **dict.fromkeys(("value", "label", "context", "caption", "alt_text"), MAYBE_TEXT),
            "url": described(MAYBE_LINK, _("The picture or the document.")),
            "credit": MAYBE_TEXT,
            "file": _file(),
        }
    )


def _file() -> Schema:
    kept = object_of({"type": TEXT, "bytes": WHOLE, "pages": MAYBE_WHOLE})
    return described(or_none(kept), _("Of a document that this site keeps."))


def finding_fields() -> dict[str, Schema]:
    return {
        "ref": TEXT,
        "parent_ref": described(MAYBE_TEXT, _("The ref of the cause of concern that a recommendation hangs on.")),
        "kind": TEXT,
        "accelerated": described(YES_NO, _("Whether it was published before the report.")),
        **_area(),
        "text": TEXT,
        "addressee": MAYBE_TEXT,
        "due_on": DAY,
    }


def finding_status() -> Schema:
    code = one_of(list(FindingStatus.Status.values))
    return object_of({"on": DAY, "status": TEXT, "code": code, "note": TEXT, "source": MAYBE_TEXT})


def _findings_tally() -> Schema:
    code = one_of(list(FindingStatus.Status.values), or_none=True)
    stage = object_of({"code": code, "text": TEXT, "refs": array_of(TEXT)})
    about = _("How far the findings that ask for action have come, what is open first; null if none asks for any.")
    return described(or_none(object_of({"sentence": TEXT, "stages": array_of(stage)})), about)


def _statistic() -> Schema:
    return object_of(
        {
            "label": TEXT,
            "figure": described(TEXT, _("The value as the page prints it, with its unit and interval.")),
            "value": NUMBER,
            "decimals": described(WHOLE, _("How many decimal places of the value are known.")),
            "unit": TEXT,
            "qualifier": TEXT,
            "plus_minus": MAYBE_NUMBER,
            "period": MAYBE_TEXT,
            "comparator": MAYBE_TEXT,
            "rank_of": MAYBE_WHOLE,
            "footnote": MAYBE_TEXT,
        }
    )


def _document() -> Schema:
    said = {"kind": TEXT, "title": TEXT, "url": LINK, "language": TEXT, "publisher": MAYBE_TEXT, "published_on": DAY}
    return object_of(said | {"licence": MAYBE_TEXT, "file": _file()})


def _past() -> Schema:
    return object_of(
        {
            "edition": WHOLE,
            "on": described(DAY, _("The date that readers are shown.")),
            "here_since": {
                "type": "string",
                "pattern": MOMENT,
                "description": _("When readers could find it here."),
            },
            "is_minor": YES_NO,
            "note": TEXT,
            "data_url": described(MAYBE_LINK, _("What it said. None of what was taken away.")),
        }
    )
