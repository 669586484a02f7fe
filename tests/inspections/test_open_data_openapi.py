"""The OpenAPI document: well formed, and true of what the addresses answer."""

import datetime as dt
import json
import re

import pytest
from django.urls import resolve

from inspections.models import Finding, FindingStatus
from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ProgrammeFactory,
    draft_inspection,
    london,
    regrade,
    release,
)

pytestmark = pytest.mark.django_db
TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "object": dict,
    "array": list,
    "null": type(None),
}
KEYWORDS = {
    *("type", "format", "pattern", "enum", "description", "properties", "required"),
    *("additionalProperties", "items", "$ref", "anyOf"),
}


def is_of(value, name):
    if isinstance(value, bool):
        return name == "boolean"
    return isinstance(value, TYPES[name])


def check(value, schema, document, place="answer"):
    """Enough of JSON Schema for the document's own schemas; a keyword it does not know fails."""
    assert set(schema) <= KEYWORDS, (place, set(schema) - KEYWORDS)
    if "$ref" in schema:
        schema = found_at(document, schema["$ref"])
    kinds = schema.get("type", list(TYPES))
    kinds = [kinds] if isinstance(kinds, str) else kinds
    assert any(is_of(value, kind) for kind in kinds), (place, value, kinds)
    if value is None:
        return
    assert value in schema.get("enum", [value]), (place, value)
    if "pattern" in schema:
        assert re.search(schema["pattern"], value), (place, value)
    if schema.get("format") == "uri":
        assert value.startswith(("http://", "https://")), (place, value)
    if isinstance(value, dict) and "properties" in schema:
        assert set(schema["required"]) <= set(value), (place, set(schema["required"]) - set(value))
        assert set(value) <= set(schema["properties"]), (place, set(value) - set(schema["properties"]))
        for name, item in value.items():
            check(item, schema["properties"][name], document, f"{place}.{name}")
    if isinstance(value, list):
        for number, item in enumerate(value):
            check(item, schema["items"], document, f"{place}[{number}]")


def found_at(document, reference):
    assert reference.startswith("#/")
    for name in reference.removeprefix("#/").split("/"):
        document = document[name]
    return document


def every(node, name):
    """Every value under the key `name`, however deep."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == name and isinstance(value, str):
                yield value
            yield from every(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from every(value, name)


@pytest.fixture
def document(client):
    return client.get("/data/openapi.json").json()


@pytest.fixture
def edition(people):
    framework = FrameworkFactory(areas=3, slug="p23", programme=ProgrammeFactory(slug="peel"))
    draft = draft_inspection(
        by=people["by"],
        now=london(2024, 2, 16),
        body=BodyFactory(slug="example", url="https://example.police.example/", opened_on=london(1974, 4, 1).date()),
        framework=framework,
        grades=["outstanding", "adequate", None],
        slug="example",
        lead_name="A. Person",
        fieldwork_from=london(2023, 6, 1).date(),
    )
    cause = Finding.objects.create(inspection=draft, ref="cause-1", kind="cause_of_concern", text="Too slow.")
    asked = Finding.objects.create(
        inspection=draft, ref="rec-1", kind="recommendation", text="Answer faster.", parent=cause
    )
    for source in ("", "A letter"):
        FindingStatus.objects.create(finding=asked, on=dt.date(2024, 1, 2), status="in_progress", source=source)
    release(draft, **people, at=london(2024, 2, 16))
    return regrade(draft, **people, at=london(2024, 8, 8), area="2", grade="good")


def test_the_document_is_well_formed(document):
    assert document["openapi"] == "3.1.0"
    assert {"title", "version", "license"} <= set(document["info"])
    names = [path["get"]["operationId"] for path in document["paths"].values()]
    assert len(set(names)) == len(names)
    for reference in every(document, "$ref"):
        assert found_at(document, reference)
    for path, methods in document["paths"].items():
        assert set(methods) == {"get"}
        assert methods["get"]["responses"]["200"]["content"]
        given = {row["$ref"].rpartition("/")[2] for row in methods["get"]["parameters"]}
        assert ("slug" in given) == ("{slug}" in path)


def test_every_address_of_the_document_is_there(document):
    for path in document["paths"]:
        assert resolve(path.replace("{slug}", "example")).namespace == "inspections"


def test_every_address_of_the_document_answers_as_it_says(client, document, edition):
    slugs = {"bodies": "example", "inspections": "example", "programmes": "peel", "areas": "p23-area-2", "data": ""}
    for path, methods in document["paths"].items():
        response = client.get(path.replace("{slug}", slugs[path.split("/")[1]]))
        assert response.status_code == 200, path
        ((kind, said),) = methods["get"]["responses"]["200"]["content"].items()
        assert response["Content-Type"].startswith(kind), path
        text = b"".join(response).decode()
        assert len(text) > 100, path
        if kind == "application/json":
            check(json.loads(text), said["schema"], document, path)
        assert response["ETag"]
        assert response["Access-Control-Allow-Origin"] == "*"


def test_narrowed_tables_and_withdrawn_inspections_keep_to_the_schemas(client, document, edition, people):
    tables = document["components"]["schemas"]
    query = "?body=example&programme=peel&framework=p23&as_of=2024-03-01"
    answer = json.loads(b"".join(client.get(f"/data/judgments.json{query}")))
    assert len(answer["judgments"]) == 3
    check(answer, tables["JudgmentTable"], document)
    edition.withdraw(by=people["release_by"], now=london(2024, 9, 1), notice="Wrong.", availability="withdrawn")
    check(client.get("/inspections/example/data.json").json(), tables["Inspection"], document)
    check(client.get("/bodies/example/data.json").json(), tables["Body"], document)


def test_a_refusal_is_the_problem_that_the_document_describes(client, document, edition):
    for address in (
        "/data/judgments.csv?as_of=x",
        "/data/changes.json?body=nobody",
        "/bodies/example/data.json?as_of=x",
    ):
        response = client.get(address)
        said = document["components"]["schemas"]["Problem"]
        assert response["Content-Type"] == "application/problem+json"
        check(response.json(), said, document)


def test_the_check_itself_finds_what_is_wrong(document):
    good = {"type": "about:blank", "title": "Bad request", "status": 400, "detail": "Why."}
    schema = document["components"]["schemas"]["Problem"]
    check(good, schema, document)
    for bad in (good | {"status": "400"}, good | {"more": 1}, {"type": "about:blank"}, good | {"status": True}):
        with pytest.raises(AssertionError):
            check(bad, schema, document)


def test_people_can_read_the_same(client, document):
    page = " ".join(client.get("/data/docs/").content.decode().split())
    for path in document["paths"]:
        assert f"<code>GET {path}</code>" in page
    assert "<code>as_of</code>" in page
    assert page.count("<script") == client.get("/data/").content.decode().count("<script") - 2  # no structured data
