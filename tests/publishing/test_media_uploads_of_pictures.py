"""Pictures the library takes, makes smaller and frees of what they tell, and pictures it refuses."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms

from publishing import uploads
from tests.factories.files import animation, gif_claiming, jpeg_claiming, picture, png_claiming, webp_claiming
from tests.library import all_bytes, refusal_of

ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825
TURNED_LEFT = 6
SECRET = b"Jane Whistleblower, 52.2405 N"


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


# --- What is taken ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pillow_format", "name", "stored"),
    [
        ("JPEG", "photo.jpg", "image/jpeg"),
        ("JPEG", "PHOTO.JPEG", "image/jpeg"),
        ("PNG", "drawing.png", "image/png"),
        ("WEBP", "photo.webp", "image/jpeg"),
        ("GIF", "diagram.gif", "image/png"),
    ],
)
def test_a_picture_is_taken_and_stored_in_a_format_every_program_knows(pillow_format, name, stored):
    accepted = uploads.accept(picture(pillow_format, (700, 500)), name)
    assert (accepted.kind, accepted.content_type, accepted.width, accepted.height) == ("image", stored, 700, 500)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_mode_of_a_png_is_taken(mode):
    accepted = uploads.accept(picture("PNG", (60, 40), mode), "drawing.png")
    assert {opened(data).size for data in all_bytes(accepted)} == {(60, 40)}


def test_sixteen_bits_of_grey_are_scaled_and_not_cut_off():
    grey = Image.new("I;16", (4, 4), 0x8000)
    out = io.BytesIO()
    grey.save(out, "PNG")
    assert opened(uploads.accept(out.getvalue(), "scan.png").data).getpixel((0, 0)) == 0x80


def test_what_is_transparent_stays_transparent():
    image = Image.new("RGBA", (40, 40), (255, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "WEBP", lossless=True)
    accepted = uploads.accept(out.getvalue(), "logo.webp")
    assert accepted.content_type == "image/png"
    assert all(opened(data).convert("RGBA").getpixel((5, 5))[3] == 0 for data in all_bytes(accepted))


def test_a_transparent_colour_of_a_palette_stays_transparent():
    image = Image.new("P", (40, 40), 3)
    out = io.BytesIO()
    image.save(out, "GIF", transparency=3)
    assert opened(uploads.accept(out.getvalue(), "logo.gif").data).getpixel((5, 5))[3] == 0


def test_a_picture_for_print_is_taken_in_the_colours_of_the_screen():
    accepted = uploads.accept(picture("JPEG", (60, 40), "CMYK"), "print.jpg")
    assert opened(accepted.data).mode == "RGB"


def test_a_profile_is_applied_before_it_is_thrown_away():
    """By this profile red means blue: who drops it without a look shows the wrong colour."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    red, blue = profile.index(b"rXYZ"), profile.index(b"bXYZ")
    profile[red : red + 4], profile[blue : blue + 4] = b"bXYZ", b"rXYZ"
    out = io.BytesIO()
    Image.new("RGB", (8, 8), (255, 0, 0)).save(out, "PNG", icc_profile=bytes(profile))
    made = opened(uploads.accept(out.getvalue(), "a.png").data)
    assert made.getpixel((4, 4)) == pytest.approx((0, 0, 255), abs=4)
    assert "icc_profile" not in made.info


def test_a_profile_that_makes_no_sense_is_ignored():
    accepted = uploads.accept(picture("JPEG", (30, 20), icc_profile=b"no profile at all" * 20), "a.jpg")
    assert accepted.width == 30


def test_renditions_fill_the_common_widths_and_never_exceed_the_picture():
    accepted = uploads.accept(picture("JPEG", (1500, 1000)), "photo.jpg")
    webp = [(each.width, each.height) for each in accepted.renditions if each.content_type == "image/webp"]
    assert webp == [(320, 213), (640, 427), (960, 640), (1280, 853), (1500, 1000)]
    others = [each for each in accepted.renditions if each.content_type != "image/webp"]
    assert [(each.content_type, each.width) for each in others] == [("image/jpeg", 1280)]


@pytest.mark.parametrize(
    ("width", "widths"), [(1, [1]), (320, [320]), (321, [320, 321]), (4000, [320, 640, 960, 1280, 1920])]
)
def test_a_picture_is_made_smaller_and_never_larger(width, widths):
    accepted = uploads.accept(picture("PNG", (width, 8)), "line.png")
    assert sorted({each.width for each in accepted.renditions if each.content_type == "image/webp"}) == widths


# --- Metadata -----------------------------------------------------------------------------------------


def exif() -> bytes:
    data = Image.Exif()
    data[ORIENTATION], data[MAKER] = TURNED_LEFT, SECRET.decode()
    data.get_ifd(GPS)[2] = (52.0, 14.0, 26.0)
    return data.tobytes()


@pytest.mark.parametrize(("pillow_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")])
def test_a_picture_is_turned_upright_and_forgets_where_it_was_taken(pillow_format, name):
    options = {"exif": exif(), "icc_profile": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()}
    if pillow_format != "PNG":
        options["xmp"] = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    original = picture(pillow_format, (60, 40), **options)
    assert SECRET in original
    accepted = uploads.accept(original, name)
    assert (accepted.width, accepted.height) == (40, 60)
    for data in all_bytes(accepted):
        assert SECRET not in data
        assert not opened(data).getexif()
        assert not {"exif", "icc_profile", "xmp", "comment", "Comment", "photoshop"} & set(opened(data).info)


def test_comments_text_chunks_and_what_follows_the_picture_are_gone():
    jpeg = picture("JPEG", (30, 20), comment=SECRET) + SECRET
    text = struct.pack(">I", len(SECRET) + 8) + b"tEXtComment\0" + SECRET
    text += struct.pack(">I", zlib.crc32(text[4:]))
    png = picture("PNG", (30, 20))
    for data, name in ((jpeg, "a.jpg"), (png[:33] + text + png[33:] + SECRET, "a.png")):
        assert SECRET in data
        assert not any(SECRET in made for made in all_bytes(uploads.accept(data, name)))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_broken_metadata_do_not_keep_a_picture_out():
    assert uploads.accept(picture("JPEG", (30, 20), exif=b"Exif\0\0MM\0*\xff\xff\xff\xff junk"), "a.jpg").width == 30


# --- Pictures refused -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (png_claiming(6400, 6300), "bomb.png"),
        (png_claiming(2**31 - 1, 2**31 - 1), "bomb.png"),
        (png_claiming(40_000, 40_000, b"\0" * 3_000_000), "bomb.png"),
        (jpeg_claiming(65_000, 65_000), "bomb.jpg"),
        (webp_claiming(16_000, 16_000), "bomb.webp"),
        (webp_claiming(2**24, 2**24), "bomb.webp"),
    ],
)
def test_a_bomb_is_refused_by_its_header_and_never_decoded(data, name, monkeypatch):
    def decoded(self):
        raise AssertionError("decoded")

    monkeypatch.setattr(Image.Image, "load", decoded)
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", decoded)
    error = refusal_of(data, name)
    assert error.code in ("too_many_pixels", "bomb")
    assert "40 million" in error.messages[0]


def test_forty_million_pixels_are_still_taken_as_far_as_the_header_goes():
    assert refusal_of(png_claiming(8000, 5000), "a.png").code == "damaged_image"
    assert refusal_of(png_claiming(8000, 5001), "a.png").code == "too_many_pixels"


def test_a_picture_is_refused_when_one_side_is_too_long():
    error = refusal_of(png_claiming(16_001, 10), "a.png")
    assert error.code == "too_long"
    assert "16,001 × 10" in error.messages[0]


@pytest.mark.parametrize(("pillow_format", "name"), [("GIF", "a.gif"), ("WEBP", "a.webp"), ("PNG", "a.png")])
def test_a_picture_that_moves_is_refused_with_the_reason(pillow_format, name):
    error = refusal_of(animation(pillow_format), name)
    assert error.code == "animated"
    assert "export one frame" in error.messages[0]


@pytest.mark.parametrize(
    ("pillow_format", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("GIF", "a.gif")]
)
def test_a_picture_that_breaks_off_is_refused(pillow_format, name):
    whole = (
        picture(pillow_format, (400, 300), quality=95) if pillow_format != "GIF" else picture("GIF", (400, 300), "L")
    )
    for cut in (20, len(whole) // 3, len(whole) * 2 // 3):
        assert refusal_of(whole[:cut], name).code == "damaged_image"


def test_no_picture_becomes_larger_than_its_header_says():
    """Frames of a GIF may claim more room than its screen."""
    frame = b"," + struct.pack("<HHHH", 0, 0, 60_000, 60_000) + b"\0\x02\x02\x44\x01\0;"
    assert refusal_of(gif_claiming(1, 1)[:-1] + frame, "a.gif").code in ("damaged_image", "too_many_pixels", "bomb")
