"""The addresses below ``/saneamiento/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.methods import read_only
from frontend.views.sanitation import changes, index, lists, sheet

SANITATION: list[URLPattern | URLResolver] = [
    path("", read_only(index.index), name="sanitation"),
    path("inversiones/", read_only(lists.investments), name="sanitation-investments"),
    path("gobiernos/", read_only(lists.governments), name="sanitation-governments"),
    path("cambios/", read_only(changes.compare), name="sanitation-changes"),
    path("<str:cui>/", read_only(sheet.sheet), name="sanitation-investment"),
]
