"""PDF documents: read through, counted, and refused when they could do more than be read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext, gettext_lazy
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from .refusals import refuse

# A report of a hundred pages has some five thousand; every one of them is looked at.
MOST_OBJECTS = 150_000
DEEPEST_NESTING = 100

_JAVASCRIPT = gettext_lazy("JavaScript")
_ATTACHED = gettext_lazy("attached files")
_PROGRAMS = gettext_lazy("a command that starts programs or opens other files")
_SENDING = gettext_lazy("a form that sends what readers type")
_FILMS = gettext_lazy("films, sounds or other moving content")

# Names that stand for the same thing wherever they occur: as a key of a dictionary ...
_KEYS = {
    "/JS": _JAVASCRIPT,
    "/JavaScript": _JAVASCRIPT,
    "/EF": _ATTACHED,
    "/EmbeddedFiles": _ATTACHED,
    "/XFA": gettext_lazy("an XFA form"),
    "/RichMediaContent": _FILMS,
}
# ... as the type of an action, an annotation or a stream ...
_VALUES = {
    "/S": {
        "/JavaScript": _JAVASCRIPT,
        "/Launch": _PROGRAMS,
        "/GoToE": _PROGRAMS,
        "/GoToR": _PROGRAMS,
        "/SubmitForm": _SENDING,
        "/ImportData": _SENDING,
        "/Rendition": _FILMS,
        "/Movie": _FILMS,
        "/Sound": _FILMS,
        "/RichMediaExecute": _FILMS,
    },
    "/Subtype": {
        "/FileAttachment": _ATTACHED,
        "/RichMedia": _FILMS,
        "/Movie": _FILMS,
        "/Sound": _FILMS,
        "/Screen": _FILMS,
        "/3D": _FILMS,
    },
    "/Type": {"/EmbeddedFile": _ATTACHED},
}
# ... or as plain bytes, in what one program finds in a broken file and another does not.
_BYTES = {
    b"/JavaScript": _JAVASCRIPT,
    b"/Launch": _PROGRAMS,
    b"/EmbeddedFile": _ATTACHED,
    b"/RichMedia": _FILMS,
}


def check(data: bytes) -> int:
    """The number of pages. Raises ValidationError when the document is damaged, protected or active."""
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise refuse("double_pdf")
    try:
        reader = PdfReader(io.BytesIO(data))
        is_encrypted = reader.is_encrypted
    except Exception:  # a parser of hostile input raises whatever the input leads it to
        raise refuse("damaged_pdf") from None
    if is_encrypted:
        raise refuse("encrypted_pdf")
    if _number_of_objects(reader) > MOST_OBJECTS:
        raise refuse("complex_pdf")
    try:
        found = {str(what) for what in _active(reader, data)}
        pages = len(reader.pages)
    except Exception:  # as above
        raise refuse("damaged_pdf") from None
    if found:
        raise refuse("active_pdf", found=_listed(sorted(found)))
    if not pages:
        raise refuse("empty_pdf")
    return pages


def _number_of_objects(reader: PdfReader) -> int:
    return sum(len(numbers) for numbers in reader.xref.values()) + len(reader.xref_objStm)


def _active(reader: PdfReader, data: bytes) -> Iterator[Any]:
    """What in the document could do more than be read: in any object, whether or not a page leads to it."""
    yield from (what for name, what in _BYTES.items() if name in data)
    yield from _in(reader.trailer)
    for generation, numbers in reader.xref.items():
        for number in numbers:
            yield from _in(reader.get_object(IndirectObject(number, generation, reader)))
    for number in reader.xref_objStm:
        yield from _in(reader.get_object(IndirectObject(number, 0, reader)))


def _in(value: Any, depth: int = 0) -> Iterator[Any]:
    if depth > DEEPEST_NESTING:
        raise RecursionError
    if isinstance(value, DictionaryObject):
        for key, inner in dict.items(value):
            if key in _KEYS:
                yield _KEYS[key]
            if key in _VALUES and (name := _resolved(inner)) in _VALUES[key]:
                yield _VALUES[key][name]
            yield from _in(inner, depth + 1)
    elif isinstance(value, ArrayObject):
        for inner in list.__iter__(value):
            yield from _in(inner, depth + 1)


def _resolved(value: Any) -> str:
    named = value.get_object() if isinstance(value, IndirectObject) else value
    return named if isinstance(named, str) else ""


def _listed(found: list[str]) -> str:
    if len(found) == 1:
        return found[0]
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}
