"""Telling what a text says itself from what it quotes."""

from __future__ import annotations

_CLOSING = {"“": "”", "‘": "’", '"': '"'}
# A grade in quotation marks is no quotation: “requires improvement”.
_FEWEST_WORDS = 5


def own_and_quoted(line: str) -> tuple[str, str]:
    """The words of `line` outside its quotations, and those inside. What is not closed goes on to the end."""
    own: list[str] = []
    quoted: list[str] = []
    start, closing = 0, ""
    for place, character in enumerate(line):
        if closing:
            if character == closing and not line[place + 1 : place + 2].isalnum():  # an apostrophe closes nothing
                _take(line[start : place + 1], own, quoted)
                start, closing = place + 1, ""
        elif character in _CLOSING and not line[place - 1 : place].isalnum():
            own.append(line[start:place])
            start, closing = place, _CLOSING[character]
    if closing:
        _take(line[start:], own, quoted)
    else:
        own.append(line[start:])
    return "".join(own).strip(), " ".join(quoted)


def _take(stretch: str, own: list[str], quoted: list[str]) -> None:
    if len(stretch.split()) < _FEWEST_WORDS:
        own.append(stretch)
        return
    quoted.append(stretch.strip("".join(_CLOSING) + "".join(_CLOSING.values())))
