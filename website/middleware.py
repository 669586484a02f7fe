"""What every request and response passes through: one clock, security headers, cache headers."""

import datetime as dt
import secrets
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.http import ConditionalGetMiddleware
from django.utils import timezone
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.functional import SimpleLazyObject

from consent.conf import foreign_hosts

from .context import details
from .models import SiteDetails

# Readers' pages: nothing but our own files, nothing inline, and one named policy that may make HTML in a script.
PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "candour-consent",
}
TRUSTED_TYPES = {"require-trusted-types-for", "trusted-types"}
MEDIA_POLICY = "default-src 'none'; sandbox"
# Those that Chromium knows: it complains in the console of any other.
DENIED_FEATURES = (
    *("accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "fullscreen"),
    *("gamepad", "geolocation", "gyroscope", "hid", "identity-credentials-get", "idle-detection", "local-fonts"),
    *("magnetometer", "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-create"),
    *("publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb", "window-management"),
    *("xr-spatial-tracking",),
)
# A passkey is asked for at sign-in.
DENIED_ON_THE_DESK = tuple(name for name in DENIED_FEATURES if not name.startswith("publickey"))

# What other sites may take into their pages and programs: the press shows our pictures and reads our feeds.
SHARED_FILES = ("/media/", "/feeds/", "/data/")
OPEN_TO_SCRIPTS = ("/feeds/", "/data/")
# The same beside a page: its JSON and its feeds.
OPEN_BESIDE_PAGES = ("/data.json", "/feed.atom", "/feed.rss", "/feed.json")

DESK = "/admin/"
# Where an answer may depend on who is signed in: the newsroom, and files that are not public yet.
SEES_SESSIONS = (DESK, "/media/")
# Where a form may carry a token: the newsroom, and the choice of cookies by a browser that names no origin.
SEES_TOKENS = (DESK, "/cookies/")

CACHED_STATUSES = {200, 301, 302, 304, 308, 404, 410}
LONGEST_IN_CACHE = 300  # seconds; how late an edge that nobody tells learns of a release made by hand
STALE_WHILE_REVALIDATING = 30  # seconds
STALE_IF_WE_ARE_ILL = 86_400  # seconds


def request_now(get_response):
    """Give the request one `now`: everything a page shows is a function of the data and this moment.

    And `site_details`, looked up by whoever needs them first.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.site_details = SimpleLazyObject(lambda: SiteDetails.objects.at(request.now))  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


class ConditionalGet(ConditionalGetMiddleware):
    """Django's, and the same for HEAD: our views make the whole answer, whose body only the server leaves out."""

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if request.method != "HEAD":
            return super().process_response(request, response)
        if self.needs_etag(response) and "ETag" not in response:
            set_response_etag(response)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)


# --- Security headers ------------------------------------------------------------------------------------


def response_headers(get_response):
    """Add the security headers of the area that the address belongs to. What a view has set itself stands."""

    def middleware(request: HttpRequest) -> HttpResponse:
        is_desk = request.path.startswith(DESK)
        if is_desk:
            request.csp_nonce = secrets.token_urlsafe(16)  # type: ignore[attr-defined]
        response = get_response(request)
        if response.status_code == 304:
            # A cache puts a 304's headers in the place of the page's own, which may have said something else.
            del response["X-Frame-Options"]
            return response
        is_shared = _is_for_programs(request) or request.path.startswith(SHARED_FILES) or is_embed(response)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", _policy(request, response, is_desk=is_desk))
        headers.setdefault("Permissions-Policy", _denied(DENIED_ON_THE_DESK if is_desk else DENIED_FEATURES))
        headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if is_shared else "same-origin")
        return response

    return middleware


def open_to_scripts(get_response):
    """Let scripts of other sites read what is for programs, a 304 too: a browser asks every answer for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _is_for_programs(request):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After"
        return response

    return middleware


def _is_for_programs(request: HttpRequest) -> bool:
    return request.path.startswith(OPEN_TO_SCRIPTS) or request.path.endswith(OPEN_BESIDE_PAGES)


def is_embed(response: HttpResponse) -> bool:
    """Whether the view said, by Django's xframe_options_exempt, that other sites may frame its page."""
    return getattr(response, "xframe_options_exempt", False)


def _policy(request: HttpRequest, response: HttpResponse, *, is_desk: bool) -> str:
    # A file; the page that says there is none is a page like any other and may have its styles.
    if request.path.startswith("/media/") and response.status_code == HTTPStatus.OK:
        return MEDIA_POLICY
    policy = dict(PUBLIC_POLICY)
    if hosts := " ".join(foreign_hosts()):
        policy |= {name: f"{policy[name]} {hosts}" for name in ("script-src", "connect-src", "img-src")}
        policy["frame-src"] = hosts
    if is_embed(response):
        policy["frame-ancestors"] = "*"
    elif response.get("X-Frame-Options") == "SAMEORIGIN":
        policy["frame-ancestors"] = "'self'"
    if is_desk:
        policy = {name: value for name, value in policy.items() if name not in TRUSTED_TYPES}
        # For scripts, and for the <style> elements that the block editor adds (static/js/admin/style-nonce.js).
        policy["script-src"] += f" 'nonce-{request.csp_nonce}'"  # type: ignore[attr-defined]
        policy["style-src"] += f" 'nonce-{request.csp_nonce}'"  # type: ignore[attr-defined]
        policy["frame-src"] = "'self'"  # the preview of an edition
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _denied(features: tuple[str, ...]) -> str:
    return ", ".join(f"{name}=()" for name in features)


# --- Cache headers ---------------------------------------------------------------------------------------


def public_cache(get_response):
    """Let caches keep public answers until the site's next boundary, and nothing else. A view's own header stands."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not _is_for_everyone(request, response):
            response.headers.setdefault("Cache-Control", "private, no-store")
        elif "Cache-Control" not in response:
            response["Cache-Control"] = cache_control(details(request).next_boundary)
        return response

    return middleware


def _is_for_everyone(request: HttpRequest, response: HttpResponse) -> bool:
    """An answer with a cookie, or one that depends on a cookie, is one visitor's own, whatever its address."""
    return (
        request.method in ("GET", "HEAD")
        and response.status_code in CACHED_STATUSES
        and not request.path.startswith(DESK)
        and not response.cookies
        and "cookie" not in response.get("Vary", "").lower()
    )


def cache_control(boundary: dt.datetime | None) -> str:
    """How long an answer made now may be kept when something goes live at `boundary`: never past it."""
    remaining = LONGEST_IN_CACHE + STALE_WHILE_REVALIDATING
    if boundary is not None:
        # From now, not request.now: a cache counts from when it gets the answer, and making it took time.
        remaining = max(0, int((boundary - timezone.now()).total_seconds()))
    fresh = min(LONGEST_IN_CACHE, remaining)
    stale = min(STALE_WHILE_REVALIDATING, remaining - fresh)
    return f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={stale}, stale-if-error={STALE_IF_WE_ARE_ILL}"


def nothing_for_nul(get_response):
    """Find nothing for a question with a NUL in it, which PostgreSQL holds in no text and nobody has on a keyboard.

    Addresses for programs say in words what is wrong with such a question.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") and not _is_for_programs(request):
            raise Http404
        return get_response(request)

    return middleware


def same_for_everyone(get_response):
    """Keep from readers' pages who is signed in, so that none can differ by it, and no old cookie be renewed there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(SEES_TOKENS):
            request.COOKIES.pop(settings.CSRF_COOKIE_NAME, None)
        if not request.path.startswith(SEES_SESSIONS):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
            request.COOKIES.pop("messages", None)
        return get_response(request)

    return middleware
