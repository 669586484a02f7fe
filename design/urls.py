"""Addresses of design."""

from django.urls import path

from design import views

app_name = "design"

urlpatterns = [path("", views.gallery, name="gallery")]
