"""Addresses: the protocols' and the site's own tables, and the administration."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from config.health import healthz

handler400 = "config.failures.bad_request"
handler403 = "config.failures.permission_denied"
handler404 = "config.failures.page_not_found"
handler500 = "config.failures.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("healthz", healthz),
    path("", include("ows.urls")),
    path("", include("frontend.urls")),
]
