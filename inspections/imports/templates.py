"""A file to fill in: our own columns, a row for each area of a framework, and beside it the grades it allows."""

from __future__ import annotations

import codecs

from import_export.formats.base_formats import CSV, XLSX, TablibFormat
from tablib import Dataset

from inspections.models import Framework

from .plain import OWN_COLUMNS

TEMPLATE_FORMATS: dict[str, type[TablibFormat]] = {"csv": CSV, "xlsx": XLSX}


def template_file(framework: Framework, kind: type[TablibFormat]) -> bytes:
    """The file as bytes. Its last column is for whoever fills it in; an upload leaves it aside."""
    table = Dataset(headers=[*OWN_COLUMNS, "allowed"], title="Grades")
    for area in framework.areas.recorded().with_scale().order_by("order"):
        scale = area.grading_scale
        grades = [grade.label for grade in scale.grades.all()] if scale else []
        table.append(["", "", area.name, "" if area.graded_by_default else "ungraded", "", ", ".join(grades)])
    content = kind().export_data(table)
    # Without the mark a spreadsheet program takes UTF-8 for something else.
    return content if isinstance(content, bytes) else codecs.BOM_UTF8 + content.encode()
