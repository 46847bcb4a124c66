"""The addresses below ``/participar/`` that are of forums, agreements and consultations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.methods import read_only
from frontend.views.participation import agreements, consultations, spaces

PROCESSES: list[URLPattern | URLResolver] = [
    path("espacios/", read_only(spaces.index), name="spaces"),
    path("espacios/<slug:slug>/", read_only(spaces.sheet), name="space"),
    path("acuerdos/", read_only(agreements.index), name="agreements"),
    path("acuerdos.csv", read_only(agreements.table), name="agreements-csv"),
    path("consultas/<slug:slug>/", read_only(consultations.sheet), name="consultation"),
]
