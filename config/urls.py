"""Addresses: the protocols' and the site's own tables, and the administration."""

from __future__ import annotations

from pathlib import Path

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("healthz", healthz),
]
urlpatterns += [
    path("", include(f"{app}.urls"))
    for app in ("ows", "frontend")
    if (Path(__file__).parent.parent / app / "urls.py").exists()
]
