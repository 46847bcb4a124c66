"""The addresses below ``/api/v1/security/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.security.area import SecurityArea
from ows.rest.security.complaints import ComplaintList
from ows.rest.security.prosecutors import ProsecutorsCountList

SECURITY: list[URLPattern] = [
    path("security/complaints/", ComplaintList.as_view(), name="complaints"),
    path("security/prosecutors/", ProsecutorsCountList.as_view(), name="prosecutors"),
    path("security/area/", SecurityArea.as_view(), name="security-area"),
]
