"""The addresses below ``/seguimiento/``: the plan as a whole."""

from __future__ import annotations

from django.urls import path

from frontend.methods import read_only
from frontend.views.board import alignment, index, making, timeline, where

urlpatterns = [
    path("", read_only(index.board), name="board"),
    path("cronograma/", read_only(timeline.timeline), name="plan-timeline"),
    path("mapa/", read_only(where.where), name="plan-where"),
    path("plan/", read_only(making.making), name="plan-making"),
    path("alineacion/", read_only(alignment.alignment), name="plan-alignment"),
]
