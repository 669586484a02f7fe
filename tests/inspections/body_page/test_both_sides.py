"""What the body said beside what its inspectors said."""

import datetime as dt
import re

import pytest

from inspections.models import InspectionDocument, InspectionText
from tests.factories.inspections import (
    FrameworkFactory,
    draft_inspection,
    london,
    release,
)
from tests.reading import text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("way", ["block", "document"])
def test_what_the_body_said_stands_beside_what_the_inspectors_said(client, inspected, body, people, way):
    inspected(FrameworkFactory(areas=1), ["good"], dt.date(2021, 1, 1))
    draft = draft_inspection(by=people["by"], body=body, slug="peel")
    InspectionText.objects.create(parent=draft, text="<p>It improved.</p>", ordering=1)
    if way == "block":
        InspectionText.objects.create(parent=draft, text="<p>We agree.</p>", region="response", ordering=2)
    else:
        InspectionDocument.objects.create(
            inspection=draft, kind="response", title="We agree.", url="https://body.example/", licence="ogl-3"
        )
    release(draft, **people, at=london(2024, 2, 16))
    html = text_of(client.get("/bodies/exampleshire/"))
    assert html.count('#response"') == 1
    assert re.search(r'href="/inspections/peel/">What the inspectors found.*href="/inspections/peel/#response"', html)
    page = text_of(client.get("/inspections/peel/"))
    assert page.index('id="response">What Exampleshire Police says') < page.index("We agree.")
    assert page.count("We agree.") == 1
