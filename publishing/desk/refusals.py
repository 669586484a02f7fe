"""A save that was refused shows its form once more: what was typed, under the reason for the refusal."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from publishing.models import Refused


class RefusalForm(forms.ModelForm):
    """A form that can be told why what it holds was not saved."""

    refusal: ClassVar[str] = ""

    def clean(self) -> dict[str, Any]:
        if self.refusal:
            raise ValidationError(self.refusal)
        return super().clean() or self.cleaned_data


class TellsRefusals:
    """Base of an admin class whose `form` is a RefusalForm; stands before ModelAdmin in the list of bases.

    Most of what is wrong, forms find by themselves. This is for what verbs and the database see only when they are
    asked, such as what a colleague has saved in the meantime: nothing was changed then, and the answer is 409.
    """

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)  # type: ignore[misc]
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", "")})

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]
        except Refused as refusal:
            request.refusal = str(refusal)  # type: ignore[attr-defined]
        except IntegrityError:
            request.refusal = _(  # type: ignore[attr-defined]
                "This contradicts what is stored: two rows would say the same, or a value does not fit another. Look "
                "at what you typed, and at what colleagues have saved in the meantime."
            )
        extra = self.beside_refusal(object_id) | (extra_context or {})
        response = super().changeform_view(request, object_id, form_url, extra)  # type: ignore[misc]
        response.status_code = 409
        return response

    def beside_refusal(self, object_id: Any) -> dict[str, Any]:
        """What the template shows besides of the row that was not saved."""
        return {}
