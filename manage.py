#!/usr/bin/env python
"""Django's command line for Candour."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads the settings
    except ImproperlyConfigured as error:
        sys.exit(f"{error}")  # what to set, without the way there
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
