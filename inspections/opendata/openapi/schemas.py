"""Every schema by its name: those of the tables are made from their columns."""

from __future__ import annotations

from inspections.opendata.columns import DATASETS, MOMENT, Column, Dataset

from .body import body_schemas
from .inspection import inspection_schemas
from .words import TEXT, Schema, list_of, object_of


def schemas() -> dict[str, Schema]:
    rows: dict[str, Schema] = {}
    for dataset in DATASETS.values():
        rows[_row_name(dataset)] = _row(dataset.columns)
        rows[table_name(dataset)] = object_of(
            {"title": TEXT, "as_of": {"type": "string", "pattern": MOMENT}, dataset.name: list_of(_row_name(dataset))},
            {"body": TEXT, "programme": TEXT, "framework": TEXT},
        )
    problem = object_of({"type": TEXT, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT})
    return {**rows, **inspection_schemas(), **body_schemas(), "Problem": problem}


def table_name(dataset: Dataset) -> str:
    return f"{_row_name(dataset)}Table"


def _row_name(dataset: Dataset) -> str:
    return {"judgments": "Judgment", "changes": "Change"}[dataset.name]


def _row(columns: tuple[Column, ...]) -> Schema:
    return object_of({column.name: column.schema for column in columns})
