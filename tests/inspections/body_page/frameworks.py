"""Frameworks that follow each other, and the links between their areas."""

from inspections.models import AreaLink
from tests.factories.inspections import FrameworkFactory


def successor(framework, **fields):
    return FrameworkFactory(programme=framework.programme, supersedes=framework, areas=2, **fields)


def link(earlier, later, comparable, kind="same"):
    AreaLink.objects.create(
        from_area=earlier.areas.get(order=1),
        to_area=later.areas.get(order=1),
        into=later,
        kind=kind,
        comparable=comparable,
        reason="Because it was said.",
        source="A source",
    )
