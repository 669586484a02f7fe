"""The words that schemas are made of."""

from __future__ import annotations

from typing import Any

from inspections.opendata.columns import DATE

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
MAYBE_TEXT: Schema = {"type": ["string", "null"]}
DAY: Schema = {"type": ["string", "null"], "pattern": DATE}
LINK: Schema = {"type": "string", "format": "uri"}
MAYBE_LINK: Schema = {"type": ["string", "null"], "format": "uri"}
SLUG: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,160}$"}
SLUG_OR_NONE: Schema = {"type": "string", "pattern": "^[-a-zA-Z0-9_]{0,160}$"}
UUID: Schema = {"type": "string", "format": "uuid"}
WHOLE: Schema = {"type": "integer"}
MAYBE_WHOLE: Schema = {"type": ["integer", "null"]}
NUMBER: Schema = {"type": "number"}
MAYBE_NUMBER: Schema = {"type": ["number", "null"]}
YES_NO: Schema = {"type": "boolean"}


def one_of(values: list[str], *, or_none: bool = False) -> Schema:
    if or_none:
        return {"type": ["string", "null"], "enum": [*values, None]}
    return {"type": "string", "enum": values}


def object_of(always: dict[str, Schema], sometimes: dict[str, Schema] | None = None) -> Schema:
    return {
        "type": "object",
        "properties": always | (sometimes or {}),
        "required": list(always),
        "additionalProperties": False,
    }


def or_none(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def described(schema: Schema, about: str) -> Schema:
    return schema | {"description": about}


def array_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def list_of(name: str) -> Schema:
    return array_of(reference("schemas", name))


def reference(group: str, name: str) -> Schema:
    return {"$ref": f"#/components/{group}/{name}"}
