"""make check: everything that can be said of the code without running the site. make fix mends what can be mended."""

import os
import subprocess
import sys
from pathlib import Path

from tools.environments import laptop, production

# `check --deploy` looks at settings, not at a database: this one need not exist.
DEPLOYED = production("postgresql://candour@localhost/candour", "https://candour.example")


def templates() -> list[str]:
    folders = [Path("templates"), *Path().glob("*/templates")]
    return sorted(str(path) for folder in folders for path in folder.rglob("*.html"))


def checks() -> list[tuple[str, list[str], dict[str, str]]]:
    """What is checked, by which command, in which environment."""
    manage = ["python", "manage.py"]
    return [
        ("Format of Python", ["ruff", "format", "--check", "."], {}),
        ("Lint of Python", ["ruff", "check", "."], {}),
        ("Indentation of templates", ["djhtml", "-t", "2", "--check", *templates()], {}),
        ("Format of templates", ["djade", "--check", *templates()], {}),
        ("Types", ["mypy"], laptop()),
        ("Imports go down only", ["lint-imports"], {}),
        ("Migrations", [*manage, "makemigrations", "--check", "--dry-run"], laptop()),
        ("Settings of production", [*manage, "check", "--deploy", "--fail-level", "WARNING"], DEPLOYED),
    ]


def fixes() -> list[tuple[str, list[str], dict[str, str]]]:
    return [
        ("Lint of Python", ["ruff", "check", "--fix", "."], {}),
        ("Format of Python", ["ruff", "format", "."], {}),
        ("Format of templates", ["djade", *templates()], {}),
        ("Indentation of templates", ["djhtml", "-t", "2", *templates()], {}),
    ]


def passes(title: str, command: list[str], environment: dict[str, str]) -> bool:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    result = subprocess.run(
        command,
        env=os.environ | environment | {"PATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = result.returncode == 0
    print(f"{'ok  ' if passed else 'FAIL'} {title}", flush=True)
    if not passed:
        print(result.stdout, flush=True)
    return passed


def main() -> int:
    # djade's exit code also says that it has changed something, so a fix is judged by the checks that follow it.
    if "--fix" in sys.argv[1:]:
        for title, command, environment in fixes():
            passes(title, command, environment)
        return 0
    return 0 if all([passes(*check) for check in checks()]) else 1  # noqa: C419 - every one of them, not up to the first


if __name__ == "__main__":
    sys.exit(main())
