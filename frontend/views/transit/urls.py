"""Addresses of the pages of urban transport, below ``/transporte/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from frontend.methods import read_only
from frontend.views.transit import consultations, index, plans, service, surveys


class PlanCodeConverter(StringConverter):
    """A plan's code, as its file's reader takes it."""

    regex = r"[A-Z0-9-]{1,40}"


register_converter(PlanCodeConverter, "plan_code")

TRANSIT: list[URLPattern | URLResolver] = [
    path("", read_only(index.index), name="transit"),
    path("planes/<plan_code:code>/", read_only(plans.sheet), name="urban-plan"),
    path("consultas/", read_only(consultations.index), name="plan-consultations"),
    path("encuestas/", read_only(surveys.index), name="transport-surveys"),
    path("encuestas/<plan_code:code>/", read_only(surveys.sheet), name="transport-survey"),
    path("redes/<slug:name>/", read_only(service.feed), name="transit-feed"),
    path("rutas/<int:pk>/", read_only(service.route), name="transit-route"),
    path("paraderos/<int:pk>/", read_only(service.stop), name="transit-stop"),
]
