"""When static files are collected again."""

import json
import os

import pytest

from tools import static_files
from tools.static_files import collect_if_stale, is_stale


@pytest.fixture
def folder(tmp_path, settings, monkeypatch):
    """A site with one static file, and the manifest of its collection an hour later."""
    monkeypatch.setattr(static_files, "STAMP", tmp_path / "locks.json")
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "main.css").write_text("a {}")
    os.utime(tmp_path / "static" / "main.css", (1_000_000, 1_000_000))
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": {"main.css": "main.1234.css"}}))
    os.utime(tmp_path / "staticfiles.json", (1_003_600, 1_003_600))
    return tmp_path


def test_collected_after_the_last_change_they_are_left_alone(folder):
    assert not is_stale(folder / "staticfiles.json")


def test_a_changed_file_is_collected(folder):
    (folder / "static" / "main.css").write_text("b {}")
    assert is_stale(folder / "staticfiles.json")


def test_a_new_file_is_collected_however_old_it_is(folder):
    (folder / "static" / "old.css").write_text("a {}")
    os.utime(folder / "static" / "old.css", (1_000_000, 1_000_000))
    assert is_stale(folder / "staticfiles.json")


def test_a_removed_file_is_noticed(folder):
    (folder / "static" / "main.css").unlink()
    assert is_stale(folder / "staticfiles.json")


def test_without_a_manifest_all_are_collected(folder):
    assert is_stale(folder / "nothing.json")


def test_packages_installed_since_are_collected_however_old_their_files_are(folder):
    (folder / "locks.json").touch()
    assert is_stale(folder / "staticfiles.json")


def test_what_has_changed_is_collected_beside_what_pages_sent_before_name(folder):
    collected = folder / "collected"
    assert collect_if_stale()
    assert not collect_if_stale()
    [before] = collected.glob("main.*.css")
    (folder / "static" / "main.css").write_text("b {}")
    os.utime(folder / "static" / "main.css", (1_000_000, 1_000_000))  # older than its copy, as a package's file may be
    (folder / "locks.json").touch()
    os.utime(folder / "locks.json", (4_000_000_000, 4_000_000_000))
    assert collect_if_stale()
    assert (collected / "main.css").read_text() == "b {}"
    assert before.read_text() == "a {}"
    assert len(list(collected.glob("main.*.css"))) == 2
