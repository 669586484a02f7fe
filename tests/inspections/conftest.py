"""Two people who may write and release, an inspection that they released, and a clock that can be stopped."""

import pytest
import time_machine

from tests.factories.inspections import (
    BodyFactory,
    FrameworkFactory,
    ProgrammeFactory,
    london,
    regrade,
    released_inspection,
)


@pytest.fixture
def people(writer, publisher):
    """Keyword arguments of the factories: who writes, and who releases."""
    return {"by": writer, "release_by": publisher}


@pytest.fixture
def clock():
    """`with clock(2024, 3, 1, 12):` it is noon in London, and stays so."""
    return lambda *moment: time_machine.travel(london(*moment), tick=False)


@pytest.fixture
def edition(people):
    """PEEL's report on Exampleshire Police of 16 February 2024: outstanding, adequate, and an area without a grade."""
    body = BodyFactory(name="Exampleshire Police", slug="exampleshire")
    programme = ProgrammeFactory(slug="peel", name="PEEL")
    framework = FrameworkFactory(areas=3, slug="peel-23", version="2023-25", programme=programme)
    return released_inspection(
        **people, body=body, framework=framework, grades=["outstanding", "adequate", None], slug="peel"
    )


@pytest.fixture
def regraded(edition, people):
    """The next edition of that report: its second area requires improvement since 8 August 2024."""
    return regrade(edition, **people, at=london(2024, 8, 8), area="2", grade="requires-improvement")
