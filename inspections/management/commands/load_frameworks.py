"""Loads the scales, programmes, frameworks and areas that come with Candour."""

from typing import Any

from django.core.management.base import BaseCommand

from inspections.actions import load_reference_data
from inspections.models import Area, Framework


class Command(BaseCommand):
    help = (
        "Load the inspectorates, scales, frameworks and areas that come with Candour. Running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        load_reference_data()
        self.stdout.write(f"{Framework.objects.count()} frameworks with {Area.objects.count()} areas are here.")
