"""Receiving an upload: what is over the limit, or finds no room, is counted and never stored."""

from __future__ import annotations

import errno
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Unstored(UploadedFile):
    """The name and the true size of a file whose bytes were let go, so that a form can say why."""

    def __init__(self, name: str, size: int, *, is_disk_full: bool) -> None:
        super().__init__(file=ContentFile(b""), name=name, size=size)
        self.is_disk_full = is_disk_full


class LibraryUploadHandler(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file until it passes the largest limit of the library.

    The rest of the request is read on, so that the words typed beside the file are not lost with it.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.is_over = self.is_disk_full = False
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        from . import DOCUMENT_BYTES

        self.is_over = self.is_over or start + len(raw_data) > DOCUMENT_BYTES
        if self.is_over or self.is_disk_full:
            return
        try:
            self.file.write(raw_data)
        except OSError as error:
            if error.errno not in NO_ROOM:
                raise
            self.is_disk_full = True

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if not self.is_over and not self.is_disk_full:
            return super().file_complete(file_size)
        self.file.close()
        return Unstored(self.file_name or "", file_size, is_disk_full=self.is_disk_full)
