"""Entering a cookie or a group into the register."""

from cookie_consent.models import Cookie, CookieGroup
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .checks import problems_of
from .models import CookieDetail, GroupDetail

GROUP_WORDS = {"name", "description"}
COOKIE_WORDS = {"purpose", "provider", "expiry"}


class GroupForm(forms.ModelForm):
    class Meta:
        model = CookieGroup
        fields = ("name", "varname", "description", "is_required", "ordering")
        labels = {
            "varname": _("Short name"),
            "description": _("What the group is for"),
            "is_required": _("Essential"),
            "ordering": _("Place in the list"),
        }
        help_texts = {
            "varname": _("Letters, numbers, - and _. It stands in visitors' cookies and scripts, so it never changes."),
            "description": _("One or two plain sentences for visitors."),
            "is_required": _("The site does not work without it. Visitors are told and not asked."),
        }


class CookieForm(forms.ModelForm):
    class Meta:
        model = Cookie
        fields = ("cookiegroup", "name", "description", "path", "domain")
        labels = {"cookiegroup": _("Group"), "description": _("Purpose")}
        widgets = {"path": forms.TextInput, "description": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "name": _("As it stands in the browser; * for a part that varies, such as _ga_*."),
            "description": _("One plain sentence for visitors."),
            "path": _("Where it is set, if not for the whole site."),
            "domain": _("Only to tell two cookies of one name apart."),
        }

    def clean(self) -> dict:
        data = super().clean() or {}
        if "name" not in data or "cookiegroup" not in data:
            return data
        others = Cookie.objects.exclude(pk=self.instance.pk).values_list("name", "cookiegroup__is_required")
        found = problems_of(
            data["name"],
            is_essential=data["cookiegroup"].is_required,
            essential={name for name, is_essential in others if is_essential},
            additional={name for name, is_essential in others if not is_essential},
        )
        if found:
            self.add_error("name", [ValidationError(sentence) for sentence in found])
        return data

    def save(self, commit: bool = True) -> Cookie:
        # A cookie that comes under another group or name is a new one to its visitors: they are asked.
        if {"cookiegroup", "name"} & set(self.changed_data) and self.instance.pk:
            self.instance.created = timezone.now()
        return super().save(commit)


class _DetailForm(forms.ModelForm):
    """Words in other languages: {"cy": {"name": "..."}}."""

    words: set[str]

    def clean_translations(self) -> dict:
        value = self.cleaned_data["translations"] or {}
        if not isinstance(value, dict) or not all(map(_are_words, value.values())):
            raise ValidationError(_("Write a language code and its words, such as {“cy”: {“name”: “…”}}."))
        unknown = sorted({key for words in value.values() for key in words} - self.words)
        if unknown:
            raise ValidationError(
                _("Not a word of this form: %(unknown)s. Known are: %(known)s."),
                params={"unknown": ", ".join(unknown), "known": ", ".join(sorted(self.words))},
            )
        return value


def _are_words(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(text, str) for text in value.values())


class GroupDetailForm(_DetailForm):
    words = GROUP_WORDS

    class Meta:
        model = GroupDetail
        fields = ("basis", "translations")


class CookieDetailForm(_DetailForm):
    words = COOKIE_WORDS

    class Meta:
        model = CookieDetail
        fields = ("party", "provider", "expiry", "kind", "translations")
