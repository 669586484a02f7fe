"""The one picture of the demonstration, drawn when it is loaded: editions that follow each other in time."""

from __future__ import annotations

import datetime as dt
import io

from PIL import Image, ImageDraw

from accounts.models import User
from publishing import actions, uploads
from publishing.models import MediaFile

_SIZE = (1600, 560)
_PAPER, _LINE = "#f4f6f8", "#33424f"
# Start and end along the line, row, colour: the second edition of a document begins where the first one ends.
_EDITIONS = (
    (120, 900, 0, "#1f5a8a"),
    (900, 1480, 0, "#0f7a5f"),
    (320, 640, 1, "#8a4b12"),
    (640, 1180, 1, "#6b3f87"),
    (1180, 1480, 1, "#1f5a8a"),
    (560, 1480, 2, "#4a5b2f"),
)


def add_picture(*, by: User, now: dt.datetime) -> MediaFile:
    """Draw it and put it into the library, by the way every upload takes."""
    accepted = uploads.accept(_drawn(), "editions-in-time.png")
    return actions.add_file(
        by=by,
        accepted=accepted,
        title="Editions in time",
        alt_text="Bars of several colours above a line. In each row, one bar begins where the last one ends.",
        now=now,
    )


def _drawn() -> bytes:
    image = Image.new("RGB", (2 * _SIZE[0], 2 * _SIZE[1]), _PAPER)  # twice as large, so that edges come out smooth
    pen = ImageDraw.Draw(image)
    for start, end, row, colour in _EDITIONS:
        top = 180 + row * 220
        pen.rounded_rectangle((2 * start + 10, top, 2 * end - 10, top + 140), radius=28, fill=colour)
    pen.line((160, 900, 3040, 900), fill=_LINE, width=12)
    for x in range(240, 3000, 272):
        pen.line((x, 872, x, 928), fill=_LINE, width=12)
    file = io.BytesIO()
    image.resize(_SIZE, Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()
