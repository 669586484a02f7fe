"""Names of uploaded files. They are kept to be read by people; no path is ever made of them."""

from __future__ import annotations

import re
import unicodedata

LONGEST_IN_BYTES = 255
# Devices on Windows, whatever ending follows: a colleague could not save the file under its own name.
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def normalise(name: str) -> str:
    """`name` without folders, invisible characters and marks that turn the writing round; at most 255 bytes."""
    name = unicodedata.normalize("NFC", name)
    name = "".join(" " if char.isspace() else char for char in name if char.isspace() or _is_visible(char))
    name = re.split(r"[/\\]", name)[-1]
    name = re.sub(r"\.{2,}", ".", " ".join(name.split())).strip(". ")
    if _RESERVED.match(name):
        name = f"_{name}"
    return _shortened(name) or "file"


def extension_of(name: str) -> str:
    """The ending of `name` without its dot, in lower case; empty if it has none."""
    _, dot, extension = normalise(name).rpartition(".")
    return extension.lower() if dot else ""


def _is_visible(char: str) -> bool:
    # Control characters, direction marks, zero-width joiners, halves of a broken pair, and what is not assigned.
    return unicodedata.category(char)[0] != "C"


def _shortened(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 10:
        stem, dot, extension = name, "", ""
    room = LONGEST_IN_BYTES - len(f"{dot}{extension}".encode())
    return stem.encode()[:room].decode(errors="ignore") + dot + extension
