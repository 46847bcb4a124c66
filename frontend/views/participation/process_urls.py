"""The addresses below ``/participar/`` that are of forums, agreements and consultations."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from frontend.methods import offering, read_only
from frontend.views.participation import (
    agreement_files,
    agreements,
    consultations,
    decisions,
    forum_proposal,
    spaces,
)
from frontend.views.participation.preparing.urls import PREPARING

_form = offering("GET", "HEAD", "POST")
_page, _step = offering("GET", "HEAD"), offering("POST")

PROCESSES: list[URLPattern | URLResolver] = [
    path("espacios/", read_only(spaces.index), name="spaces"),
    path("espacios/<slug:slug>/", read_only(spaces.sheet), name="space"),
    path("foros/", read_only(forum_proposal.page), name="forum-proposal"),
    path("acuerdos/", read_only(agreements.index), name="agreements"),
    path("acuerdos.csv", read_only(agreement_files.table), name="agreements-csv"),
    path("acuerdos/importar/", _form(agreement_files.bring), name="agreements-import"),
    path("acuerdos/temas.csv", read_only(agreement_files.topics), name="agreements-topics"),
    path(
        "acuerdos/departamentos.csv",
        read_only(agreement_files.departments),
        name="agreements-departments",
    ),
    path(
        "acuerdos/diccionario/",
        read_only(agreement_files.dictionary),
        name="agreements-dictionary",
    ),
    path("procesos/", include(PREPARING)),
    path("consultas/<slug:slug>/", read_only(consultations.sheet), name="consultation"),
    path("decisiones/", _page(decisions.index), name="decisions"),
    path("decisiones/<int:pk>/", _page(decisions.sheet), name="decision"),
    path("decisiones/<int:pk>/guardar/", _step(decisions.save), name="decision-save"),
    path("decisiones/<int:pk>/paso/", _step(decisions.step), name="decision-step"),
]
