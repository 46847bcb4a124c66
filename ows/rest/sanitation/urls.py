"""The addresses below ``/api/v1/sanitation/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.sanitation.changes import SanitationChangeList, SanitationCutList
from ows.rest.sanitation.investments import SanitationInvestment, SanitationInvestmentList
from ows.rest.sanitation.summary import SanitationSummary

SANITATION: list[URLPattern] = [
    path(
        "sanitation/investments/",
        SanitationInvestmentList.as_view(),
        name="sanitation-investments",
    ),
    path(
        "sanitation/investments/<str:cui>/",
        SanitationInvestment.as_view(),
        name="sanitation-investment",
    ),
    path("sanitation/summary/", SanitationSummary.as_view(), name="sanitation-summary"),
    path("sanitation/cuts/", SanitationCutList.as_view(), name="sanitation-cuts"),
    path("sanitation/changes/", SanitationChangeList.as_view(), name="sanitation-changes"),
]
