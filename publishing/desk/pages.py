"""The desk's own pages of an edition: where it stands, its preview, its history, and the verbs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.models import User
from publishing import checks
from publishing.models import Availability, Edition, Refused, State, Stopped, has_worked_on

from .verbs import VERBS, Verb
from .words import date_shown, live_interval, moment, readers_date, state_in_words

if TYPE_CHECKING:
    from .admin import EditionAdmin

LOG_ENTRIES_SHOWN = 200


def edition_page(admin: EditionAdmin, request: HttpRequest, edition: Edition, *, status: int = 200) -> HttpResponse:
    """Where an edition stands and what may be done with it."""
    now, user = _when_and_who(request)
    siblings = edition.siblings().select_related("edited_by")
    issues = edition.issues(now) if edition.is_open_draft else []
    form = admin.edit_url(edition) if edition.is_editable and user.may("edit") else ""
    context = {
        **_about(admin, request, edition),
        "interval": live_interval(edition, now),
        "date_shown": readers_date(edition, now),
        "issues": [{"issue": issue, "url": place_url(form, edition, issue.place)} for issue in issues],
        "follower": edition.followed_by(now) if edition.is_open_draft else None,
        "buttons": [verb for verb in VERBS.values() if verb.applies(edition, user, now)],
        "needs_another_person": edition.state == State.SUBMITTED and has_worked_on(edition, user),
        "may_edit": bool(form),
        "others": _others(siblings.exclude(pk=edition.pk), now),
        **admin.about_edition(request, edition, issues),
    }
    return TemplateResponse(request, admin.edition_template, context, status=status)


def place_url(form: str, edition: Edition, place: str) -> str:
    """Where in the `form` at this address an issue is mended; empty when it is no field or block of it."""
    if not form or place.startswith("block-"):
        return form and f"{form}#{place}"
    is_field = any(field.name == place and field.editable for field in edition._meta.concrete_fields)
    return f"{form}#id_{place}" if is_field else ""


def _others(siblings: Any, now: Any) -> list[dict[str, Any]]:
    """The editions of the same document that matter now: its open draft, what is live, what is to come."""
    found = [*siblings.open_drafts(), *siblings.live(now), *siblings.scheduled(now).order_by("live_from")[:20]]
    return [
        {"edition": other, "state": state_in_words(other, now), "interval": live_interval(other, now)}
        for other in found
    ]


def preview(admin: EditionAdmin, request: HttpRequest, edition: Edition) -> HttpResponse:
    """The public page as readers will see it: at its scheduled minute, else now."""
    if edition.is_scheduled(request.now):  # type: ignore[attr-defined]
        request.now = edition.live_from  # type: ignore[attr-defined]
    request.is_preview = True  # type: ignore[attr-defined]
    if edition.public_timestamp is None:
        # What brings no date along shows the moment at which it would be released.
        shown = edition.proposed_date(request.now) or (request.now, edition.public_precision)  # type: ignore[attr-defined]
        edition.public_timestamp, edition.public_precision = shown
    if edition.availability in (Availability.GONE, Availability.REDIRECT):
        target = edition.redirect_to.editions.live(request.now).first() if edition.redirect_to else None  # type: ignore[attr-defined]
        gone = {"at": edition.live_from, "precision": "minute", "notice": edition.notice}
        if target is not None:
            gone |= {"alternative_url": target.get_absolute_url(), "alternative_title": target.title}
        response = render(request, "410.html", gone)
    else:
        response = type(admin).page(request, edition)  # type: ignore[misc]
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    response["X-Frame-Options"] = "SAMEORIGIN"  # which the policy repeats as frame-ancestors
    return response


def history(admin: EditionAdmin, request: HttpRequest, edition: Edition) -> HttpResponse:
    """All editions of the document and everything that was done with them."""
    people = ("edited_by", "submitted_by", "released_by", "based_on", "redirect_to")
    editions = list(edition.siblings().select_related(*people).order_by("-number"))
    now = request.now  # type: ignore[attr-defined]
    entries = LogEntry.objects.filter(
        content_type=get_content_type_for_model(admin.model), object_id__in=[str(row.pk) for row in editions]
    )
    numbers = {str(row.pk): row.number for row in editions}
    log = list(entries.select_related("user").order_by("-action_time", "-pk")[:LOG_ENTRIES_SHOWN])
    context = {
        **_about(admin, request, edition),
        "rows": [
            {"edition": row, "state": state_in_words(row, now), "interval": live_interval(row, now)} for row in editions
        ],
        "log": [{"entry": entry, "number": numbers[entry.object_id or ""]} for entry in log],
    }
    return TemplateResponse(request, "admin/publishing/history.html", context)


def verb_page(admin: EditionAdmin, request: HttpRequest, edition: Edition, name: str) -> HttpResponse:
    """Ask what a verb needs to be told, then carry it out. What the edition refuses is said above what was typed."""
    verb = VERBS.get(name)
    if verb is None:
        raise Http404
    now, user = _when_and_who(request)
    if request.method != "POST":
        if not verb.applies(edition, user, now):
            messages.warning(request, _("“%s” is not possible here, or not for you.") % verb.label)
            return HttpResponseRedirect(admin.edition_url(edition))
        return _verb_form(admin, request, edition, verb, verb.form(edition=edition, user=user, now=now))
    form = verb.form(request.POST, edition=edition, user=user, now=now)
    if not form.is_valid():
        return _verb_form(admin, request, edition, verb, form)
    try:
        with transaction.atomic():
            outcome = verb.carry_out(edition, user, now, form.cleaned_data)
            admin.log_change(request, outcome, _in_the_log(verb, form.cleaned_data))
    except Refused as refusal:
        edition.refresh_from_db()
        return _verb_form(admin, request, edition, verb, form, refused=_sentences(refusal), status=409)
    messages.success(request, str(verb.done))
    return HttpResponseRedirect(admin.edit_url(outcome) if outcome.is_editable else admin.edition_url(outcome))


def _sentences(refusal: Refused) -> list[str]:
    """Why a verb was not carried out, and what would let it be."""
    if not isinstance(refusal, Stopped):
        return [str(refusal)]
    said = [issue.sentence for issue in refusal.issues]
    if not any(issue.is_stop for issue in refusal.issues):
        said.append(_("Give a reason below to release it all the same."))
    return said


def _in_the_log(verb: Verb, told: dict[str, Any]) -> str:
    """What was done, with the minute and the words that were given: “Scheduled. 3 December 2026, 09:00. Embargo.”"""
    words = [str(verb.done), moment(told.get("at")), *(told.get(name, "") for name in ("reason", "note", "notice"))]
    if told.get("public_timestamp"):
        shown = date_shown(told["public_timestamp"], told["public_precision"])
        words.append(_("Date shown to readers: %s") % shown)
    return " ".join(f"{word.rstrip('.')}." for word in words if word)


def _verb_form(
    admin: EditionAdmin,
    request: HttpRequest,
    edition: Edition,
    verb: Verb,
    form: Any,
    *,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    now = request.now  # type: ignore[attr-defined]
    issues = edition.issues(now) if verb.name in ("release", "schedule", "force") and not refused else []
    if verb.name == "withdraw":
        issues = checks.withdrawal_issues(edition, now)
    context = {
        **_about(admin, request, edition),
        "subtitle": None,
        "title": f"{verb.label}: {edition.title}",
        "verb": verb,
        "form": form,
        "refused": refused or [],
        "date_shown": readers_date(edition, now) if "shown_on" in form.fields else "",
        "issues": issues,
    }
    return TemplateResponse(request, "admin/publishing/verb.html", context, status=status)


def _about(admin: EditionAdmin, request: HttpRequest, edition: Edition) -> dict[str, Any]:
    return {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "edition": edition,
        "state": state_in_words(edition, request.now),  # type: ignore[attr-defined]
        "title": edition.title,
        "subtitle": _("Edition %(number)s") % {"number": edition.number},
        "urls": {
            "edit": admin.edit_url(edition),
            "edition": admin.edition_url(edition),
            "preview": admin.url("preview", edition.pk),
            "history": admin.url("history", edition.pk),
        },
    }


def _when_and_who(request: HttpRequest) -> tuple[dt.datetime, User]:
    return request.now, request.user  # type: ignore[attr-defined, return-value]


def find(admin: EditionAdmin, request: HttpRequest, pk: int | str) -> Edition:
    """The edition with this key, for someone who may see it."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    people = (
        "document",
        "created_by",
        "edited_by",
        "submitted_by",
        "released_by",
        "replaces",
        "based_on",
        "redirect_to",
    )
    if not str(pk).isdecimal():
        raise Http404
    edition = admin.get_queryset(request).select_related(*people).filter(pk=pk).first()
    if edition is None:
        raise Http404
    return edition
