"""Why a file is refused, in sentences an editor can act on."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ACCEPTED = _("The library takes pictures (JPEG, PNG, WebP and GIF without animation) and PDF documents.")

SENTENCES = {
    "empty": _("This file is empty. Choose the right one and try again."),
    "too_large": _("This file has %(size)s; the limit is %(limit)s. Make it smaller, or split it."),
    "image_too_large": _("This picture has %(size)s; the limit for pictures is %(limit)s. Save it as a JPEG."),
    "disk_full": _(
        "The file could not be stored because the server has no room left. Tell the people who run the site."
    ),
    "unknown": _("This is no kind of file that the library takes. %(accepted)s"),
    "svg": _("SVG pictures are refused because they can carry scripts. Export the picture as PNG and upload that."),
    "web_page": _("This is a web page, or text with markup, which could run scripts. %(accepted)s"),
    "office": _(
        "Office files (Word, Excel, PowerPoint, OpenDocument) are refused because they can carry macros and hidden "
        "text. Save it as PDF and upload that."
    ),
    "archive": _("Archives are refused because nobody can see what is in them. Upload the files one by one."),
    "heic": _("This is a HEIC or AVIF picture, which many browsers cannot show. Export it as JPEG and upload that."),
    "other_picture": _("This picture is a %(type)s. %(accepted)s Export it as one of these."),
    "program": _("This is a program. %(accepted)s"),
    "media": _("Sound and films are not kept in this library. %(accepted)s"),
    "no_extension": _(
        "The name of this file has no ending, and it holds %(held)s. Name it “.%(right)s” and try again."
    ),
    "wrong_extension": _(
        "This file is named “.%(extension)s” but holds %(held)s. Check that it is the right file, "
        "name it “.%(right)s” and try again."
    ),
    "damaged_image": _("This picture is damaged or incomplete. Export or download it once more and try again."),
    "too_many_pixels": _(
        "This picture has %(width)s × %(height)s pixels; the limit is %(limit)s million in all. Make it smaller."
    ),
    "bomb": _("This picture has far more than %(limit)s million pixels, which is the limit. Make it smaller."),
    "too_long": _("This picture has %(width)s × %(height)s pixels; no side may be longer than %(limit)s. Crop it."),
    "animated": _(
        "This picture moves. Moving pictures distract from reading and can harm people, so they are refused: "
        "export one frame and upload that."
    ),
    "damaged_pdf": _("This PDF is damaged or incomplete. Save it once more from the program it was made with."),
    "encrypted_pdf": _(
        "This PDF is protected by a password or by restrictions, so some readers could not open it, or not have it "
        "read aloud. Save it without protection."
    ),
    "active_pdf": _(
        "This PDF holds %(found)s. That could run in readers' programs or hide something, so it is refused. Print it "
        "to a new PDF, or save it without, and upload that."
    ),
    "empty_pdf": _("This PDF has no pages."),
    "complex_pdf": _("This PDF has too many parts to be checked. Save it with reduced size and try again."),
    "double_pdf": _("This PDF is an archive at the same time, which hides its other content. Print it to a new PDF."),
}


def refuse(code: str, **values: object) -> ValidationError:
    """The refusal `code`, to be raised."""
    return ValidationError(SENTENCES[code], code=code, params={"accepted": ACCEPTED} | values)


def size_text(size: int) -> str:
    """`size` bytes as readers are told: "640 KB", "1.2 MB", with a space that does not break."""
    if size < 1_000:
        return f"{size}\N{NO-BREAK SPACE}bytes"
    if size < 999_500:
        return f"{size / 1_000:.0f}\N{NO-BREAK SPACE}KB"
    megabytes = f"{size / 1_000_000:.1f}".removesuffix(".0")
    return f"{megabytes}\N{NO-BREAK SPACE}MB"
