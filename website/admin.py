"""The desk of standing pages."""

from django.contrib import admin

from publishing.desk import EditionAdmin, block_inlines

from . import views
from .models import Page, PageBlock


@admin.register(Page)
class PageAdmin(EditionAdmin):
    page = staticmethod(views.standing_page)
    inlines = block_inlines(PageBlock)
