"""Pages of inspections."""

from django.http import HttpResponse


def inspection_list(request):
    return HttpResponse("")


def inspection(request, slug):
    return HttpResponse(slug)


def body_list(request):
    return HttpResponse("")


def body(request, slug):
    return HttpResponse(slug)
