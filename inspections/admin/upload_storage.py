"""Where an uploaded round waits between its preview and the confirmation."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core import signing
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from import_export.tmp_storages import MediaStorage

from accounts.models import User

KEPT_FOR = dt.timedelta(hours=1)


class Gone(Exception):
    """The file was imported, given up or kept for too long."""


class UploadStorage(MediaStorage):
    """Files that may hold grades under embargo: in a storage of their own that has no address, under a random name.

    Each is deleted when its round is imported or given up; what nobody came back for goes after an hour.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"MEDIA_FOLDER": None} | kwargs)

    def _configure_storage(self) -> None:
        # By name: the library would take the public media folder if the settings had no storage for this.
        self._storage = storages["import_export"]

    def read(self) -> bytes:
        try:
            return super().read()
        except FileNotFoundError as error:
            raise Gone from error

    @property
    def until(self) -> dt.datetime:
        """When it will be deleted, if nobody comes back for it. Raises Gone."""
        try:
            return self._storage.get_modified_time(self.get_full_path()) + KEPT_FOR
        except FileNotFoundError as error:
            raise Gone from error

    @classmethod
    def clear_out(cls, now: dt.datetime) -> None:
        """Delete what was left behind longer ago than `KEPT_FOR`."""
        storage = storages["import_export"]
        try:
            _folders, names = storage.listdir("")
        except FileNotFoundError:  # made with the first upload
            return
        for name in names:
            try:
                is_old = storage.get_modified_time(name) < now - KEPT_FOR
            except FileNotFoundError:  # somebody else clears out too
                continue
            if is_old:
                storage.delete(name)


class KeptFile(SimpleUploadedFile):
    """A file that was uploaded a moment ago, as if it were uploaded again."""

    def __init__(self, name: str, data: bytes, *, stored_as: str) -> None:
        super().__init__(name, data)
        self.tmp_storage_name = stored_as


def claim(stored_as: str, name: str, by: User) -> str:
    """What a form carries in the place of a file, which a browser cannot fill in again. Good for this person alone."""
    return signing.dumps([stored_as, name], salt=_salt(by))


def claimed(claim: str, by: User) -> tuple[str, str]:
    """The name in the storage and the name at home. Raises Gone."""
    try:
        stored_as, name = signing.loads(claim, salt=_salt(by), max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise Gone from error
    return stored_as, name


def taken_up(claim: str, by: User) -> KeptFile:
    """The file that `claim` stands for. Raises Gone."""
    stored_as, name = claimed(claim, by)
    return KeptFile(name, UploadStorage(name=stored_as).read(), stored_as=stored_as)


def discard(claim: str, by: User) -> None:
    """Delete the file that `claim` stands for, if it is there."""
    try:
        stored_as, _name = claimed(claim, by)
    except Gone:
        return
    UploadStorage(name=stored_as).remove()


def _salt(by: User) -> str:
    return f"inspections.upload.{by.pk}"
