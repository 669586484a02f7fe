"""The staff of the demonstration, and the file with their sign-ins."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from accounts.models import CHIEF_EDITOR, PUBLISHER, WRITER, User
from publishing.models import Refused

SIGN_INS = "demo-sign-ins.txt"

WRITER_ONE = "writer@example.org"
PUBLISHER_ONE = "publisher@example.org"
CHIEF_ONE = "chief@example.org"

_STAFF = (
    (WRITER_ONE, "Writer One", WRITER),
    (PUBLISHER_ONE, "Publisher One", PUBLISHER),
    (CHIEF_ONE, "Chief One", CHIEF_EDITOR),
)


@dataclass(frozen=True)
class SignIn:
    user: User
    role: str
    password: str

    def __str__(self) -> str:
        return f"{self.role:<13} {self.user.email:<22} {self.password}"


def sign_up() -> dict[str, SignIn]:
    """Make the three accounts, each with a random password that is known nowhere else. By email address.

    Raises Refused when somebody has one of the addresses already.
    """
    if taken := User.objects.filter(email__in=[email for email, _name, _role in _STAFF]).first():
        raise Refused(f"There is an account with the address {taken.email} already, which the demonstration needs.")
    made = {}
    for email, name, role in _STAFF:
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(email, password, role=role, name=name)
        made[email] = SignIn(user, role, password)
    return made


def sign_ins_path() -> Path:
    return Path(settings.VAR_DIR) / SIGN_INS


def keep(sign_ins: list[SignIn]) -> Path:
    """Write the sign-ins to a file that its owner alone can read. Returns its path."""
    path = sign_ins_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)  # an older file may be readable by others
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines(f"{sign_in}\n" for sign_in in sign_ins)
    return path
