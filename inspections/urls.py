"""Addresses of inspections and of the bodies inspected."""

from django.urls import path

from publishing.feeds import CONTENT_TYPES

from . import views
from .opendata import embeds, feeds
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
    path("inspections/<slug:slug>/data.json", opendata.inspection_data, name="inspection_data"),
    path("inspections/<slug:slug>/embed/", embeds.embed, name="embed"),
    path("bodies/<slug:slug>/embed/", embeds.body_embed, name="body_embed"),
    path("bodies/<slug:slug>/data.json", opendata.body_data, name="body_data"),
    path("data/", opendata.data, name="data"),
    path("data/judgments.csv", opendata.table, {"name": "judgments", "kind": "csv"}, name="judgments_csv"),
    path("data/judgments.json", opendata.table, {"name": "judgments", "kind": "json"}, name="judgments_json"),
    path("data/changes.csv", opendata.table, {"name": "changes", "kind": "csv"}, name="changes_csv"),
    path("data/changes.json", opendata.table, {"name": "changes", "kind": "json"}, name="changes_json"),
    path("data/docs/", opendata.docs, name="data_docs"),
    path("data/openapi.json", opendata.openapi, name="openapi"),
    path("data/datapackage.json", opendata.data_package, name="data_package"),
    *(
        path(f"{things}/<slug:slug>/feed.{kind}", view, {"kind": kind}, name=f"{thing}_feed_{kind}")
        for thing, things, view in (
            ("body", "bodies", feeds.body_feed),
            ("programme", "programmes", feeds.programme_feed),
            ("area", "areas", feeds.area_feed),
        )
        for kind in CONTENT_TYPES
    ),
]
