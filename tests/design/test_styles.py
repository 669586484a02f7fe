"""Colours live in one file, can be read in light and dark, and every part reaches the reader in one sheet."""

import colorsys
import re
from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from design.storage import join_style_sheet

CSS = Path(settings.BASE_DIR) / "static" / "css"
SHEETS = sorted(CSS.rglob("*.css"))
TOKENS = (CSS / "tokens.css").read_text()
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DEFINED = re.compile(r"(--[\w-]+):\s*([^;]+);")
HEX = re.compile(r"#[0-9a-fA-F]{3,8}\b")
COLOUR_WORDS = re.compile(r":[^;{}]*\b(?:rgba?|hsla?|oklch|oklab|lab|lch|white|black|gr[ae]y|red|green|blue)\b[(\s;]")
GRADES = ["outstanding", "good", "adequate", "requires-improvement", "inadequate"]
TONES = ["neutral", "info", "success", "warning", "danger", *GRADES, "ungraded"]


def colours(text: str) -> dict[str, str]:
    return {name: value for name, value in DEFINED.findall(text) if name.startswith("--colour-")}


LIGHT_TEXT, DARK_TEXT = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
SCHEMES = {"light": colours(LIGHT_TEXT), "dark": colours(DARK_TEXT)}


def channels(colour: str) -> list[float]:
    return [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]


def luminance(colour: str) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


TEXT_PAIRS = [
    *(
        (ink, ground)
        for ground in ("page", "surface")
        for ink in ("text", "muted", "link", "link-hover", "link-visited")
    ),
    *(("text", f"{tone}-ground") for tone in ("info", "success", "warning", "danger", "neutral")),  # the admin's rows
    *(("link", f"{tone}-ground") for tone in ("info", "neutral")),
    *((f"{tone}-ink", f"{tone}-ground") for tone in TONES),
    ("muted", "neutral-ground"),
    ("danger-ink", "page"),
    ("accent", "page"),
    ("accent-hover", "surface"),
    *(("on-accent", ground) for ground in ("accent", "accent-hover", "line-strong", "text", "danger-ink")),
]
SHAPE_PAIRS = [
    *((ink, ground) for ground in ("page", "surface") for ink in ("line-strong", "focus", "accent")),
    *(("focus", f"{tone}-ground") for tone in TONES),
    *((f"{tone}-ink", "page") for tone in TONES),
]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_can_be_read_on_its_background(scheme):
    tokens = SCHEMES[scheme]
    weak = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in TEXT_PAIRS
        if (ratio := contrast(tokens[f"--colour-{ink}"], tokens[f"--colour-{ground}"])) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("scheme", SCHEMES)
def test_lines_shapes_and_focus_can_be_seen(scheme):
    tokens = SCHEMES[scheme]
    weak = {
        f"{ink} on {ground}": round(ratio, 2)
        for ink, ground in SHAPE_PAIRS
        if (ratio := contrast(tokens[f"--colour-{ink}"], tokens[f"--colour-{ground}"])) < 3
    }
    assert not weak


def test_the_measure_of_contrast_is_the_known_one():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("scheme", SCHEMES)
def test_neighbouring_grades_differ_in_hue(scheme):
    hues = [colorsys.rgb_to_hls(*channels(SCHEMES[scheme][f"--colour-{grade}-ink"]))[0] * 360 for grade in GRADES]
    for one, other in pairwise(hues):
        distance = abs(one - other) % 360
        assert min(distance, 360 - distance) >= 40


def test_dark_has_every_colour_that_light_has():
    assert SCHEMES["light"].keys() == SCHEMES["dark"].keys()


def test_paper_is_always_light():
    assert DARK_TEXT, "the dark colours are for screens alone"
    assert "prefers-color-scheme" not in "".join(sheet.read_text() for sheet in SHEETS if sheet.name != "tokens.css")


@pytest.mark.parametrize("sheet", [sheet for sheet in SHEETS if sheet.name != "tokens.css"], ids=lambda p: p.name)
def test_a_sheet_takes_its_colours_from_the_tokens(sheet):
    text = COMMENT.sub("", sheet.read_text())
    assert not HEX.findall(re.sub(r"#[\w-]+(?=[^;{}]*\{)", "", text)), "a colour outside tokens.css"
    assert not COLOUR_WORDS.findall(text), "a colour outside tokens.css"


@pytest.mark.parametrize("text", ["color: red;", "background: rgb(0 0 0);", "border: 1px solid white;"])
def test_the_rule_about_colours_finds_them(text):
    assert COLOUR_WORDS.search(text)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_a_sheet_uses_only_properties_that_exist(sheet):
    text = COMMENT.sub("", sheet.read_text())
    defined = dict(DEFINED.findall(TOKENS)) | dict(DEFINED.findall(text))
    if sheet.name.startswith("admin"):  # the admin's own, which admin.css sets and the desk reads
        defined |= dict(DEFINED.findall((CSS / "admin.css").read_text()))
    assert not set(re.findall(r"var\((--[\w-]+)", text)) - defined.keys()


def test_every_token_is_used():
    used = set(re.findall(r"var\((--[\w-]+)", "".join(sheet.read_text() for sheet in SHEETS)))
    assert not dict(DEFINED.findall(TOKENS)).keys() - used


def test_main_lists_every_component_once_in_order():
    listed = re.findall(r'@import url\("components/([\w.]+)"\) layer\(components\);', (CSS / "main.css").read_text())
    assert listed == sorted(path.name for path in (CSS / "components").glob("*.css"))


def test_the_collected_style_sheet_holds_every_part_and_asks_for_no_other():
    paths = {path: (storage, path) for finder in get_finders() for path, storage in finder.list([])}
    joined = join_style_sheet(paths)
    assert "@import" not in joined
    assert joined.index("@layer tokens, base, layout, components, utilities;") < joined.index("@layer tokens {")
    for sheet in (CSS / "components").glob("*.css"):
        assert f"@layer components {{\n{sheet.read_text()}}}" in joined
