"""The document: addresses, what may be asked there, and what is answered."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from inspections.opendata.answers import VERSION
from inspections.opendata.columns import DATASETS
from inspections.opendata.limits import limit_text
from inspections.opendata.questions import MOMENT as ASKED_MOMENT
from publishing.feeds import CONTENT_TYPES

from .schemas import schemas, table_name
from .words import SLUG, SLUG_OR_NONE, TEXT, WHOLE, Schema, reference


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
            "schemas": schemas(),
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
    asks = [reference("parameters", name) for name in ("body", "programme", "framework", "as_of", "if_none_match")]
    paths = {}
    for dataset in DATASETS.values():
        csv = {"text/csv": {"schema": TEXT}}
        rows = {"application/json": {"schema": reference("schemas", table_name(dataset))}}
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
    asks = [reference("parameters", "if_none_match")]
    return {
        "/data/datapackage.json": _get("data_package", _("The tables as a Data Package"), "", asks, json),
        "/data/openapi.json": _get("openapi", _("This document"), "", asks, json),
    }


def _twins() -> dict[str, Any]:
    asks = [reference("parameters", name) for name in ("slug", "as_of", "if_none_match")]
    return {
        f"/{things}/{{slug}}/data.json": _get(
            f"{name.lower()}_data",
            title,
            _("What its page says, with the ids of the tables."),
            asks,
            {"application/json": {"schema": reference("schemas", name)}},
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
            asks = [reference("parameters", "slug"), reference("parameters", "if_none_match")]
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
        "304": reference("responses", "Unchanged"),
        "429": reference("responses", "TooMany"),
    }
    if refuses:
        answers |= {"400": reference("responses", "Refused"), "404": reference("responses", "NothingFound")}
    if missing:
        answers["404"] = reference("responses", "NoAddress")
    if moves:
        answers |= {"301": reference("responses", "Moved"), "302": reference("responses", "Elsewhere")}
        answers["410"] = reference("responses", "Gone")
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
    content = {"application/problem+json": {"schema": reference("schemas", "Problem")}}
    return {"description": about, "content": content}


def _no_address(about: str) -> dict[str, Any]:
    problem = _problem(about)
    return problem | {"content": problem["content"] | {"text/html": {"schema": TEXT}}}


def _redirect(about: str) -> dict[str, Any]:
    return {"description": about, "headers": {"Location": _header(_("Where it is."), TEXT)}}


def _header(about: str, schema: Schema) -> dict[str, Any]:
    return {"description": about, "schema": schema}
