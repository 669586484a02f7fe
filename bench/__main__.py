"""Runs the benchmarks, each in a process of its own: python -m bench [NAME ...] [--postgres]

NAME is grade_list, import_round or national; without one, all of them. --postgres measures on PostgreSQL.
"""

import argparse
import sys
from contextlib import nullcontext
from pathlib import Path

from tools.environments import laptop, production
from tools.postgres import database_url, leave_on_sigterm, run

NAMES = ("grade_list", "import_round", "national")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME")
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    leave_on_sigterm()
    with database_url() if asked.postgres else nullcontext() as url:
        environment = (production(url) if url else laptop()) | {"PYTHONPATH": str(Path(__file__).parent.parent)}
        for name in asked.names or NAMES:
            print(f"\n{name} on {'PostgreSQL' if url else 'SQLite'}", flush=True)
            if failed := run([sys.executable, "-m", f"bench.{name}"], environment):
                return failed
    return 0


if __name__ == "__main__":
    sys.exit(main())
