"""Addresses of the domain API, below ``/api/v1/``."""

from __future__ import annotations

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from ows.rest.commitments import CommitmentDetail, CommitmentList
from ows.rest.published_layers import LayerList
from ows.rest.root import Root
from ows.rest.units import UnitDetail, UnitList, UnitSummary

app_name = "rest"

urlpatterns = [
    path("", Root.as_view(), name="root"),
    path("units/", UnitList.as_view(), name="units"),
    path("units/<str:ubigeo>/", UnitDetail.as_view(), name="unit"),
    path("units/<str:ubigeo>/summary/", UnitSummary.as_view(), name="unit-summary"),
    path("commitments/", CommitmentList.as_view(), name="commitments"),
    path("commitments/<int:number>/", CommitmentDetail.as_view(), name="commitment"),
    path("layers/", LayerList.as_view(), name="layers"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
]
