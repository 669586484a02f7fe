"""The desk of standing pages."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from publishing.desk import EditionAdmin, block_inlines

from .models import Page, PageBlock


def _page(request: HttpRequest, edition: Page) -> HttpResponse:
    return render(request, "base.html", {"edition": edition})


@admin.register(Page)
class PageAdmin(EditionAdmin):
    page = staticmethod(_page)
    inlines = block_inlines(PageBlock)
