"""Static files with hashed names, imports between JavaScript modules included, and the style sheet in one file."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLE_SHEET = "css/main.css"
IMPORT = re.compile(r'@import url\("(?P<name>[\w/.-]+)"\) layer\((?P<layer>\w+)\);')


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Rewrites every form of `import` to the hashed names, and puts what main.css imports in its place.

    Kept in files of their own, the parts would cost a reader one request each, and a second round of them.
    """

    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if STYLE_SHEET in paths and not dry_run:
            self.delete(STYLE_SHEET)
            self._save(STYLE_SHEET, ContentFile(join_style_sheet(paths).encode()))
            paths = {**paths, STYLE_SHEET: (self, STYLE_SHEET)}
        yield from super().post_process(paths, dry_run, **options)


def join_style_sheet(paths: dict[str, Any]) -> str:
    """The text of main.css with each import replaced by the file in its layer; `paths` as collectstatic gives."""

    def read(name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return file.read().decode()

    def part(match: re.Match[str]) -> str:
        text = read(f"css/{match['name']}")
        if "url(" in text or "@import" in text:
            raise ImproperlyConfigured(f"css/{match['name']} names another file, which joining would send astray.")
        return f"@layer {match['layer']} {{\n{text}}}"

    return IMPORT.sub(part, read(STYLE_SHEET))
