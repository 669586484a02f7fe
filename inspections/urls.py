"""Addresses of inspections and of the bodies inspected."""

from django.urls import path

from . import views

app_name = "inspections"

urlpatterns = [
    path("inspections/", views.inspection_list, name="list"),
    path("inspections/<slug:slug>/", views.inspection, name="inspection"),
    path("bodies/", views.body_list, name="bodies"),
    path("bodies/<slug:slug>/", views.body, name="body"),
]
