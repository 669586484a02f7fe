"""Changes that touch more than one model, or the storage."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from . import uploads
from .models import MediaFile, Refused, Rendition
from .models.media import FOLDER, Stored
from .uploads.handler import NO_ROOM
from .uploads.refusals import SENTENCES

if TYPE_CHECKING:
    from accounts.models import User

log = logging.getLogger(__name__)


def add_file(
    *,
    by: User,
    accepted: uploads.Accepted,
    title: str,
    alt_text: str = "",
    credit: str = "",
    replaces: MediaFile | None = None,
    now: dt.datetime | None = None,
) -> MediaFile:
    """Put a file that passed `uploads.accept` into the library, with its renditions: all of it or nothing.

    Raises Refused when the storage cannot take it.
    """
    by.require("edit")
    key = secrets.token_urlsafe(24)  # 192 random bits, 32 characters
    master = MediaFile(
        key=key,
        kind=accepted.kind,
        title=title,
        alt_text=alt_text,
        credit=credit,
        original_name=accepted.original_name,
        source_sha256=accepted.source_sha256,
        content_type=accepted.content_type,
        width=accepted.width,
        height=accepted.height,
        pages=accepted.pages,
        replaces=replaces,
        uploaded_by=by,
        uploaded_at=now or timezone.now(),
    )
    renditions = [
        Rendition(of=master, content_type=picture.content_type, width=picture.width, height=picture.height)
        for picture in accepted.renditions
    ]
    bytes_by_name: dict[str, tuple[Stored, bytes]] = {f"{FOLDER}/{key}.{accepted.extension}": (master, accepted.data)}
    for rendition, picture in zip(renditions, accepted.renditions, strict=True):
        bytes_by_name[f"{FOLDER}/{key}-{picture.width}.{picture.extension}"] = (rendition, picture.data)
    try:
        # Bytes first: no other writer has to wait for the disk, and no row ever points to what is not there.
        for name, (row, data) in bytes_by_name.items():
            row.sha256, row.size = uploads.sha256(data), len(data)
            row.file = default_storage.save(name, ContentFile(data))
        with transaction.atomic():
            master.save()
            Rendition.objects.bulk_create(renditions)
    except BaseException as error:
        for name in bytes_by_name:
            default_storage.delete(name)
        if isinstance(error, OSError):
            raise _no_storage(error) from error
        raise
    return master


def _no_storage(error: OSError) -> Refused:
    if error.errno in NO_ROOM:
        return Refused(str(SENTENCES["disk_full"]))
    log.error("The storage refused a file: %s", error)
    return Refused(
        gettext("The file could not be stored. Try again; if it fails once more, tell the people who run the site.")
    )
