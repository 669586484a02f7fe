"""Every address of the site; each app lists its own."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

admin.site.site_title = settings.SITE_NAME
admin.site.site_header = format_lazy(_("{site}: newsroom"), site=settings.SITE_NAME)
admin.site.index_title = _("Newsroom")

urlpatterns = [
    path("admin/", admin.site.urls),
    path("cookies/", include("consent.urls")),
    path("design/", include("design.urls")),
    path("media/", include("publishing.urls")),
    path("news/", include("news.urls")),
    path("", include("inspections.urls")),
    path("", include("website.urls")),
]

handler400 = "website.views.bad_request"
handler403 = "website.views.forbidden"
handler404 = "website.views.page_not_found"
handler500 = "website.views.server_error"
