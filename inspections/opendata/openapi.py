"""The API's description for programs, as an OpenAPI 3.1 document made from the tables' own columns."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from inspections.models import FindingStatus
from publishing.feeds import CONTENT_TYPES

from .answers import VERSION
from .columns import CHANGES, DATASETS, DATE, JUDGMENTS, MOMENT, Column, Dataset, Kind
from .limits import limit_text
from .questions import MOMENT as ASKED_MOMENT
from .twins import SAID_ABOVE

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
DAY: Schema = {"type": ["string", "null"], "pattern": DATE}
LINK: Schema = {"type": "string", "format": "uri"}
MAYBE_LINK: Schema = {"type": ["string", "null"], "format": "uri"}
SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,160}$"}
SLUG_OR_NONE: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{0,160}$"}
WHOLE: Schema = {"type": "integer"}
NUMBER: Schema = {"type": "number"}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
STATED_AT = Column("stated_at", Kind.LINK, gettext_lazy("Where the inspectorate or the body says so."), True)


def document(licence: dict[str, str]) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _("Inspections: %(site)s") % {"site": settings.SITE_NAME},
            "version": VERSION,
            "description": _("What inspectors decided about public bodies. To be read by anybody, without a key."),
            "license": {"name": licence["name"], "url": licence["url"]},
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {**_tables(), **_descriptions(), **_twins(), **_feeds()},
        "components": {
            "schemas": _schemas(),
            "parameters": _parameters(),
            "responses": {
                "Refused": _problem(_("The question makes no sense; the answer says why.")),
                "NothingFound": _problem(_("Nothing that is public answers to this, as far as this moment goes.")),
                "TooMany": _problem(limit_text()) | {"headers": {"Retry-After": _header(_("Seconds to wait."), WHOLE)}},
                "NoAddress": _no_address(_("Nothing public has this address. A page if it can be none.")),
                "Moved": _redirect(_("The same, at its new address.")),
                "Elsewhere": _redirect(_("What took its place.")),
                "Gone": _problem(_("It was taken away; its page says why.")),
                "Unchanged": {"description": _("What you hold under this ETag is still right.")},
            },
        },
    }


def operations(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Each address of the document with what may be asked there, for the page that people read."""
    parameters = found["components"]["parameters"]
    rows = []
    for path, methods in found["paths"].items():
        said = methods["get"]
        asks = [parameters[row["$ref"].rpartition("/")[2]] for row in said["parameters"]]
        kinds = ", ".join(said["responses"]["200"]["content"])
        rows.append({"path": path, "said": said, "asks": asks, "kinds": kinds})
    return rows


# --- Paths ---------------------------------------------------------------------------------------------------


def _tables() -> dict[str, Any]:
    asks = [_reference("parameters", name) for name in ("body", "programme", "framework", "as_of", "if_none_match")]
    paths = {}
    for dataset in DATASETS.values():
        csv = {"text/csv": {"schema": TEXT}}
        rows = {"application/json": {"schema": _reference("schemas", _name(dataset, table=True))}}
        for path, content in ((dataset.csv_path, csv), (dataset.json_path, rows)):
            kind = path.rpartition(".")[2]
            paths[path] = _get(
                f"{dataset.name}_{kind}",
                f"{dataset.title} ({kind.upper()})",
                str(dataset.about),
                asks,
                content,
                refuses=True,
            )
    return paths


def _descriptions() -> dict[str, Any]:
    json: dict[str, Any] = {"application/json": {"schema": {"type": "object"}}}
    asks = [_reference("parameters", "if_none_match")]
    return {
        "/data/datapackage.json": _get("data_package", _("The tables as a Data Package"), "", asks, json),
        "/data/openapi.json": _get("openapi", _("This document"), "", asks, json),
    }


def _twins() -> dict[str, Any]:
    asks = [_reference("parameters", name) for name in ("slug", "as_of", "if_none_match")]
    return {
        f"/{things}/{{slug}}/data.json": _get(
            f"{name.lower()}_data",
            title,
            _("What its page says, with the ids of the tables."),
            asks,
            {"application/json": {"schema": _reference("schemas", name)}},
            refuses=True,
            missing=True,
            moves=things == "inspections",
        )
        for things, name, title in (
            ("inspections", "Inspection", _("One inspection")),
            ("bodies", "Body", _("One body with all its inspections")),
        )
    }


def _feeds() -> dict[str, Any]:
    about = _("An entry comes up again when a grade was changed, and says what.")
    paths = {}
    for kind, content_type in CONTENT_TYPES.items():
        schema: Schema = {"type": "object"} if kind == "json" else TEXT
        content = {content_type.partition(";")[0]: {"schema": schema}}
        for thing, things, title in (
            ("body", "bodies", _("Feed of one body")),
            ("programme", "programmes", _("Feed of one programme")),
            ("area", "areas", _("Feed of one area")),
        ):
            asks = [_reference("parameters", "slug"), _reference("parameters", "if_none_match")]
            paths[f"/{things}/{{slug}}/feed.{kind}"] = _get(
                f"{thing}_feed_{kind}", f"{title} ({kind})", about, asks, content, missing=True
            )
    return paths


def _get(
    name: str,
    title: str,
    about: str,
    asks: list[Schema],
    content: dict[str, Any],
    *,
    refuses: bool = False,
    missing: bool = False,
    moves: bool = False,
) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {"description": title, "content": content, "headers": {"ETag": {"schema": TEXT}}},
        "304": _reference("responses", "Unchanged"),
        "429": _reference("responses", "TooMany"),
    }
    if refuses:
        answers |= {"400": _reference("responses", "Refused"), "404": _reference("responses", "NothingFound")}
    if missing:
        answers["404"] = _reference("responses", "NoAddress")
    if moves:
        answers |= {"301": _reference("responses", "Moved"), "302": _reference("responses", "Elsewhere")}
        answers["410"] = _reference("responses", "Gone")
    said = {"operationId": name, "summary": title, "parameters": asks, "responses": answers}
    return {"get": said | ({"description": about} if about else {})}


def _parameters() -> dict[str, Any]:
    asked = {
        "body": _("One body, by its code."),
        "programme": _("One programme, by its code."),
        "framework": _("One version of a programme's questions, by its code."),
    }
    as_of = _(
        "A moment in the past: the answer as readers had it then. A date stands for the whole of its day in London, as "
        "far as it has passed."
    )
    return {
        **{
            name: {"name": name, "in": "query", "description": about, "schema": SLUG_OR_NONE}
            for name, about in asked.items()
        },
        "as_of": {
            "name": "as_of",
            "in": "query",
            "description": as_of,
            "schema": TEXT | {"pattern": f"^({ASKED_MOMENT})?$"},
            "example": "2024-08-08",
        },
        "slug": {"name": "slug", "in": "path", "required": True, "description": _("Its code."), "schema": SLUG},
        "if_none_match": {
            "name": "If-None-Match",
            "in": "header",
            "description": _("The ETag of what you hold."),
            "schema": TEXT,
        },
    }


def _problem(about: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": _reference("schemas", "Problem")}}
    return {"description": about, "content": content}


def _no_address(about: str) -> dict[str, Any]:
    problem = _problem(about)
    return problem | {"content": problem["content"] | {"text/html": {"schema": TEXT}}}


def _redirect(about: str) -> dict[str, Any]:
    return {"description": about, "headers": {"Location": _header(_("Where it is."), TEXT)}}


def _header(about: str, schema: Schema) -> dict[str, Any]:
    return {"description": about, "schema": schema}


# --- Schemas -------------------------------------------------------------------------------------------------


def _schemas() -> dict[str, Schema]:
    rows: dict[str, Schema] = {}
    for dataset in DATASETS.values():
        one = _name(dataset)
        rows[one] = _row(dataset.columns)
        rows[_name(dataset, table=True)] = _object(
            {"title": TEXT, "as_of": {"type": "string", "pattern": MOMENT}, dataset.name: _list(one)},
            {"body": TEXT, "programme": TEXT, "framework": TEXT},
        )
    said_below = {
        "JudgmentOfInspection": [column for column in JUDGMENTS.columns if column.name not in SAID_ABOVE],
        "ChangeOfInspection": [*(column for column in CHANGES.columns if column.name not in SAID_ABOVE), STATED_AT],
    }
    return {
        **rows,
        **{name: _row(tuple(columns)) for name, columns in said_below.items()},
        "InspectionOfBody": _object(_inspection() | {"later_report": _later_report()}),
        "Inspection": _object(_inspection() | _evidence()),
        "Body": _object(_body()),
        "Problem": _object({"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT}),
    }


def _inspection() -> dict[str, Schema]:
    coded = {"code": TEXT, "name": TEXT}
    return {
        "document_uuid": JUDGMENTS.columns[0].schema,
        "edition": {"type": "integer"},
        "url": LINK,
        "data_url": LINK,
        **dict.fromkeys(("title", "summary", "kind"), TEXT),
        "availability": {"type": "string", "enum": ["open", "withdrawn"]},
        "withdrawn_on": DAY,
        "notice": MAYBE_TEXT
        | {"description": _("Why it was withdrawn; then its own address alone goes on saying what it says.")},
        **{name: _object(coded) for name in ("body", "inspectorate", "programme")},
        "framework": _object({"code": TEXT, "version": TEXT, "title": TEXT}),
        "reported_on": DAY,
        "source_url": MAYBE_LINK,
        "licence": MAYBE_TEXT,
        "judgments": _list("JudgmentOfInspection"),
        "changes": _list("ChangeOfInspection"),
    }


def _later_report() -> Schema:
    about = _("That the programme's last report on the body was taken down, if it was; this one is the last before it.")
    gone = _object({"taken_down_on": {"type": "string", "pattern": DATE}, "text": TEXT})
    return gone | {"type": ["object", "null"], "description": about}


def _evidence() -> dict[str, Schema]:
    period = _object({"from": DAY, "to": DAY}) | {"type": ["object", "null"]}
    code: Schema = {"type": "string", "enum": FindingStatus.Status.values}
    status = _object({"on": DAY, "status": TEXT, "code": code, "note": TEXT, "source": MAYBE_TEXT})
    cause = MAYBE_TEXT | {"description": _("The ref of the cause of concern that a recommendation hangs on.")}
    finding = {
        "ref": TEXT,
        "parent_ref": cause,
        "kind": TEXT,
        "accelerated": {"type": "boolean"},
        "area_code": MAYBE_TEXT,
        "text": TEXT,
        "addressee": MAYBE_TEXT,
        "due_on": DAY,
    }
    figure = {"label": TEXT, "value": NUMBER, "unit": TEXT, "qualifier": TEXT, "plus_minus": MAYBE_NUMBER}
    document = {"kind": TEXT, "title": TEXT, "url": LINK, "publisher": MAYBE_TEXT, "published_on": DAY}
    past = {
        "edition": {"type": "integer"},
        "on": DAY | {"description": _("The date that readers are shown.")},
        "here_since": {"type": "string", "pattern": MOMENT, "description": _("When readers could find it here.")},
        "is_minor": {"type": "boolean"},
        "note": TEXT,
        "data_url": MAYBE_LINK | {"description": _("What it said. None of what was taken away.")},
    }
    return {
        "as_of": {"type": "string", "pattern": MOMENT},
        "revisits": MAYBE_TEXT | {"description": _("The document_uuid of the inspection that it looked at again.")},
        "lead_inspector": _object({"name": TEXT, "title": TEXT}) | {"type": ["object", "null"]},
        "fieldwork": period,
        "evidence": period,
        "findings": _array(_object(finding | {"statuses": _array(status)})),
        "practices": _array(_object({"kind": TEXT, "area_code": MAYBE_TEXT, "title": TEXT, "text": TEXT})),
        "statistics": _array(
            _object(figure | {"period": MAYBE_TEXT, "comparator": MAYBE_TEXT, "rank_of": {"type": ["integer", "null"]}})
        ),
        "documents": _array(_object(document | {"licence": MAYBE_TEXT})),
        "history": _array(_object(past)) | {"description": _("Every edition that readers may know of, newest first.")},
    }


def _body() -> dict[str, Schema]:
    return {
        "code": TEXT,
        "name": TEXT,
        "url": LINK,
        **dict.fromkeys(("sector", "region", "predecessor"), MAYBE_TEXT),
        "codes": {"type": "object", "description": _("Its codes in public registers, by register.")},
        "website": MAYBE_LINK,
        "opened_on": DAY,
        "closed_on": DAY,
        "as_of": {"type": "string", "pattern": MOMENT},
        "inspections": _list("InspectionOfBody"),
    }


def _name(dataset: Dataset, *, table: bool = False) -> str:
    return {"judgments": "Judgment", "changes": "Change"}[dataset.name] + ("Table" if table else "")


def _row(columns: tuple[Column, ...]) -> Schema:
    return _object({column.name: column.schema for column in columns})


def _object(always: dict[str, Schema], sometimes: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": always | (sometimes or {}),
        "required": list(always),
        "additionalProperties": False,
    }


def _array(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _list(name: str) -> Schema:
    return _array(_reference("schemas", name))


def _reference(group: str, name: str) -> Schema:
    return {"$ref": f"#/components/{group}/{name}"}
