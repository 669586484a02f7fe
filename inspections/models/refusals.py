"""What a verb or a model refuses, as a form says it."""

from collections.abc import Iterable

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def beside_fields(faults: Iterable[tuple[str, str]]) -> ValidationError:
    """An error for forms of these pairs of a field, or nothing if it is of the whole row, and a sentence."""
    by_field: dict[str, list[str]] = {}
    for name, sentence in faults:
        by_field.setdefault(name or NON_FIELD_ERRORS, []).append(sentence)
    return ValidationError(by_field)  # type: ignore[arg-type]
