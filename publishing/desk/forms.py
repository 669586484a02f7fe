"""The forms of the newsroom: a draft, and what the verbs need to be told."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from publishing.models import Availability, Document, Edition, Listing, Precision
from publishing.plaintext import no_markup

from .refusals import RefusalForm


def london(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment when clocks in London show `day` and `time`.

    Raises ValidationError in the two nights a year when there is no such moment, or when there are two.
    """
    zone = timezone.get_default_timezone()
    naive = dt.datetime.combine(day, time)
    first, second = (naive.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(dt.UTC)
    if first.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None) == naive:
        said = gettext(
            "The clocks go back that night, so there are two of this minute. Choose one before 1am or from 2am."
        )
    else:
        said = gettext(
            "The clocks go forward that night, so there is no such minute. Choose one before 1am or from 2am."
        )
    raise ValidationError(said)


class DayInput(forms.DateInput):
    """The browser's own box for a day; browsers take the date it begins with in this form alone."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class EditionForm(RefusalForm):
    """A draft. `lock_version` is what the editor saw; `overwrite` what they were told of and mean to replace."""

    lock_version = forms.IntegerField(widget=forms.HiddenInput)
    overwrite = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["lock_version"], self.fields["overwrite"]
        else:
            self.fields["lock_version"].initial = self.instance.lock_version
        for name in ("summary", "change_note", "internal_note"):
            if name in self.fields and isinstance(self.fields[name].widget, forms.Textarea):
                self.fields[name].widget.attrs["rows"] = 3

    @property
    def seen(self) -> int:
        return self.cleaned_data["overwrite"] or self.cleaned_data["lock_version"]


class VerbForm(forms.Form):
    """What a verb is told beside who and when; `seen` is the version that the person looked at."""

    required_css_class = "required"

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, edition: Edition, user: User, now: dt.datetime, **kwargs) -> None:
        self.edition, self.user, self.now = edition, user, now
        super().__init__(*args, **kwargs)
        self.initial = {"seen": edition.lock_version}


class NoteForm(VerbForm):
    note = forms.CharField(
        label=_("Note for the writer"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What has to change before you release it. Colleagues see it, readers do not."),
    )


class MomentForm(VerbForm):
    """A date and a time by London's clocks, together `at` in cleaned_data; None when both may be left out and are."""

    needs_moment = True

    date = forms.DateField(label=_("Date"), widget=DayInput())
    time = forms.TimeField(
        label=_("London time"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=_("What the clock shows in London then, summer or winter: 09:00 or 17:30."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for name in ("date", "time"):
            self.fields[name].required = self.needs_moment
        if (moment := self.first_offer()) is not None:
            here = timezone.localtime(moment, timezone.get_default_timezone())
            self.initial.update(date=here.date(), time=here.time())  # type: ignore[attr-defined]

    def first_offer(self) -> dt.datetime | None:
        """The moment that the form proposes."""
        return None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        day, time = data.get("date"), data.get("time")
        data["at"] = None
        if day and time:
            try:
                data["at"] = london(day, time)
            except ValidationError as error:
                self.add_error("time", error)
        elif (day or time) and not self.needs_moment and not {"date", "time"} & set(self.errors):
            self.add_error("time" if day else "date", gettext("Give both the date and the time, or neither."))
        return data


def _reason(required: bool, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"), required=required, widget=forms.Textarea(attrs={"rows": 3}), help_text=help_text
    )


class ShownDateForm(VerbForm):
    """The date that readers are shown, for words older than their place on this site: `public_timestamp` and
    `public_precision` in cleaned_data, both None when the date of the release serves."""

    shown_on = forms.DateField(
        label=_("Date shown to readers"),
        required=False,
        widget=DayInput(),
        help_text=_(
            "Only if it was published elsewhere before: what you release will bear this date. Leave it empty for the "
            "date of the release."
        ),
    )
    shown_precision = forms.ChoiceField(
        label=_("How much of that date is known"),
        required=False,
        choices=[choice for choice in Precision.choices if choice[0] != Precision.MINUTE],
        initial=Precision.DAY,
        help_text=_("Of a month or a year give any day in it; readers are shown no more than is known."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if self.edition.minor_change:  # it keeps the date of what it follows
            del self.fields["shown_on"], self.fields["shown_precision"]
        elif proposed := self.edition.proposed_date(self.now):
            at, precision = proposed
            self.initial["shown_on"] = timezone.localdate(at, timezone.get_default_timezone())  # type: ignore[index]
            if precision != Precision.MINUTE:
                self.initial["shown_precision"] = precision  # type: ignore[index]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["public_timestamp"] = data["public_precision"] = None
        if (day := data.get("shown_on")) is None:
            return data
        shown = london(day, dt.time())
        # Beside a moment that is itself refused there is nothing to compare with.
        if not self.errors and shown > (data.get("at") or self.now):
            self.add_error("shown_on", gettext("The date shown to readers cannot be later than the release."))
        data["public_timestamp"], data["public_precision"] = shown, data.get("shown_precision") or Precision.DAY
        return data


class ReleaseForm(ShownDateForm):
    """Release now. The reason is asked for when a check warns."""

    field_order = ("reason", "shown_on", "shown_precision")

    reason = _reason(
        False, _("Why it is released although a check warns. Kept with the edition; readers never see it.")
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not any(not issue.is_stop for issue in self.edition.issues(self.now)):
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True


class ScheduleForm(ShownDateForm, MomentForm):
    reason = _reason(False, _("Only if a check warns: why it is released all the same. Readers never see it."))

    field_order = ("date", "time", "reason", "shown_on", "shown_precision")

    def first_offer(self) -> dt.datetime | None:
        return self.edition.replaces.live_from if self.edition.replaces else None


class ForceForm(ShownDateForm, MomentForm):
    """Release one's own work, now or later."""

    needs_moment = False

    reason = _reason(
        True, _("Why nobody else could look at it first. It goes on the list of releases to look at later.")
    )

    field_order = ("reason", "date", "time", "shown_on", "shown_precision")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].help_text = _("Leave date and time empty to release it now.")


class RescheduleForm(MomentForm):
    reason = _reason(
        False, _("Only if a check warns of that minute: why it is right all the same. Readers never see it.")
    )

    field_order = ("date", "time", "reason")

    def first_offer(self) -> dt.datetime | None:
        return self.edition.live_from


class WithdrawForm(MomentForm):
    """How something is taken away, what readers are told, and where they may be sent."""

    needs_moment = False

    availability = forms.ChoiceField(
        label=_("How"),
        choices=[choice for choice in Availability.choices if choice[0] != Availability.OPEN],
        initial=Availability.WITHDRAWN,
        widget=forms.RadioSelect,
    )
    notice = forms.CharField(
        label=_("Notice for readers"),
        required=False,
        validators=[no_markup],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Public. Why it was taken away, and what holds instead. Not needed for a redirect."),
    )
    redirect_to = forms.CharField(
        label=_("Page readers are sent to"),
        required=False,
        help_text=_("Only for a redirect: the address of a page of this site, such as /news/new-statement/."),
    )

    field_order = ("availability", "notice", "redirect_to", "date", "time")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["date"].help_text = _("Leave date and time empty to do it now.")

    def clean_redirect_to(self) -> Document | None:
        address = self.cleaned_data["redirect_to"].strip()
        if not address:
            return None
        listing = Listing.objects.live(self.now).filter(url=urlsplit(address).path).select_related("document").first()
        if listing is None:
            raise ValidationError(gettext("Readers find nothing at this address. Copy it from the page itself."))
        return listing.document
