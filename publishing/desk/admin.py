"""The admin of a kind of edition."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from content_editor.admin import ContentEditor
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from js_asset import Media as CspMedia

from accounts.permissions import VerbPermissions
from publishing.models import Edition, Issue, Refused

from . import pages
from .changelist import AvailabilityFilter, EditionChangeList, StateFilter
from .forms import EditionForm
from .inlines import BlockInline, KeepingInlineAdminFormSet, without_links
from .refusals import TellsRefusals
from .words import short

ABOUT = (None, {"fields": ("title", "slug", "summary")})
CHANGE = (gettext_lazy("What changed"), {"fields": ("change_note", "minor_change", "internal_note")})


class EditionAdmin(VerbPermissions, TellsRefusals, ContentEditor):
    """A kind of edition at the desk: the list of its documents, the form of a draft, and the verbs.

    A subclass gives `page`, the view function of the feature that renders one edition, which is also the preview; and
    `inlines`, from `block_inlines(Table)` and PartInline. It may add to `fieldsets` and `list_filter`. Only a draft is
    ever shown as a form. Everything is changed through the edition's verbs, with `by` the person who is signed in.
    """

    page: ClassVar[Callable[..., HttpResponse]]

    add_verb = "start"

    form = EditionForm
    fieldsets = (ABOUT, CHANGE)
    prepopulated_fields: ClassVar[dict[str, tuple[str, ...]]] = {"slug": ("title",)}
    list_display = ("title", "state_column", "live_since", "scheduled_for", "last_edited")
    list_filter = (StateFilter, AvailabilityFilter)
    list_select_related = ("edited_by",)
    list_per_page = 50
    search_fields = ("title",)
    show_facets = admin.ShowFacets.NEVER
    ordering = ("-edited_at", "-id")
    sortable_by = ()
    actions = None
    change_list_template = "admin/publishing/edition_list.html"
    change_form_template = add_form_template = "admin/publishing/edition_form.html"
    edition_template = "admin/publishing/edition.html"

    class Media:
        css = {"all": ["css/admin-desk.css"]}
        js = ["js/admin/style-nonce.js", "js/admin/blocks.js", "js/admin/names.js"]

    # --- The list ------------------------------------------------------------------------------------

    def get_changelist(self, request: HttpRequest, **kwargs) -> type[EditionChangeList]:
        return EditionChangeList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    @admin.display(description=gettext_lazy("state"))
    def state_column(self, edition: Any) -> str:
        return edition.desk_state

    @admin.display(description=gettext_lazy("live since"), empty_value="–")
    def live_since(self, edition: Any) -> str | None:
        return short(edition.desk_live_since) or None

    @admin.display(description=gettext_lazy("scheduled for"), empty_value="–")
    def scheduled_for(self, edition: Any) -> str | None:
        return short(edition.desk_scheduled_for) or None

    @admin.display(description=gettext_lazy("last edited"))
    def last_edited(self, edition: Edition) -> str:
        return _("%(when)s by %(who)s") % {"when": short(edition.edited_at), "who": edition.edited_by}

    # --- The form of a draft -----------------------------------------------------------------------------

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Only a new document's address follows its title: readers may know the address of an old one."""
        return {} if obj else dict(super().get_prepopulated_fields(request, obj))

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs) -> Any:
        return without_links(super().formfield_for_dbfield(db_field, request, **kwargs), keep=("add",))

    def get_inline_formsets(self, request: HttpRequest, *args, **kwargs) -> list[Any]:
        formsets = super().get_inline_formsets(request, *args, **kwargs)
        for formset in formsets:
            formset.__class__ = KeepingInlineAdminFormSet
        return formsets

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None):
        edition = self.get_object(request, unquote(object_id))
        if edition is not None and request.method != "POST" and not self._may_edit(request, edition):
            return self.edition_view(request, edition.pk)
        return super().change_view(request, object_id, form_url, extra_context)

    def beside_refusal(self, object_id: Any) -> dict[str, Any]:
        stored = self.model._default_manager.select_related("edited_by").filter(pk=object_id).first()
        return {"stored": stored, "stored_url": self.edition_url(stored) if stored else ""}

    def save_model(self, request: HttpRequest, obj: Any, form: EditionForm, change: bool) -> None:
        """Through the verbs. The blocks follow in the same transaction, so a refusal here leaves them alone too."""
        by, now = request.user, request.now  # type: ignore[attr-defined]
        if change:
            obj.edit(by=by, now=now, seen=form.seen)
            return
        fields = {field.name for field in obj._meta.concrete_fields}
        typed = {name: value for name, value in form.cleaned_data.items() if name in fields}
        started = self.model.start(by=by, now=now, **typed)
        # The form and its blocks hold on to `obj`: it becomes the edition that was started.
        obj.__dict__.update(started.__dict__)

    def save_related(self, request: HttpRequest, form: EditionForm, formsets: Any, change: bool) -> None:
        """The block editor copies blocks between regions by the keys it is sent, whoever they belong to."""
        own = (
            {
                f"{inline.model._meta.label_lower}:{pk}"
                for inline in self.inlines
                if issubclass(inline, BlockInline)
                for pk in inline.model.get_queryset().filter(parent=form.instance).values_list("pk", flat=True)
            }
            if "_clone" in request.POST
            else set()
        )
        if not own.issuperset(request.POST.getlist("_clone")):
            raise Refused(_("Only this draft’s own blocks can be copied to another region."))
        super().save_related(request, form, formsets, change)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args, **kwargs):
        edition = context.get("original")
        context |= {"show_save_and_add_another": False, "show_delete": False}
        if edition is not None:
            context["urls"] = {name: self.url(name, edition.pk) for name in ("edition", "preview", "history")}
        response = super().render_change_form(request, context, *args, **kwargs)
        media = response.context_data["media"]
        response.context_data["media"] = CspMedia.from_media(media, nonce=getattr(request, "csp_nonce", ""))
        return response

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> HttpResponse:
        return self._saved(request, obj)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return self._saved(request, obj)

    def _saved(self, request: HttpRequest, edition: Edition) -> HttpResponse:
        messages.success(request, _("Saved. Readers see nothing of it until it has been submitted and released."))
        goes_on = "_continue" in request.POST
        return HttpResponseRedirect(self.edit_url(edition) if goes_on else self.edition_url(edition))

    def _may_edit(self, request: HttpRequest, edition: Edition) -> bool:
        return edition.is_editable and self.has_change_permission(request, edition)

    def about_edition(self, request: HttpRequest, edition: Any, issues: list[Issue]) -> dict[str, Any]:
        """What `edition_template` shows of this kind besides; `issues` are what the checks of an open draft found."""
        return {}

    # --- Addresses ------------------------------------------------------------------------------------------

    def url(self, name: str, *args: Any) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=args)

    def edit_url(self, edition: Edition) -> str:
        return self.url("change", edition.pk)

    def edition_url(self, edition: Edition) -> str:
        return self.url("edition", edition.pk)

    def get_urls(self) -> list[Any]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/edition/", wrap(self.edition_view), name=f"{name}_edition"),
            path("<int:pk>/preview/", wrap(self.preview_view), name=f"{name}_preview"),
            path("<int:pk>/do/<slug:verb>/", wrap(self.verb_view), name=f"{name}_verb"),
            *super().get_urls(),
        ]

    def edition_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return pages.edition_page(self, request, pages.find(self, request, pk))

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return pages.preview(self, request, pages.find(self, request, pk))

    def verb_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        return pages.verb_page(self, request, pages.find(self, request, pk), verb)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return pages.history(self, request, pages.find(self, request, unquote(object_id)))
