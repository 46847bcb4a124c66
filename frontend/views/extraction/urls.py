"""The addresses below ``/extraccion/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.methods import read_only
from frontend.views.extraction import index

EXTRACTION: list[URLPattern | URLResolver] = [
    path("", read_only(index.index), name="extraction"),
]
