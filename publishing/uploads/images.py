"""Pictures: decoded completely and made anew, so that nothing of the uploaded bytes is ever served."""

from __future__ import annotations

import io
import struct
from typing import Any

from PIL import Image, ImageCms, ImageOps

from .accepted import Picture
from .kinds import GIF, PNG, WEBP, Kind
from .refusals import refuse

# Forty million pixels are 160 MB when decoded: what a small server can bear, and more than any page can show.
MOST_PIXELS = 40_000_000
# WebP ends at 16,383.
LONGEST_SIDE = 16_000
# Phones, tablets and screens with double density; wider than 1,920 no column of text ever is.
WIDTHS = (320, 640, 960, 1280, 1920)
# For programs that know neither srcset nor WebP, such as feed readers.
FALLBACK_WIDTH = 1280
JPEG_QUALITY, WEBP_QUALITY = 85, 80

_SRGB = ImageCms.createProfile("sRGB")


def make_anew(data: bytes, kind: Kind) -> tuple[Picture, list[Picture]]:
    """The picture in full size, and its renditions: WebP in each width it fills, and one fallback.

    Orientation is applied and colours are those of sRGB, since the metadata that said so are gone. Raises
    ValidationError.
    """
    picture = _decoded(data, kind)
    # Drawings keep their edges in PNG; photographs are a tenth of the size as JPEG.
    is_drawing = picture.mode == "RGBA" or kind in (PNG, GIF)
    master = _encoded(picture, "PNG" if is_drawing else "JPEG")
    widths = sorted(
        {width for width in WIDTHS if width < picture.width} | {min(picture.width, WIDTHS[-1])}, reverse=True
    )
    renditions = []
    smaller = picture
    for width in widths:
        smaller = _scaled(smaller, width, picture)
        renditions.append(_encoded(smaller, "WEBP"))
        if width == FALLBACK_WIDTH < picture.width:
            renditions.append(_encoded(smaller, "PNG" if is_drawing else "JPEG"))
    return master, renditions[::-1]


def _decoded(data: bytes, kind: Kind) -> Image.Image:
    """Every pixel of the picture, upright, in L, RGB or RGBA, with nothing beside the pixels."""
    if kind is WEBP:
        # Its decoder reserves memory for the whole picture as soon as it is opened.
        _require_bearable(*_webp_size(data))
    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=[kind.pillow])
    except Image.DecompressionBombError:
        raise refuse("bomb", limit=MOST_PIXELS // 1_000_000) from None
    except Exception:  # decoders raise whatever a broken file leads them to
        raise refuse("damaged_image") from None
    _require_bearable(*image.size)
    if kind in (PNG, GIF, WEBP) and getattr(image, "is_animated", False):
        raise refuse("animated")
    try:
        image.load()
        image = _in_srgb(_upright(image))
    except Exception:  # as above: truncated data, broken chunks, impossible palettes
        raise refuse("damaged_image") from None
    image.info.clear()
    return image


def _upright(image: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # broken metadata; they are thrown away in any case
        return image


def _require_bearable(width: int, height: int) -> None:
    values = {"width": f"{width:,}", "height": f"{height:,}"}
    if width < 1 or height < 1:
        raise refuse("damaged_image")
    if width * height > MOST_PIXELS:
        raise refuse("too_many_pixels", limit=MOST_PIXELS // 1_000_000, **values)
    if max(width, height) > LONGEST_SIDE:
        raise refuse("too_long", limit=f"{LONGEST_SIDE:,}", **values)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height as the header of a WebP file states them."""
    try:
        chunk, body = data[12:16], data[20:30]
        if chunk == b"VP8X":
            return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
        if chunk == b"VP8L":
            (bits,) = struct.unpack("<I", body[1:5])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        width, height = struct.unpack("<HH", body[6:10])
    except struct.error:
        raise refuse("damaged_image") from None
    return width & 0x3FFF, height & 0x3FFF


def _in_srgb(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):  # sixteen bits of grey, which convert() would cut off instead of scaling
        image.info.pop("transparency", None)
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif image.mode in ("1", "F"):
        image = image.convert("L")
    has_alpha = image.mode in ("RGBA", "LA", "PA", "RGBa", "La") or "transparency" in image.info
    if has_alpha:
        image = image.convert("RGBA")
        if image.getchannel("A").getextrema()[0] == 255:  # a channel that hides nothing
            image = image.convert("RGB")
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    target = image.mode if image.mode in ("L", "RGBA") else "RGB"
    if profile:
        image = _through_profile(image, profile, target)
    return image.convert(target) if image.mode != target else image


def _through_profile(image: Image.Image, profile: bytes, target: str) -> Image.Image:
    """`image` with the colours its profile means. A profile that does not fit is as good as none."""
    if target == "L":
        return image
    try:
        source: Any = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        converted = ImageCms.profileToProfile(image, source, _SRGB, outputMode=target)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _scaled(image: Image.Image, width: int, original: Image.Image) -> Image.Image:
    if image.width == width:
        return image
    height = max(1, round(original.height * width / original.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, pillow_format: str) -> Picture:
    options: dict[str, Any] = {
        "JPEG": {"quality": JPEG_QUALITY, "progressive": True, "optimize": True},
        "PNG": {},
        "WEBP": {"quality": WEBP_QUALITY, "method": 4},
    }[pillow_format]
    out = io.BytesIO()
    image.save(out, format=pillow_format, **options)
    extension = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[pillow_format]
    return Picture(f"image/{pillow_format.lower()}", extension, out.getvalue(), image.width, image.height)
