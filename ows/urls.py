"""Addresses of the services."""

from __future__ import annotations

from django.urls import include, path

from ows.dispatch import dispatch
from ows.fhir import batch
from ows.oai.views import oai
from ows.wcs.views import wcs
from ows.wfs.views import wfs
from ows.wms.views import wms

urlpatterns = [
    path("ows", dispatch),
    path("ows/wms", wms),
    path("ows/wfs", wfs),
    path("ows/wcs", wcs),
    path("ogc/", include("ows.api.urls")),
    path("oai", oai),
    path("fhir", batch.view),
    path("fhir/", include("ows.fhir.urls")),
    path("api/v1/", include("ows.rest.urls")),
]
