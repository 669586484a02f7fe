"""Every address of the site; each app lists its own."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("cookies/", include("consent.urls")),
    path("design/", include("design.urls")),
    path("media/", include("publishing.urls")),
    path("news/", include("news.urls")),
    path("", include("inspections.urls")),
    path("", include("website.urls")),
]
