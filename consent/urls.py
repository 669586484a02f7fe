"""Addresses of consent."""

from django.urls import path

from . import views

app_name = "consent"

urlpatterns = [
    path("", views.preferences, name="preferences"),
    path("consent/", views.choose, name="choose"),
    path("state.css", views.state_css, name="state_css"),
]
