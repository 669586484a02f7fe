"""Addresses of the pages around the content."""

from django.urls import path

from . import views

app_name = "website"

urlpatterns = [
    path("<slug:slug>/", views.page, name="page"),
]
