"""The addresses below ``/api/v1/emergency-beds/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.emergency_beds.current import CurrentBeds, PunctualityList, RegionList
from ows.rest.emergency_beds.nearest import NearestBeds
from ows.rest.emergency_beds.reports import BedReportHistory, BedReports

EMERGENCY_BEDS: list[URLPattern] = [
    path("emergency-beds/", CurrentBeds.as_view(), name="emergency-beds"),
    path("emergency-beds/nearest/", NearestBeds.as_view(), name="emergency-beds-nearest"),
    path("emergency-beds/regions/", RegionList.as_view(), name="emergency-bed-regions"),
    path(
        "emergency-beds/punctuality/",
        PunctualityList.as_view(),
        name="emergency-bed-punctuality",
    ),
    path("emergency-beds/reports/", BedReports.as_view(), name="emergency-bed-reports"),
    path(
        "emergency-beds/reports/<int:pk>/",
        BedReportHistory.as_view(),
        name="emergency-bed-report",
    ),
]
