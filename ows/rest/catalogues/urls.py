"""The addresses of the catalogues of health, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.catalogues.adoption import AdoptionList, CoverageList, PracticeList

CATALOGUES: list[URLPattern] = [
    path("health-catalogues/", CoverageList.as_view(), name="health-catalogues"),
    path("health-catalogues/adoption/", AdoptionList.as_view(), name="catalogue-adoption"),
    path("health-catalogues/practices/", PracticeList.as_view(), name="health-practices"),
]
