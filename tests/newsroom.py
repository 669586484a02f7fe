"""What a person at the desk does, in one call each: open a form, type into it, press a button."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from django.test import Client


def address(edition: Any, page: str = "change") -> str:
    meta = edition._meta
    return f"/admin/{meta.app_label}/{meta.model_name}/{edition.pk}/{page}/"


def typed(response: HttpResponse, **changes: Any) -> dict[str, Any]:
    """What the form in `response` would send, with `changes`; a value None leaves that field out."""
    context = response.context
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    data = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                data[field.html_name] = value
    return {name: value for name, value in (data | changes).items() if value is not None}


def block(number: int, prefix: str = "blocks", **fields: Any) -> dict[str, Any]:
    """The fields of one block of the form with this prefix, which the form is told to have `number + 1` of."""
    fields = {"region": "main", "ordering": 10 * (number + 1)} | fields
    return {f"{prefix}-TOTAL_FORMS": number + 1} | {
        f"{prefix}-{number}-{name}": value for name, value in fields.items()
    }


def start(client: Client, kind: str = "website/page", **fields: Any) -> HttpResponse:
    """Add a document: a page about the pound of stray dogs, unless `fields` say otherwise."""
    form = client.get(f"/admin/{kind}/add/")
    page = {"title": "Stray dogs", "slug": "stray-dogs", "summary": "Where a dog waits for its owner."}
    return client.post(f"/admin/{kind}/add/", typed(form, **(page | fields)))


def press(client: Client, edition: Any, verb: str, **told: Any) -> HttpResponse:
    """Press a button of the edition page, having just looked at it."""
    edition.refresh_from_db()
    return client.post(address(edition, f"do/{verb}"), {"seen": edition.lock_version, **told})


def offers(client: Client, edition: Any) -> set[str]:
    """The verbs on the edition page."""
    return {verb.name for verb in client.get(address(edition, "edition")).context["buttons"]}


def on(day: dt.date | str, time: str = "09:00") -> dict[str, str]:
    """What is typed into the boxes of a moment."""
    return {"date": str(day), "time": time}
