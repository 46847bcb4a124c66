"""The addresses below ``/emergencias/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from frontend.methods import offering, read_only
from frontend.views.emergency_beds import facility, index, report

_page, _form = offering("GET", "HEAD"), offering("GET", "HEAD", "POST")

EMERGENCY_BEDS: list[URLPattern] = [
    path("", read_only(index.index), name="beds"),
    path("establecimientos/", read_only(index.facility_list), name="beds-list"),
    path("puntualidad/", read_only(index.punctual), name="beds-punctuality"),
    path("reportar/", _page(report.choose), name="beds-report-choose"),
    path("<slug:code>/", read_only(facility.sheet), name="beds-facility"),
    path("<slug:code>/reportar/", _form(report.form), name="beds-report"),
]
