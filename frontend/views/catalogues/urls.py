"""Addresses of commitment 11's pages, below ``/catalogos/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from frontend.methods import offering, read_only
from frontend.views.catalogues import adoption, codes, index, validate

_form = offering("GET", "HEAD", "POST")

CATALOGUES: list[URLPattern] = [
    path("", read_only(index.index), name="catalogues"),
    path("uso/", read_only(adoption.index), name="catalogue-adoption"),
    path("practicas/", read_only(index.practices), name="health-practices"),
    path("codigos/", read_only(codes.search), name="catalogue-search"),
    path("validar/", _form(validate.index), name="catalogue-validate"),
    path("versiones/<str:slug>/", read_only(codes.sheet), name="catalogue-version"),
    path("versiones/<str:slug>/codigo/", read_only(codes.code), name="catalogue-code"),
    path(
        "versiones/<str:slug>/cambios/<str:other>/",
        read_only(codes.differences),
        name="catalogue-differences",
    ),
    path("archivos/<slug:name>.csv", read_only(index.form), name="catalogue-form"),
]
