"""Addresses of publishing: the files of its library."""

from django.urls import re_path

from . import views

app_name = "publishing"

urlpatterns = [
    # What is no name of ours never reaches the database.
    re_path(r"^(?P<name>[A-Za-z0-9_-]{32,40}\.[a-z]{3,4})\Z", views.media, name="media"),
]
