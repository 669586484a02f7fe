"""Frameworks that follow each other, and the links between their areas."""

from inspections.models import AreaLink
from tests.factories.inspections import FrameworkFactory


def successor(framework, areas=2, **fields):
    return FrameworkFactory(programme=framework.programme, supersedes=framework, areas=areas, **fields)


def link(earlier, later, comparable, kind="same", area=1, into=1, reason="Because it was said."):
    """Area number `area` of `earlier` became number `into` of `later`."""
    AreaLink.objects.create(
        from_area=earlier.areas.get(order=area),
        to_area=later.areas.get(order=into),
        into=later,
        kind=kind,
        comparable=comparable,
        reason=reason,
        source="A source",
    )
