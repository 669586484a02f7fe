"""What a file is, told by its first bytes and never by its name."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .names import extension_of
from .refusals import refuse


@dataclass(frozen=True)
class Kind:
    """A kind of file the library takes; `pillow` is the name of the one decoder that may read it."""

    held: Promise
    content_type: str
    extensions: tuple[str, ...]
    pillow: str = ""


JPEG = Kind(_("a JPEG picture"), "image/jpeg", ("jpg", "jpeg"), "JPEG")
PNG = Kind(_("a PNG picture"), "image/png", ("png",), "PNG")
WEBP = Kind(_("a WebP picture"), "image/webp", ("webp",), "WEBP")
GIF = Kind(_("a GIF picture"), "image/gif", ("gif",), "GIF")
PDF = Kind(_("a PDF document"), "application/pdf", ("pdf",))

_MARKUP_LOOKED_AT = 4096


def of(data: bytes) -> Kind:
    """The kind of `data`. Raises ValidationError when the library does not take it, naming what it is."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if data.startswith(b"%PDF-"):
        return PDF
    raise _refusal(data)


def require_matching_name(kind: Kind, name: str) -> None:
    """Refuse a file whose name promises something else than it holds."""
    extension = extension_of(name)
    values = {"held": kind.held, "right": kind.extensions[0], "extension": extension}
    if not extension:
        raise refuse("no_extension", **values)
    if extension not in kind.extensions:
        raise refuse("wrong_extension", **values)


def _refusal(data: bytes) -> Exception:
    """The sentence that fits a file the library does not take."""
    if markup := _markup(data):
        return refuse(markup)
    if data[4:8] == b"ftyp":
        return refuse(
            "heic" if data[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis") else "media"
        )
    if data.startswith(b"PK\x03\x04"):
        return refuse("office" if _is_office(data) else "archive")
    if data.startswith((b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")):
        return refuse("office")
    if data.startswith((b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa")):
        return refuse("program")
    if data.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")) or data[257:262] == b"ustar":
        return refuse("archive")
    for magic, name in ((b"BM", "BMP"), (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"8BPS", "PSD"), (b"\0\0\1\0", "ICO")):
        if data.startswith(magic):
            return refuse("other_picture", type=name)
    if data.startswith((b"ID3", b"OggS", b"RIFF", b"\x1a\x45\xdf\xa3")):
        return refuse("media")
    return refuse("unknown")


def _markup(data: bytes) -> str:
    """Whether `data` begins as SVG or as a web page, in whatever encoding; else empty."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    text = data[:_MARKUP_LOOKED_AT].decode(encoding, errors="ignore").lstrip("\ufeff \t\r\n\0").lower()
    if not text.startswith("<"):
        return ""
    return "svg" if "<svg" in text or "svg:svg" in text else "web_page"


def _is_office(data: bytes) -> bool:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except Exception:  # whatever a broken archive makes the reader raise, it is no office file
        return False
    return any(name in ("[Content_Types].xml", "mimetype") for name in names)
