"""Two forces, their framework, and a command that imports a file about them."""

import csv
import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from inspections.actions import load_reference_data
from inspections.models import Organisation, OrganisationAlias

from .rounds import TIDY


@pytest.fixture
def reference_data(db):
    load_reference_data()
    for name in ("Exampleshire Police", "Samplefordshire Police"):
        slug = name.split()[0].lower()
        body = Organisation.objects.create(kind="body", slug=slug, name=name, codes={"ons": f"E{slug[:3]}"})
        OrganisationAlias.objects.create(organisation=body, text=slug.title())


@pytest.fixture
def load(reference_data, tmp_path, writer):
    """`load(rows)` writes the rows to a file and imports it; returns what the command said."""

    def run(rows, *arguments, mapping=TIDY, name="grades.csv"):
        path, toml = tmp_path / name, tmp_path / "map.toml"
        toml.write_text(mapping)
        if name.endswith(".xlsx"):
            book = Workbook()
            for row in rows:
                book.active.append(row)
            book.save(path)
        else:
            with path.open("w", newline="") as file:
                csv.writer(file).writerows(rows)
        out, errors = io.StringIO(), io.StringIO()
        try:
            command = ["import_grades", str(path), "--map", str(toml), "--as", writer.email, *arguments]
            call_command(*command, stdout=out, stderr=errors)
        except CommandError as error:
            return out.getvalue(), errors.getvalue() + str(error)
        return out.getvalue(), errors.getvalue()

    return run
