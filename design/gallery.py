"""Every component with example values, for the page at /design/ and for the test that none is missing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from design.examples import examples

FOLDER = Path(settings.BASE_DIR) / "templates" / "components"


@dataclass(frozen=True)
class Component:
    """A component's template, its arguments as its first line states them, and one rendering for each example."""

    name: str
    arguments: str
    renderings: list[tuple[str, SafeString]]

    @property
    def anchor(self) -> str:
        return self.name.replace("/", "-").replace("_", "-")


def component_names() -> list[str]:
    """Names of all files in templates/components/, such as `date` and `blocks/quote`."""
    return sorted(path.relative_to(FOLDER).with_suffix("").as_posix() for path in FOLDER.rglob("*.html"))


def components() -> list[Component]:
    shown = examples()
    return [_component(name, shown[name]) for name in component_names() if name in shown]


def _component(name: str, shown: dict[str, dict[str, Any]]) -> Component:
    first_line = (FOLDER / f"{name}.html").read_text().splitlines()[0]
    renderings = [(title, render_to_string(f"components/{name}.html", values)) for title, values in shown.items()]
    return Component(name, first_line.removeprefix("{#").removesuffix("#}").strip(), renderings)
