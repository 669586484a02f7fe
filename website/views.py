"""Pages around the content: the front page, standing pages, feedback, health, and what readers see when it fails."""

import datetime as dt
import sys

from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from consent.origin import is_same_origin
from publishing.history import public_history
from publishing.limits import Limit, client_of
from publishing.models import Listing, blocks_of
from publishing.views import serve

from .forms import FeedbackForm, own_address
from .health import problems
from .middleware import cache_control
from .models import Page, SiteDetails

LATEST = 5
FEEDBACK_LIMIT = Limit(20, dt.timedelta(minutes=10))
TRY_AGAIN_IN = "10"  # seconds
OUT_OF_REACH = (OperationalError, InterfaceError)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    at = request.now  # type: ignore[attr-defined]
    context = {
        "news": _latest("news.article", at),
        "inspections": _latest("inspections.inspection", at),
    }
    return render(request, "website/home.html", context)


def _latest(kind: str, at: dt.datetime) -> QuerySet[Listing]:
    return Listing.objects.public(at).filter(kind=kind, language="en").order_by("-public_timestamp", "-id")[:LATEST]


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    return serve(request, Page.objects.all(), slug, standing_page)


def standing_page(request: HttpRequest, page: Page) -> HttpResponse:
    """`page` as readers see it; the newsroom's preview asks for one that is not released yet."""
    at = request.now  # type: ignore[attr-defined]
    history = public_history(page, at)
    context = {
        "page": page,
        "blocks": blocks_of(page, at),
        "changed": history.updated or history.published,
        "changes": history.changes,
        "breadcrumbs": [(_("Home"), "/"), (page.title, "")],
    }
    return render(request, "website/page.html", context)


# --- Feedback --------------------------------------------------------------------------------------------


@csrf_exempt  # its origin is checked instead: a token would put a cookie on a page that is the same for everyone
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, FeedbackForm(initial={"page": own_address(request.GET.get("page", ""))}))
    form = FeedbackForm(request.POST)
    if refusal := _refusal(request, form) or _failure_to_store(request, form):
        return refusal
    address = urlencode({"page": form.cleaned_data["page"]})
    return HttpResponseRedirect(f"{reverse('website:feedback_thanks')}?{address}", status=303)


def _refusal(request: HttpRequest, form: FeedbackForm) -> HttpResponse | None:
    """The form again, with what was typed and why it was not taken; None when it may be."""
    if not form.is_valid():
        return _form_page(request, form, status=422)
    if not is_same_origin(request):
        form.add_error(None, _("Your browser did not say that you wrote this on our own page. Please send it again."))
        return _form_page(request, form, status=403)
    if wait := FEEDBACK_LIMIT.wait(client_of(request), request.now):  # type: ignore[attr-defined]
        form.add_error(None, _("Too many messages came from your network just now. Please try again in ten minutes."))
        response = _form_page(request, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    return None


def _failure_to_store(request: HttpRequest, form: FeedbackForm) -> HttpResponse | None:
    """None when the message is stored; the form with what was typed while the database is out of reach."""
    if form.is_from_a_program:
        return None
    form.instance.created_at = request.now  # type: ignore[attr-defined]
    try:
        form.save()
    except OUT_OF_REACH:
        request.site_details = SiteDetails()  # type: ignore[attr-defined]  # what the page around it says by default
        form.add_error(None, _("We could not store your message just now. Please send it again in a minute."))
        response = _form_page(request, form, status=503)
        response["Retry-After"] = TRY_AGAIN_IN
        return response
    return None


def _form_page(request: HttpRequest, form: FeedbackForm, status: int = 200) -> HttpResponse:
    return render(request, "website/feedback.html", {"form": form}, status=status)


@require_safe
def feedback_thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "website/feedback_thanks.html", {"page": own_address(request.GET.get("page", ""))})


# --- For machines ------------------------------------------------------------------------------------------


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("User-agent: *\nDisallow: /admin/\nDisallow: /feedback/\n", content_type="text/plain")
    response["Cache-Control"] = cache_control(None)  # the same whatever is published, so nothing is looked up
    return response


@require_safe
def live(request: HttpRequest) -> HttpResponse:
    """That this process answers; nothing else is touched."""
    return JsonResponse({"status": "live"}, headers={"Cache-Control": "no-store"})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """That this process can serve the site, or why not."""
    found = problems()
    answer = {"status": "not ready", "problems": found} if found else {"status": "ready"}
    return JsonResponse(answer, status=503 if found else 200, headers={"Cache-Control": "no-store"})


# --- What readers see when something fails -------------------------------------------------------------------


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Neither page needs the database or the request; which one it is depends on what has just failed."""
    if isinstance(sys.exception(), OUT_OF_REACH):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": TRY_AGAIN_IN})
    return HttpResponse(render_to_string("500.html"), status=500)
