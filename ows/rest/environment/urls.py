"""The addresses below ``/api/v1/environment/``."""

from __future__ import annotations

from django.urls import URLPattern, path

from ows.rest.environment.emissions import EmissionList
from ows.rest.environment.federated import OfferedList, ServiceList
from ows.rest.environment.measurements import MeasurementList, StandardLimitList
from ows.rest.environment.use import UseList

ENVIRONMENT: list[URLPattern] = [
    path("environment/measurements/", MeasurementList.as_view(), name="environment-measurements"),
    path("environment/services/", ServiceList.as_view(), name="environment-services"),
    path("environment/offered/", OfferedList.as_view(), name="environment-offered"),
    path("environment/emissions/", EmissionList.as_view(), name="environment-emissions"),
    path("environment/use/", UseList.as_view(), name="environment-use"),
    path("environment/standard/", StandardLimitList.as_view(), name="water-standard"),
]
