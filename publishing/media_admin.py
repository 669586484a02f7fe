"""The desk's media library: put a file in, find it again, see where it is used."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminErrorList, AdminForm
from django.contrib.admin.options import IS_POPUP_VAR, TO_FIELD_VAR
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, path, reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect

from accounts.permissions import VerbPermissions

from . import uploads
from .actions import add_file
from .models import MediaFile, Refused
from .models.blocks import ImageBlockType

MOST_USES_SHOWN = 50
ACCEPTED_ENDINGS = ".jpg,.jpeg,.png,.webp,.gif,.pdf"


class UploadForm(forms.ModelForm):
    """A file and what describes it. `accepted` is the file as it will be stored, once the form is valid."""

    accepted: uploads.Accepted | None = None

    upload = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # our own sentence says more
        widget=forms.FileInput(attrs={"accept": ACCEPTED_ENDINGS}),
        help_text=_(
            "A picture (JPEG, PNG, WebP or GIF, up to 20 MB and 40 million pixels) or a PDF document (up to 50 MB). "
            "Pictures lose their metadata, such as the place where they were taken."
        ),
    )

    class Meta:
        model = MediaFile
        fields = ("title", "alt_text", "credit")
        widgets: ClassVar = dict.fromkeys(fields, AdminTextInputWidget)

    field_order = ("upload", "title", "alt_text", "credit")

    def __init__(self, *args, replaces: MediaFile | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.replaces = replaces

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        data = uploads.read(upload)
        same = MediaFile.objects.filter(source_sha256=uploads.sha256(data)).exclude(
            pk=self.replaces.pk if self.replaces else 0
        )
        if twin := same.first():
            raise ValidationError(_already_there(twin))
        self.accepted = uploads.accept(data, upload.name)
        if self.replaces and self.accepted.kind != self.replaces.kind:
            raise ValidationError(gettext("A picture is replaced by a picture, and a document by a document."))
        return upload


def _already_there(twin: MediaFile) -> SafeString:
    link = format_html('<a href="{}">{}</a>', reverse("admin:publishing_mediafile_change", args=[twin.pk]), twin)
    return format_html(gettext("This very file is in the library already: {}. Use that one."), link)


class InUseFilter(admin.SimpleListFilter):
    title = _("use")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("In a released page")), ("no", _("In none yet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset if self.value() is None else queryset.filter(is_in_use=self.value() == "yes")


@admin.register(MediaFile)
class MediaFileAdmin(VerbPermissions, admin.ModelAdmin):
    """Files are added and replaced, described until a page with them is submitted, and deleted while nothing uses
    them."""

    delete_verb = "discard"
    list_display = ("thumbnail", "title", "sort", "size_shown", "uploaded", "use")
    list_display_links = ("title",)
    list_filter = ("kind", InUseFilter)
    list_select_related = ("uploaded_by",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    search_fields = ("title", "original_name", "credit")
    search_help_text = _("Words of the title, the name when uploaded, or the credit")
    sortable_by = ()
    actions = None
    readonly_fields = ("preview", "sort", "size_shown", "original_name", "uploaded", "versions", "used_by")
    formfield_overrides: ClassVar = {models.CharField: {"widget": AdminTextInputWidget}}
    change_list_template = "admin/publishing/media_list.html"
    change_form_template = "admin/publishing/media_file.html"
    add_form_template = "admin/publishing/media_upload.html"

    class Media:
        css: ClassVar = {"all": ["css/admin-desk.css", "css/admin-media.css"]}

    def get_fields(self, request: HttpRequest, obj: MediaFile | None = None) -> Any:
        said = ("preview", "title", "alt_text", "credit") if obj and obj.is_image else ("title", "credit")
        return (*said, *self.readonly_fields[1:])

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(request, {"title": gettext("Media library")} | (extra_context or {}))

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).with_use().prefetch_related("renditions")  # type: ignore[attr-defined]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """A block's file box offers what the block can show, and of a file only its last version."""
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            found = found.filter(replaced_by=None)
            asking = apps.get_model(request.GET["app_label"], request.GET["model_name"])
            if issubclass(asking, ImageBlockType):
                found = found.filter(kind=MediaFile.Kind.IMAGE)
        return found, may_have_duplicates

    # --- Who may --------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: MediaFile | None = None) -> bool:
        is_fixed = obj is not None and (obj.is_used() or obj.is_under_review())
        return super().has_change_permission(request, obj) and not is_fixed

    def has_delete_permission(self, request: HttpRequest, obj: MediaFile | None = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and (obj.is_used() or obj.replaced_by.exists()))

    # --- What is shown ----------------------------------------------------------------------------------

    @admin.display(description=_("preview"))
    def thumbnail(self, file: MediaFile) -> SafeString:
        return _picture(file, "media-thumbnail", alt="") if file.is_image else _document("media-thumbnail")

    @admin.display(description=_("picture"))
    def preview(self, file: MediaFile) -> SafeString:
        return _picture(file, "media-preview", alt=file.alt_text)

    @admin.display(description=_("kind"))
    def sort(self, file: MediaFile) -> str:
        if file.is_image:
            return gettext("%(type)s picture, %(measure)s pixels") % {
                "type": file.type_text,
                "measure": file.measure_text,
            }
        return ngettext("%(type)s, %(pages)s page", "%(type)s, %(pages)s pages", file.pages or 0) % {
            "type": file.type_text,
            "pages": file.pages,
        }

    @admin.display(description=_("size"))
    def size_shown(self, file: MediaFile) -> str:
        return file.size_text

    @admin.display(description=_("uploaded"))
    def uploaded(self, file: MediaFile) -> str:
        when = date_format(timezone.localtime(file.uploaded_at), "j F Y, H:i")
        return gettext("%(when)s by %(who)s") % {"when": when, "who": file.uploaded_by}

    @admin.display(description=_("use"))
    def use(self, file: Any) -> str:
        return gettext("In a released page") if file.is_in_use else gettext("In none yet")

    @admin.display(description=_("other versions"))
    def versions(self, file: MediaFile) -> SafeString | str:
        """The version before this one and those after it."""
        said = [(gettext("Takes the place of"), file.replaces)] if file.replaces else []
        said += [(gettext("Replaced by"), newer) for newer in file.replaced_by.all()]
        return _list((words, self._link(other)) for words, other in said) if said else gettext("None")

    @admin.display(description=_("used by"))
    def used_by(self, file: MediaFile) -> SafeString | str:
        """Released editions, the newest first, then those that no reader has seen."""
        uses = file.uses.select_related("listing").order_by("-listing__live_from")[:MOST_USES_SHOWN]
        said = [(_stage(use.listing), format_html('<a href="{}">{}</a>', use.listing.url, use.listing)) for use in uses]
        said += [(edition.get_state_display(), _link_to_edition(edition)) for edition in file.unreleased_editions()]
        return _list(said) if said else gettext("No page or draft")

    def _link(self, file: MediaFile) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:publishing_mediafile_change", args=[file.pk]), file)

    # --- What is done -----------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        replace = self.admin_site.admin_view(self.replace_view)
        return [path("<int:pk>/replace/", replace, name="publishing_mediafile_replace"), *super().get_urls()]

    @method_decorator(csrf_protect)
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        return self._upload(request)

    @method_decorator(csrf_protect)
    def replace_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._upload(request, replaces=get_object_or_404(MediaFile, pk=pk))

    def _upload(self, request: HttpRequest, replaces: MediaFile | None = None) -> HttpResponse:
        """Outside any transaction, unlike Django's own view: a large picture is seconds of work, and nobody's save
        should wait for it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        initial = {name: getattr(replaces, name) for name in UploadForm.Meta.fields} if replaces else None
        form = UploadForm(request.POST or None, request.FILES or None, initial=initial, replaces=replaces)
        if request.method == "POST" and form.is_valid() and (file := self._stored(request, form)):
            self.log_addition(request, file, [{"added": {}}])
            return self.response_add(request, file)
        return self._upload_page(request, form)

    def _stored(self, request: HttpRequest, form: UploadForm) -> MediaFile | None:
        words = {name: form.cleaned_data[name] for name in UploadForm.Meta.fields}
        try:
            return add_file(
                by=request.user,  # type: ignore[arg-type]
                accepted=form.accepted,  # type: ignore[arg-type]
                replaces=form.replaces,
                now=request.now,  # type: ignore[attr-defined]
                **words,
            )
        except Refused as refusal:
            form.add_error("upload", str(refusal))
            return None

    def _upload_page(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        shown = AdminForm(form, [(None, {"fields": list(form.fields)})], {}, model_admin=self)
        asked = request.POST or request.GET
        context = self.admin_site.each_context(request) | {
            "title": gettext("Replace “%(file)s”") % {"file": form.replaces}
            if form.replaces
            else gettext("Add a file"),
            "replaces": form.replaces,
            "adminform": shown,
            "media": self.media + shown.media,
            "errors": AdminErrorList(form, []),
            "inline_admin_formsets": [],
            "is_popup": IS_POPUP_VAR in asked,
            "to_field": asked.get(TO_FIELD_VAR),
            "show_save_and_continue": False,
            "show_save_and_add_another": not form.replaces,
        }
        return self.render_change_form(request, context, add=True)

    def change_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().change_view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)

    def save_model(self, request: HttpRequest, obj: MediaFile, form: Any, change: bool) -> None:
        obj.describe(by=request.user, title=obj.title, alt_text=obj.alt_text, credit=obj.credit)  # type: ignore[arg-type]

    def delete_view(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:publishing_mediafile_changelist")

    def delete_model(self, request: HttpRequest, obj: MediaFile) -> None:
        obj.discard(by=request.user)  # type: ignore[arg-type]


def _picture(file: MediaFile, css_class: str, *, alt: str) -> SafeString:
    picture = file.thumbnail
    return format_html(
        '<img class="{}" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        css_class,
        picture.get_absolute_url(),
        picture.width,
        picture.height,
        alt,
    )


def _document(css_class: str) -> SafeString:
    return format_html('<span class="{} media-thumbnail--document" aria-hidden="true">PDF</span>', css_class)


def _list(said: Any) -> SafeString:
    return format_html('<ul class="media-uses">{}</ul>', format_html_join("", "<li>{}: {}</li>", said))


def _stage(listing: Any) -> str:
    """When readers see what is listed, in words."""
    now = timezone.now()
    start, end = (date_format(timezone.localtime(at), "j F Y, H:i") for at in (listing.live_from, listing.live_until))
    if listing.live_from > now:
        return gettext("From %(start)s") % {"start": start}
    if listing.live_until > now:
        return gettext("Live since %(start)s") % {"start": start}
    return gettext("Earlier edition, %(start)s to %(end)s") % {"start": start, "end": end}


def _link_to_edition(edition: Any) -> SafeString:
    try:
        url = reverse(f"admin:{edition._meta.app_label}_{edition._meta.model_name}_change", args=[edition.pk])
    except NoReverseMatch:  # a kind without an admin of its own
        return format_html("{}", edition)
    return format_html('<a href="{}">{}</a>', url, edition)
