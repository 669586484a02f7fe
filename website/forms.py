"""The form that anonymous readers fill in."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Feedback

# An address of this site: a path, and nothing that a browser could take for another host.
_OWN_ADDRESS = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def own_address(text: str) -> str:
    """`text` if it is an address on this site that can be stored, else nothing."""
    return text if len(text) <= 500 and _OWN_ADDRESS.fullmatch(text) else ""


class FeedbackForm(forms.ModelForm):
    """What a reader tells us. `nickname` is no field for people: whoever fills it in is a program."""

    page = forms.CharField(required=False, widget=forms.HiddenInput)
    doing = forms.CharField(
        label=_("What were you trying to do?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wrong = forms.CharField(
        label=_("What went wrong, or what could be better?"),
        help_text=_("Do not include personal or financial information, such as your bank details."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Tell us what went wrong, or what could be better.")},
    )
    email = forms.EmailField(
        label=_("Your email address"),
        help_text=_("Only if you would like an answer. We use it for nothing else."),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"invalid": _("Write an email address like name@example.com, or leave it empty.")},
    )
    nickname = forms.CharField(
        label=_("Leave this empty"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    class Meta:
        model = Feedback
        fields = ("page", "doing", "wrong", "email")

    def clean_page(self) -> str:
        return own_address(self.cleaned_data["page"])

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.cleaned_data.get("nickname"))

    def visible(self) -> list[Any]:
        """The fields for people."""
        return [self[name] for name in ("doing", "wrong", "email")]
