"""What the documents promise a newcomer is there."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_every_link_between_documents_leads_somewhere():
    dead = [
        f"{document.relative_to(ROOT)}: {target}"
        for document in documents()
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())
        if not (document.parent / target).exists()
    ]
    assert dead == []


def test_the_readme_fits_on_one_screen_and_a_half():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 70


def test_every_command_the_documents_name_is_one_of_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {name for document in documents() for name in re.findall(r"`make ([a-z]+)", document.read_text())}
    reserved = {"bench"}  # promised in docs/architecture.md for later
    assert named <= targets | reserved
