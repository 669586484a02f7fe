"""Do what is due: keep proof, delete what is past its time."""

from django.core.management.base import BaseCommand
from django.utils import timezone

from website.actions import tick


class Command(BaseCommand):
    help = (
        "Keeps the cookie policy now shown as proof and deletes what is past its time: consent events, messages from "
        "readers, expired sign-ins and uploads that nobody confirmed. Run it every hour; twice or late does no harm."
    )

    def handle(self, **_: object) -> None:
        for what, number in tick(now=timezone.now()).items():
            self.stdout.write(f"{number} {what}")
