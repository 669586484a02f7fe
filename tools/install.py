"""make install: a site without demo content, and its first Chief editor."""

from django.core.management import call_command

from tools.run import prepare, set_up_django


def main() -> None:
    set_up_django()
    prepare()
    from accounts.models import CHIEF_EDITOR, User

    if User.objects.filter(groups__name=CHIEF_EDITOR, is_active=True).exists():
        print("The tables and static files are up to date. There is a Chief editor already; nobody was added.")
    else:
        call_command("create_chief_editor")
    print("docs/operate.md says how to serve the site.")


if __name__ == "__main__":
    main()
