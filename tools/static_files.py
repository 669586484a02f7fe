"""Collects static files under their hashed names, but only when one has changed."""

import json
from pathlib import Path


def collect_if_stale() -> bool:
    """Run collectstatic unless its manifest is newer than, and lists, every file there is. Django must be set up."""
    from django.conf import settings
    from django.core.management import call_command

    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not is_stale(manifest):
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    return True


def is_stale(manifest: Path) -> bool:
    from django.contrib.staticfiles.finders import get_finders

    if not manifest.exists():
        return True
    collected_at = manifest.stat().st_mtime
    listed = set(json.loads(manifest.read_text())["paths"])
    found = set()
    for finder in get_finders():
        for path, storage in finder.list(None):
            prefix = getattr(storage, "prefix", None)
            name = f"{prefix}/{path}" if prefix else path
            if Path(storage.path(path)).stat().st_mtime > collected_at:
                return True
            found.add(name)
    return found != listed
