"""Collects static files under their hashed names, but only when one has changed."""

import json
from pathlib import Path

from tools.set_up import STAMP


def collect_if_stale() -> bool:
    """Run collectstatic unless its manifest is newer than, and lists, every file there is. Django must be set up."""
    from django.conf import settings
    from django.core.management import call_command

    root = Path(settings.STATIC_ROOT)
    manifest = root / "staticfiles.json"
    if not is_stale(manifest):
        return False
    # Copies of the originals go, for collectstatic takes one that is newer than its original for unchanged. What bears
    # a hash stays: pages that were sent a moment ago, and a process that has not been restarted yet, name it.
    for name in listed(manifest):
        (root / name).unlink(missing_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    return True


def is_stale(manifest: Path) -> bool:
    from django.contrib.staticfiles.finders import get_finders

    if not manifest.exists():
        return True
    collected_at = manifest.stat().st_mtime
    # Files of a package may be older than the day it was installed.
    if STAMP.exists() and STAMP.stat().st_mtime > collected_at:
        return True
    found = set()
    for finder in get_finders():
        for path, storage in finder.list(None):
            prefix = getattr(storage, "prefix", None)
            name = f"{prefix}/{path}" if prefix else path
            if Path(storage.path(path)).stat().st_mtime > collected_at:
                return True
            found.add(name)
    return found != listed(manifest)


def listed(manifest: Path) -> set[str]:
    """The names that were collected last time."""
    return set(json.loads(manifest.read_text())["paths"]) if manifest.exists() else set()
