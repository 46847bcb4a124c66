"""Addresses of a commitment's tracking, below ``/compromisos/<n>/seguimiento``."""

from __future__ import annotations

from django.urls import include, path

from frontend.methods import offering, read_only
from frontend.views.tracking import histories, records, sheet, tables

# Their forms are protected.
_page, _form, _step = offering("GET", "HEAD"), offering("GET", "HEAD", "POST"), offering("POST")

_OF_COMMITMENT = [
    path("", _page(sheet.own_sheet), name="tracking"),
    path("hito/", _form(records.new_milestone), name="tracking-milestone-new"),
    path("hito/<int:pk>/informe/", _form(records.new_report), name="tracking-report-new"),
    path("informe/<int:pk>/evidencia/", _form(records.add_evidence), name="tracking-evidence-new"),
    path(
        "evidencia/<int:pk>/archivo/",
        read_only(records.evidence_file),
        name="tracking-evidence-file",
    ),
    path("autoevaluacion/", _form(records.rate_own), name="tracking-rating-new"),
    path("importar/", _form(tables.bring), name="tracking-import"),
    path("<slug:kind>/<int:pk>/", _form(records.edit), name="tracking-edit"),
    path("<slug:kind>/<int:pk>/paso/", _step(records.take_step), name="tracking-step"),
    path("<slug:kind>/<int:pk>/historia/", read_only(histories.history), name="tracking-history"),
]

TRACKING = [
    path("compromisos/<int:number>/seguimiento/", include(_OF_COMMITMENT)),
    path(
        "compromisos/<int:number>/seguimiento.csv", read_only(tables.table), name="tracking-table"
    ),
    path("seguimiento.csv", read_only(tables.whole_table), name="tracking-whole-table"),
    path("seguimiento/diccionario/", read_only(tables.dictionary), name="tracking-dictionary"),
]
