"""Addresses below ``/seguridad/``: evidence, documents, how a policy is made."""

from __future__ import annotations

from django.urls import URLPattern, path

from frontend.methods import offering, read_only
from frontend.views.security_policy import pages, systems

_page = offering("GET", "HEAD")

SECURITY_POLICY: list[URLPattern] = [
    path("evidencia/", _page(pages.evidence), name="security-evidence"),
    path("evidencia/<int:pk>/archivo/", _page(pages.evidence_file), name="security-evidence-file"),
    path("politicas/", _page(pages.documents), name="policy-documents"),
    path("politicas.atom", read_only(pages.feed), name="security-policy-feed"),
    path("calendario/", _page(systems.calendar), name="publication-calendar"),
    path("sistemas/", _page(systems.systems), name="information-systems"),
    path("politicas/proceso/<int:number>/", _page(pages.process), name="policy-process"),
]
