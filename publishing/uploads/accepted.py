"""What a check hands over to be stored."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Picture:
    """An encoded picture without metadata; sizes in pixels."""

    content_type: str
    extension: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Accepted:
    """A file that passed every check, in the form in which it is stored.

    `source_sha256` is that of the bytes as uploaded, by which the same upload is known again.
    """

    kind: str
    original_name: str
    source_sha256: str
    content_type: str
    extension: str
    data: bytes
    width: int | None = None
    height: int | None = None
    pages: int | None = None
    renditions: list[Picture] = field(default_factory=list)
