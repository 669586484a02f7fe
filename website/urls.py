"""Addresses of website."""

app_name = "website"

urlpatterns: list = []
