"""Addresses of the pages around the content."""

from django.urls import path

from publishing.feeds import CONTENT_TYPES

from . import feeds, views

app_name = "website"

urlpatterns = [
    path("", views.home, name="home"),
    path("feedback/", views.feedback, name="feedback"),
    path("feedback/thanks/", views.feedback_thanks, name="feedback_thanks"),
    path("feeds/", feeds.index, name="feeds"),
    *(
        path(f"feeds/{name}.{kind}", feeds.feed, {"name": name, "kind": kind}, name=f"feed_{name}_{kind}")
        for name in feeds.CHOICES
        for kind in CONTENT_TYPES
    ),
    path("robots.txt", views.robots, name="robots"),
    path("health/live", views.live, name="live"),
    path("health/ready", views.ready, name="ready"),
    # Last: a standing page never takes the address of anything else.
    path("<slug:slug>/", views.page, name="page"),
]
