"""The addresses below ``/ambiente/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from frontend.methods import read_only
from frontend.views.environment import emissions, index, missing, points, services

ENVIRONMENT: list[URLPattern] = [
    path("", read_only(index.index), name="environment"),
    path("falta/", read_only(missing.requests), name="environment-missing"),
    path("servicios/", read_only(services.listed), name="environment-services"),
    path(
        "servicios/<slug:federated>/",
        read_only(services.sheet),
        name="environment-service",
    ),
    path("emisiones/", read_only(emissions.inventory), name="environment-emissions"),
    path("uso/", read_only(services.use), name="environment-use"),
    path("puntos/", read_only(points.listed), name="environment-points"),
    path("puntos/<slug:register>/<slug:point>/", read_only(points.sheet), name="environment-point"),
]
