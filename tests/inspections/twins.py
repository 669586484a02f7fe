"""What readers see on a page that the JSON beside it leaves out."""

import re
from html.parser import HTMLParser

from inspections.models import AreaLink, Finding, Inspection, InspectionDocument, Judgment, Practice

# What leads elsewhere, and a drawing of what stands in words beneath it.
LEFT_OUT = {"reuse", "reuse__embed", "grade-chart"}
# What the page calls by a name, the JSON by a code.
CODES = {
    str(label).casefold(): str(code)
    for choices in (
        *(Inspection.Kind, Judgment.Outcome, Finding.Kind, Practice.Kind),
        *(InspectionDocument.Kind, InspectionDocument.Licence, AreaLink.Kind, AreaLink.Comparable),
    )
    for code, label in choices.choices
}
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_DATE = re.compile(rf"\b(?:(\d{{1,2}}) )?({'|'.join(MONTHS)}) (\d{{4}})\b")
_PAUSE = re.compile(r"[,.:;]+(?=\s|$)|[()“”…]|\s–\s|\sto\s(?=\d{4})|\n")
_EMPTY = {"img", "br", "meta", "link", "input", "hr"}


def unsaid(html, data, words):
    """The pieces of what stands in the page's main part and not in `data`, as text, date or code.

    `words` are those that name things, give directions or lead elsewhere.
    """
    reader = _Reader()
    reader.feed(html)
    values = [value.casefold() for value in _values(data)]
    held = "\n".join(values)

    names = {name for name, code in CODES.items() if code in values} | {word.casefold() for word in words}
    longest_first = sorted(map(re.escape, names), key=len, reverse=True)
    named = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")
    missing = []
    for text in reader.texts:
        for part in named.split(_dated(text).casefold()):
            if _bare(part) not in held:
                missing += [piece for piece in map(_bare, _PAUSE.split(part)) if piece not in held]
    return missing


def _bare(text):
    return text.strip(" .,:;–()“”…")


def _dated(text):
    """`text` with its dates as programs write them."""
    return _DATE.sub(
        lambda found: f"{found[3]}-{MONTHS.index(found[2]) + 1:02}" + (f"-{int(found[1]):02}" if found[1] else ""),
        text,
    )


def _values(data):
    if isinstance(data, dict):
        data = data.values()
    if isinstance(data, str | int | float):
        yield _dated(" ".join(str(data).split()))
    elif data is not None:
        for value in data:
            yield from _values(value)


class _Reader(HTMLParser):
    """The runs of text in <main>, a picture's description and the date of each <time> among them."""

    def __init__(self):
        super().__init__()
        self.is_read, self.texts = [False], []

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        is_read = (self.is_read[-1] or tag == "main") and not LEFT_OUT & set((said.get("class") or "").split())
        if is_read and (more := said.get("datetime") or said.get("alt")):
            self.texts.append(more.partition("T")[0] if tag == "time" else more)
        if tag not in _EMPTY:
            self.is_read.append(is_read and tag not in ("script", "time"))

    def handle_endtag(self, tag):
        if tag not in _EMPTY:
            self.is_read.pop()

    def handle_data(self, data):
        if self.is_read[-1] and data.strip():
            self.texts.append(" ".join(data.split()))
