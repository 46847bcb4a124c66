"""The addresses below ``/acreditacion/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from frontend.methods import offering, read_only
from frontend.views.accreditation import answering, receipts

ACCREDITATION: list[URLPattern | URLResolver] = [
    path("", read_only(answering.index), name="accreditation"),
    path("iafas/<str:code>/", read_only(answering.insurer), name="accreditation-insurer"),
    path("recibos/", read_only(receipts.about), name="accreditation-receipts"),
    path(
        "verificar/",
        offering("GET", "HEAD", "POST")(receipts.verify),
        name="accreditation-verify",
    ),
]
