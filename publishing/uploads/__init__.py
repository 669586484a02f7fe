"""Uploads: what the library takes, checked by content. Nothing here touches the database or the disk."""

from __future__ import annotations

import hashlib

from django.core.files import File

from . import images, kinds, pdfs
from .accepted import Accepted, Picture
from .handler import Unstored
from .names import normalise
from .refusals import refuse, size_text

__all__ = ["DOCUMENT_BYTES", "IMAGE_BYTES", "Accepted", "Picture", "accept", "read", "sha256"]

# A camera's largest JPEG at full quality stays below this; what is larger was saved in the wrong format.
IMAGE_BYTES = 20_000_000
# A report of some hundred pages with its pictures; what is larger cannot be fetched on a poor connection.
DOCUMENT_BYTES = 50_000_000


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read(upload: File) -> bytes:
    """The bytes of `upload`, whose size is looked at first. Raises ValidationError when it is empty or too large."""
    if isinstance(upload, Unstored) and upload.is_disk_full:
        raise refuse("disk_full")
    if not upload.size:
        raise refuse("empty")
    if upload.size > DOCUMENT_BYTES:
        raise refuse("too_large", size=size_text(upload.size), limit=size_text(DOCUMENT_BYTES))
    upload.seek(0)
    return upload.read(DOCUMENT_BYTES)


def accept(data: bytes, name: str) -> Accepted:
    """`data`, a file called `name`, as the library stores it: a picture made anew without metadata, or a PDF as it is.

    Raises ValidationError with a sentence that says what is wrong with the file and what to do.
    """
    kind = kinds.of(data)
    kinds.require_matching_name(kind, name)
    if kind is kinds.PDF:
        pages = pdfs.check(data)
        return Accepted(
            kind="document",
            original_name=normalise(name),
            source_sha256=sha256(data),
            content_type=kind.content_type,
            extension=kind.extensions[0],
            data=data,
            pages=pages,
        )
    if len(data) > IMAGE_BYTES:
        raise refuse("image_too_large", size=size_text(len(data)), limit=size_text(IMAGE_BYTES))
    master, renditions = images.make_anew(data, kind)
    return Accepted(
        kind="image",
        original_name=normalise(name),
        source_sha256=sha256(data),
        content_type=master.content_type,
        extension=master.extension,
        data=master.data,
        width=master.width,
        height=master.height,
        renditions=renditions,
    )
