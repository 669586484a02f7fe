"""Files made in code: pictures, PDF documents, and what pretends to be one."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from PIL import Image
from pypdf import PdfWriter


def picture(
    pillow_format: str = "JPEG", size: tuple[int, int] = (400, 300), mode: str = "RGB", **options: Any
) -> bytes:
    """A picture whose left half differs from its right, and its top from its bottom."""
    image = Image.linear_gradient("L").resize(size).convert(mode)
    image.paste(image.getpixel((0, 0)), (0, 0, size[0] // 2, size[1] // 4))
    out = io.BytesIO()
    image.save(out, format=pillow_format, **options)
    return out.getvalue()


def animation(pillow_format: str) -> bytes:
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, format=pillow_format, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def pdf(pages: int = 1, change: Callable[[PdfWriter], object] = bool, **encryption: Any) -> bytes:
    """A PDF of blank pages, after `change` was made to it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    change(writer)
    if encryption:
        writer.encrypt(**encryption)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def png_claiming(width: int, height: int, data: bytes = b"\0") -> bytes:
    """A PNG whose header promises this size, whatever its data hold."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def webp_claiming(width: int, height: int) -> bytes:
    """A WebP whose extended header promises this size."""
    body = b"\0\0\0\0" + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    chunk = b"VP8X" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def jpeg_claiming(width: int, height: int) -> bytes:
    """A JPEG whose frame header was changed to promise this size."""
    data = bytearray(picture("JPEG", (16, 16)))
    frame = data.index(b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def gif_claiming(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return out.getvalue()
