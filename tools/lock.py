"""make lock: both hashed locks from the ranges of pyproject.toml. Neither names the index it was made from."""

import subprocess
import sys

COMPILE = [
    "-m",
    "uv",
    "pip",
    "compile",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--no-header",
    "-q",
]
COMPILE += ["--python-version", "3.11", "pyproject.toml"]


def main() -> None:
    for options in (
        ["-o", "requirements.txt"],
        ["--group", "dev", "-c", "requirements.txt", "-o", "requirements-dev.txt"],
    ):
        subprocess.run([sys.executable, *COMPILE, *options], check=True)


if __name__ == "__main__":
    main()
