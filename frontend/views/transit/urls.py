"""Addresses of the pages of urban transport, below ``/transporte/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from frontend.methods import read_only
from frontend.views.transit import index, plans


class PlanCodeConverter(StringConverter):
    """A plan's code, as its file's reader takes it."""

    regex = r"[A-Z0-9-]{1,40}"


register_converter(PlanCodeConverter, "plan_code")

TRANSIT: list[URLPattern | URLResolver] = [
    path("", read_only(index.index), name="transit"),
    path("planes/<plan_code:code>/", read_only(plans.sheet), name="urban-plan"),
]
