"""Keep the words now shown as proof, and delete events past their time."""

from datetime import timedelta

from django.core.management.base import BaseCommand
from django.utils import timezone

from consent import actions, conf
from consent.models import ConsentEvent


class Command(BaseCommand):
    help = "Keeps the cookie policy now shown as proof and deletes consent events past their time. Run it daily."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many events would go")

    def handle(self, *, dry_run: bool, **_: object) -> None:
        if dry_run:
            before = timezone.now() - timedelta(days=conf.keep_events_days())
            self.stdout.write(f"{ConsentEvent.objects.older_than(before).count()} events would be deleted.")
            return
        kept, deleted = actions.keep_snapshots(), actions.purge_events()
        self.stdout.write(f"{kept} policies kept as new, {deleted} events deleted.")
