"""The one check that a form posted by an anonymous visitor came from a page of this site."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that this request came from our own pages.

    Takes the place of a CSRF token on forms that every visitor gets in the same bytes: a token would put a
    cookie and `Vary: Cookie` on every page. Needs `Referrer-Policy: same-origin` (`no-referrer` makes browsers
    send `Origin: null`) and, behind a proxy, a correct SECURE_PROXY_SSL_HEADER.
    """
    return told_origin(request) is True


def told_origin(request: HttpRequest) -> bool | None:
    """True: from this site. False: from elsewhere. None: the browser sent none of the three headers."""
    headers = request.headers
    if "Sec-Fetch-Site" in headers:  # forged by no page; every current browser sends it over HTTPS
        return headers["Sec-Fetch-Site"] == "same-origin"
    own = f"{request.scheme}://{request.get_host()}".lower()
    if "Origin" in headers:
        return headers["Origin"].lower() == own
    if "Referer" in headers:
        return _origin_of(headers["Referer"]) == own
    return None


def _origin_of(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}".lower()
