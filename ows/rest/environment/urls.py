"""The addresses below ``/api/v1/environment/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.environment.measurements import MeasurementList, StandardLimitList

ENVIRONMENT: list[URLPattern] = [
    path("environment/measurements/", MeasurementList.as_view(), name="environment-measurements"),
    path("environment/standard/", StandardLimitList.as_view(), name="water-standard"),
]
