"""The addresses of the repository, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.studies.dcat import catalogue
from ows.rest.studies.lists import SanitationStudyDetail, SanitationStudyList

STUDIES: list[URLPattern] = [
    path("studies/", SanitationStudyList.as_view(), name="studies"),
    path("studies/dcat/", catalogue, name="studies-dcat"),
    path("studies/<int:pk>/", SanitationStudyDetail.as_view(), name="study"),
]
