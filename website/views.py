"""Pages around the content."""

from django.http import HttpResponse


def page(request, slug):
    return HttpResponse(slug)
