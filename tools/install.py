"""make install: a site without demo content, and its first Chief editor."""

import sys

from django.core.management import CommandError, call_command

from tools.run import prepare, set_up_django


def main() -> None:
    set_up_django()
    prepare()
    from accounts.models import CHIEF_EDITOR, User

    if User.objects.filter(groups__name=CHIEF_EDITOR, is_active=True).exists():
        print("The tables and static files are up to date. There is a Chief editor already; nobody was added.")
    else:
        make_chief_editor()
    print("docs/operate.md says how to serve the site.")


def make_chief_editor() -> None:
    try:
        call_command("create_chief_editor")
    except CommandError as error:
        command = ".venv/bin/python manage.py create_chief_editor --email ... --name ..."
        sys.exit(f"\n{error}\nAll else is set up. When you are ready: {command}")


if __name__ == "__main__":
    main()
