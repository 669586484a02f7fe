"""Addresses of news."""

from django.urls import path

from . import views

app_name = "news"

urlpatterns = [
    path("", views.article_list, name="list"),
    path("<slug:slug>/", views.article, name="article"),
]
