"""Rows of a table at /data/ as a program reads them, and why a question was refused."""

import csv
import io
from typing import Any

from django.http import HttpResponse
from django.test import Client


def text(response: HttpResponse) -> str:
    return b"".join(response).decode()


def rows(client: Client, query: str = "", name: str = "judgments") -> list[dict[str, str]]:
    response = client.get(f"/data/{name}.csv{query}")
    assert response.status_code == 200, text(response)
    return list(csv.DictReader(io.StringIO(text(response), newline="")))


def problem(client: Client, query: str, name: str = "judgments.csv") -> tuple[int, str]:
    """The status of a refusal, and its sentence."""
    response = client.get(f"/data/{name}?{query}")
    assert response["Content-Type"] == "application/problem+json"
    said: dict[str, Any] = response.json()
    assert said["status"] == response.status_code
    return response.status_code, said["detail"]
