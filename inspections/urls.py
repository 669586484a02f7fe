"""Addresses of inspections and of the bodies inspected."""

from django.urls import path

from . import views
from .opendata import views as opendata

app_name = "inspections"

urlpatterns = [
    path("inspections/", views.inspection_list, name="list"),
    path("inspections/<slug:slug>/", views.inspection, name="inspection"),
    path("bodies/", views.body_list, name="bodies"),
    path("bodies/<slug:slug>/", views.body, name="body"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
    path("areas/<slug:slug>/", views.area, name="area"),
    path("compare/", views.compare, name="compare"),
    path("data/", opendata.data, name="data"),
    path("data/judgments.csv", opendata.table, {"name": "judgments", "kind": "csv"}, name="judgments_csv"),
    path("data/judgments.json", opendata.table, {"name": "judgments", "kind": "json"}, name="judgments_json"),
    path("data/changes.csv", opendata.table, {"name": "changes", "kind": "csv"}, name="changes_csv"),
    path("data/changes.json", opendata.table, {"name": "changes", "kind": "json"}, name="changes_json"),
    path("data/datapackage.json", opendata.data_package, name="data_package"),
]
