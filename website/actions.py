"""What the site does on its own account."""

from __future__ import annotations

import datetime as dt

from django.contrib.sessions.models import Session
from django.utils import timezone

from consent import actions as consent
from inspections import actions as inspections
from inspections.admin.upload_storage import UploadStorage

from .models import Feedback


def tick(*, now: dt.datetime) -> dict[str, int]:
    """Do what is due by `now`, and say how much there was of each. Doing it twice, or late, does no harm.

    Nothing that readers see waits for this: what goes live does so by its minute alone.
    """
    done = {
        "cookie policies kept as new": consent.keep_snapshots(now=now),
        "consent events deleted": consent.purge_events(now=now),
        "messages from readers deleted": Feedback.objects.expired(now).delete()[0],
        "organisations put where their new name stands in lists": inspections.sort_by_name(day=timezone.localdate(now)),
        "expired sign-ins deleted": Session.objects.filter(expire_date__lt=now).delete()[0],
    }
    UploadStorage.clear_out(now)
    return done
