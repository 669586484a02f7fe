"""What a test asks of the media library: why a file was refused, what was made of it, who gets it."""

from __future__ import annotations

import secrets

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from publishing import uploads


def refusal_of(data: bytes, name: str) -> ValidationError:
    with pytest.raises(ValidationError) as caught:
        uploads.accept(data, name)
    return caught.value


def all_bytes(accepted: uploads.Accepted) -> list[bytes]:
    return [accepted.data, *(rendition.data for rendition in accepted.renditions)]


def absent(name: str) -> str:
    """A name of the same shape that no file has."""
    return secrets.token_urlsafe(24) + name[32:]


def what_a_stranger_learns(client: Client, url: str) -> tuple:
    """Status, headers and body of an answer, without the address asked for, which a link in the page repeats."""
    response = client.get(url)
    name = url.rpartition("/")[2]
    body = b"".join(response).replace(name.encode(), b"NAME")
    headers = dict(response.headers)
    if response.status_code == 404:
        headers.pop("ETag")  # a digest of the page, and so of the address in it
    return response.status_code, headers, body
