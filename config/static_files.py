"""The static files, collected and compressed once for whoever serves them from this checkout."""

from __future__ import annotations

import fcntl
from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def collect_static() -> None:
    """Collects and compresses them where the viewer's build, Django or our own changed.

    Whoever comes meanwhile, a second server or a worker of the tests, waits for the first.
    """
    root = Path(settings.STATIC_ROOT)
    root.mkdir(exist_ok=True)
    mark = root / ".sources"
    with (root / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted = _sources()
        if mark.exists() and mark.read_text() == wanted:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(wanted)


def _sources() -> str:
    """What decides their content, in words."""
    base = Path(settings.BASE_DIR)
    own = sorted((base / "frontend" / "static").rglob("*"))
    sources = [f"{path.relative_to(base)}:{path.stat().st_mtime_ns}" for path in own]
    # The manifest names each built file with its hash, whoever built it.
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    # The lock names the releases of Django and its applications, which bring files too.
    lock = base / "requirements.lock"
    sources += [path.read_text() for path in (manifest, lock) if path.exists()]
    return "\n".join(sources)
