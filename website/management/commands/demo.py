"""Loads the demonstration: real inspections, news in our own words, and a newsroom at work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from publishing.models import Refused
from website.demo import loading, people
from website.demo.reading import DataError
from website.demo.specs import read_content


class Command(BaseCommand):
    help = (
        "Load the demonstration content, once: a second run changes nothing. Its staff get random passwords, "
        "which are written to a file and shown once. Refuses a database with other content, and production."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--add", action="store_true", help="load it beside the content that is there already")
        parser.add_argument(
            "--even-in-production", action="store_true", help="load it although this is no laptop, for a public trial"
        )

    def handle(self, *args: Any, add: bool, even_in_production: bool, **options: Any) -> None:
        if loading.is_loaded():
            self.stdout.write("The demo content is loaded already. Nothing was changed.")
            return
        if not settings.IS_LAPTOP and not even_in_production:
            raise CommandError(
                "This is production, and the demo content is no official publication. Nothing was changed. "
                "To load it all the same, say --even-in-production."
            )
        if loading.has_content() and not add:
            raise CommandError(
                "This database has other content. Nothing was changed. Use an empty database, or say --add to "
                "load the demo content beside it; every page will then say that it is a demonstration."
            )
        try:
            sign_ins = loading.load(content=read_content(), now=timezone.now())
        except (DataError, Refused, ValueError) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        if not options["verbosity"]:
            return
        self.stdout.write(f"The demo content is loaded. Its sign-ins, kept in {people.sign_ins_path()}:")
        for sign_in in sign_ins:
            self.stdout.write(f"  {sign_in}")
