"""The forms of an uploaded round: what the editor says of the file, and the confirmation that carries it on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import URLValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from import_export.forms import ConfirmImportForm, ImportForm

from accounts.models import User
from inspections.imports import BadMapping
from inspections.imports.mapping import LAYOUTS, facts_of, mapping_of
from inspections.imports.rounds import MOST_BYTES, MOST_ROWS
from inspections.models import Area, Framework, Inspection, InspectionDocument
from publishing.desk.forms import DayInput
from publishing.uploads.refusals import SENTENCES, size_text

from .upload_storage import Gone, claimed, discard, taken_up

FORMATS = [
    ("%Y-%m-%d", gettext_lazy("2024-02-16")),
    ("%d/%m/%Y", gettext_lazy("16/02/2024 (day first)")),
    ("%d/%m/%y", gettext_lazy("16/02/24 (day first)")),
    ("%d %B %Y", gettext_lazy("16 February 2024")),
    ("%d-%b-%y", gettext_lazy("16-Feb-24")),
]
# The map is looked at before the file is: what the file's own headings may yet say, and what has a box of its own.
_NOT_YET_KNOWN: dict[str, Any] = {
    "framework": "-",
    "columns": {"body": "-", "reported_on": "-", "area": "-", "grade": "-"},
    "areas": {"-": "-"},
}
_SOURCE = {"title": "-", "url": "https://example.org/", "licence": InspectionDocument.Licence.OGL_3.value}


def _web_address(label: Any) -> forms.URLField:
    return forms.URLField(
        label=label,
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
    )


class RoundSettings(forms.Form):
    """What has to be known of a round besides its rows. What the column map says goes before what is chosen here."""

    framework = forms.ModelChoiceField(
        label=gettext_lazy("Framework"),
        queryset=Framework.objects.filter(pk__in=Area.objects.recorded().values("framework")).order_by(
            "programme__name", "-order"
        ),
        help_text=gettext_lazy("Whose areas and grades the file speaks of. One file holds one framework."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind of inspection"), choices=Inspection.Kind.choices)
    layout = forms.ChoiceField(
        label=gettext_lazy("How the file is laid out"),
        choices=[
            (LAYOUTS[0], gettext_lazy("A row for each grade")),
            (LAYOUTS[1], gettext_lazy("A row for each inspection, a column for each area")),
        ],
        initial=LAYOUTS[0],
        widget=forms.RadioSelect,
    )
    dates = forms.MultipleChoiceField(
        label=gettext_lazy("How dates are written in it"),
        choices=FORMATS,
        initial=[FORMATS[0][0]],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick only what occurs. Cells that a workbook knows to be dates need no tick."),
    )
    reported_on = forms.DateField(
        label=gettext_lazy("Date of the reports"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy("Only if the file has no column for it."),
    )
    title = forms.CharField(
        label=gettext_lazy("Title"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("As readers are told, such as “Grades of the 2023-25 round”."),
    )
    url = _web_address(gettext_lazy("Address"))
    publisher = forms.CharField(label=gettext_lazy("Publisher (may be left out)"), required=False, max_length=200)
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"),
        required=False,
        # Grades cannot rest on what may only be linked: no release would follow.
        choices=[("", "---------")]
        + [pair for pair in InspectionDocument.Licence.choices if pair[0] != InspectionDocument.Licence.LINK_ONLY],
    )
    reason = forms.CharField(
        label=gettext_lazy("Why grades were changed"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Readers see it, such as “The force had supplied wrong data.”"),
    )
    source = forms.CharField(
        label=gettext_lazy("Where that is stated"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Such as “Letter of the inspectorate, 8 August 2024”."),
    )
    source_url = _web_address(gettext_lazy("Its address (may be left out)"))
    changed_on = forms.DateField(
        label=gettext_lazy("Day of the change (may be left out)"),
        required=False,
        widget=DayInput(),
        help_text=gettext_lazy(
            "When the inspectorate changed them. Readers are shown it; else the day of our release."
        ),
    )
    column_map = forms.CharField(
        label=gettext_lazy("Column map"),
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "class": "upload-map"}),
        help_text=gettext_lazy("In TOML. What it says goes before what is chosen above."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            stated = facts_of(cleaned.get("column_map", ""), name=_("The column map"))
            self.facts = self._facts(stated)
            checked = _NOT_YET_KNOWN | self.facts
            if isinstance(checked["source"], dict):
                checked["source"] = _SOURCE | checked["source"]
            mapping_of(checked)
        except BadMapping as error:
            self.add_error("column_map", error.faults)  # type: ignore[arg-type]
        else:
            self._require_source()
        return cleaned

    def _facts(self, stated: dict[str, Any]) -> dict[str, Any]:
        """What was chosen, under what the map states. Raises BadMapping when the two speak of different frameworks."""
        said = self.cleaned_data
        chosen = {name: said.get(name) for name in ("kind", "layout", "reported_on")}
        chosen["framework"] = said["framework"].slug if said.get("framework") else None
        if chosen["framework"] and stated.get("framework", chosen["framework"]) != chosen["framework"]:
            raise BadMapping(
                [_("The map speaks of another framework than the one chosen: “%s”.") % stated["framework"]]
            )
        tables = {
            "source": {name: said.get(name) for name in ("title", "url", "publisher", "licence")},
            "correction": {name: said.get(name) for name in ("reason", "source", "source_url")}
            | {"on": said.get("changed_on")},
            "dates": {"formats": said.get("dates")},
        }
        facts = _without_blanks(chosen) | stated
        for name, table in tables.items():
            if isinstance(stated.get(name, {}), dict):
                facts[name] = _without_blanks(table) | stated.get(name, {})
        return facts

    def _require_source(self) -> None:
        for name in _SOURCE:
            if not self.facts["source"].get(name) and name not in self.errors:
                self.add_error(name, _("Readers are told where the grades come from, so this is needed."))
        correction = self.facts["correction"]
        for name, other in (("reason", "source"), ("source", "reason")):
            if correction.get(other) and not correction.get(name) and name not in self.errors:
                self.add_error(name, _("A correction needs both: why, and where that is stated."))


class RoundForm(RoundSettings, ImportForm):
    """A file and what has to be known of it. What was uploaded a moment ago need not be chosen again."""

    import_file = forms.FileField(
        label=gettext_lazy("File"),
        required=False,
        allow_empty_file=True,  # our own sentence says more
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
        help_text=format_lazy(
            gettext_lazy("CSV or Excel workbook (.xlsx), up to {rows} rows and {size}."),
            rows=f"{MOST_ROWS:,}",
            size=size_text(MOST_BYTES),
        ),
    )
    # There is one: what the file is, is seen by its bytes.
    format = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, formats: Any, resources: Any, *, by: User, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.by = by

    @property
    def media(self) -> forms.Media:
        return forms.Media()  # nothing here needs the library's scripts

    def clean_format(self) -> str:
        return "0"

    def clean_import_file(self) -> UploadedFile | None:
        upload = self.cleaned_data["import_file"]
        if upload is None:
            return None
        if getattr(upload, "is_disk_full", False):
            raise forms.ValidationError(SENTENCES["disk_full"])
        if not upload.size:
            raise forms.ValidationError(SENTENCES["empty"])
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(
                _(
                    "This file has %(size)s; an upload takes %(limit)s. Split it, or ask the people who run this site "
                    "to load it whole with “manage.py import_grades”."
                )
                % {"size": size_text(upload.size), "limit": size_text(MOST_BYTES)}
            )
        return upload

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kept = self.data.get("kept", "")
        if cleaned.get("import_file"):
            if kept:
                discard(kept, self.by)
        elif "import_file" not in self.errors:
            try:
                cleaned["import_file"] = taken_up(kept, self.by)
            except Gone:
                sentence = _("The file is no longer kept here: choose it again.") if kept else _("Choose the file.")
                self.add_error("import_file", sentence)
        return cleaned


class ConfirmRoundForm(RoundSettings, ConfirmImportForm):
    """All that was said of the file, unseen, and a digest of what was shown: the confirmation is for that alone."""

    digest = forms.CharField(required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        for field in self.fields.values():
            field.widget = field.hidden_widget()

    def clean(self) -> dict[str, Any]:
        """Raises Gone, since without the file there is nothing to mend."""
        cleaned = super().clean()
        name = cleaned.get("import_file_name", "")
        cleaned["import_file_name"], cleaned["original_file_name"] = claimed(name, self.by)
        return cleaned


def _without_blanks(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value}
