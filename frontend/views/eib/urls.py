"""Addresses of the pages of intercultural bilingual education, below ``/eib/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from frontend.methods import offering, read_only
from frontend.views.eib import answers, coverage, instruments, languages, services


class EibServiceConverter(StringConverter):
    """A service's modular code and annex."""

    regex = r"[0-9]{7}-[0-9]"


register_converter(EibServiceConverter, "eib_service")

# Their forms are protected.
_page, _step = offering("GET", "HEAD"), offering("POST")

EIB: list[URLPattern | URLResolver] = [
    path("", read_only(services.index), name="eib"),
    path("lenguas/", read_only(languages.index), name="eib-languages"),
    path("lenguas/<slug:code>/", read_only(languages.sheet), name="eib-language"),
    path("cobertura/", read_only(coverage.index), name="eib-coverage"),
    path("instrumentos/", read_only(instruments.index), name="eib-instruments"),
    path("instrumentos/<slug:slug>/", read_only(instruments.sheet), name="eib-instrument"),
    path(
        "instrumentos/<slug:slug>/preguntas/<int:number>/",
        read_only(instruments.questions),
        name="eib-questions",
    ),
    path(
        "instrumentos/<slug:slug>/rondas/<slug:code>/",
        read_only(instruments.round_sheet),
        name="eib-round",
    ),
    path("rondas/<int:pk>/respuestas/", _page(answers.sheet), name="eib-answers"),
    path("rondas/<int:pk>/respuestas/archivo/", _step(answers.file), name="eib-answers-file"),
    path("rondas/<int:pk>/respuestas/servicio/", _step(answers.service), name="eib-answers-form"),
    path("rondas/<int:pk>/respuestas/plantilla/", _page(answers.template), name="eib-template"),
    path("servicios/<eib_service:service>/", read_only(services.sheet), name="eib-service"),
]
