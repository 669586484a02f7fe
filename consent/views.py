"""The cookies page, the choice, and the stylesheet that stands in for the script."""

from cookie_consent.util import dict_to_cookie_str, set_cookie_dict_to_response
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware, RejectRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from . import actions, choices, conf, register
from .origin import told_origin
from .withdrawal import delete_refused

LONGEST_ADDRESS = 2_000

# What state.css shows. An address that ends in #cc-accepted claims nothing: only the cookie's state lets a block show,
# and without the cookie it says that the browser did not keep it.
STATE_RULES = {
    "undecided": "#cc-ask,#cc-error:target,#cc-accepted:target~#cc-error,#cc-rejected:target~#cc-error{display:block}",
    "accepted": "#cc-accepted:target,#cc-error:target{display:block}",
    "rejected": "#cc-rejected:target,#cc-error:target{display:block}",
    "mixed": "#cc-error:target{display:block}",
    "gpc": "",
}
HIDE_EMPTY_REGION = ".cc-banner:not(:has(:target)){display:none}"


@require_safe
def preferences(request: HttpRequest) -> HttpResponse:
    """The cookies page: every group, what is in it, and the choice as the cookie has it."""
    known = register.current()
    chosen = choices.read(request, known, timezone.now())
    context = {
        "base_template": conf.base_template(),
        "is_cookies_page": True,
        "notice_url": conf.notice_url(),
        "register": known,
        "groups": [(group, bool(chosen.groups[group.varname])) for group in known.offered],
        "policy": known.policy(conf.site_name(request)),
        "next": next_address(request.GET.get("next", "")),
    }
    response = render(request, "consent/preferences.html", context | _outcome(request, chosen))
    response["Cache-Control"] = "private, no-store"
    return response


def _outcome(request: HttpRequest, chosen: choices.Choices) -> dict[str, bool]:
    """What became of the visitor's choice. The address alone claims nothing: the cookie must be there."""
    is_answered = chosen.state in {"accepted", "rejected", "mixed"}
    return {
        "is_saved": "saved" in request.GET and is_answered,
        "is_any_refused": False in chosen.groups.values(),
        "is_blocked": "saved" in request.GET and not is_answered,
        "is_failed": "problem" in request.GET,
        "is_gpc_active": choices.has_gpc(request) and not is_answered,
    }


@require_safe
def state_css(request: HttpRequest) -> HttpResponse:
    """For readers without JavaScript: shows the part of the banner that their cookie calls for."""
    state = choices.read(request, register.current(), timezone.now()).state
    rules = STATE_RULES[state] + ("" if state == "undecided" else HIDE_EMPTY_REGION)
    response = HttpResponse(rules, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["ETag"] = f'"cc-{state}"'
    patch_vary_headers(response, ["Cookie", "Sec-GPC"])
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


@csrf_exempt
@require_POST
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """Save a choice, from the banner or the cookies page, after checking that one of our pages sent it."""
    origin = told_origin(request)
    if origin is None and not _has_token(request):
        return _plain_page(request, "consent/confirm.html", fields=_fields(request))
    if origin is False:
        return _refuse(request, 403)
    known, now = register.current(), timezone.now()
    try:
        versions = choices.shown_versions(request.POST, known, now)
        answers = choices.posted(request.POST, versions)
    except choices.Unusable:
        return _refuse(request, 422)
    return _save(request, known, versions, answers, now)


def _save(request: HttpRequest, known: register.Register, versions, answers, now) -> HttpResponse:
    kept = {group: choices.to_keep(request, group) for group in known.versions if group not in answers}
    stored = {key: value for values in kept.values() for key, value in values.items()}
    stored |= choices.to_store(answers, versions)
    is_current = choices.is_decided(stored, known, now)
    response = _saved(request, stored, answers, is_current)
    set_cookie_dict_to_response(response, stored)
    delete_refused(request, response, [group for group, is_accepted in answers.items() if not is_accepted], known)
    actions.record_choice(
        answers=answers,
        policy=known.policy(conf.site_name(request)),
        shown=request.POST.get("policy", ""),
        source="page" if _is_from_page(request) else "banner",
        is_scripted=_wants_json(request),
        now=now,
    )
    return response


def _saved(request: HttpRequest, stored: dict[str, str], answers: dict[str, bool], is_current: bool) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"ok": True, "cookie": dict_to_cookie_str(stored), "choices": answers})
    if _is_from_page(request):
        return _to_page(request, "saved")
    # A page older than the register: what it showed is saved, and the fresh page simply asks about the rest.
    fragment = "cc-ask" if not is_current else "cc-accepted" if all(answers.values()) else "cc-rejected"
    return _see_other(f"{next_address(request.POST.get('next', ''))}#{fragment}")


def _refuse(request: HttpRequest, status: int) -> HttpResponse:
    """Nothing is saved, and the visitor is told so where they were."""
    if _wants_json(request):
        return JsonResponse({"ok": False}, status=status)
    if status == 403:
        return _plain_page(request, "consent/refused.html")
    if _is_from_page(request):
        return _to_page(request, "problem")
    return _see_other(f"{next_address(request.POST.get('next', ''))}#cc-error")


def _plain_page(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    context |= {"base_template": conf.base_template(), "is_cookies_page": True}
    return render(request, template, context, status=403)


def _to_page(request: HttpRequest, outcome: str) -> HttpResponse:
    query = urlencode({outcome: "1", "next": next_address(request.POST.get("next", ""))})
    return _see_other(f"{reverse('consent:preferences')}?{query}#cc-{outcome}")


def _see_other(address: str) -> HttpResponse:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _is_from_page(request: HttpRequest) -> bool:
    return request.POST.get("source") == "page"


def _wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def next_address(value: str) -> str:
    """The page to go back to: an address on this site without its fragment, or the front page."""
    address = value.partition("#")[0]
    is_safe = (
        len(value) <= LONGEST_ADDRESS
        and address.startswith("/")
        and address[1:2] not in {"/", "\\"}
        and address.isprintable()
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
        and not address.startswith(reverse("consent:choose"))
    )
    return address if is_safe else "/"


def _has_token(request: HttpRequest) -> bool:
    """Whether the post carries Django's token: the way for the rare browser that sends no origin at all."""
    try:
        # Only the token: Django's whole check asks for the very headers that are missing here.
        CsrfViewMiddleware(lambda _: HttpResponse())._check_token(request)  # type: ignore[attr-defined]
    except RejectRequest:
        return False
    return True


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """What was posted, to be posted again from a page with a token."""
    return [(name, str(value)) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"][:50]
