"""Addresses of commitment 11's pages, below ``/catalogos/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from frontend.methods import read_only
from frontend.views.catalogues import adoption, index

CATALOGUES: list[URLPattern] = [
    path("", read_only(index.index), name="catalogues"),
    path("uso/", read_only(adoption.index), name="catalogue-adoption"),
    path("practicas/", read_only(index.practices), name="health-practices"),
    path("archivos/<slug:name>.csv", read_only(index.form), name="catalogue-form"),
]
