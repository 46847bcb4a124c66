"""Addresses of the services."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("ogc/", include("ows.api.urls")),
]
