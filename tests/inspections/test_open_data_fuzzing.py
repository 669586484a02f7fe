"""Requests made from the OpenAPI document, sensible and senseless ones: each answer is held against it.

What schemathesis checks: no failure of the server, no status, content type, header or shape of JSON that the document
does not promise, nothing refused that it allows, nothing accepted that it does not.
"""

from collections import Counter

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.inspections import FrameworkFactory, london, regrade, released_inspection

pytestmark = pytest.mark.django_db

KNOWN = {"inspections": ("peel", "old", "gone"), "bodies": ("exampleshire",), "programmes": ("peel",)}
ASKED = {"body": "exampleshire", "programme": "peel", "framework": "peel-23"}


@pytest.fixture
def published(edition, people):
    """Something of every kind: a regrade, an address that moved, an inspection that is gone."""
    regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="requires-improvement")
    other = released_inspection(**people, body=edition.body, framework=FrameworkFactory(areas=3), slug="old")
    regrade(other, **people, at=london(2024, 9, 9), area="1", grade="adequate", slug="new")
    gone = released_inspection(**people, slug="gone")
    gone.withdraw(by=people["release_by"], now=london(2024, 9, 9), notice="Gone.", availability="gone")


@pytest.fixture
def kept_connection(monkeypatch):
    """The end of a request closes no connection: the test's transaction is on it. Django's own client does the same."""
    monkeypatch.setattr(connection, "close_if_unusable_or_obsolete", lambda: None)


@pytest.fixture
def schema(published, kept_connection):
    import schemathesis  # here: loading it takes longer than most tests
    from schemathesis.config import SchemathesisConfig

    from config.wsgi import application

    # What is gone was once there: its address is no mistake of whoever asks.
    accepted = {"expected-statuses": ["2xx", "3xx", "404", "410"]}
    config = SchemathesisConfig.from_dict({"checks": {"positive_data_acceptance": accepted}})
    return schemathesis.openapi.from_wsgi("/data/openapi.json", application, config=config)


def cases(schema):
    """Whatever the document allows and forbids, and what is really there."""
    from schemathesis import GenerationMode

    strategies = [schema.as_strategy(generation_mode=mode) for mode in GenerationMode]
    for found in schema.get_all_operations():
        operation = found.ok()
        if slugs := KNOWN.get(operation.path.split("/")[1]):
            strategies += [operation.as_strategy(path_parameters={"slug": slug}) for slug in slugs]
        else:
            parameters = {parameter.name for parameter in operation.query}
            asked = [{name: ASKED[name]} for name in sorted(parameters & set(ASKED))]
            strategies += [operation.as_strategy(query=query) for query in asked]
    return st.one_of(strategies)


def status_of(case):
    """What `case` is answered, when that is as the document says."""
    from schemathesis.specs.openapi.checks import positive_data_acceptance

    # A moment that is still to come is refused, and no schema can tell it from one that has been.
    may_be_refused = "as_of" in (case.query or {})
    return case.call_and_validate(excluded_checks=[positive_data_acceptance] if may_be_refused else []).status_code


def statuses(schema, *, number, **how):
    """Ask `number` times; how often each status was the answer."""
    seen = Counter()

    @settings(max_examples=number, deadline=None, database=None, suppress_health_check=list(HealthCheck), **how)
    @given(case=cases(schema))
    def ask(case):
        seen[status_of(case)] += 1

    ask()
    return seen


def test_a_few_requests_get_what_the_document_promises(schema):
    seen = statuses(schema, number=60, derandomize=True)
    assert {200, 400, 404} <= set(seen)


@pytest.mark.drill
def test_five_thousand_requests_get_what_the_document_promises(schema):
    seen = statuses(schema, number=5_000)
    assert {200, 301, 304, 400, 404, 410} <= set(seen)


@pytest.mark.drill
def test_every_edge_of_the_document_is_answered_as_it_promises(schema):
    """Each limit of each parameter just kept and just broken, parameters left out or doubled, other methods."""
    from schemathesis import GenerationMode

    asked = {"generation_modes": list(GenerationMode), "generation_config": schema.config.generation}
    seen = Counter()
    for found in schema.get_all_operations():
        for case in schema.iter_coverage_cases(found.ok(), **asked):
            seen[case.method] += 1
            status_of(case)
    assert seen["GET"] > 100
    assert {"POST", "PUT", "DELETE"} <= set(seen)
