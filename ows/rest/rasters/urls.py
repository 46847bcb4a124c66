"""Addresses of rasters in the domain API."""

from __future__ import annotations

from django.urls import path

from ows.rest.rasters.areas import RasterStatistics
from ows.rest.rasters.clipping import RasterClip
from ows.rest.rasters.people import PeopleList
from ows.rest.rasters.places import RasterList, RasterPoint, RasterProfile
from ows.rest.rasters.travel import TravelTime

RASTERS = [
    path("people/", PeopleList.as_view(), name="people"),
    path("travel-time/", TravelTime.as_view(), name="travel-time"),
    path("rasters/", RasterList.as_view(), name="rasters"),
    path("rasters/<str:name>/value/", RasterPoint.as_view(), name="raster-value"),
    path("rasters/<str:name>/profile/", RasterProfile.as_view(), name="raster-profile"),
    path("rasters/<str:name>/clip/", RasterClip.as_view(), name="raster-clip"),
    path("rasters/<str:name>/statistics/", RasterStatistics.as_view(), name="raster-statistics"),
]
