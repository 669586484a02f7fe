"""The website app."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "website"
    verbose_name = "The site"

    def ready(self) -> None:
        from . import deployment  # noqa: F401 - registers its checks
