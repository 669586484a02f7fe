"""The consent app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    name = "consent"
    default_auto_field = "django.db.models.BigAutoField"  # whatever the project's own is
    verbose_name = _("Cookies and consent")

    def ready(self) -> None:
        from . import checks  # noqa: F401  (registers the system checks)
