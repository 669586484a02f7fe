"""The rules of the house that no single change may break (docs/architecture.md)."""

import ast
import io
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LAYERS = PROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
# A name that says nothing about what is inside, or promises magic.
BANNED_NAMES = {"utils", "helpers", "services", "selectors", "managers", "signals", "common"}
LONGEST_FILE = 400
LONGEST_VIEW = 15


def python_files() -> list[Path]:
    folders = [ROOT / layer for layer in LAYERS] + [ROOT / "tests", ROOT / "tools"]
    return sorted(path for folder in folders for path in folder.rglob("*.py") if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def names_of(paths) -> list[str]:
    return [name_of(path) for path in paths]


def relations_against_the_layers(models) -> list[str]:
    """Relations from one of our apps to a higher one; string references are invisible to import-linter."""
    wrong = []
    for model in models:
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            if field.remote_field is None or field.remote_field.model is None:
                continue
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if {here, there} <= set(LAYERS) and LAYERS.index(there) < LAYERS.index(here):
                wrong.append(f"{model._meta.label}.{field.name} points up to {field.related_model._meta.label}")
    return wrong


def test_every_app_of_ours_has_its_layer():
    ours = {config.label for config in apps.get_app_configs() if Path(config.path).parent == ROOT}
    assert ours <= set(LAYERS)
    assert set(PROJECT["tool"]["importlinter"]["root_packages"]) == set(LAYERS)


def test_relations_point_down_only():
    assert relations_against_the_layers(apps.get_models(include_auto_created=True)) == []


def test_a_relation_that_points_up_would_be_found():
    from django.db import models
    from django.test.utils import isolate_apps

    from accounts.models import User

    with isolate_apps("accounts", "consent"):

        class Asked(models.Model):
            by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")

            class Meta:
                app_label = "consent"

        assert relations_against_the_layers([Asked]) == ["consent.Asked.by points up to accounts.User"]


def test_publishing_names_no_feature():
    features = LAYERS[: LAYERS.index("publishing")]
    named = [
        f"{name_of(path)}: {feature}"
        for path in [*(ROOT / "publishing").rglob("*.py"), *(ROOT / "templates" / "publishing").rglob("*.html")]
        for feature in features
        if f'"{feature}:' in path.read_text()
        or f"'{feature}:" in path.read_text()
        or f'"{feature}.' in path.read_text()
    ]
    assert named == []


def test_imports_go_down_only(tmp_path):
    result = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--cache-dir", tmp_path],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


def test_no_migration_is_missing(db):
    report = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=report)
    except SystemExit:
        pytest.fail(f"make migrations for:\n{report.getvalue()}")


def test_nobody_listens_to_signals():
    """But post_migrate, which no row and no page sets off."""
    listeners = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text())):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            imported = {f"{node.module}.{alias.name}" for alias in node.names}
            banned = {name for name in imported if ".signals." in name} - {"django.db.models.signals.post_migrate"}
            if banned or "django.dispatch.receiver" in imported:
                listeners.append(f"{name_of(path)}: {node.module}")
    assert listeners == []


def test_every_file_has_a_name_that_says_what_is_in_it():
    assert names_of(path for path in python_files() if BANNED_NAMES & {path.stem, path.parent.name}) == []


def test_no_file_is_too_long_to_hold_one_thing():
    assert (
        names_of(
            path
            for path in python_files()
            if "tests" not in path.parts and len(path.read_text().splitlines()) > LONGEST_FILE
        )
        == []
    )


def test_every_module_says_in_one_line_what_it_is():
    silent = []
    for path in python_files():
        text = path.read_text()
        docstring = ast.get_docstring(ast.parse(text))
        if text.strip() and (not docstring or "\n" in docstring.split("\n\n")[0]):
            silent.append(path)
    assert names_of(silent) == []


def test_views_are_short_functions():
    long = []
    for path in python_files():
        if path.stem != "views" and path.parent.name != "views":
            continue
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.ClassDef):
                long.append(f"{name_of(path)}: {node.name} is a class")
            is_view = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_view and length_of(node) > LONGEST_VIEW:
                long.append(f"{name_of(path)}: {node.name} has {length_of(node)} lines")
    assert long == []


def length_of(function: ast.FunctionDef) -> int:
    """Lines of a function's body, its docstring aside."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def test_no_template_brings_its_own_script_or_style():
    templates = [
        path for folder in ROOT.glob("**/templates") if ".venv" not in folder.parts for path in folder.rglob("*.html")
    ]
    inline = ("<script>", "<style>", ' style="', ' onclick="', ' onchange="', "javascript:")
    assert names_of(path for path in templates if any(mark in path.read_text() for mark in inline)) == []


def test_the_locks_name_no_registry():
    for lock in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / lock).read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text
