"""What every page knows of the site it belongs to."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from .models import SiteDetails


def details(request: HttpRequest) -> SiteDetails:
    """The site's details at request.now, asked for once in a request."""
    if not hasattr(request, "site_details"):
        request.site_details = SiteDetails.objects.at(getattr(request, "now", None) or timezone.now())  # type: ignore[attr-defined]
    return request.site_details  # type: ignore[attr-defined]


def site(request: HttpRequest) -> dict[str, Any]:
    """For templates. The first one that names a detail asks for them all; a page that names none pays nothing."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_details": lambda: details(request),
        "is_demo": lambda: details(request).is_demo,
    }
