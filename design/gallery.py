"""Every component with example values, for the page at /design/ and for the test that none is missing."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import get_template
from django.utils.safestring import SafeString

from design.examples import examples


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
    folder = Path(settings.BASE_DIR) / "templates" / "components"
    return sorted(path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.html"))


def components() -> list[Component]:
    shown = examples()
    return [_component(name, shown[name]) for name in component_names() if name in shown]


def _component(name: str, shown: dict[str, dict[str, Any]]) -> Component:
    template = get_template(f"components/{name}.html")
    first_line = Path(template.origin.name).read_text().splitlines()[0]
    renderings = [(title, template.render(values)) for title, values in shown.items()]
    return Component(name, first_line.removeprefix("{#").removesuffix("#}").strip(), renderings)
