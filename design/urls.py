"""Addresses of design."""

app_name = "design"

urlpatterns: list = []
