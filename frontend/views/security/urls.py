"""The addresses below ``/seguridad/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.methods import read_only
from frontend.views.security import area, comparison, extortion, index, prosecutors, unit

SECURITY: list[URLPattern | URLResolver] = [
    path("", read_only(index.index), name="security"),
    path("comparar/", read_only(comparison.compare), name="security-comparison"),
    path("area/", read_only(area.area), name="security-area"),
    path("extorsion/", read_only(extortion.extortion), name="extortion"),
    path("fiscalias/", read_only(prosecutors.prosecutors), name="prosecutors"),
    path("t/<str:ubigeo>/", read_only(unit.sheet), name="security-unit"),
]
