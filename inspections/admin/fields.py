"""Form fields that let editors write lists as lines of text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _


class LinesField(forms.CharField):
    """A dictionary, written as lines such as “gss: E20000017”."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{name}: {entry}" for name, entry in value.items()) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in str(value or "").splitlines() if line.strip()]
        return dict(self._pair(line) for line in lines)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or {}) != self.to_python(data)
        except ValidationError:
            return True

    def _pair(self, line: str) -> tuple[str, Any]:
        name, colon, entry = (part.strip() for part in line.partition(":"))
        if not (name and colon and entry):
            raise ValidationError(_("Write each line as “name: value”. This one is not: %s") % line)
        return self.pair(name, entry)

    def pair(self, name: str, entry: str) -> tuple[str, Any]:
        return name, entry


class TallyField(LinesField):
    """A tally, written as lines such as “Requires improvement: 2”."""

    def pair(self, name: str, entry: str) -> tuple[str, Any]:
        if not entry.isdecimal() or len(entry) > 4:
            raise ValidationError(
                _("“%(entry)s” is no number of areas for “%(name)s”.") % {"entry": entry, "name": name}
            )
        return slugify(name), int(entry)


class WordingsField(forms.CharField):
    """A list of wordings, a line each."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 24})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        return [text for line in str(value or "").splitlines() if (text := " ".join(line.split()))]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != self.to_python(data)
