"""Tags for a project's base template and for scripts that wait for a yes."""

import json

from cookie_consent.conf import settings
from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode

from consent import conf
from consent.register import current
from consent.views import next_address

register = template.Library()


def _compact(value: dict) -> str:
    return json.dumps(value, separators=(",", ":"), sort_keys=True)


@register.simple_tag
def consent_html_attributes() -> str:
    """Attributes of <html>: the versions this page was made with, so no cached page has tags and versions apart."""
    known = current()
    if not known.offered:
        return ""
    attributes = {"data-cc-cookie": settings.COOKIE_CONSENT_NAME, "data-cc-versions": _compact(known.versions)}
    if known.asked_again:
        attributes["data-cc-again"] = _compact(known.asked_again)
    if conf.is_gpc_honoured():
        attributes["data-cc-gpc"] = "1"
    attributes["data-cc-names"] = _compact(known.patterns)
    return format_html_join(" ", '{}="{}"', attributes.items())


@register.simple_tag(takes_context=True)
def consent_banner(context: template.Context) -> dict:
    """What banner.html and head.html show: the same for every visitor of one address."""
    known, request = current(), context.get("request")
    return {
        "offered": known.offered if request else (),
        "policy": known.policy(conf.site_name(request)) if request else None,
        "next": next_address(request.get_full_path()) if request else "/",
        "notice_url": conf.notice_url(),
        "scripts": [(group, src) for group, src in conf.scripts() if group in known.versions],
    }


@register.simple_tag(takes_context=True)
def consent_preferences_url(context: template.Context) -> str:
    """The cookies page, which leads back to this one. For the footer."""
    address, request = reverse("consent:preferences"), context.get("request")
    if not request or request.path.startswith(address):
        return address
    return f"{address}?{urlencode({'next': next_address(request.get_full_path())})}"


@register.simple_tag
def consent_script(group: str, src: str) -> str:
    """A script that loads only after a yes to `group`. Nothing at all while the group is not offered."""
    if group not in current().versions:
        return ""
    return format_html('<script type="text/plain" data-consent="{}" data-src="{}"></script>', group, src)


@register.simple_tag
def consent_frame(group: str, src: str, title: str) -> str:
    """A frame that loads only after a yes to `group`, and a plain link that is always there."""
    link = format_html('<p><a href="{}">{}</a></p>', src, title)
    if group not in current().versions:
        return link
    frame = '<iframe data-consent="{}" data-src="{}" title="{}" loading="lazy" hidden></iframe>{}'
    return format_html(frame, group, src, title, link)
