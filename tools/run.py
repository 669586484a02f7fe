"""make run: a site with demo content at an address on this machine."""

import errno
import io
import os
import socket
import sys
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from environs import EnvError

SIGN_INS = "demo-sign-ins.txt"
# Two threads for each of a laptop's first cores. More only multiply SQLite's caches; writers queue in any case.
THREADS = 4


def main() -> None:
    set_up_django()
    from django.conf import settings

    problem = why_not(settings.PORT)
    if problem:
        sys.exit(f"\n{problem}")
    prepare()
    if settings.IS_LAPTOP:
        load_demo_content()
    greet(settings)
    serve(settings.PORT)


def set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        django.setup()
    except (ImproperlyConfigured, EnvError) as error:
        sys.exit(f"\n{error}")


def why_not(port: int) -> str | None:
    """Why `port` cannot be served on, in words; None when it can.

    Granian shares a port with whoever has it (SO_REUSEPORT) instead of refusing, so it is tried here without that.
    """
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
        except PermissionError:
            return f"Port {port} needs administrator's rights on this machine. Choose another: make run PORT=8000"
        except OverflowError:
            return f"{port} is no port: choose one from 1024 to 65535, such as: make run PORT=8000"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}"
            if family == socket.AF_INET:  # a machine may well have no IPv6
                raise
    return None


def prepare() -> None:
    """What every start needs, whatever came before: the tables of this version and its static files."""
    from tools.static_files import collect_if_stale

    call_command("migrate", interactive=False, verbosity=0)
    collect_if_stale()


def load_demo_content() -> None:
    """Fill a database that nobody has an account in; one that has been used is left as it is."""
    from django.contrib.auth import get_user_model

    if not get_user_model().objects.exists():
        print("Loading the demo content ...", flush=True)
        try:
            call_command("demo", stdout=io.StringIO())  # greet() shows the sign-ins, this time and every other
        except CommandError as error:
            sys.exit(f"\n{error}")


def greet(settings) -> None:
    sign_ins = Path(settings.VAR_DIR) / SIGN_INS
    print(f"\n{settings.SITE_NAME} is at {settings.SITE_URL}/ and its newsroom at {settings.SITE_URL}/admin/")
    if settings.IS_LAPTOP and sign_ins.exists():
        print(f"\nDemo sign-ins, kept in var/{SIGN_INS}:\n{sign_ins.read_text().rstrip()}")
    print("\nCtrl-C stops it; make run starts it again with everything as it was.\n", flush=True)


def serve(port: int) -> None:
    """Become the keeper of Granian, which listens on this machine only: a proxy stands in front of it in production."""
    arguments = ["--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"]
    arguments += ["--blocking-threads", str(THREADS), "--workers-kill-timeout", "5", "--log-level", "warning"]
    command = [sys.executable, "-m", "granian", *arguments, "config.wsgi:application"]
    os.execv(sys.executable, [sys.executable, "-m", "tools.keep", *command])  # noqa: S606


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
