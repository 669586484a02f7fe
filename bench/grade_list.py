"""How long the longest texts that a pasted grade list may have take to read: python -m bench.grade_list"""

import os
import time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from inspections.grade_list import AreaWords, Vocabulary, read_grade_list  # noqa: E402
from inspections.grade_list.lines import MAX_BYTES, MAX_LINE_LENGTH, MAX_LINES  # noqa: E402
from inspections.models.names import normalise  # noqa: E402

GRADES = {"outstanding": "outstanding", "good": "good", "requires improvement": "requires-improvement"}
NAMES = ["Investigating crime", "Responding to the public", "Protecting vulnerable people", "Managing offenders"]
VOCABULARY = Vocabulary(
    areas=tuple(AreaWords(str(n), name, frozenset({normalise(name)}), GRADES) for n, name in enumerate(NAMES)),
    outcomes={},
    all_grades=frozenset(GRADES),
)
WORST = {
    "an ordinary list": "Investigating crime – Good",
    "hyphens and spaces": "- " * (MAX_LINE_LENGTH // 2),
    "spaces": " " * MAX_LINE_LENGTH,
    "separators": "– : | \t" * (MAX_LINE_LENGTH // 7),
    "numbers and grades": "one two good " * (MAX_LINE_LENGTH // 13),
    "almost an area": "Investigating crim – Good",
    "an area in prose": ("Investigating crime good " + "a " * MAX_LINE_LENGTH)[:MAX_LINE_LENGTH],
    "entries alone": "Good•Investigating crime•" * (MAX_LINE_LENGTH // 25),
    "contradictions": ("Investigating crime•Good•Investigating crime•Outstanding•" * 7)[:MAX_LINE_LENGTH],
    "long names": "a" * (MAX_LINE_LENGTH - 7) + " – Good",
}


def main() -> None:
    ordinary = None
    for name, line in WORST.items():
        count = min(MAX_LINES, MAX_BYTES // (len(line.encode()) + 1))
        text = "\n".join([line] * count)
        began = time.perf_counter()
        result = read_grade_list(text, VOCABULARY)
        seconds = time.perf_counter() - began
        ordinary = ordinary or seconds
        print(
            f"{name:<20} {len(text):>7} characters {count:>5} lines {seconds:6.2f} s "
            f"({seconds / ordinary:5.1f} x an ordinary list) {result.steps:>8} steps"
        )


if __name__ == "__main__":
    main()
