"""Addresses: the protocols' and the site's own tables, and the administration."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("", include("ows.urls")),
    path("", include("frontend.urls")),
]
