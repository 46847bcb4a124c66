"""Addresses of the pages of intercultural bilingual education, below ``/eib/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from frontend.methods import read_only
from frontend.views.eib import coverage, languages, services


class EibServiceConverter(StringConverter):
    """A service's modular code and annex."""

    regex = r"[0-9]{7}-[0-9]"


register_converter(EibServiceConverter, "eib_service")

EIB: list[URLPattern | URLResolver] = [
    path("", read_only(services.index), name="eib"),
    path("lenguas/", read_only(languages.index), name="eib-languages"),
    path("lenguas/<slug:code>/", read_only(languages.sheet), name="eib-language"),
    path("cobertura/", read_only(coverage.index), name="eib-coverage"),
    path("servicios/<eib_service:service>/", read_only(services.sheet), name="eib-service"),
]
