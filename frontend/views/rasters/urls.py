"""Addresses of an agency's rasters, below ``/publicar/raster/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from frontend.methods import offering
from frontend.views.rasters import files, own

_page, _form, _step = offering("GET", "HEAD"), offering("GET", "HEAD", "POST"), offering("POST")

_FILE = [
    path("", _form(files.sheet), name="coverage-file"),
    path("descartar/", _step(files.discard), name="coverage-discard"),
]
_COVERAGE = [
    path("", _page(own.sheet), name="coverage"),
    path("descripcion/", _step(own.describe), name="coverage-describe"),
    *(
        path(f"{word}/", _step(own.step), {"done": word}, name=f"coverage-{word}")
        for word in own.STEPS
    ),
]
COVERAGES: list[URLPattern | URLResolver] = [
    path("", _page(files.index), name="coverages"),
    path("nuevo/", _form(files.new), name="coverage-new"),
    path("archivo/<uuid:key>/", include(_FILE)),
    path("<slug:name>/", include(_COVERAGE)),
]
