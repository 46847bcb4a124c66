"""The addresses of residences, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.residences.alliances import AllianceList
from ows.rest.residences.coverage import ResidenceCoverage
from ows.rest.residences.needs import NeedList
from ows.rest.residences.residences import ResidenceList

RESIDENCES: list[URLPattern] = [
    path("residences/", ResidenceList.as_view(), name="residences"),
    path("residences/needs/", NeedList.as_view(), name="residence-needs"),
    path("residences/alliances/", AllianceList.as_view(), name="residence-alliances"),
    path("residences/coverage/", ResidenceCoverage.as_view(), name="residence-coverage"),
]
