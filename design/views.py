"""The gallery of components."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from design.gallery import components


def gallery(request: HttpRequest) -> HttpResponse:
    response = render(request, "design/gallery.html", {"components": components()})
    response["X-Robots-Tag"] = "noindex"
    return response
