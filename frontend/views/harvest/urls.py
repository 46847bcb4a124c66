"""Addresses of the pages of harvested services, below ``/publicar/servicios/``."""

from __future__ import annotations

from django.urls import path

from frontend.methods import offering
from frontend.views.harvest import pages

_page, _step = offering("GET", "HEAD"), offering("POST")

HARVEST = [
    path("", _page(pages.index), name="harvested"),
    path("<slug:key>/", _page(pages.sheet), name="harvested-source"),
    path("<slug:key>/encender/", _step(pages.switch), name="harvested-switch"),
    path("<slug:key>/cosechar/", _step(pages.ask), name="harvested-ask"),
    path("<slug:key>/decidir/<uuid:run>/", _step(pages.decide), name="harvested-decide"),
    path("<slug:key>/copias/<uuid:run>/", _page(pages.copy), name="harvested-copy"),
]
