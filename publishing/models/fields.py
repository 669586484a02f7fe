"""Columns that the models of every feature share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models

from publishing.plaintext import no_markup


class WebAddressField(models.URLField):
    """An address on the web. In every form, one that is typed without a scheme is taken for https."""

    def formfield(self, **options: Any) -> Any:
        return super().formfield(**{"assume_scheme": "https", **options})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.URLField", args, options  # to a database it is nothing else


class PlainCharField(models.CharField):
    """A line that readers see as it is typed: markup in it is refused."""

    default_validators = [no_markup]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class PlainTextField(models.TextField):
    """Text that readers see as it is typed: markup in it is refused."""

    default_validators = [no_markup]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options
