"""Addresses of the site itself, wherever it is published."""

from __future__ import annotations

from django.urls import get_script_prefix


def on_site(path: str) -> str:
    """A path from the site's root, ``/t/1501/``, as a browser asks for it: ``/mapas/t/1501/``.

    A site may be published under a path of another (``PUBLIC_URL``).
    """
    return get_script_prefix().rstrip("/") + path
