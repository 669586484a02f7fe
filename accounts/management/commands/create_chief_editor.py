"""Makes the first Chief editor, who makes everybody else's account."""

import os
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import CHIEF_EDITOR, User

PASSWORD_VARIABLE = "CHIEF_EDITOR_PASSWORD"  # noqa: S105 - a name, not a password


class Command(BaseCommand):
    help = (
        "Make a Chief editor. Asks for what is not given; the password is asked for, or read from "
        f"{PASSWORD_VARIABLE}, and never given as an argument, where other programs could read it."
    )

    def add_arguments(self, parser):
        parser.add_argument("--email", help="address to sign in with")
        parser.add_argument("--name", help="name that colleagues see")
        parser.add_argument("--another", action="store_true", help="make one although there is one already")

    def handle(self, *, email, name, another, **options):
        if not another and User.objects.filter(groups__name=CHIEF_EDITOR, is_active=True).exists():
            raise CommandError("There is a Chief editor already. To make another: --another")
        user = User(email=(email or self._ask("Email address: ")).lower(), name=name or self._ask("Name: "))
        password = os.environ.get(PASSWORD_VARIABLE) or self._ask_password()
        try:
            user.full_clean(exclude=["password"])
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        User.objects.create_user(user.email, password, role=CHIEF_EDITOR, name=user.name)
        self.stdout.write(f"{user.name} may now sign in at /admin/ as {user.email}.")

    def _ask(self, question: str) -> str:
        try:
            return input(question).strip()
        except EOFError:
            raise CommandError("Nobody is there to answer. Give --email and --name.") from None

    def _ask_password(self) -> str:
        try:
            password = getpass("Password (12 characters or more): ")
            again = getpass("The same again: ")
        except EOFError:
            raise CommandError(f"Nobody is there to answer. Set {PASSWORD_VARIABLE}.") from None
        if password != again:
            raise CommandError("The two passwords differ. Nobody was added.")
        return password
