"""The addresses of the catalogues of health, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.catalogues.adoption import AdoptionList, CoverageList, PracticeList
from ows.rest.catalogues.codes import CodeList, DifferenceList, MappingList, SystemList

CATALOGUES: list[URLPattern] = [
    path("health-catalogues/", CoverageList.as_view(), name="health-catalogues"),
    path("health-catalogues/adoption/", AdoptionList.as_view(), name="catalogue-adoption"),
    path("health-catalogues/practices/", PracticeList.as_view(), name="health-practices"),
    path("health-catalogues/systems/", SystemList.as_view(), name="health-code-systems"),
    path("health-catalogues/codes/", CodeList.as_view(), name="health-codes"),
    path(
        "health-catalogues/differences/", DifferenceList.as_view(), name="health-code-differences"
    ),
    path("health-catalogues/mappings/", MappingList.as_view(), name="health-code-mappings"),
]
