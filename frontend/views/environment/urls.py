"""The addresses below ``/ambiente/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from frontend.methods import read_only
from frontend.views.environment import index, missing, points

ENVIRONMENT: list[URLPattern] = [
    path("", read_only(index.index), name="environment"),
    path("falta/", read_only(missing.requests), name="environment-missing"),
    path("puntos/", read_only(points.listed), name="environment-points"),
    path("puntos/<slug:register>/<slug:point>/", read_only(points.sheet), name="environment-point"),
]
