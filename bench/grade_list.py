"""How long the longest texts that a pasted grade list may have take to read: python -m bench.grade_list

Each is made to cost as much as it can, and read with the words of every PEEL framework that comes with Candour. For the
newest all are told of, for the others the slowest. Seconds are those of the processor.
"""

import os
import random
import time
from collections.abc import Callable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from bench import databases  # noqa: E402
from inspections.actions import load_reference_data  # noqa: E402
from inspections.grade_list import Result, Vocabulary, read_grade_list  # noqa: E402
from inspections.grade_list.lines import MAX_BYTES, MAX_LINE_LENGTH, MAX_LINES  # noqa: E402
from inspections.grade_list.vocabulary import vocabulary_of  # noqa: E402
from inspections.models import Framework  # noqa: E402


def filled(unit: str, length: int = MAX_LINE_LENGTH) -> str:
    return (unit * length)[:length]


def texts(vocabulary: Vocabulary) -> dict[str, Callable[[int], str]]:
    """For each way to be slow, the line with a number, in the names of this framework."""
    names = sorted({key for area in vocabulary.areas for key in area.keys}, key=len)
    short, long = names[0], names[-1]
    letters = random.Random(1)  # the same muddle each time
    return {
        "an ordinary list": lambda _n: f"{long} – Good",
        "hyphens and spaces": lambda _n: filled("- "),
        "spaces": lambda _n: filled(" "),
        "separators": lambda _n: filled("– : | \t"),
        "numbers and grades": lambda _n: filled("one two good "),
        "almost an area": lambda n: f"{long[: n % 7]}x{long[n % 7 + 1 :]} – Good",
        "an area's letters": lambda _n: f"{''.join(letters.sample(long, len(long)))} – Good",
        "an area in prose": lambda _n: filled(f"{short} good " + "a " * MAX_LINE_LENGTH),
        "a grade and no area": lambda _n: filled("a " * (MAX_LINE_LENGTH // 2 - 3) + "good"),
        "a list after a grade": lambda _n: "Good: " + filled(f"{short}, ", MAX_LINE_LENGTH - 6),
        "entries alone": lambda _n: filled(f"Good•{short}•"),
        "contradictions": lambda _n: filled(f"{short}•Good•{short}•Outstanding•"),
        "long names": lambda _n: "a" * (MAX_LINE_LENGTH - 7) + " – Good",
    }


def longest(line: Callable[[int], str]) -> str:
    """As many of these lines as a text may have."""
    lines: list[str] = []
    room = MAX_BYTES
    while len(lines) < MAX_LINES and (room := room - len((text := line(len(lines))).encode()) - 1) >= 0:
        lines.append(text)
    return "\n".join(lines)


def measure(text: str, vocabulary: Vocabulary) -> tuple[float, Result]:
    began = time.process_time()
    result = read_grade_list(text, vocabulary)
    return time.process_time() - began, result


def told(name: str, text: str, seconds: float, result: Result) -> str:
    size = f"{len(text):>7,} characters {text.count(chr(10)) + 1:>5,} lines"
    return f"{name:<22} {size} {seconds:6.2f} s {result.steps:>12,} steps"


def main() -> None:
    with databases.create("grade-list"):
        load_reference_data()
        frameworks = Framework.objects.filter(programme__slug="peel").select_related("programme").order_by("-order")
        vocabularies = {framework: vocabulary_of(framework) for framework in frameworks}
    for place, (framework, vocabulary) in enumerate(vocabularies.items()):
        keys = sum(len(area.keys) for area in vocabulary.areas)
        print(f"{framework}: {len(vocabulary.areas)} areas, {keys} names", flush=True)
        found = []
        for name, line in texts(vocabulary).items():
            text = longest(line)
            seconds, result = measure(text, vocabulary)
            found.append((seconds, told(name, text, seconds, result)))
        for _seconds, said in found if place == 0 else [max(found)]:
            print(f"  {said}", flush=True)


if __name__ == "__main__":
    main()
