"""News at the desk."""

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.permissions import VerbPermissions
from publishing.desk import EditionAdmin, ShownToReaders, block_inlines

from . import views
from .models import Article, ArticleBlock, Topic


@admin.register(Article)
class ArticleAdmin(EditionAdmin):
    page = staticmethod(views.article_page)
    fieldsets = (  # type: ignore[assignment]
        *EditionAdmin.fieldsets[:1],
        (_("What it is"), {"fields": ("kind", "publisher", "author", "topics")}),  # type: ignore[dict-item]
        (_("What it belongs to"), {"fields": ("inspections", "related")}),
        *EditionAdmin.fieldsets[1:],
    )
    list_filter = (*EditionAdmin.list_filter, "kind")  # type: ignore[assignment]
    filter_horizontal = ("topics",)
    autocomplete_fields: ClassVar = ("inspections", "related")
    inlines: ClassVar = block_inlines(ArticleBlock)


@admin.register(Topic)
class TopicAdmin(VerbPermissions, ShownToReaders, admin.ModelAdmin):
    """The address of a topic stands in links that readers share, so it is chosen once."""

    add_verb = change_verb = "manage_reference_data"
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields: ClassVar = {"slug": ("name",)}

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj else dict(self.prepopulated_fields)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()
